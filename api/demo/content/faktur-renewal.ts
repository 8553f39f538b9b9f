import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Faktur: the long argument about the price at renewal. */
export const fakturRenewal: DemoThread[] = [
	{
		ref: 'price-at-renewal',
		space: 'faktur',
		kind: 'discussion',
		title: 'Renewal came in 18 % higher. Who else is comparing alternatives?',
		body: prose`
			My Toko plan renews in six weeks. The letter says +18 %, "to reflect our continued investment". I employ nine people, and I did not raise my prices by 18 %.

			I am comparing two other systems this month. Not a threat, a fact. What would keep me is not a discount but a reason. So, to users: did you get the same, and what did you do? And to Lapakarsa: what do I get in the second year that I did not have in the first?
		`,
		tags: ['subscription'],
		language: 'en',
		author: 'farouk',
		age: '51d',
		views: 2678,
		up: 16,
		answers: [
			{
				author: 'priyaraman',
				age: '51d',
				up: 9,
				body: prose`
					Same letter, for six of my clients on the same day. I advise them to stay or go, so I wrote down what changed in the year:

					- reminders with tone
					- payment schedules
					- the Chinese font
					- PDF export four times as fast

					Worth something, not 18 % for somebody who sends twenty invoices. Two of mine will probably move to a smaller tool.
				`,
			},
			{
				author: 'oskar',
				age: '50d',
				up: 5,
				body: 'For us it was 9 %. How is that decided?',
				comments: [
					{
						author: 'farouk',
						age: '50d',
						body: 'Nine. So it is not "continued investment", it is a formula nobody told us about.',
					},
				],
			},
			{
				author: 'sitinur',
				age: '50d',
				up: 4,
				body: 'Saya paket Satu, tidak naik. Tapi jadi khawatir tahun depan.',
			},
			{
				author: 'retno',
				age: '50d',
				up: 11,
				body: prose`
					I run this community and do not set prices, but the letter should not have gone out without a reason, and I have told the people who do.

					They will answer here and not by private mail, because several of you asked the same question. You have my word for tomorrow before noon, Jakarta time.
				`,
			},
			{
				author: 'kowirya',
				age: '49d',
				up: 7,
				body: 'Kami di paket Grup harganya nego, jadi saya tidak pantas ikut menuntut. Tapi satu hal: pindah sistem itu biayanya bukan langganan. Cabang pertama kami dulu rugi waktu tiga bulan. Hitung itu juga, Pak Farouk.',
			},
			{
				author: 'mireille',
				age: '49d',
				up: 14,
				body: prose`
					Here is the formula, which we should have printed in the letter.

					Prices follow two things: the number of invoices in the last twelve months and the storage for attachments. Farouk and Oskar let me use theirs as examples. Farouk's account grew from 3,100 to 5,900 invoices and crossed a step at 5,000. Oskar's grew a little and stayed below. The general rise is **6 %**; everything above that is the step.

					What we got wrong: the steps were on the pricing page but not in your account, so you could not see one coming. And "continued investment" was a phrase to hide behind.

					What changes: the account page will show the count and the next step; nobody is moved up a step with less than 90 days' notice; renewals in the next 90 days, yours included, get the 6 % only.
				`,
				comments: [
					{ author: 'wmchan', age: '48d', body: 'Does "the next 90 days" count from the letter or from today?' },
					{
						author: 'mireille',
						age: '48d',
						body: 'From today, and those who renewed in the past 30 days get the difference back without asking.',
					},
				],
			},
			{
				author: 'farouk',
				age: '48d',
				up: 8,
				body: prose`
					That is an answer. I have a follow-up, because a formula can be correct and still be wrong: why does it count invoices at all? School season makes 2,000 invoices of 15 ringgit each. My cost to you is not double that of a man who sends 3,000 of a thousand.
				`,
			},
			{
				author: 'yulianakho',
				age: '47d',
				up: 9,
				body: 'I second that. Count by month with the highest one left out, or count customers. Seasonal shops are punished for being seasonal: cake before Lebaran, uniforms in July, hampers in December.',
			},
			{
				author: 'amelia',
				age: '47d',
				up: 6,
				body: 'Hampers di Desember: hadir. Setahun saya 240 nota, 150-nya di satu bulan.',
			},
			{
				author: 'linhtran',
				age: '46d',
				up: 3,
				down: 2,
				body: 'As a developer I would say storage and traffic cost next to nothing these days, so any step is a choice and not a cost. But I also see shops pay far more for worse software.',
			},
			{
				author: 'mireille',
				age: '38d',
				up: 10,
				body: 'Follow-up after a week of arguing indoors. From the next price list the step looks at the *median month times twelve*, not at the sum. For a seasonal shop that is roughly half. I could not get "count customers", because one large customer with 9,000 invoices does cost us real work.',
			},
			{
				author: 'farouk',
				age: '37d',
				up: 12,
				body: prose`
					I renewed this morning, for one year and not three.

					For the record, what kept me was not the refund. It was that somebody answered in public, with numbers, and then changed something. The other two systems had nicer brochures.
				`,
				comments: [{ author: 'retno', age: '37d', body: 'One year, understood. We will try to be worth the second.' }],
			},
			{
				author: 'priyaraman',
				age: '36d',
				up: 5,
				body: 'Final count on my side: five of six stayed, and the smallest moved to a spreadsheet with my blessing. The export for that took eleven minutes, which I count in your favour.',
			},
		],
	},
];
