import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Sambung: marketplaces, spreadsheets, accounting, and a token that got away. */
export const sambungLinks: DemoThread[] = [
	{
		ref: 'stok-marketplace-telat',
		space: 'sambung',
		kind: 'problem',
		title: 'Stok marketplace telat sinkron 15–20 menit, kita oversell tiap jam live',
		body: prose`
			Tiap Kamis malam kita live. Barang habis di gudang jam 8.05, di marketplace baru nol jam 8.20-an. Selama 15 menit itu orang masih bisa checkout. Minggu lalu 37 pesanan harus dibatalin, dan rating toko turun dari 4,9 ke 4,7.

			Rating itu dibangun dua tahun loh. Satu bintang dari orang yang dibatalin itu beneran kerasa di penjualan.

			Di halaman Sambung tulisannya "stok tersinkron dalam 1 menit". Itu buat kapan?
		`,
		tags: ['marketplace', 'speed'],
		language: 'id',
		author: 'intansari',
		age: '10d',
		views: 604,
		up: 15,
		meToo: ['sitinur', 'amelia', 'hafidz'],
		answers: [
			{
				author: 'hafidz',
				age: '10d',
				up: 7,
				body: prose`
					Saya satu kantor sama Intan, jadi ini hasil ngintip log:

					- perubahan stok keluar dari Gudang dalam 2–3 detik, aman
					- di antrean Sambung normalnya 20 detik, tapi Kamis jam 20.00–20.30 jadi **14 menit**
					- marketplace-nya sendiri terima dalam 1 detik

					Jadi macetnya di tengah, dan cuma pas semua orang live bareng.
				`,
			},
			{
				author: 'tomasz',
				age: '9d',
				up: 9,
				body: prose`
					Until it is repaired, keep a buffer for the marketplaces: **Sambung → Channel → Safety stock**. With 5 pieces held back per item, the listing goes to zero while you still have five. You sell a little less and cancel almost nothing.

					Put it on only for the items in the live, and take it off on Friday.
				`,
				comments: [{ author: 'intansari', age: '9d', body: 'Dipasang buat Kamis ini. Bukan solusi tapi mending.' }],
			},
			{
				author: 'fitri',
				age: '9d',
				up: 3,
				body: 'Mbak Intan, maaf, ini seharusnya kami yang menemukan. Log dari Mas Hafidz sudah saya teruskan, dan Mireille memegangnya langsung.',
			},
			{
				author: 'mireille',
				age: '8d',
				up: 8,
				body: prose`
					Hafidz menunjuk ke tempat yang tepat. Semua toko berbagi satu antrean, dan Kamis malam beberapa toko besar mengirim ulang *seluruh* katalog setiap ada satu perubahan. Yang kecil menunggu di belakangnya.

					Yang kami lakukan: stok yang menjadi nol lewat jalur sendiri, mendahului yang lain. Dicoba mulai Kamis ini untuk 20 toko, Sagara termasuk. Janji "1 menit" di halaman itu sudah diganti dengan angka yang sebenarnya, diperbarui tiap hari.
				`,
			},
			{
				author: 'intansari',
				age: '6d',
				up: 9,
				body: prose`
					Laporan Kamis: 4 pesanan batal (minggu sebelumnya 37). Nol muncul di marketplace rata-rata 50 detik. Jauh lebih baik, tapi 4 itu masih empat orang yang kecewa, dan sekali sempat 3 menit.

					Belum saya tandai selesai dulu ya.
				`,
			},
			{
				author: 'farouk',
				age: '5d',
				up: 2,
				down: 3,
				body: 'If you depend on three marketplaces you should expect this. We closed ours last year and sleep better.',
				comments: [
					{
						author: 'ayularas',
						age: '5d',
						body: 'A fair choice for your shop, Farouk, but it does not help Intan with hers. A thread about leaving marketplaces would be welcome in the back room.',
					},
				],
			},
		],
	},
	{
		ref: 'omzet-ke-sheets',
		space: 'sambung',
		kind: 'question',
		title: 'Kirim omzet harian ke Google Sheets otomatis, bisa tanpa programmer?',
		body: 'Suami saya maunya lihat omzet di Sheets yang sama dengan catatan belanja bahan. Selama ini saya ketik tiap malam. Kalau bisa jalan sendiri jam 10 malam, saya bisa tidur lebih cepat. Saya nggak bisa ngoding, tapi bisa ikut langkah.',
		tags: ['spreadsheets', 'api', 'reports'],
		language: 'id',
		author: 'amelia',
		age: '75d',
		views: 2015,
		up: 14,
		meToo: ['sitinur', 'jessa'],
		answers: [
			{
				author: 'hafidz',
				age: '75d',
				up: 20,
				accepted: { age: '74d' },
				body: prose`
					Bisa, sekitar 10 menit. Di Sheets: **Ekstensi → Apps Script**, hapus isinya, tempel ini:

					~~~js
					function kirimOmzet() {
					  const token = PropertiesService.getScriptProperties().getProperty('TOKEN');
					  const hari = Utilities.formatDate(new Date(), 'Asia/Jakarta', 'yyyy-MM-dd');
					  const balasan = UrlFetchApp.fetch('https://api.lapakarsa.example/v2/sales/daily?date=' + hari, {
					    headers: { Authorization: 'Bearer ' + token },
					  });
					  const omzet = JSON.parse(balasan.getContentText());
					  SpreadsheetApp.getActive()
					    .getSheetByName('Omzet')
					    .appendRow([hari, omzet.gross, omzet.refunds, omzet.net]);
					}
					~~~

					Lalu:

					1. Di Sambung → Token, buat token **hanya baca laporan**, salin.
					2. Di Apps Script → ⚙ → Properti skrip, tambah \`TOKEN\`, tempel di situ. Jangan di dalam kodenya, supaya kalau sheet-nya dibagikan token tidak ikut.
					3. Buat tab bernama **Omzet**.
					4. ⏰ Pemicu → tambah → \`kirimOmzet\`, harian, jam 22–23.
					5. Tekan **Jalankan** sekali untuk memberi izin.
				`,
				comments: [
					{
						author: 'amelia',
						age: '74d',
						body: 'JALAN. Suami kira saya bayar orang. Nomor 5 sempat takut karena ada peringatan merah, tapi ternyata memang begitu ya.',
					},
					{
						author: 'hafidz',
						age: '74d',
						body: 'Iya, karena skripnya buatan sendiri. Aman selama yang ditempel memang yang di atas.',
					},
					{ author: 'jessa', age: '52d', body: 'Worked with a translator app and the Manila time zone in line 3.' },
				],
			},
		],
	},
	{
		ref: 'token-leaked',
		space: 'sambung',
		kind: 'problem',
		title: 'Our API token was in a public repository for two days',
		body: prose`
			A student who does our website pushed the token with the code. It is a full-access one, because that was the default when I made it. He noticed himself and told me right away, so please no lectures.

			What do I do first, and how do I find out whether somebody used it?
		`,
		tags: ['api', 'permissions'],
		language: 'en',
		author: 'oskar',
		age: '44d',
		views: 866,
		up: 10,
		answers: [
			{
				author: 'tomasz',
				age: '44d',
				up: 15,
				accepted: { age: '43d' },
				body: prose`
					In this order:

					1. **Revoke it now**, before anything else. Console → Tokens → Revoke. The website breaks for ten minutes. That is cheap.
					2. Make a new one that can do *only* what the website needs (usually: read products, create orders).
					3. **Console → Tokens → the revoked one → Use**. It lists address, route and time for the last 90 days. Look for anything that is not your web host, and especially for \`GET /customers\`.
					4. Deleting the file from the repository does not help, the history keeps it. Since the token is dead, that no longer matters.

					And thank the student, in writing. You want the next one to tell you as fast.
				`,
				comments: [
					{ author: 'oskar', age: '43d', body: "Only our host's address in the list. Student thanked, with a dive." },
				],
			},
			{
				author: 'farouk',
				age: '44d',
				up: 0,
				down: 4,
				body: 'This is what you get for letting a student near production. I would have ended the contract the same day.',
				deleted: { age: '43d', by: 'hafidz' },
			},
			{
				author: 'mireille',
				age: '42d',
				up: 7,
				body: 'Full access as the default was a bad choice. New tokens start with no rights since yesterday, and you tick what they may do. We are also registering our token format with the code hosts, so that a pushed one is reported to us and revoked within minutes.',
			},
		],
	},
	{
		ref: 'jurnal-umum',
		space: 'sambung',
		kind: 'question',
		title: 'Ekspor jurnal umum ke program akuntansi: satu baris per nota atau rekap per hari?',
		body: prose`
			Tiga apotek, kira-kira 900 nota sehari. Kalau tiap nota jadi satu jurnal, program akuntansi di kantor konsultan kami megap-megap. Kalau direkap per hari, nanti pemeriksa minta rincian.

			Di Sambung ada pilihan *per transaksi*, *per shift*, *per hari*. Yang biasa dipakai apa?
		`,
		tags: ['export', 'tax', 'reports'],
		language: 'id',
		author: 'ratnad',
		age: '38d',
		views: 430,
		up: 6,
		answers: [
			{
				author: 'yulianakho',
				age: '38d',
				up: 12,
				accepted: { age: '37d' },
				body: prose`
					Per shift. Alasannya: setoran kas juga per shift, jadi satu jurnal cocok dengan satu slip setoran dan satu orang yang bertanggung jawab.

					~~~csv
					tanggal,akun,keterangan,debit,kredit
					shift-0412,1101 Kas laci 2,Penjualan tunai,4180000,0
					shift-0412,1130 QRIS dalam proses,Penjualan QRIS,2655000,0
					shift-0412,4101 Penjualan,Penjualan bersih,0,6157658
					shift-0412,2110 PPN keluaran,PPN,0,677342
					~~~

					Rinciannya tidak perlu masuk jurnal, cukup disimpan: Sambung melampirkan berkas nota per shift, dan nomor shift ada di keterangan. Pemeriksa minta, tinggal buka.
				`,
				comments: [
					{
						author: 'ratnad',
						age: '37d',
						body: 'Cocok dengan slip setoran itu yang meyakinkan saya. Terima kasih, Bu Yuliana.',
					},
					{
						author: 'priyaraman',
						age: '36d',
						body: 'Same advice in Singapore. Per shift, with the receipts attached.',
					},
				],
			},
		],
	},
];
