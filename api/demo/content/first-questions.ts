import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Getting started: plans, PINs, records, and the newest newcomers. */
export const firstQuestions: DemoThread[] = [
	{
		ref: 'leaving-records',
		space: 'getting-started',
		kind: 'question',
		title: 'If I stop paying, what exactly happens to my records?',
		body: prose`
			I am not leaving. But I must keep records for seven years and I have been burned by another vendor who switched us to read-only and then to nothing.

			Please answer these and not something near them:

			1. How long can I still sign in after the subscription ends?
			2. Can I export everything in that time, with attachments?
			3. When is it deleted, and do you tell me before?
		`,
		tags: ['subscription', 'export'],
		language: 'en',
		author: 'farouk',
		age: '82d',
		views: 1466,
		up: 19,
		answers: [
			{
				author: 'retno',
				age: '82d',
				up: 17,
				accepted: { age: '81d' },
				body: prose`
					1. **90 days**, read-only, for everyone who had access.
					2. **Yes.** Settings → Company → Export makes one archive: a CSV for each table, PDFs of every invoice, and the attached files. It works on the last of the 90 days as it does on the first. You may run it today as a rehearsal; it costs nothing and tells nobody.
					3. **On day 180.** We write to the owner on days 60, 90, 150 and 173. Backups are gone 35 days after that.

					If you ask for deletion earlier we do it within 7 days and confirm in writing.
				`,
				comments: [
					{
						author: 'farouk',
						age: '81d',
						body: 'Thank you for numbers instead of reassurance. I ran the export: 1.9 GB, opened fine.',
					},
					{
						author: 'wmchan',
						age: '79d',
						body: 'Worth knowing for Singapore clients: the invoice PDFs inside have the original issue date in their names, so they sort by themselves.',
					},
				],
			},
		],
	},
	{
		ref: 'pin-lupa',
		space: 'getting-started',
		kind: 'question',
		title: 'Kasir lupa PIN dan saya tidak di toko, bisa direset dari jauh?',
		body: 'Keponakan saya lupa PIN-nya, toko sudah ramai, saya lagi di Indramayu. Bisa nggak direset dari HP saya? Yang saya temukan di pengaturan cuma ganti PIN sendiri.',
		tags: ['permissions'],
		language: 'id',
		author: 'sitinur',
		age: '9d',
		views: 188,
		up: 5,
		answers: [
			{
				author: 'putuayu',
				age: '9d',
				up: 8,
				accepted: { age: '9d' },
				body: prose`
					Bisa Bu. Buka lapakarsa dari browser HP (bukan aplikasi Kasir), masuk pakai akun pemilik, terus **Tim → pilih orangnya → Reset PIN**. Muncul PIN sementara 6 angka, berlaku sekali pakai.

					Sementara nunggu, dia bisa jualan pakai akun "Kasir pengganti" kalau Ibu sudah nyalakan. Nanti di laporan kelihatan transaksi mana yang pakai itu.
				`,
				comments: [{ author: 'sitinur', age: '9d', body: 'Sudah bisa, 2 menit. Makasih mbak Putu, penyelamat.' }],
			},
		],
	},
	{
		ref: 'which-plan',
		space: 'getting-started',
		kind: 'question',
		title: 'One till at home and about 20 invoices a month: is the Satu plan enough?',
		body: prose`
			I bake from home. Walk-in orders go through one phone, and I send about twenty invoices a month to offices for hampers.

			The pricing page says that Satu has "basic invoicing". What is missing from basic? I do not mind paying for Toko, I just do not want to find out in December, which is when I earn half of my year.
		`,
		tags: ['subscription', 'invoices'],
		language: 'en',
		author: 'amelia',
		age: '3d',
		views: 121,
		up: 6,
		answers: [
			{
				author: 'priyaraman',
				age: '3d',
				up: 9,
				body: prose`
					"Basic" leaves out three things: automatic reminders, recurring invoices, and more than 50 invoices a month.

					The first two you can live without at your size. The third you cannot if December is what you say it is. Change to Toko on 1 December and back in January; it is billed by the day.
				`,
			},
			{
				author: 'mireille',
				age: '62h',
				up: 7,
				body: prose`
					What Priya says is right, and no, nothing stops you from switching for one month.

					One more difference: on Satu, an invoice carries a small "made with Lapakarsa" line at the foot. Some people mind that on corporate hampers. And you are right that "basic" explains nothing. The pricing page gets a real list this week.
				`,
				comments: [
					{
						author: 'amelia',
						age: '60h',
						body: 'The line at the foot I would have minded, in December, at 11 pm. Thanks for saying it.',
					},
				],
			},
			{
				author: 'farouk',
				age: '2h',
				down: 2,
				body: 'Twenty invoices a month is a hobby, not a business. Read the price list before you take up everybody’s time.',
			},
		],
	},
	{
		ref: 'outlet-contoh',
		space: 'getting-started',
		kind: 'question',
		title: 'Baru daftar, di struk masih tertulis "Outlet Contoh"',
		body: 'Halo, baru daftar tadi siang. Nama kedai sudah saya ganti di profil tapi struknya tetap "Outlet Contoh, Jl. Contoh No. 1". Ganti di mana ya? Besok pagi sudah mau dipakai.',
		tags: ['receipts'],
		language: 'id',
		author: 'dimas',
		age: '40m',
		views: 7,
		up: 0,
	},
	{
		ref: 'move-from-old-till',
		space: 'getting-started',
		kind: 'discussion',
		title: 'Running the old till and Kasir side by side for a week: worth it?',
		body: prose`
			We move the third pharmacy over next month. For the first two I ran both systems in parallel for seven days, every sale typed twice. It was miserable, and it caught two real mistakes (a wrong tax setting, and a category that printed to the wrong counter).

			Did anyone move over in one night and live to tell?
		`,
		tags: ['outlets', 'import'],
		language: 'en',
		author: 'ratnad',
		age: '68d',
		views: 640,
		up: 8,
		answers: [
			{
				author: 'kowirya',
				age: '68d',
				up: 10,
				body: prose`
					We did three branches overnight and one in parallel. Overnight is better **if** you rehearse: on Sunday, take fifty real receipts of the old system, type them into a practice outlet, compare totals per tax and per payment method. That finds the wrong settings in two hours instead of a week.
				`,
			},
			{
				author: 'haslinda',
				age: '67d',
				up: 6,
				body: 'Di rumah makan tidak mungkin dobel ketik, jam makan siang itu 200 nota. Kami pindah malam Senin, dan dua hari pertama ada orang Lapakarsa yang duduk di sebelah kasir. Minta saja, waktu itu tidak dipungut bayaran.',
				comments: [
					{
						author: 'bramantyo',
						age: '66d',
						body: 'Masih berlaku, Bu: dua hari pendampingan untuk outlet ketiga dan seterusnya. Untuk @ratnad saya bisa tanggal berapa saja asal dikabari seminggu sebelumnya.',
					},
				],
			},
			{
				author: 'ratnad',
				age: '65d',
				up: 3,
				body: 'Fifty receipts on a Sunday it is, with somebody beside the till for the first two days. I will report back.',
			},
		],
	},
	{
		ref: 'practice-mode',
		space: 'getting-started',
		kind: 'question',
		title: 'Can somebody new practise on the till without messing up my stock?',
		body: 'A student helps us out from Saturday. I would like her to ring up fifty pretend sales tonight, refunds included, without any of it showing in my reports. Ko Wirya mentioned a "practice outlet" once. Where do I find that, and does it print real receipts?',
		tags: ['outlets', 'stock-count'],
		language: 'en',
		author: 'jessa',
		age: '20m',
		views: 4,
	},
];
