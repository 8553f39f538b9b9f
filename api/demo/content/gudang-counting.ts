import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Gudang: counting, units, expiry dates and scales. */
export const gudangCounting: DemoThread[] = [
	{
		ref: 'opname-toko-buka',
		space: 'gudang',
		kind: 'question',
		title: 'Stok opname tanpa menutup toko, caranya bagaimana?',
		body: prose`
			Apotek kami buka 07.00–22.00, opname 3.200 item butuh dua malam. Masalahnya begitu mulai hitung, penjualan jalan terus, jadi angka "stok sistem" di lembar hitung sudah basi waktu dikonfirmasi. Jumat lalu selisihnya 148 item, padahal setelah diperiksa yang betul-betul selisih cuma 11.

			Ada yang opname sambil tetap jualan?
		`,
		tags: ['stock-count', 'outlets'],
		language: 'id',
		author: 'yusufm',
		age: '28d',
		views: 655,
		up: 13,
		answers: [
			{
				author: 'kowirya',
				age: '28d',
				up: 18,
				accepted: { age: '26d' },
				body: prose`
					Bisa, asal tidak sekaligus. Kami hitung per rak sambil buka:

					1. Buat opname baru, pilih **Per lokasi**, bukan seluruh gudang. Satu rak satu lembar.
					2. Nyalakan **Bekukan angka saat dihitung**. Setiap item dapat jam hitung sendiri; penjualan setelah jam itu dikurangkan otomatis dari hasilnya. Ini kuncinya.
					3. Satu orang menghitung, satu orang scan. Jangan satu orang dua-duanya, capek, angkanya ngawur setelah jam sepuluh.
					4. Konfirmasi per rak malam itu juga.

					14 ribu item kami selesai dua minggu tanpa tutup sehari pun. Rak yang cepat laku dihitung pagi sebelum ramai.
				`,
				comments: [
					{
						author: 'yusufm',
						age: '26d',
						body: 'Semalam coba dua rak: selisih 1 item, dan itu memang hilang. Terima kasih Ko, Jumat saya bisa pulang sebelum subuh.',
					},
					{
						author: 'ratnad',
						age: '26d',
						body: 'Speaking as the employer: I had no idea it was that late. We change to your way from this week.',
					},
				],
			},
			{
				author: 'slamet',
				age: '27d',
				up: 6,
				body: 'Kalau barangnya gampang busuk, hitung yang mahal saja tiap hari (10–15 jenis), sisanya sebulan sekali. Yang hilang biasanya yang mahal.',
			},
			{
				author: 'dsiahaan',
				age: '25d',
				up: 5,
				body: '"Bekukan angka saat dihitung" akan menyala sejak awal untuk opname per lokasi. Tidak ada alasan yang bagus kenapa selama ini mati.',
			},
		],
	},
	{
		ref: 'fefo-picking',
		space: 'gudang',
		kind: 'question',
		title: 'Pick by earliest expiry, not by earliest arrival',
		body: prose`
			We receive the same syrup from two distributors. Distributor B often delivers boxes that expire *sooner* than what we already have from A. The pick list follows arrival, so the older-arrived, longer-lived boxes go first and the others expire on the shelf.

			| batch | arrived | expires | picked |
			| --- | --- | --- | --- |
			| A-771 | first | in 14 months | 1st |
			| B-092 | second | in 5 months | 2nd |

			It has to be the other way round. Is that a setting, or a wish?
		`,
		tags: ['expiry'],
		language: 'en',
		author: 'ratnad',
		age: '162d',
		views: 984,
		up: 10,
		answers: [
			{
				author: 'kowirya',
				age: '162d',
				up: 4,
				body: 'We use it for cement and paint. Product → Stock → Batches → Picking order. But it is per product, I set it on 40 by hand.',
			},
			{
				author: 'fitri',
				age: '161d',
				up: 9,
				accepted: { age: '160d' },
				body: prose`
					It is a setting, and it can be set for a whole category:

					1. **Categories → Syrups → Stock rules → Picking order: first expired, first out**
					2. tick *apply to products in this category*
					3. under **Alerts**, set "expiring within" to something you can still act on (most pharmacies here take 120 days)

					Batches without an expiry date are picked last, so it is worth filtering for those once.
				`,
				comments: [
					{
						author: 'ratnad',
						age: '160d',
						body: 'Done for nine categories in ten minutes. We found 31 batches without a date, which is a conversation for me and our receiving desk.',
					},
				],
			},
		],
	},
	{
		ref: 'satuan-peti',
		space: 'gudang',
		kind: 'question',
		title: 'Satuan berjenjang: peti → kilo → ons, tapi isi peti beda-beda',
		body: prose`
			Tomat datang per peti. Peti dari Batu isinya kira-kira 28 kg, dari Poncokusumo 32 kg. Dijual per kilo ke warung, per ons ke tetangga.

			Kalau konversi peti saya kunci 30 kg, stok meleset tiap hari. Ada cara supaya isinya ikut timbangan waktu datang?
		`,
		tags: ['units', 'stok-opname'],
		language: 'id',
		author: 'slamet',
		age: '86d',
		views: 511,
		up: 9,
		meToo: ['jokopurn'],
		answers: [
			{
				author: 'fitri',
				age: '86d',
				up: 3,
				body: 'Bisa, Pak. Waktu buat satuan "peti", isi konversinya dikosongkan dan pilih **Tanya saat terima**. Nanti setiap penerimaan barang diminta beratnya.',
			},
			{
				author: 'kowirya',
				age: '85d',
				up: 11,
				accepted: { age: '84d' },
				body: prose`
					Melengkapi Bu Fitri, susunan yang saya sarankan:

					| satuan | isi | dipakai untuk |
					| --- | --- | --- |
					| gram | dasar | stok, jangan tampil di kasir |
					| ons | 100 gram | jual eceran |
					| kg | 1.000 gram | jual warung |
					| peti | tanya saat terima | beli |

					Yang dicatat di harga beli tetap harga per peti, sistem yang membagi. Susut (busuk, kering) jangan dipaksa lewat konversi, catat sebagai **Barang rusak** tiap pagi. Dari situ kelihatan petani mana yang petinya banyak busuk.
				`,
				comments: [
					{
						author: 'slamet',
						age: '84d',
						body: 'Yang susut per petani itu baru kepikiran. Minggu depan saya bawa angkanya ke Poncokusumo, biar seru.',
					},
					{ author: 'slamet', age: '77d', body: 'Hasilnya: harga peti turun dua ribu. Matur suwun.' },
				],
			},
		],
	},
	{
		ref: 'timbangan-barcode',
		space: 'gudang',
		kind: 'question',
		title: 'Barcode dari timbangan (awalan 21) kebaca sebagai barang tidak dikenal',
		body: prose`
			Beli timbangan label digital bekas. Labelnya keluar barcode 13 angka, misal \`2100042012509\`. Di Kasir dibilang barang tidak dikenal. Kalau saya daftarkan kodenya, cuma cocok untuk berat yang itu saja.
		`,
		tags: ['scanner', 'units'],
		language: 'id',
		author: 'slamet',
		age: '20h',
		views: 58,
		up: 3,
		answers: [
			{
				author: 'tomasz',
				age: '17h',
				up: 7,
				body: prose`
					Itu kode timbangan, isinya bukan nomor barang biasa:

					~~~text
					21  00042  01250  9
					|   |      |      angka pemeriksa
					|   |      berat dalam gram (1.250 g)
					|   kode barang (PLU) di timbangan
					awalan "barang timbang"
					~~~

					Di Kasir: **Pengaturan → Perangkat → Scanner → Pola barcode → Tambah**, isi \`21PPPPPWWWWWC\`, satuan gram. Lalu di tiap barang isi kolom PLU (untuk contoh ini 42).

					Periksa dulu di timbangannya: ada yang menaruh *harga* di lima angka itu, bukan berat. Cetak satu label 1 kg. Kalau tertulis 01000, itu berat.
				`,
				comments: [
					{
						author: 'slamet',
						age: '16h',
						body: 'Tertulis 01000. Nanti jam dua pagi saya coba di gudang, saya kabari.',
					},
				],
			},
		],
	},
	{
		ref: 'archive-or-delete',
		space: 'gudang',
		kind: 'question',
		title: 'Barang yang sudah tidak dijual: dihapus atau diarsipkan?',
		body: 'Kue edisi Natal tahun lalu masih muncul di pencarian kasir. Mau saya hapus tapi takut laporan lamanya ikut hilang.',
		tags: ['reports'],
		language: 'id',
		author: 'amelia',
		age: '201d',
		views: 620,
		up: 5,
		answers: [
			{
				author: 'sitinur',
				age: '201d',
				up: 7,
				accepted: { age: '200d' },
				body: 'Diarsipkan, Kak. Hilang dari kasir dan dari pilihan stok, tapi laporan tahun lalu tetap utuh, dan tahun depan tinggal dikeluarkan lagi. Tombol hapus cuma bisa dipakai kalau barangnya belum pernah terjual sama sekali.',
			},
		],
	},
	{
		ref: 'returned-batch-alert',
		space: 'gudang',
		kind: 'problem',
		title: 'Expiry alert still lists a batch that went back to the distributor',
		body: prose`
			Batch C-118 (24 strips) was returned last week, the return is confirmed, stock on hand is 0. This morning it is in "expiring within 120 days" again, with a quantity of 24, and one of my assistants spent half an hour looking for it.

			A list that is wrong once a week is a list people stop reading. For expiry dates I cannot afford that.
		`,
		tags: ['expiry', 'stock-count'],
		language: 'en',
		author: 'ratnad',
		age: '26h',
		views: 52,
		up: 4,
		meToo: ['yusufm'],
		comments: [
			{
				author: 'yusufm',
				age: '25h',
				body: 'Sudah saya cek dua kali ke rak, memang tidak ada. Di layar Batch angkanya 0, cuma di daftar peringatan yang masih 24.',
			},
		],
	},
];
