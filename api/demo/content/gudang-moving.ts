import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Gudang: transfers, labels, alerts, costs and one's own reports. */
export const gudangMoving: DemoThread[] = [
	{
		ref: 'stok-minus',
		space: 'gudang',
		kind: 'problem',
		title: 'Stok cabang jadi minus setelah transfer, padahal barangnya ada di rak',
		body: prose`
			Sudah tiga kali minggu ini. Kirim 40 dari gudang pusat ke cabang, barang diterima dan langsung dijual. Malamnya stok cabang **-12**, besoknya normal sendiri.

			Karena minus, barangnya tidak bisa dijual di toko online, jadi seharian kami kehilangan pesanan.
		`,
		tags: ['transfers', 'marketplace'],
		language: 'id',
		author: 'intansari',
		age: '12d',
		views: 240,
		up: 8,
		meToo: ['yusufm', 'melatig'],
		answers: [
			{
				author: 'yusufm',
				age: '12d',
				up: 7,
				body: prose`
					Cek status transfernya, Mbak. Di tempat kami ternyata yang terima barang cuma tanda tangan di surat jalan, tombol **Terima** di Gudang baru ditekan besok pagi oleh admin.

					Selama statusnya masih "dikirim", barang dianggap di jalan: keluar dari pusat, belum masuk cabang. Begitu dijual, ya minus.
				`,
				accepted: { age: '11d' },
				comments: [
					{
						author: 'intansari',
						age: '11d',
						body: 'Bener banget. Tiga-tiganya diterima jam 9 pagi besoknya. Malu sendiri.',
					},
				],
			},
			{
				author: 'kowirya',
				age: '11d',
				up: 6,
				body: 'Di kami QR di surat jalan discan sopir dan penerima pakai HP, langsung "diterima". Transfer → Surat jalan → Cetak QR. Sejak itu tidak ada lagi barang di jalan yang sebenarnya sudah di rak.',
			},
		],
	},
	{
		ref: 'transfer-two-step',
		space: 'gudang',
		kind: 'idea',
		title: 'Transfer di atas nilai tertentu harus disetujui orang kedua',
		body: prose`
			Sekarang siapa pun yang boleh membuat transfer bisa memindahkan barang 200 juta ke cabang lain tanpa ada yang tahu. Kami pernah kehilangan satu palet keramik dengan cara itu; di sistem semuanya rapi.

			Usul: batas nilai per cabang. Di bawah itu bebas, di atasnya menunggu persetujuan kepala cabang, dan persetujuannya bisa dari HP.
		`,
		tags: ['transfers', 'permissions'],
		language: 'id',
		author: 'melatig',
		age: '48d',
		views: 388,
		up: 15,
		upBy: ['kowirya', 'yusufm', 'ratnad'],
		answers: [
			{
				author: 'ratnad',
				age: '47d',
				up: 6,
				body: 'For pharmacies not by value but by category: anything on the controlled list needs a second person, even one strip.',
			},
			{
				author: 'dsiahaan',
				age: '44d',
				up: 7,
				body: 'Dua-duanya masuk akal, dan di belakangnya aturan yang sama: "kalau X, tunggu orang kedua". Kami rencanakan setelah sinkron offline selesai. Bu Melati, boleh saya telepon soal palet keramik itu? Saya ingin tahu di titik mana orang bisa melihatnya lebih awal.',
				comments: [{ author: 'melatig', age: '44d', body: 'Boleh, Selasa siang. Ceritanya panjang.' }],
			},
		],
	},
	{
		ref: 'label-kepotong',
		space: 'gudang',
		kind: 'problem',
		title: 'Label barcode kepotong di kanan, angka terakhir hilang',
		body: 'Kertas label 33 x 15 mm tiga kolom. Kolom kiri dan tengah bagus, kolom kanan barcode-nya kepotong jadi tidak bisa discan. Sudah geser margin, malah kolom kiri yang kepotong. Printernya bekas teman, merek tidak terkenal.',
		tags: ['printer'],
		language: 'id',
		author: 'sitinur',
		age: '3d',
		views: 74,
		up: 3,
		answers: [
			{
				author: 'jokopurn',
				age: '71h',
				up: 1,
				body: 'Punya saya dulu begitu, ternyata kertasnya miring sedikit masuknya. Coba dirapatkan penjepitnya.',
			},
			{
				author: 'amelia',
				age: '65h',
				up: 4,
				body: prose`
					Bu Siti, coba cek ini urut:

					1. Di setelan printer (bukan di Gudang) ukuran kertasnya harus **selebar tiga label plus celah**, biasanya 105 mm, bukan 33.
					2. Di Gudang: Label → Ukuran → 33 x 15, **3 kolom**, celah 2 mm.
					3. Skala cetak 100%, jangan "paskan ke halaman".

					Kalau masih kepotong, fotokan labelnya ke sini sama layar setelannya.
				`,
				comments: [
					{
						author: 'sitinur',
						age: '50h',
						body: 'Nomor 1 ternyata 100 mm. Diganti 105 jadi lebih baik, tapi angka terakhir masih tipis. Besok saya foto.',
					},
					{ author: 'amelia', age: '49h', body: 'Siap. Sekalian coba kepekatan dinaikkan satu tingkat.' },
				],
			},
		],
	},
	{
		ref: 'low-stock-mail',
		space: 'gudang',
		kind: 'question',
		title: 'Low-stock alert once a day instead of one mail per item',
		body: 'Saturday I received 44 mails. I now ignore all of them, so the alert has the opposite effect. Is there a list?',
		tags: ['reports'],
		language: 'en',
		author: 'jessa',
		age: '7d',
		views: 160,
		up: 6,
		answers: [
			{
				author: 'priyaraman',
				age: '7d',
				up: 8,
				accepted: { age: '7d' },
				body: prose`
					**Alerts → Low stock → Send: daily list**, and pick the hour. It groups by supplier, with the quantity to order beside each item, so you can forward it almost as it is.

					And switch off the ones you do not restock (seasonal, last pieces): Product → Stock → *do not reorder*. My clients' lists shrink by a third after that.
				`,
			},
		],
	},
	{
		ref: 'landed-cost',
		space: 'gudang',
		kind: 'idea',
		title: 'Spread freight and import duty over the goods received',
		body: prose`
			A container costs as much in freight and duty as half the goods in it. Gudang takes the supplier's price as the cost, so every margin report is too cheerful by 20 to 40 %.

			Needed: on a receipt, add extra costs (freight, duty, insurance), spread by value or weight or volume, also when their bill arrives three weeks later.
		`,
		tags: ['reports', 'units'],
		language: 'en',
		author: 'wmchan',
		age: '233d',
		views: 1510,
		up: 18,
		upBy: ['priyaraman', 'kowirya'],
		answers: [
			{
				author: 'kowirya',
				age: '232d',
				up: 8,
				body: 'Yes please. Tiles from Surabaya: the truck is 18 % of the price. My margin report says I am rich.',
			},
			{
				author: 'priyaraman',
				age: '231d',
				up: 6,
				body: 'By weight matters as much as by value. Spreading freight by value makes feathers pay for iron.',
			},
			{
				author: 'dsiahaan',
				age: '226d',
				up: 5,
				body: "Understood, and planned for the next major version of Gudang. The late bill is the hard part: it changes the cost of goods that are already sold. If you have opinions on whether that should touch last month's margin or this month's, I want to hear them.",
				comments: [
					{ author: 'wmchan', age: '225d', body: "This month's, as a variance line. A closed month stays closed." },
					{
						author: 'priyaraman',
						age: '225d',
						body: 'What Wei Ming says. Reopen a closed month and you lose every bookkeeper you have.',
					},
				],
			},
			{
				author: 'farouk',
				age: '64d',
				up: 7,
				body: 'Planned 160 days ago. Is it still?',
				comments: [
					{
						author: 'dsiahaan',
						age: '62d',
						body: 'Still, but moved behind offline sync, like most things this year. I should have said so here before you had to ask.',
					},
				],
			},
		],
	},
	{
		ref: 'slow-movers-sql',
		space: 'gudang',
		kind: 'question',
		title: 'A list of slow movers: nothing sold in 90 days, but money on the shelf',
		body: 'The built-in report sorts by quantity sold. I need the reverse: what lies there, since when, and what it cost. A client wants to clear out before moving. Export and do it myself, I suppose, but how?',
		tags: ['reports', 'export', 'spreadsheets'],
		language: 'en',
		author: 'wmchan',
		age: '141d',
		views: 1188,
		up: 9,
		answers: [
			{
				author: 'tomasz',
				age: '141d',
				up: 17,
				accepted: { age: '140d' },
				body: prose`
					Export *Stock on hand* and *Sales lines* as CSV, then let SQLite do it. No server, one file:

					~~~bash
					sqlite3 stock.db
					.mode csv
					.import stock_on_hand.csv stock
					.import sales_lines.csv sales
					~~~

					~~~sql
					select stock.sku,
					       stock.name,
					       cast(stock.quantity as real) * cast(stock.unit_cost as real) as money_on_shelf,
					       max(sales.sold_at) as last_sold
					  from stock
					  left join sales on sales.sku = stock.sku
					 where cast(stock.quantity as real) > 0
					 group by stock.sku
					having last_sold is null or last_sold < date('now', '-90 days')
					 order by money_on_shelf desc;
					~~~

					The \`left join\` matters: without it you lose what has *never* been sold, which is usually the top of the list.
				`,
				comments: [
					{
						author: 'wmchan',
						age: '140d',
						body: 'The client now has a name for the top item: 400 brass doorbells, "the museum".',
					},
					{ author: 'slamet', age: '139d', body: 'Untung jualan sayur, museumnya busuk sendiri.' },
				],
			},
		],
	},
];
