import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Kasir: what happens when the connection, the tablet or a release lets a shop down. */
export const kasirReliability: DemoThread[] = [
	{
		ref: 'offline-hilang',
		space: 'kasir',
		kind: 'problem',
		title: 'Transaksi offline hilang setelah tablet direstart: 43 nota, Rp 6,8 juta',
		body: prose`
			Hari Minggu internet mati dari jam 11 sampai jam 3 di outlet Pettarani. Kasir jalan offline seperti biasa. Jam 2 tabletnya panas dan mati sendiri, dihidupkan lagi, lanjut jualan.

			Malam saya cocokkan: nota dari jam 11 sampai jam 2 **tidak ada**. 43 nota. Uang di laci ada, notanya tidak ada. Pajaknya saya lapor pakai apa? Kertas struknya kami pungut dari tempat sampah, saya tidak bercanda.

			Di halaman depan kalian tertulis "tetap jualan walau internet mati". Kami percaya itu. Kalau begini caranya saya lebih tenang pakai mesin kasir lama yang bodoh tapi tidak lupa.

			Saya mau tahu tiga hal: notanya masih bisa kembali atau tidak, kenapa bisa begini, dan apa jaminannya tidak terulang.
		`,
		tags: ['offline', 'android'],
		language: 'id',
		author: 'haslinda',
		age: '6d',
		views: 1322,
		up: 20,
		meToo: ['oskar', 'slamet', 'sitinur'],
		answers: [
			{
				author: 'fitri',
				age: '143h',
				up: 7,
				body: prose`
					Bu Haslinda, ini kejadian yang tidak boleh terjadi, dan saya minta maaf.

					Yang paling penting sekarang: **tolong jangan hapus atau pasang ulang aplikasi Kasir di tablet itu**, dan jangan tekan "Bersihkan data". Ada kemungkinan notanya masih tersimpan di dalam tablet. Saya telepon Ibu dalam sepuluh menit.
				`,
			},
			{
				author: 'oskar',
				age: '142h',
				up: 9,
				body: prose`
					We had something like it last rainy season: power cut, tablet off, about an hour of bar sales gone. I thought my cashier had forgotten to ring them up. I even told her so.

					Now I owe somebody an apology, it seems.
				`,
			},
			{
				author: 'kowirya',
				age: '141h',
				up: 11,
				body: prose`
					Sebelum ada kabar, yang bisa dicek sendiri: **Pengaturan → Antrean sinkron**. Kalau angkanya nol padahal tadi offline, berarti antreannya memang terhapus. Kalau ada angkanya, jangan disentuh, sambungkan WiFi saja dan tunggu.

					Di tempat saya ada aturan: offline lebih dari satu jam, kasir tekan **Kirim diagnostik** begitu internet kembali. Isinya salinan antrean, jadi ada cadangan.
				`,
			},
			{
				author: 'haslinda',
				age: '140h',
				up: 6,
				body: 'Angkanya nol. Bu Fitri sudah telepon, sudah kirim diagnostik. Katanya ditunggu sampai besok siang. Saya tunggu.',
			},
			{
				author: 'slamet',
				age: '130h',
				up: 4,
				body: 'Saya ikut memantau. Gudang saya sinyalnya hilang tiap subuh, dan selama ini saya anggap aman.',
			},
			{
				author: 'dsiahaan',
				age: '119h',
				up: 18,
				body: prose`
					Ini jawaban untuk tiga pertanyaan Bu Haslinda, apa adanya.

					**Bisa kembali?** Ya, 41 dari 43. Antreannya terhapus, tapi jejak tulis di penyimpanan tablet masih ada dan tadi malam kami pulihkan dari berkas diagnostik. Dua nota (nomor 0917 dan 0931) tulisannya terpotong: jumlahnya ada, rincian barangnya tidak.

					**Kenapa?** Kasir menulis antrean ke tablet setiap 30 detik, bukan setiap nota. Waktu tablet mati mendadak, berkasnya sedang ditulis dan rusak. Saat hidup lagi Kasir menemukan berkas rusak, lalu *membuat yang baru*. Langkah terakhir itu yang salah besar, dan itu keputusan kami dua tahun lalu.

					**Jaminannya?** Mulai 7.4.1, minggu depan: setiap nota ditulis saat itu juga sebelum struk keluar, berkas yang rusak disimpan dan tidak pernah ditimpa, dan pemilik diberi tahu. Kami akan uji dengan mencabut baterai tablet 500 kali, dan hasilnya saya tulis di sini.
				`,
				comments: [
					{
						author: 'tomasz',
						age: '118h',
						body: 'This is a good post-mortem. For the English readers: 41 of 43 receipts recovered; cause was a queue file rewritten every 30 s and recreated when damaged.',
					},
					{
						author: 'oskar',
						age: '117h',
						body: 'Thanks for the translation. Daniel, can ours from back then be recovered in the same way?',
					},
					{
						author: 'dsiahaan',
						age: '116h',
						body: 'Only if the app was never reinstalled on that tablet. Send us a diagnostic and I will look myself.',
					},
				],
			},
			{
				author: 'haslinda',
				age: '117h',
				up: 14,
				body: prose`
					Notanya sudah saya lihat masuk, 41. Dua yang terpotong saya ketik sendiri dari struk sampah tadi.

					Terima kasih penjelasannya tidak berputar-putar. Tapi saya jujur juga: kalau besok-besok terjadi lagi, saya pindah. Empat outlet saya tidak bisa bergantung pada untung-untungan.
				`,
			},
			{
				author: 'ratnad',
				age: '112h',
				up: 7,
				body: 'Question for Daniel: in a pharmacy, a lost receipt can be a lost prescription record. Will there be a way to see, per till, when the queue was last safely written? I want to check it, not trust it.',
			},
			{
				author: 'dsiahaan',
				age: '110h',
				up: 8,
				body: 'Yes. In 7.4.1 the till shows "saved on this tablet 2 s ago" and "sent 14:06" as two separate lines, and the same two times stand on the Outlets page for the owner.',
			},
			{
				author: 'sitinur',
				age: '96h',
				up: 5,
				body: 'Saya bukan orang teknik, tapi baru kali ini baca perusahaan bilang "itu keputusan kami yang salah". Semoga beneran beres ya.',
			},
			{
				author: 'farouk',
				age: '74h',
				up: 10,
				down: 2,
				body: 'Honest, yes. But "every 30 seconds" is not a bug that slipped in. Somebody chose it, and the marketing said otherwise for two years. I would like the front page to be corrected too.',
				comments: [
					{
						author: 'retno',
						age: '72h',
						body: 'Done this morning. It now says what is kept on the tablet, for how long, and what can still be lost until 7.4.1 is out.',
					},
				],
			},
			{
				author: 'dsiahaan',
				age: '20h',
				up: 13,
				body: prose`
					Hasil uji, seperti dijanjikan: 500 kali cabut daya saat nota sedang disimpan, tiga merek tablet, **nol nota hilang**. Tiga kali berkasnya rusak, dan tiga-tiganya terbaca kembali dari salinannya.

					7.4.1 mulai dibagikan besok, outlet Bu Haslinda lebih dulu kalau Ibu berkenan.
				`,
				comments: [
					{ author: 'haslinda', age: '19h', body: 'Outlet Pettarani saja dulu. Kalau seminggu aman, baru yang lain.' },
				],
			},
		],
		comments: [
			{
				author: 'bramantyo',
				age: '5d',
				body: 'Bu Haslinda, urusan ganti ruginya saya lanjutkan di ruang bantuan akun supaya angka-angkanya tidak dibaca umum.',
			},
		],
	},
	{
		ref: 'bayar-lambat',
		space: 'kasir',
		kind: 'problem',
		title: 'Layar bayar jadi lambat sejak 7.4, tunggu 4–6 detik tiap nota',
		body: prose`
			Tadi pagi semua tablet otomatis naik ke 7.4. Sekarang setelah tekan **Bayar**, layarnya putih dulu 4 sampai 6 detik baru muncul pilihan tunai atau QRIS. Jam makan siang begini 6 detik itu panjang sekali.

			Tablet RAM 3 GB, barang 340, pelanggan terdaftar 11 ribu. Sebelumnya instan.
		`,
		tags: ['speed', 'android'],
		language: 'id',
		author: 'ilhamr',
		age: '5h',
		views: 64,
		up: 5,
		meToo: ['putuayu', 'sitinur'],
		answers: [
			{
				author: 'putuayu',
				age: '4h',
				up: 3,
				body: prose`
					Kita juga lambat, tapi cuma di tablet kasir, yang di bar normal. Bedanya, tablet kasir menampilkan kolom pelanggan.

					Coba matikan dulu **Pengaturan → Layar bayar → Tampilkan pelanggan**. Di sini langsung cepat lagi. Belum solusi sih, soalnya poin member jadi nggak bisa.
				`,
				comments: [
					{
						author: 'ilhamr',
						age: '3h',
						body: 'Betul, jadi cepat. Tapi pelanggan kami banyak yang pakai poin, jadi saya nyalakan lagi.',
					},
				],
			},
			{
				author: 'sitinur',
				age: '95m',
				body: 'Keponakan saya bisa bersihkan tablet yang lambat, murah. Kalau mau cepat chat WA saya, nomornya di profil.',
			},
		],
	},
	{
		ref: 'split-bill',
		space: 'kasir',
		kind: 'idea',
		title: 'Split a bill by item, not only by amount',
		body: prose`
			A table of six wants to pay for what each of them had. Today Kasir divides the total by a number of people, so my crew writes six little sums on paper and rings up six amounts.

			What I would like: tap the items that belong to the first person, pay, repeat with what is left. A shared bottle can be divided by two or three.
		`,
		tags: ['restaurant'],
		language: 'en',
		author: 'nyoman',
		age: '192d',
		views: 2960,
		up: 21,
		upBy: ['haslinda', 'oskar', 'putuayu', 'ilhamr'],
		answers: [
			{
				author: 'haslinda',
				age: '191d',
				up: 9,
				body: 'Setuju. Rombongan kantor selalu begini, dan yang ulang tahun tidak ikut bayar, jadi bagi rata tidak pernah pas.',
			},
			{
				author: 'dsiahaan',
				age: '188d',
				up: 8,
				body: 'Question before we draw anything: when one person pays first and the table then orders another round, should the new items join the open rest, or start a new bill?',
				comments: [
					{ author: 'nyoman', age: '187d', body: 'Join the rest. A table is one bill until everyone has left it.' },
					{ author: 'oskar', age: '187d', body: 'Same at the bar.' },
				],
			},
			{
				author: 'dsiahaan',
				age: '102d',
				up: 15,
				body: 'It is in 7.2, from today. Bill → Split → By item; long-press an item to divide it. The new items join the rest, as you two said. Thank you @nyoman for letting us watch a Friday night from behind your counter.',
			},
			{
				author: 'putuayu',
				age: '99d',
				up: 7,
				body: 'Weekend pertama pakai: meja delapan orang selesai bayar nggak sampai tiga menit. Kertas coret-coretnya sudah pensiun.',
			},
		],
	},
	{
		ref: 'shift-handover',
		space: 'kasir',
		kind: 'idea',
		title: 'Serah terima laci tanpa menutup shift',
		body: prose`
			Ganti orang jam 3 sore itu jam ramai. Sekarang harus tutup shift, hitung laci, buka shift baru, dan selama itu (10 menitan) kasir berhenti.

			Usul: tombol **Serah terima**. Yang pulang dan yang datang sama-sama masukkan PIN, catat jumlah uang kalau sempat dihitung, kalau tidak ya ditandai "tidak dihitung". Penjualan jalan terus, dan di laporan tetap kelihatan siapa pegang dari jam berapa.
		`,
		tags: ['shifts', 'permissions'],
		language: 'id',
		author: 'putuayu',
		age: '17d',
		views: 205,
		up: 14,
		upBy: ['nyoman', 'sitinur'],
		answers: [
			{
				author: 'sitinur',
				age: '16d',
				up: 4,
				body: 'Mau banget. Keponakan saya gantian tiap habis sekolah.',
			},
			{
				author: 'kowirya',
				age: '16d',
				up: 7,
				down: 1,
				body: 'Hati-hati dengan "tidak dihitung". Kalau ada selisih malamnya, dua orang saling lempar. Menurut saya boleh dilewati, tapi pemilik yang menentukan boleh berapa kali seminggu.',
				comments: [{ author: 'putuayu', age: '15d', body: 'Masuk akal, Ko. Batasnya diatur pemilik, setuju.' }],
			},
		],
	},
	{
		ref: 'kitchen-screen-thanks',
		space: 'kasir',
		kind: 'discussion',
		title: 'The kitchen screen cut our wrong orders from 14 a week to 2',
		body: prose`
			I keep a tally on the wall, so these are real numbers: eight weeks of paper tickets, 14 wrong or forgotten orders a week. Eight weeks with the kitchen screen, 2.

			The screen itself is nothing special. What does it is that an order turns amber after 9 minutes, so that the cook sees the forgotten one before the guest does. I did not expect to write a thank-you note to a colour.
		`,
		tags: ['restaurant'],
		language: 'en',
		author: 'nyoman',
		age: '45d',
		views: 512,
		up: 13,
		answers: [
			{
				author: 'haslinda',
				age: '44d',
				up: 5,
				body: 'Ambernya bisa diatur beda per jenis makanan? Konro bakar kami 20 menit baru matang, kalau 9 menit sudah kuning, kokinya malah abaikan semua.',
			},
			{
				author: 'nyoman',
				age: '44d',
				up: 6,
				body: 'Bisa, per kategori: Dapur → Layar → Batas waktu. Punya kami kopi 4 menit, makanan 9, kue langsung.',
			},
		],
	},
];
