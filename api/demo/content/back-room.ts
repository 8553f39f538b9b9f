import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Members only: the back room, and the champions' own space. */
export const backRoom: DemoThread[] = [
	{
		ref: 'kenalan',
		space: 'ruang-belakang',
		kind: 'discussion',
		title: 'Kenalan dulu: kamu jualan apa, dan apa yang bikin kamu bertahan?',
		body: prose`
			Di ruang depan kita ngomongin printer terus. Di sini boleh cerita.

			Saya mulai: Ayu, menjaga ruangan ini. Dulu dua tahun jadi kasir toko buku di Solo, jadi kalau ada yang cerita soal pelanggan minta tukar barang tanpa struk, saya paham sekali.
		`,
		tags: [],
		language: 'id',
		author: 'ayularas',
		age: '352d',
		views: 1104,
		up: 12,
		answers: [
			{
				author: 'kowirya',
				age: '352d',
				up: 8,
				body: 'Toko bangunan warisan bapak. Yang bikin bertahan: tukang yang dulu saya kasih utang semen waktu baru mulai, sekarang jadi mandor dan belanjanya ke saya semua.',
			},
			{
				author: 'yulianakho',
				age: '351d',
				up: 6,
				body: 'Saya tidak jualan barang, saya jualan tidur nyenyak: pembukuan dan pajak. Bertahan karena klien pertama saya, toko roti, sampai sekarang masih kirim roti sobek tiap saya ulang tahun.',
			},
			{
				author: 'haslinda',
				age: '338d',
				up: 9,
				body: 'Rumah makan, mulai dari satu gerobak coto. Yang bikin bertahan itu karyawan, 46 orang sekarang. Kalau saya menyerah, 46 dapur ikut tidak berasap.',
			},
			{
				author: 'oskar',
				age: '335d',
				up: 4,
				body: 'Saya masih belajar Bahasa. I sell regulators and cold beer, in that order. What keeps me going: mantas.',
			},
			{
				author: 'agusbengkel',
				age: '118d',
				up: 5,
				body: 'Bengkel motor. Bertahan karena anak tiga. Alasan lain menyusul.',
			},
			{
				author: 'jokopurn',
				age: '31d',
				up: 7,
				body: 'Warung kelontong, 22 tahun. Istri meninggal tahun lalu, dulu beliau yang pegang catatan. Sekarang saya belajar pelan-pelan, supaya warungnya tetap buka seperti maunya beliau.',
				comments: [
					{
						author: 'sitinur',
						age: '31d',
						body: 'Sehat-sehat ya Pak Joko. Kalau ada yang bingung tanya saja, jam berapa pun.',
					},
				],
			},
		],
	},
	{
		ref: 'sewa-ruko',
		space: 'ruang-belakang',
		kind: 'discussion',
		title: 'Sewa ruko naik 40%, nego atau pindah?',
		body: prose`
			Kontrak habis tiga bulan lagi, yang punya minta naik 40%. Bengkel sudah enam tahun di situ, pelanggan hafal tempatnya. Ada ruko kosong 400 meter dari sini, lebih murah, tapi masuk gang sedikit.

			Ada yang pernah pindah? Pelanggan ikut nggak?
		`,
		tags: [],
		language: 'id',
		author: 'agusbengkel',
		age: '24d',
		views: 133,
		up: 6,
		answers: [
			{
				author: 'kowirya',
				age: '24d',
				up: 8,
				body: prose`
					Sebelum nego, pegang angka. Dari laporan pelanggan, lihat berapa persen omzet dari yang datang lebih dari tiga kali setahun. Pelanggan begitu ikut pindah. Yang lewat doang tidak.

					Waktu cabang Ungaran pindah 600 meter, yang langganan ikut 90 persen, yang lewat hilang separuh, butuh delapan bulan balik lagi.
				`,
				comments: [{ author: 'agusbengkel', age: '23d', body: 'Langganan 71 persen. Lumayan, jadi berani nego.' }],
			},
			{
				author: 'slamet',
				age: '23d',
				up: 5,
				body: 'Tawarkan kontrak tiga tahun bayar per tahun, minta naiknya 15. Yang punya ruko lebih takut kosong daripada kita takut pindah.',
			},
			{
				author: 'agusbengkel',
				age: '12d',
				up: 7,
				body: 'Jadi di 18 persen, dua tahun, atap bocor diperbaiki dia. Terima kasih semua, ternyata tinggal berani ngomong.',
			},
		],
	},
	{
		ref: 'first-hire',
		space: 'ruang-belakang',
		kind: 'discussion',
		title: 'First employee who is not family: what did you write down?',
		body: 'My sister is getting married and moves to Davao. From next month a stranger stands at my till. I have never hired anyone. What did you put on paper, and what do you wish you had?',
		tags: [],
		language: 'en',
		author: 'jessa',
		age: '91d',
		views: 208,
		up: 5,
		answers: [
			{
				author: 'nyoman',
				age: '91d',
				up: 7,
				body: prose`
					One page, three headings: *hours and pay*, *what you decide alone* (refund up to 100, discount up to 10 %), *when to call me*. The middle one matters most. People who may decide small things stop hiding big ones.
				`,
			},
			{
				author: 'ratnad',
				age: '90d',
				up: 5,
				body: "That a cash difference under a certain sum is nobody's fault and not deducted. We put it at 10,000 a shift. Differences became honest overnight.",
			},
			{
				author: 'jessa',
				age: '58d',
				up: 6,
				body: 'Her name is Divine, she starts at nine and is there at half past eight. I used both of your pages almost word for word. My sister sends regards and wants the till back.',
			},
		],
	},
	{
		ref: 'returns-preview',
		space: 'champions',
		kind: 'discussion',
		title: 'Early look: returns without a receipt',
		body: prose`
			Not announced anywhere yet. The cashier searches by card digits, phone or item and date, sees up to five likely sales, and picks one. If none fits, the return goes to store credit and never to cash.

			What would go wrong with this in your shop? I am after objections, not applause.
		`,
		tags: ['receipts', 'permissions'],
		language: 'en',
		author: 'dsiahaan',
		age: '13d',
		views: 31,
		up: 3,
		answers: [
			{
				author: 'kowirya',
				age: '13d',
				up: 3,
				body: 'Orang yang sama bisa retur satu barang di dua cabang. Pencarian lima nota itu harus lintas cabang dan menandai barang yang sudah pernah diretur.',
			},
			{
				author: 'priyaraman',
				age: '12d',
				up: 2,
				body: 'Store credit is a liability with an expiry. Where do I set how long, and who is told when it lapses? In Singapore I need that in writing on the slip.',
			},
			{
				author: 'nyoman',
				age: '12d',
				up: 2,
				body: 'Searching by phone number at an open counter means saying it aloud. Let the customer type it on their side of the screen.',
			},
			{
				author: 'dsiahaan',
				age: '11d',
				up: 3,
				body: 'Three objections, three that we did not have. Cross-branch marking and the typed number go in before anyone else sees it. The liability part needs Mireille and me at one table.',
			},
		],
	},
	{
		ref: 'beban-champion',
		space: 'champions',
		kind: 'discussion',
		title: 'Pertanyaan yang diarahkan ke kalian: kebanyakan, pas, atau kurang?',
		body: 'Bulan lalu masing-masing dari kalian rata-rata menerima 9 pertanyaan. Saya khawatir itu terlalu banyak untuk orang yang punya toko. Jujur saja, tidak ada yang tersinggung.',
		tags: [],
		language: 'id',
		author: 'ayularas',
		age: '40d',
		views: 26,
		up: 3,
		answers: [
			{
				author: 'kowirya',
				age: '40d',
				up: 2,
				body: 'Tiga seminggu masih enak. Yang bikin capek bukan jumlahnya, tapi pertanyaan printer Bluetooth yang sama. Tolong itu dijawab halaman bantuan saja.',
			},
			{
				author: 'tomasz',
				age: '39d',
				up: 2,
				body: 'Nine is fine when they are mine. Two were about ceramics. Route by tag and not by who is online, please, and nothing on Sundays.',
			},
			{
				author: 'hafidz',
				age: '39d',
				up: 1,
				body: 'Kalau saya, akhir bulan jangan. Tutup buku, semua orang panik termasuk saya.',
			},
		],
	},
];
