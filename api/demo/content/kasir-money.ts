import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Kasir: payments, prices, rounding and restaurant tax. */
export const kasirMoney: DemoThread[] = [
	{
		ref: 'qris-menunggu',
		space: 'kasir',
		kind: 'problem',
		title: 'QRIS masih "menunggu" padahal uang pelanggan sudah terpotong',
		body: prose`
			Dari kemarin sore sudah 6 kali di outlet Panakkukang. Pelanggan scan, di HP dia sudah berhasil, di Kasir tetap **Menunggu pembayaran**. Tiga menit kemudian berubah jadi kedaluwarsa.

			Kasir saya bingung: mau minta bayar lagi tidak enak, mau dilepas takut tidak masuk. Akhirnya difoto semua layar HP pelanggan. Antrean sampai pintu.

			Yang lain kena juga?
		`,
		tags: ['qris'],
		language: 'id',
		author: 'ilhamr',
		age: '2d',
		views: 318,
		up: 11,
		meToo: ['haslinda', 'putuayu', 'agusbengkel'],
		answers: [
			{
				author: 'putuayu',
				age: '47h',
				up: 8,
				body: prose`
					Di Renon kena dua kali kemarin. Sementara ini yang saya lakukan: di layar yang menunggu itu jangan tekan batal, tekan **titik tiga → Cek status ke bank**. Dua-duanya langsung jadi lunas.

					Kalau sudah telanjur kedaluwarsa, masih bisa dari riwayat transaksi, tombolnya sama.
				`,
				comments: [
					{
						author: 'ilhamr',
						age: '46h',
						body: 'Empat dari enam jadi lunas pakai cara ini. Dua sisanya masih kedaluwarsa.',
					},
				],
			},
			{
				author: 'fitri',
				age: '45h',
				up: 9,
				body: prose`
					Pak Ilham, terima kasih detailnya. Ini yang kami tahu sampai sekarang:

					- Sejak kemarin pukul 16.10 WITA pemberitahuan dari salah satu bank penerbit terlambat 2 sampai 9 menit. Uangnya masuk, kabarnya yang telat.
					- Kasir menutup QR setelah 3 menit, jadi yang telat dianggap kedaluwarsa. **Uang yang masuk setelah itu tidak hilang**, tetap tercatat di penyelesaian besok pagi.
					- Dua transaksi yang tersisa sudah saya cocokkan, dua-duanya masuk.

					Malam ini batas waktunya kami ubah jadi 10 menit untuk semua outlet.
				`,
			},
			{
				author: 'haslinda',
				age: '43h',
				up: 10,
				body: 'Bu Fitri, cepat ji dibalas, terima kasih. Tapi tolong dipikirkan yang ini: kasir saya gajinya harian, dan tadi malam dia yang dimarahi pelanggan. Di layar seharusnya ada tulisan "kabar dari bank sedang terlambat", supaya bukan dia yang kelihatan bohong.',
				comments: [
					{
						author: 'dsiahaan',
						age: '41h',
						body: 'Ini masukan yang benar, Bu. Kalimat itu akan muncul di layar menunggu begitu kami tahu ada bank yang terlambat. Saya kabari di sini kalau sudah terpasang.',
					},
				],
			},
		],
	},
	{
		ref: 'service-charge-pb1',
		space: 'kasir',
		kind: 'question',
		title: 'Urutan service charge 5% dan pajak restoran 10%: pajaknya dihitung dari mana?',
		body: prose`
			Mau buka rumah makan yang pakai service charge. Selama ini cuma pajak restoran saja.

			Harga makanan 200.000, service 5%, pajak 10%. Totalnya 230.000 atau 231.000? Di Kasir ada pilihan "pajak setelah layanan" dan saya tidak mau salah di depan petugas Bapenda.
		`,
		tags: ['tax', 'restaurant', 'rounding'],
		language: 'id',
		author: 'haslinda',
		age: '96d',
		views: 2751,
		up: 13,
		answers: [
			{
				author: 'yulianakho',
				age: '96d',
				up: 20,
				accepted: { age: '95d' },
				body: prose`
					231.000. Service charge termasuk yang dibayar pelanggan ke rumah makan, jadi masuk dasar pengenaan pajaknya.

					| baris | dasar | jumlah |
					| --- | ---: | ---: |
					| Makanan dan minuman | | 200.000 |
					| Service charge 5% | 200.000 | 10.000 |
					| Pajak restoran 10% | 210.000 | 21.000 |
					| **Total** | | **231.000** |

					Di Kasir: **Pengaturan → Pajak dan layanan → Pajak dihitung setelah layanan: ya**.

					Tarifnya ikut perda kota masing-masing, jadi cek surat dari Bapenda setempat. Yang tidak berubah: service charge itu milik rumah makan (dan karyawannya), bukan titipan pajak, jadi akunnya dipisah.
				`,
				comments: [
					{ author: 'haslinda', age: '95d', body: 'Jelas sekali, Bu Yuli. Petugasnya juga bilang begitu tadi pagi.' },
					{ author: 'nyoman', age: '90d', body: 'Di Denpasar sama. Service kami 6%, urutannya begitu juga.' },
				],
			},
			{
				author: 'ilhamr',
				age: '94d',
				up: 4,
				body: 'Tambahan dari lapangan: untuk pesanan bungkus kami matikan service charge per jenis pesanan, ada di halaman yang sama bagian bawah. Pelanggan suka tanya.',
			},
		],
	},
	{
		ref: 'round-cash',
		space: 'kasir',
		kind: 'question',
		title: 'Round cash totals to the nearest 500, but not card or QRIS',
		body: 'Nobody in Labuan Bajo has coins smaller than 500. We give sweets as change, which is charming for about a week. Can Kasir round only the cash ones, and where does the difference go in the books?',
		tags: ['rounding'],
		language: 'en',
		author: 'mariaj',
		age: '122d',
		views: 1034,
		up: 8,
		answers: [
			{
				author: 'priyaraman',
				age: '122d',
				up: 13,
				accepted: { age: '121d' },
				body: prose`
					**Settings → Cash → Rounding**: step 500, method *nearest*, payment types *Cash only*.

					The difference is posted per sale to an account called "Cash rounding", and it shows as its own line on the receipt, so tax is still computed on the exact amount. Over a month it comes out close to zero; for a shop of your size I would expect a few thousand either way. If it drifts steadily in one direction, somebody is rounding by hand on top of it.
				`,
				comments: [
					{
						author: 'mariaj',
						age: '92d',
						body: 'Reporting back after a month: minus 2,350 in total. The sweets are now for customers who want sweets.',
					},
				],
			},
		],
	},
	{
		ref: 'harga-grosir',
		space: 'kasir',
		kind: 'question',
		title: 'Harga bertingkat per jumlah, tapi hanya untuk pelanggan tukang langganan',
		body: prose`
			Semen 1–9 sak harga normal, 10–49 turun, 50 ke atas turun lagi. Itu bisa. Yang saya mau: tingkatan itu **cuma berlaku untuk grup "Tukang"**, pelanggan umum tetap harga normal berapa pun jumlahnya.

			Sekarang kalau aturannya saya pasang, semua orang dapat. Kalau saya pakai daftar harga per pelanggan, tingkatannya hilang.
		`,
		tags: ['prices'],
		language: 'id',
		author: 'kowirya',
		age: '22d',
		views: 276,
		up: 8,
		meToo: ['slamet'],
		answers: [
			{
				author: 'slamet',
				age: '21d',
				up: 3,
				body: 'Saya akalin pakai dua barang, Ko: "Wortel" sama "Wortel langganan", stoknya digabung sebagai paket isi satu. Jelek tapi jalan.',
			},
			{
				author: 'dsiahaan',
				age: '20d',
				up: 5,
				body: 'Belum bisa digabung, Ko. Daftar harga dan harga bertingkat itu dua mesin yang tidak saling tahu, dan itu salah kami sejak awal. Sedang kami satukan, tapi saya tidak berani sebut tanggal.',
			},
		],
		solvedOtherwise: {
			age: '14d',
			text: 'Dibuat promo "Tukang" yang syaratnya grup pelanggan + jumlah minimal, tiga promo untuk tiga tingkat. Yang terakhir menang, jadi urutannya dari kecil ke besar.',
		},
		comments: [{ author: 'slamet', age: '13d', body: 'Cara promonya lebih rapi dari punya saya. Saya contek ya Ko.' }],
	},
	{
		ref: 'rekap-panjang',
		space: 'kasir',
		kind: 'problem',
		title:
			'Ketidaksinkronan laporan_rekapitulasi_penjualan_per_outlet_per_metode_pembayaran.csv dengan pertanggungjawaban kas harian: pengembalian-uang-muka-antaroutlet terhitung dua kali',
		body: prose`
			Judulnya panjang karena nama berkasnya memang segitu.

			Kasus: pelanggan bayar uang muka di cabang Ungaran, lalu batal dan uangnya diambil di cabang Majapahit. Di laporan kas harian cuma muncul sekali (benar). Di berkas rekap muncul dua kali, minus di dua cabang:

			~~~csv
			outlet,metode,keterangan,jumlah
			Ungaran,tunai,pengembalian uang muka SO-1182,-1500000
			Majapahit,tunai,pengembalian uang muka SO-1182,-1500000
			~~~

			Bulan ini ada 9 kejadian, selisihnya Rp 11.250.000. Saya yang harus menjelaskan ke pemilik tiap tanggal 1.
		`,
		tags: ['reports', 'export', 'outlets'],
		language: 'id',
		author: 'melatig',
		age: '13d',
		views: 97,
		up: 6,
		answers: [
			{
				author: 'yulianakho',
				age: '13d',
				up: 5,
				body: prose`
					Sambil menunggu diperbaiki: baris yang benar adalah yang outletnya sama dengan kolom \`outlet_kas\` di laporan kas harian. Kalau dibuka di spreadsheet, tambah satu kolom bantu dan buang yang tidak cocok:

					~~~text
					=IF(A2=VLOOKUP(C2;kas_harian!C:D;2;FALSE);"pakai";"buang")
					~~~
				`,
				comments: [{ author: 'melatig', age: '12d', body: 'Untuk bulan ini selamat. Terima kasih, Bu.' }],
			},
			{
				author: 'fitri',
				age: '12d',
				up: 4,
				body: 'Sudah kami ulang di akun uji dan benar terhitung dua kali bila uang muka dan pengembaliannya beda outlet. Perbaikannya ikut rilis berikutnya. Rekap bulan lalu akan kami hitung ulang, dan Bu Melati mendapat daftar baris yang berubah supaya tidak perlu mencari sendiri.',
			},
		],
	},
];
