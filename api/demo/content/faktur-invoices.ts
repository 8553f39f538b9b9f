import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Faktur: recurring invoices, deposits, numbering and reminders. */
export const fakturInvoices: DemoThread[] = [
	{
		ref: 'recurring-31st',
		space: 'faktur',
		kind: 'question',
		title: 'Recurring invoice on the 31st: what happens in shorter months?',
		body: 'I bill schools on the last day of each month. The rule says "every month on day 31". I could not find out whether April is skipped, moved to the 30th or moved to May 1st. For a school, the wrong month means the wrong budget year.',
		tags: ['invoices'],
		language: 'en',
		author: 'farouk',
		age: '41d',
		views: 470,
		up: 7,
		answers: [
			{
				author: 'priyaraman',
				age: '41d',
				up: 12,
				accepted: { age: '40d' },
				body: prose`
					Day 31 means "the last day" in shorter months, so April goes out on the 30th. It does not creep: after 28 February the next one is 31 March, not the 28th.

					There is a trap one step further, though. The **due date** is counted from the day of issue. With terms of 30 days, the invoice of 31 January is due on 2 March. If schools pay "by the end of next month", set the terms to *end of following month* instead.
				`,
				comments: [
					{ author: 'farouk', age: '40d', body: 'The trap was the more valuable half. Changed for 14 schools.' },
				],
			},
		],
	},
	{
		ref: 'trip-deposits',
		space: 'faktur',
		kind: 'question',
		title: 'Deposit now, balance a week before the trip, one invoice or two?',
		body: prose`
			A group books a liveaboard: 30 % now, the rest seven days before departure, and sometimes two divers of the group pay on their own. I make three invoices at present, and at the end the guest asks for *one* paper with everything on it.
		`,
		tags: ['invoices', 'reminders'],
		language: 'en',
		author: 'mariaj',
		age: '19d',
		views: 233,
		up: 6,
		answers: [
			{
				author: 'yulianakho',
				age: '19d',
				up: 8,
				accepted: { age: '17d' },
				body: prose`
					One invoice, with a **payment schedule** (Invoice → Terms → Schedule):

					- 30 % on issue
					- 70 % seven days before the date in the field "service date"

					Each part has its own due date and reminder, and the PDF shows what is paid and what is open. The guest gets one paper.
				`,
			},
			{
				author: 'amelia',
				age: '18d',
				up: 5,
				accepted: { age: '17d' },
				body: 'For the two who pay on their own: Invoice → Share payment → add their names and amounts. Each gets a link for only their part, and it still counts towards the one invoice. I use it for offices where three departments share a hamper order.',
				comments: [{ author: 'mariaj', age: '17d', body: 'These two together are the answer. Accepted both.' }],
			},
			{
				author: 'priyaraman',
				age: '16d',
				up: 4,
				body: 'Bookkeeping footnote: the deposit is a liability until the trip has happened. Tick "recognise on service date", or your slow months look better than they are.',
			},
		],
	},
	{
		ref: 'number-gaps',
		space: 'faktur',
		kind: 'problem',
		title: 'Voided invoices leave gaps in the numbers',
		body: prose`
			INV-0871, INV-0872, INV-0874. My staff voided 0873 because of a typo in the name, and the number is gone. The auditor asked where it is. I looked like a man who hides invoices.

			Reuse the number, or let me. This is basic.
		`,
		tags: ['invoices', 'tax'],
		language: 'en',
		author: 'farouk',
		age: '33h',
		views: 102,
		up: 4,
		down: 0,
		answers: [
			{
				author: 'priyaraman',
				age: '32h',
				up: 10,
				body: prose`
					I would argue the opposite. A number that has been used may never be used again; two different papers called INV-0873 is what makes auditors sit up. What they want is the *explanation* of the gap.

					**Reports → Invoice register → include voided** lists 0873 with who voided it, when and why. Print that page and the question is over.
				`,
				comments: [
					{
						author: 'farouk',
						age: '31h',
						body: 'I see the register now. The reason column says "-" because my staff could leave it empty.',
					},
				],
			},
			{
				author: 'mireille',
				age: '28h',
				up: 6,
				body: prose`
					Reusing numbers we will not do, for Priya's reason. But an empty reason is a hole on our side: a void without a reason is not worth much to an auditor. We will make it required, with the owner able to relax that.

					For a typo in a *name* you need not void at all: **Correct → Customer details** keeps the number and prints "corrected" with the date.
				`,
				comments: [
					{
						author: 'farouk',
						age: '27h',
						body: 'Required reason, yes. The Correct button is hidden behind three dots, nobody in my shop has ever seen it.',
					},
				],
			},
		],
	},
	{
		ref: 'pengingat-whatsapp',
		space: 'faktur',
		kind: 'idea',
		title: 'Pengingat tagihan lewat WhatsApp, bukan cuma email',
		body: prose`
			Klien saya toko-toko kecil. Pelanggan mereka tidak pernah buka email. Email pengingat dari Faktur dibaca 9 persen, saya hitung sendiri dari laporannya.

			Kalau lewat WhatsApp pasti dibaca. Tapi tolong:

			- dari nomor toko, bukan nomor Lapakarsa
			- jamnya sopan (tidak malam, tidak Minggu)
			- bisa dimatikan per pelanggan

			Sekarang staf saya salin tempel satu-satu tiap Senin. Dua jam.
		`,
		tags: ['reminders'],
		language: 'id',
		author: 'yulianakho',
		age: '131d',
		views: 3345,
		up: 22,
		upBy: ['melatig', 'amelia', 'slamet', 'sitinur', 'haslinda'],
		answers: [
			{
				author: 'slamet',
				age: '131d',
				up: 8,
				body: 'Pelanggan saya pedagang pasar, email saja tidak punya. Kalau ini ada, saya naik paket.',
			},
			{
				author: 'melatig',
				age: '129d',
				up: 5,
				body: 'Untuk kontraktor besar tetap perlu email karena jadi bukti. Jadi pilihannya per pelanggan, dan tercatat kapan terkirim.',
			},
			{
				author: 'mireille',
				age: '126d',
				up: 9,
				body: prose`
					Kami mau mengerjakan ini. Yang membuatnya tidak sebentar: pengiriman dari nomor toko sendiri harus lewat jalur bisnis resmi, ada biaya per pesan, dan setiap teks harus disetujui dulu.

					Dua pertanyaan, supaya tidak salah bangun: kira-kira Rp 400 per pengingat, siapa yang sebaiknya menanggung? Dan apakah cukup kalau di tahap pertama teksnya tidak bisa diubah, hanya dipilih dari lima?
				`,
				comments: [
					{
						author: 'yulianakho',
						age: '125d',
						body: 'Dibanding dua jam staf, 400 perak itu murah. Teks pilihan cukup, asal ada yang nadanya halus.',
					},
					{ author: 'slamet', age: '125d', body: 'Ditanggung toko tidak apa-apa, asal tagihannya jelas.' },
				],
			},
			{
				author: 'priyaraman',
				age: '88d',
				up: 4,
				body: 'Same wish from Singapore, with SMS as the fallback. I would pay per message without blinking.',
			},
			{
				author: 'mireille',
				age: '23d',
				up: 12,
				body: 'Kabar: lima toko sudah mencobanya sejak awal bulan, termasuk dua klien Ibu Yuliana. Dari 312 pengingat, 268 dibaca di hari yang sama. Masih ada masalah dengan nomor yang pernah dipakai di ponsel lain; setelah itu beres, dibuka untuk semua paket Toko.',
			},
		],
	},
	{
		ref: 'reminder-wording',
		space: 'faktur',
		kind: 'idea',
		title: 'Different reminder wording per customer',
		body: prose`
			My clients have customers they have known for thirty years and customers they met last week. Both get "Your invoice is overdue." One of the old ones phoned in tears, thinking she was being cut off.

			Three tones to choose from per customer (gentle, normal, firm), with our own words in each, would repair that.
		`,
		tags: ['reminders'],
		language: 'en',
		author: 'priyaraman',
		age: '212d',
		views: 1240,
		up: 17,
		answers: [
			{
				author: 'mariaj',
				age: '210d',
				up: 4,
				body: 'And a way to say "never remind this one". We have a supplier who is also a customer who is also the mayor.',
			},
			{
				author: 'mireille',
				age: '205d',
				up: 6,
				body: 'The lady in tears went on the wall above my desk. Tones per customer: yes, and "never" is a fourth one.',
			},
			{
				author: 'mireille',
				age: '139d',
				up: 11,
				body: 'Out today in 3.7. Customer → Reminders → Tone. The default for existing customers is *gentle* if they have been with you for over five years and have always paid in the end. Nobody has to set 400 customers by hand.',
			},
		],
		edits: [
			{
				author: 'ayularas',
				age: '211d',
				reason: 'Shorter title, so that it is found',
				titleBefore: 'Reminders: could we please have something that is less blunt for some customers than for others?',
				bodyBefore: prose`
					My clients have customers they have known for thirty years and customers they met last week. Both get "Your invoice is overdue." One of the old ones phoned in tears, thinking she was being cut off.

					Three tones to choose from per customer (gentle, normal, firm), with our own words in each, would repair that.
				`,
			},
		],
	},
	{
		ref: 'customer-page',
		space: 'faktur',
		kind: 'idea',
		title: 'One page where a customer sees everything they still owe us',
		body: prose`
			Dive schools write to me every month: "please send all open invoices again". I select, download, zip, attach. A link per customer, without a password, that shows what is open and what is paid, would end that correspondence.

			With a way to withdraw the link, since office managers leave and take their mail with them.
		`,
		tags: ['invoices', 'reminders'],
		language: 'en',
		author: 'mariaj',
		age: '9h',
		views: 41,
		up: 6,
		upBy: ['priyaraman', 'melatig'],
		answers: [
			{
				author: 'priyaraman',
				age: '7h',
				up: 3,
				body: "I would use it on day one. Please add a statement as PDF on the same page; that is what the other side's bookkeeper really wants.",
			},
		],
	},
];
