import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Getting started: the long thread that newcomers are sent to, and moving in. */
export const firstWeeks: DemoThread[] = [
	{
		ref: 'first-week',
		space: 'getting-started',
		kind: 'discussion',
		title: 'What do you wish somebody had told you in your first week?',
		body: prose`
			Our second café opens on Monday and I am writing a page for the new crew. It made me think of everything we learned the hard way at the first one.

			Mine: **count the drawer before the first sale, even when it is empty.** We skipped it for nine days because "it's zero anyway". Then one morning it was not zero, and nobody could say whose money it was.

			What would be on your page? Any language is fine, I will translate for the crew.
		`,
		tags: ['shifts', 'outlets'],
		language: 'en',
		author: 'nyoman',
		age: '305d',
		views: 5214,
		up: 21,
		pinned: true,
		answers: [
			{
				author: 'priyaraman',
				age: '304d',
				up: 18,
				body: prose`
					Give each till its own cash account on day one. One shared "Cash" account looks simpler until you need to know which drawer is short.

					Renaming accounts later is easy. Splitting a month of mixed postings is a weekend, and I charge for weekends.
				`,
				comments: [
					{ author: 'wmchan', age: '303d', body: 'Can confirm about the weekends. I am the one who gets them.' },
				],
			},
			{
				author: 'kowirya',
				age: '304d',
				up: 20,
				body: prose`
					Jangan masukkan semua barang di hari pertama. Kami punya 14 ribu SKU, minggu pertama saya paksa input semua, yang ada malah salah semua: satuan campur aduk, harga grosir ketukar sama eceran.

					Cabang kedua saya balik caranya. Masukkan 200 barang yang paling laku dulu, itu sudah 80 persen nota. Sisanya didaftarkan pas barangnya lewat di kasir. Tiga minggu selesai sendiri.
				`,
			},
			{
				author: 'oskar',
				age: '303d',
				up: 9,
				body: 'Closing the app is not closing the shift. We had a shift that was 61 hours long.',
			},
			{
				author: 'tomasz',
				age: '302d',
				up: 14,
				body: prose`
					Decide how you name products before you type the first one. What works for every shop I have set up:

					1. what it is, in the word your customer uses
					2. the one thing that sets it apart (size, colour, flavour)
					3. the pack

					So \`Kopi Kintamani natural 250 g\`, not \`250G KTM NAT\`. The search at the till matches from the start of each word, and new people find things without being told.
				`,
				comments: [
					{ author: 'nyoman', age: '301d', body: 'Stealing the Kintamani example, since it is clearly our shelf.' },
				],
			},
			{
				author: 'fitri',
				age: '298d',
				up: 12,
				body: prose`
					From the support side, these three make up about half of the calls we get from shops in their first month:

					| what people say | what it turns out to be |
					| --- | --- |
					| "The printer stopped" | the tablet puts Bluetooth to sleep; switch off battery saving for Kasir |
					| "Stock is wrong" | goods were sold before the opening count was confirmed |
					| "The report is empty" | the report is set to another outlet |

					If your page covers those, your crew will hardly need us.
				`,
			},
			{
				author: 'nyoman',
				age: '298d',
				up: 4,
				body: prose`
					> the report is set to another outlet

					I laughed, because that was me, yesterday, on the phone with @fitri. Keep them coming.
				`,
			},
			{
				author: 'sitinur',
				age: '290d',
				up: 11,
				body: 'Kalau pakai keponakan buat jaga kasir, bikinkan PIN sendiri-sendiri ya bu ibu. Dulu PIN-nya satu dipakai bertiga, begitu ada selisih jadi saling tuduh, lebaran jadi nggak enak.',
			},
			{
				author: 'ratnad',
				age: '281d',
				up: 10,
				body: prose`
					Do one full stock count **before** go-live and let a second person confirm it. In a pharmacy that is not optional, but I would do it in a T-shirt shop too. Every later discussion about missing goods starts with "what was the opening figure", and you want a figure with two names on it.
				`,
			},
			{
				author: 'slamet',
				age: '251d',
				up: 7,
				body: 'Buat yang jual timbangan: satuan dasar pakai yang paling kecil. Saya dulu pakai kilo, begitu ada yang beli 2 ons stoknya jadi 0,2000001. Sekarang gram semua, aman.',
			},
			{
				author: 'jessa',
				age: '231d',
				up: 6,
				body: 'Two weeks in, so this is fresh. Print the refund steps and tape them under the counter. Selling is obvious. Refunding with a queue of six people watching is not.',
			},
			{
				author: 'farouk',
				age: '121d',
				up: 13,
				down: 1,
				body: prose`
					A useful thread, and also a list of things the product should ask by itself. Opening cash, own PINs, opening count, base unit: four screens in a setup wizard. Instead we learn from strangers in a forum, after the damage.

					I say this as someone who likes the product.
				`,
				comments: [
					{
						author: 'priyaraman',
						age: '120d',
						body: 'Hard to argue with. The base unit one costs my clients the most.',
					},
				],
			},
			{
				author: 'dsiahaan',
				age: '118d',
				up: 15,
				body: prose`
					@farouk that is fair. We went through this thread last week with the people who build the first-run screens.

					Since yesterday, new accounts are asked for opening cash and for a PIN per person, and selling before the opening count is confirmed shows a warning. The base unit is harder, because changing it later touches every past movement, so for now there is only an explanation beside the field. I would rather tell you that than call it done.
				`,
			},
			{
				author: 'jokopurn',
				age: '33d',
				up: 8,
				body: 'Matur nuwun semuanya, ini saya baca dua kali terus dicatat di buku. Yang soal PIN sama yang 200 barang dulu langsung saya praktekkan di warung.',
			},
		],
	},
	{
		ref: 'import-products',
		space: 'getting-started',
		kind: 'question',
		title: 'Importing products from a spreadsheet: which columns are really required?',
		body: prose`
			I have a list of about 600 items in Excel from our old register. The import page offers a template with 31 columns and I only have five of them.

			~~~csv
			item,price,barcode,category,qty
			Dried mango 100g,95.00,4801234567894,Pasalubong,48
			Rattan coaster set,180.00,,Home,20
			~~~

			Do I have to fill the rest, and what happens to items without a barcode?
		`,
		tags: ['import', 'spreadsheets'],
		language: 'en',
		author: 'jessa',
		age: '242d',
		views: 3890,
		up: 14,
		answers: [
			{
				author: 'kowirya',
				age: '242d',
				up: 16,
				accepted: { age: '241d' },
				body: prose`
					Only three are required: \`name\`, \`price\` and \`unit\`. Everything else may stay empty, or you delete the column.

					~~~csv
					name,price,unit,barcode,category,opening_stock
					Dried mango 100g,95.00,pcs,4801234567894,Pasalubong,48
					Rattan coaster set,180.00,pcs,,Home,20
					~~~

					Two things that bit me:

					- Save as **CSV UTF-8**. Plain CSV from Excel broke every accent.
					- Format the barcode column as *text* before you paste, or Excel turns it into 4.80123E+12 and you do not notice until the scanner finds nothing.

					Items without a barcode are fine. Kasir gives them an internal code that you can print on a label later.
				`,
				edits: [
					{
						author: 'kowirya',
						age: '240d',
						reason: 'Added the Excel traps that Jessa ran into',
						bodyBefore: prose`
							Only three are required: \`name\`, \`price\` and \`unit\`. Everything else may stay empty, or you delete the column.

							Items without a barcode are fine. Kasir gives them an internal code that you can print on a label later.
						`,
					},
				],
				comments: [
					{
						author: 'jessa',
						age: '241d',
						body: 'The barcode column was exactly it. 212 items had the same number in scientific notation.',
					},
				],
			},
			{
				author: 'amelia',
				age: '212d',
				up: 3,
				body: 'Tambahan: kalau import kedua kali pakai kolom `sku` yang sama, barangnya diperbarui, bukan dobel. Saya sempat takut ngulang, ternyata aman.',
			},
			{
				author: 'tomasz',
				age: '180d',
				up: 5,
				body: 'Try it with ten rows first. The import has an undo for 24 hours (Products → Imports → Undo), but it also removes edits you made to those items in the meantime.',
			},
		],
	},
	{
		ref: 'dari-buku-tulis',
		space: 'getting-started',
		kind: 'question',
		title: 'Dari buku tulis ke Kasir, enaknya mulai dari mana?',
		body: prose`
			Selamat malam semua. Saya punya warung kelontong kecil, selama ini catatnya di buku tulis. Anak saya yang daftarkan ke sini, tapi dia kerja di luar kota jadi saya sendirian.

			Yang bikin bingung:

			- utang tetangga (bon) di buku itu dimasukkan ke mana?
			- barang yang dijual eceran, misal telur per butir padahal belinya per kilo
			- apa harus beli printer?

			HP saya Android biasa, bukan tablet.
		`,
		tags: ['import', 'units', 'printer'],
		language: 'id',
		author: 'jokopurn',
		age: '34d',
		views: 412,
		up: 12,
		answers: [
			{
				author: 'sitinur',
				age: '34d',
				up: 9,
				accepted: { age: '32d' },
				body: prose`
					Selamat datang Pak Joko. Saya juga dulu dari buku, jadi saya ceritakan urutannya:

					1. Minggu pertama jualan saja, buku tetap jalan. Barang yang belum ada didaftarkan pas ada yang beli.
					2. Bon: buat nama pelanggannya, terus waktu bayar pilih **Bayar nanti**. Nanti ketahuan siapa utang berapa, bisa dicicil juga.
					3. Saldo bon lama yang di buku nggak usah satu-satu. Cukup satu nota per orang dengan barang "Bon lama", isi jumlahnya.

					Printer nggak wajib, Pak. Saya tiga bulan pertama tanpa printer, struknya dikirim ke WA kalau ada yang minta.
				`,
			},
			{
				author: 'kowirya',
				age: '33d',
				up: 11,
				accepted: { age: '32d' },
				body: prose`
					Soal telur: satuan dasarnya **butir**, lalu tambah satuan beli **kg** dengan isi rata-rata. Di tempat saya 1 kg = 16 butir.

					Belanja 10 kg → stok masuk 160 butir. Jual 4 butir → keluar 4. Selisih kecil karena besar kecilnya telur diluruskan waktu hitung stok, sebulan sekali cukup.
				`,
				comments: [
					{
						author: 'jokopurn',
						age: '32d',
						body: 'Telur sini isi 17, kecil-kecil. Tapi sudah jalan Ko, terima kasih.',
					},
				],
			},
			{
				author: 'fitri',
				age: '33d',
				up: 5,
				body: 'Pak Joko, HP Android biasa tidak masalah asal versi 9 ke atas. Kalau hurufnya terlalu kecil: Pengaturan → Tampilan → Ukuran tombol → Besar. Kalau masih ada yang mengganjal, tanya di sini saja, tidak perlu sungkan.',
			},
		],
	},
	{
		ref: 'two-owners',
		space: 'getting-started',
		kind: 'question',
		title: 'Two shops, two owners, shared stock room: one account or two?',
		body: prose`
			I own the dive shop. The bar next door belongs half to me and half to a friend. We share a stock room (water, soft drinks, gas bottles), and one person, Maria, does the books for both.

			One Lapakarsa account with two outlets would be convenient. But my friend should not see the dive shop's numbers, and at the end of the year there are two tax numbers.

			What have others done?
		`,
		tags: ['outlets', 'permissions'],
		language: 'en',
		author: 'oskar',
		age: '152d',
		views: 733,
		up: 7,
		answers: [
			{
				author: 'bramantyo',
				age: '151d',
				up: 8,
				body: prose`
					Two tax numbers means two accounts; I would not bend on that. Everything from invoice numbering to the yearly export hangs on one legal entity per account.

					What you *can* share:

					- Maria signs in once and switches between both (she is invited to each).
					- The stock room lives in the dive shop's account. The bar buys from it at cost through **Gudang → Sales between companies**, which writes the invoice on one side and the purchase on the other.
				`,
				accepted: { age: '149d' },
			},
			{
				author: 'yulianakho',
				age: '151d',
				up: 6,
				body: 'Agree with two accounts. One caution on the stock room: sell to the bar at cost, but do it every week and not once a year. The tax office asks about related parties, and fifty small invoices look like business while one big one looks like a story.',
			},
		],
		comments: [
			{
				author: 'mariaj',
				age: '150d',
				body: 'As the person who does the books for both: please let it be the weekly one.',
			},
		],
	},
];
