import type { DemoInsight } from '../types.ts';

/** Being understood. */
export const insightsInReview: DemoInsight[] = [
	{
		title: 'QRIS stays pending while the money is gone',
		area: 'till',
		type: 'bug',
		column: 'review',
		age: '40h',
		by: 'fitri',
		owner: 'dsiahaan',
		team: 'Payments',
		quotes: [
			{ thread: 'qris-menunggu', importance: 2, age: '40h', by: 'fitri' },
			{
				post: 'qris-menunggu',
				words: 'Akhirnya difoto semua layar HP pelanggan. Antrean sampai pintu.',
				importance: 3,
				age: '40h',
				by: 'fitri',
			},
			{
				post: 'qris-menunggu/3',
				words: 'kasir saya gajinya harian, dan tadi malam dia yang dimarahi pelanggan.',
				importance: 2,
				age: '30h',
				by: 'fitri',
			},
		],
		notes: [
			{
				by: 'dsiahaan',
				age: '28h',
				body: 'The bank says Tuesday. @fitri, could you tell me when the next one comes in?',
			},
		],
	},
	{
		title: 'Tiered prices cannot be limited to one group',
		area: 'till',
		type: 'missing',
		column: 'review',
		age: '20d',
		by: 'dsiahaan',
		owner: 'dsiahaan',
		team: 'Pricing',
		quotes: [
			{
				post: 'harga-grosir',
				words: 'Sekarang kalau aturannya saya pasang, semua orang dapat.',
				importance: 2,
				age: '20d',
				by: 'dsiahaan',
			},
			{ post: 'harga-grosir/1', words: 'Jelek tapi jalan.', importance: 1, age: '19d', by: 'dsiahaan' },
		],
	},
	{
		title: 'Seasonal shops feel punished at renewal',
		area: 'plans',
		type: 'leaving',
		column: 'review',
		age: '48d',
		by: 'bramantyo',
		owner: 'mireille',
		quotes: [
			{
				post: 'price-at-renewal',
				words: 'I am comparing two other systems this month. Not a threat, a fact.',
				importance: 3,
				age: '48d',
				by: 'bramantyo',
			},
			{
				post: 'price-at-renewal/3',
				words: 'Saya paket Satu, tidak naik. Tapi jadi khawatir tahun depan.',
				importance: 1,
				age: '45d',
				by: 'bramantyo',
			},
			{
				post: 'price-at-renewal/8',
				words: 'Seasonal shops are punished for being seasonal',
				importance: 3,
				age: '44d',
				by: 'bramantyo',
			},
			{
				post: 'price-at-renewal/9',
				words: 'Setahun saya 240 nota, 150-nya di satu bulan.',
				importance: 2,
				age: '44d',
				by: 'bramantyo',
			},
		],
		notes: [
			{
				by: 'bramantyo',
				age: '40d',
				body: 'Pak Farouk renewed for one year. I call him again before the next letter goes out.',
			},
		],
	},
	{
		title: 'A voided invoice leaves a gap that looks like a lie',
		area: 'invoices',
		type: 'hard-to-use',
		column: 'review',
		age: '30h',
		by: 'mireille',
		owner: 'mireille',
		quotes: [
			{
				post: 'number-gaps',
				words: 'I looked like a man who hides invoices.',
				importance: 2,
				age: '30h',
				by: 'mireille',
			},
		],
	},
	{
		title: 'Handing over the drawer stops the sale',
		area: 'till',
		type: 'missing',
		column: 'review',
		age: '15d',
		by: 'dsiahaan',
		quotes: [
			{ thread: 'shift-handover', importance: 1, age: '15d', by: 'dsiahaan' },
			{
				post: 'shift-handover',
				words: 'Ganti orang jam 3 sore itu jam ramai.',
				importance: 1,
				age: '15d',
				by: 'dsiahaan',
			},
			{
				post: 'shift-handover/1',
				words: 'Keponakan saya gantian tiap habis sekolah.',
				importance: 1,
				age: '14d',
				by: 'dsiahaan',
			},
		],
	},
];
