import type { DemoInsight } from '../types.ts';

/** Not looked at yet. */
export const newInsights: DemoInsight[] = [
	{
		title: 'The pay screen has become slow since 7.4',
		area: 'till',
		type: 'bug',
		column: 'new',
		age: '3h',
		by: 'fitri',
		quotes: [
			{
				post: 'bayar-lambat',
				words: 'Jam makan siang begini 6 detik itu panjang sekali.',
				importance: 2,
				age: '3h',
				by: 'fitri',
			},
			{
				post: 'bayar-lambat/1',
				words: 'Kita juga lambat, tapi cuma di tablet kasir, yang di bar normal.',
				importance: 1,
				age: '3h',
				by: 'fitri',
			},
		],
	},
	{
		title: 'Expiry lists still show what has been sent back',
		area: 'stock',
		type: 'bug',
		column: 'new',
		age: '20h',
		by: 'dsiahaan',
		quotes: [
			{
				post: 'returned-batch-alert',
				words: 'A list that is wrong once a week is a list people stop reading.',
				importance: 2,
				age: '20h',
				by: 'dsiahaan',
			},
		],
	},
	{
		title: 'One page where a customer sees all that is open',
		area: 'invoices',
		type: 'missing',
		column: 'new',
		age: '6h',
		by: 'mireille',
		quotes: [
			{ thread: 'customer-page', importance: 1, age: '6h', by: 'mireille' },
			{
				post: 'customer-page',
				words:
					'A link per customer, without a password, that shows what is open and what is paid, would end that correspondence.',
				importance: 1,
				age: '6h',
				by: 'mireille',
			},
			{ post: 'customer-page/1', words: 'I would use it on day one.', importance: 1, age: '5h', by: 'mireille' },
		],
	},
	{
		title: 'Stamping e-meterai by hand, sixty times a month',
		area: 'invoices',
		type: 'missing',
		column: 'new',
		age: '3d',
		by: 'bramantyo',
		quotes: [
			{ post: 'e-meterai', words: 'Sebulan sekitar 60 dokumen.', importance: 1, age: '3d', by: 'bramantyo' },
			{
				outside: { source: 'Phone call', customer: 'A tile dealer in Semarang' },
				words: 'Every evening somebody stays half an hour longer, only for the stamps.',
				importance: 2,
				age: '2d',
				by: 'bramantyo',
			},
		],
	},
	{
		title: 'A retried order is cooked twice',
		area: 'api',
		type: 'missing',
		column: 'new',
		age: '90m',
		by: 'mireille',
		quotes: [
			{
				post: 'idempotent-orders',
				words: 'I retried, and the shop got two identical orders and cooked both.',
				importance: 2,
				age: '90m',
				by: 'mireille',
			},
		],
	},
	{
		title: 'Low-stock alerts are so many that nobody reads them',
		area: 'stock',
		type: 'hard-to-use',
		column: 'new',
		age: '6d',
		by: 'dsiahaan',
		quotes: [
			{
				post: 'low-stock-mail',
				words: 'I now ignore all of them, so the alert has the opposite effect.',
				importance: 1,
				age: '6d',
				by: 'dsiahaan',
			},
		],
	},
];
