import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Faktur: tax, numbers, decimals and currencies. */
export const fakturTax: DemoThread[] = [
	{
		ref: 'dpp-nilai-lain',
		space: 'faktur',
		kind: 'question',
		title: 'DPP nilai lain 11/12: selisih Rp 1 antara Faktur dan Coretax',
		body: prose`
			Tiap bulan ada belasan faktur pajak yang PPN-nya beda satu rupiah dengan yang dihitung Coretax. Contoh paling kecil, tiga barang sama-sama Rp 45.450:

			| | per baris | tiga baris |
			| --- | ---: | ---: |
			| Harga jual | 45.450 | 136.350 |
			| DPP nilai lain (11/12) | 41.663 | 124.989 |
			| PPN 12% | 5.000 | **15.000** |

			Coretax bilang **14.999**. Di sini 15.000. Lawan transaksi kami (kontraktor BUMN) menolak faktur yang beda serupiah pun.

			Yang benar yang mana, dan setelan apa yang harus saya ubah?
		`,
		tags: ['tax', 'rounding', 'invoices'],
		language: 'id',
		author: 'melatig',
		age: '71d',
		views: 4102,
		up: 18,
		meToo: ['amelia', 'slamet'],
		answers: [
			{
				author: 'yulianakho',
				age: '71d',
				up: 22,
				accepted: { age: '69d' },
				body: prose`
					Yang 14.999. Bedanya di mana pembulatannya dilakukan.

					- **Faktur (setelan bawaan):** tiap baris dibulatkan ke rupiah, baru dijumlah. 41.662,50 → 41.663, PPN 4.999,56 → 5.000, kali tiga = 15.000.
					- **Coretax:** baris boleh punya dua desimal, yang dibulatkan jumlahnya. 136.350 × 11/12 = 124.987,50, kali 12% = 14.998,50 → 14.999.

					Ubah di **Pengaturan → Pajak → Pembulatan: per faktur**, dan **Desimal baris: 2**. Faktur yang sudah terbit tidak ikut berubah, jadi yang ditolak harus dibuat pengganti.

					Cara cek cepat: untuk barang non-mewah hasil akhirnya harus sama dengan 11% dari total harga jual. 11% × 136.350 = 14.998,50. Kalau PPN Anda lebih dari setengah rupiah jauhnya dari angka itu, pembulatannya terlalu dini.
				`,
				comments: [
					{
						author: 'melatig',
						age: '69d',
						body: 'Sudah dicoba di 16 faktur bulan lalu, semuanya cocok. Selama ini saya kira Coretax yang aneh.',
					},
					{ author: 'kowirya', age: '68d', body: 'Akhirnya tiap tanggal 20 kantor sebelah saya tenang.' },
				],
			},
			{
				author: 'mireille',
				age: '68d',
				up: 9,
				body: prose`
					Ibu Yuliana benar, dan setelan bawaan kami yang keliru untuk perusahaan kena pajak. Mulai versi 3.9, perusahaan baru yang mengisi NPWP langsung memakai *per faktur* dengan dua desimal.

					Akun lama tidak kami ubah diam-diam, karena angka yang sudah dilaporkan tidak boleh bergeser. Ada pemberitahuan di halaman Pajak, dengan pratinjau faktur mana saja yang hasilnya akan berbeda.
				`,
			},
			{
				author: 'jokopurn',
				age: '29d',
				up: 0,
				down: 3,
				body: 'Kalau beda serupiah ya dibulatkan saja pakai tangan Bu, saya begitu di buku.',
				deleted: { age: '29d', by: 'jokopurn' },
			},
		],
	},
	{
		ref: 'csv-decimals',
		space: 'faktur',
		kind: 'problem',
		title: 'CSV export follows my language, and Excel reads 1.450.000 as 1.45',
		body: prose`
			When I export invoices my file has plain numbers. When my colleague in Jakarta exports the same month, her file has Indonesian separators:

			~~~csv
			invoice_no,date,net_amount,tax_amount
			INV-2041,12/03,"1.450.000,00","159.500,00"
			~~~

			Our import script reads the first amount as 1.45 and the second as 159.5. We had posted a client's whole month before anyone noticed that, according to us, a furniture maker had sold one and a half rupiah of chairs and paid tax of a hundred times that.

			A file for machines should not change with the language of the person who clicks.
		`,
		tags: ['export', 'spreadsheets'],
		language: 'en',
		author: 'wmchan',
		age: '8d',
		views: 286,
		up: 12,
		meToo: ['priyaraman', 'melatig'],
		answers: [
			{
				author: 'priyaraman',
				age: '8d',
				up: 9,
				body: prose`
					For today: **Export → Columns → Number style → Plain**, then **Keep for this workspace**. It overrides everyone's language, scheduled exports too. It is off by default, which I agree is the wrong way round.
				`,
				accepted: { age: '7d' },
			},
			{
				author: 'linhtran',
				age: '8d',
				up: 6,
				body: prose`
					And defend yourself on the reading side. A number that could be read two ways should stop the import, not guess:

					~~~js
					function amount(text) {
					  if (/^-?\d+(\.\d{1,2})?$/.test(text)) return Number(text);
					  if (/^-?\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(text)) {
					    return Number(text.replaceAll('.', '').replace(',', '.'));
					  }
					  throw new Error('unclear amount: ' + text);
					}
					~~~
				`,
				comments: [
					{
						author: 'wmchan',
						age: '7d',
						body: 'In my head "1.450" should be refused as unclear, but the code takes it as 1450. Which is right?',
					},
					{
						author: 'linhtran',
						age: '7d',
						body: 'The first pattern allows at most two decimals, so "1.450" falls to the second and is 1450. If your currency uses three decimals, throw there.',
					},
				],
			},
			{
				author: 'mireille',
				age: '6d',
				up: 8,
				body: 'Plain becomes the default for CSV in 3.9.2, for all workspaces that have not chosen. Spreadsheet files keep real numbers, as now. I am sorry about that month, @wmchan; if the client needs a letter explaining what happened, I will write and sign one.',
			},
		],
	},
	{
		ref: 'e-meterai',
		space: 'faktur',
		kind: 'question',
		title: 'E-meterai otomatis untuk faktur di atas 5 juta, ada yang sudah pakai?',
		body: prose`
			Sekarang kami unduh PDF satu-satu, bubuhkan e-meterai di situs lain, lalu unggah lagi ke Faktur sebagai lampiran. Sebulan sekitar 60 dokumen.

			Ada yang sudah menyambungkan otomatis? Lewat Sambung atau cara lain, asal posisinya tidak menimpa tanda tangan.
		`,
		tags: ['invoices', 'tax'],
		language: 'id',
		author: 'melatig',
		age: '4d',
		views: 85,
		up: 7,
		meToo: ['yulianakho'],
	},
	{
		ref: 'euro-invoices',
		space: 'faktur',
		kind: 'question',
		title: 'Invoice in euro, books in rupiah: which rate does Faktur take, and when?',
		body: prose`
			Dive schools abroad pay us in euro, usually three to six weeks after the invoice. I see one rate on the invoice and a different one on the payment, and a line called "exchange difference" that our accountant does not believe.

			Who sets these rates?
		`,
		tags: ['invoices', 'reports'],
		language: 'en',
		author: 'mariaj',
		age: '15d',
		views: 194,
		up: 5,
		answers: [
			{
				author: 'priyaraman',
				age: '15d',
				up: 7,
				body: prose`
					Two rates are right: the one of the invoice date and the one of the day the money came. The line between them is a real gain or loss.

					Faktur fetches a mid-market rate at 06:00 for both. If your bank converted at another rate, open the payment and type the rupiah amount that *arrived*; the difference adjusts itself. That is the figure your accountant can trace to a bank statement.
				`,
				comments: [
					{
						author: 'mariaj',
						age: '14d',
						body: "He believes the bank part now. He still wants the central bank's rate on the invoice, not mid-market.",
					},
				],
			},
			{
				author: 'yulianakho',
				age: '13d',
				up: 6,
				body: "For the tax invoice he has a point: PPN uses the weekly rate in the Minister of Finance's decree (kurs KMK), not a market one. Under Settings → Currencies you can add a second table by hand. I type it every Wednesday for three clients, and I would gladly stop.",
			},
		],
	},
	{
		ref: 'pdf-chinese-names',
		space: 'faktur',
		kind: 'problem',
		title: 'Chinese customer names come out as empty boxes in the PDF',
		body: 'On the screen 陳記茶行 is fine. In the PDF it is four boxes. Customers are polite about it, which makes it worse.',
		tags: ['invoices'],
		language: 'en',
		author: 'wmchan',
		age: '101d',
		views: 388,
		up: 6,
		meToo: ['priyaraman'],
		answers: [
			{
				author: 'mireille',
				age: '100d',
				up: 4,
				body: 'The PDF font had no Chinese in it, and we never tested for that. A second font is being added. I will not give a date before I have seen it print traditional *and* simplified.',
			},
		],
		solvedOtherwise: {
			age: '78d',
			text: 'Fixed by release 3.8. Old invoices print correctly too once you open them and choose "Make PDF again".',
		},
	},
];
