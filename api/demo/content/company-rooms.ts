import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** One customer's own space, and account help, where each company sees only its own threads. */
export const companyRooms: DemoThread[] = [
	{
		ref: 'gunadi-cabang-enam',
		space: 'gunadi-jaya',
		kind: 'discussion',
		title: 'Jadwal cabang keenam (Boja)',
		body: prose`
			Rangkuman telepon kemarin, mohon dikoreksi kalau ada yang keliru:

			| minggu | apa | siapa |
			| --- | --- | --- |
			| 1 | salin 400 barang terlaku dari Ungaran | Ko Wirya |
			| 2 | printer, scanner, jaringan | kami |
			| 3 | latihan dengan 50 nota lama | kasir Boja, didampingi Fitri |
			| 4 | buka | semua |

			Yang belum diputuskan: apakah Boja punya gudang sendiri atau mengambil dari Ungaran.
		`,
		tags: ['outlets', 'import'],
		language: 'id',
		author: 'bramantyo',
		age: '29d',
		views: 44,
		up: 1,
		answers: [
			{
				author: 'kowirya',
				age: '29d',
				up: 1,
				body: 'Ambil dari Ungaran dulu tiga bulan. Kalau transfernya lebih dari dua kali sehari baru bikin gudang sendiri.',
			},
			{
				author: 'melatig',
				age: '28d',
				up: 1,
				body: 'Tolong sebelum minggu 1: nomor seri faktur Boja dipisah dari awal. Waktu cabang Majapahit kita lupa, dan saya membetulkan 212 faktur.',
				comments: [
					{
						author: 'bramantyo',
						age: '28d',
						body: 'Saya masukkan sebagai minggu 0, Bu, dan tidak lanjut sebelum Ibu mencentangnya.',
					},
				],
			},
			{
				author: 'bramantyo',
				age: '6d',
				body: 'Minggu 3 selesai: 50 nota, 49 cocok, satu beda karena harga tukang belum disalin. Buka Senin sesuai rencana.',
			},
		],
	},
	{
		ref: 'gunadi-laporan-tukang',
		space: 'gunadi-jaya',
		kind: 'question',
		title: 'Laporan bon tukang per mandor, bisa dijadwalkan tiap Sabtu?',
		body: 'Kepala cabang minta daftar bon yang belum lunas, dikelompokkan per mandor, sampai di WA mereka tiap Sabtu pagi. Sekarang saya ekspor, urutkan, foto layar, kirim. Lima cabang.',
		tags: ['reports', 'export'],
		language: 'id',
		author: 'melatig',
		age: '8d',
		views: 12,
		answers: [
			{
				author: 'fitri',
				age: '7d',
				body: prose`
					Yang sudah bisa: laporan **Piutang per grup** dijadwalkan Sabtu 06.00 sebagai PDF ke email masing-masing kepala cabang. Mandornya dijadikan grup pelanggan; kalau Ibu kirim daftarnya, kami yang kerjakan.

					Yang belum bisa: langsung ke WA.
				`,
				comments: [
					{ author: 'melatig', age: '6d', body: 'Email dulu tidak apa-apa. Daftarnya saya kirim sore ini, 63 mandor.' },
				],
			},
		],
	},
	{
		ref: 'gunadi-tagihan-dobel',
		space: 'account-help',
		company: 'gunadi-jaya',
		kind: 'problem',
		title: 'Tagihan bulan ini ada dua, cabang Boja dihitung sebelum buka',
		body: 'Ada dua tagihan dengan tanggal sama. Yang kedua khusus Boja, satu bulan penuh, padahal Boja baru buka minggu depan. Mohon dibatalkan sebelum tanggal 10, karena setelah itu sudah masuk antrean bayar kami.',
		tags: ['subscription'],
		language: 'id',
		author: 'melatig',
		age: '5d',
		views: 9,
		answers: [
			{
				author: 'bramantyo',
				age: '5d',
				accepted: { age: '4d' },
				body: 'Benar, Bu, itu salah kami: outletnya dibuat untuk latihan dan ikut terhitung. Tagihan kedua sudah dibatalkan, nota kreditnya terlampir di halaman Tagihan. Boja baru dihitung sejak hari pertama jualan.',
				comments: [{ author: 'melatig', age: '4d', body: 'Nota kredit sudah saya lihat. Selesai.' }],
			},
		],
	},
	{
		ref: 'ledgerline-sign-in',
		space: 'account-help',
		company: 'ledgerline',
		kind: 'question',
		title: 'Sign-in through our own company accounts for 14 people',
		body: 'We would like everyone at Ledgerline to sign in with the company account, so that leavers lose access the same day. Is this part of the Grup plan, or extra? And can one of us stay on a password, in case our provider is down?',
		tags: ['permissions', 'subscription'],
		language: 'en',
		author: 'wmchan',
		age: '12d',
		views: 14,
		answers: [
			{
				author: 'bramantyo',
				age: '12d',
				accepted: { age: '11d' },
				body: prose`
					Part of Grup, nothing extra. And yes: the owner keeps a password as the spare key, with a second factor.

					I can switch it on during a half-hour call. Please have somebody there who administers your accounts, since we need two values from their side.
				`,
			},
		],
	},
	{
		ref: 'ledgerline-third-time',
		space: 'account-help',
		company: 'ledgerline',
		kind: 'problem',
		title: 'Third support ticket closed as "solved" that was not solved',
		body: prose`
			I answer questions in this community for nothing and I like doing it. So please read this as it is meant.

			In five weeks, three of our tickets were closed with "marked as solved because we did not hear from you". In all three we *had* replied. One concerned a client's GST filing, which went in late, and the penalty was ours.

			I do not want an apology, I want to know where those replies went. If this goes on until the renewal I will have to recommend that our eleven clients look elsewhere, and I would be sorry to.
		`,
		tags: ['subscription'],
		language: 'en',
		author: 'priyaraman',
		age: '4d',
		views: 17,
		answers: [
			{
				author: 'fitri',
				age: '4d',
				body: 'Priya, I have reopened all three and they are on my own desk now, not in the queue. The GST one first. I will tell you by tomorrow 17:00 Singapore time where the replies went, or that I do not know yet.',
			},
			{
				author: 'fitri',
				age: '3d',
				body: prose`
					Found it. Your mail leaves from two domains, ledgerline.example and ledgerline-sg.example. The ticket was opened from the first and you replied from the second, and the system filed such replies under "unknown sender", where nobody looked. There were 212 of them, from 90 customers.

					All 212 are being read by people, today and tomorrow. Your second domain is registered, and a reply from anyone within the same company now lands in its ticket. Please send me the penalty notice.
				`,
				comments: [
					{
						author: 'priyaraman',
						age: '3d',
						body: 'That is the sort of answer I was after. Notice sent. I will wait for a month without one of these before I call it closed.',
					},
				],
			},
		],
	},
	{
		ref: 'rasabunda-ganti-rugi',
		space: 'account-help',
		company: 'dapur-rasa-bunda',
		kind: 'problem',
		title: 'Ganti rugi kejadian nota hilang di outlet Pettarani',
		body: prose`
			Lanjutan dari thread umum. Yang saya hitung:

			- dua nota yang rinciannya hilang: Rp 214.000
			- lembur dua orang mencocokkan struk, satu malam: Rp 300.000
			- pajak dilapor ulang, jasa konsultan: Rp 750.000

			Saya tidak minta lebih dari itu.
		`,
		tags: ['offline'],
		language: 'id',
		author: 'haslinda',
		age: '5d',
		views: 11,
		answers: [
			{
				author: 'bramantyo',
				age: '113h',
				body: 'Disetujui seluruhnya, Rp 1.264.000, ditransfer paling lambat besok. Di luar itu, langganan outlet Pettarani bulan ini tidak kami tagih. Itu bukan pengganti, Bu, tapi rasanya tidak pantas menagih bulan yang begini.',
				accepted: { age: '90h' },
				comments: [
					{
						author: 'haslinda',
						age: '90h',
						body: 'Sudah masuk tadi siang. Terima kasih, cara menanganinya baik. Sekarang tinggal buktinya sebulan ke depan.',
					},
				],
			},
		],
	},
];
