import type { DemoDeed, DemoHeld, DemoMarked, DemoNomination, DemoReport, DemoWatchedWord } from '../types.ts';

/** What members told the moderators; `decided`: what came of it. */
export const reports: DemoReport[] = [
	{ post: 'which-plan/3', by: 'amelia', age: '100m', reason: 'rude', words: 'I only asked before paying.' },
	{ post: 'which-plan/3', by: 'priyaraman', age: '80m', reason: 'rude', words: 'Not how we talk to newcomers here.' },
	{ post: 'dim-screen/3', by: 'nyoman', age: '4h', reason: 'off-topic', words: '' },
	{
		post: 'bayar-lambat',
		by: 'haslinda',
		age: '1h',
		reason: 'needs-staff',
		words: 'Jam makan malam sebentar lagi, tolong ada yang lihat.',
	},
	{
		post: 'stok-marketplace-telat/6',
		by: 'intansari',
		age: '2d',
		reason: 'rude',
		words: 'Tidak membantu, dan bikin kesal.',
		decided: {
			by: 'ayularas',
			age: '44h',
			action: 'keep',
			reason: '',
			toReporters: 'Nadanya memang kering, tapi tidak menyerang siapa pun. Terima kasih sudah melapor.',
		},
	},
	{
		post: 'token-leaked/2',
		by: 'oskar',
		age: '43d',
		reason: 'rude',
		words: 'I asked for help, and said: no lectures.',
		decided: {
			by: 'hafidz',
			age: '43d',
			action: 'delete',
			reason: 'No lectures, he said. Please answer what was asked.',
			toReporters: 'Deleted, and its author told why. Thank you.',
		},
	},
];

/** What a rule stopped before anybody saw it. */
export const held: DemoHeld[] = [
	{
		thread: 'which-plan',
		author: 'tokokilat',
		age: '35m',
		body: 'Modal usaha cair 15 menit tanpa jaminan, bunga ringan! Chat sekarang, slot terbatas.',
		findings: [
			{ rule: 'watched-word', detail: 'cair 15 menit' },
			{ rule: 'first-post', detail: '1' },
		],
	},
	{
		thread: 'practice-mode',
		author: 'tokokilat',
		age: '31m',
		body: 'Modal usaha cair 15 menit tanpa jaminan. Mau yang cepat? Chat sekarang.',
		findings: [{ rule: 'watched-word', detail: 'cair 15 menit' }],
	},
];

/** What is there for all to read and wants a look: why. */
export const marked: DemoMarked[] = [
	{ post: 'outlet-contoh', age: '40m', cause: 'first-post', findings: [] },
	{
		post: 'bayar-lambat/2',
		age: '95m',
		cause: 'watched-word',
		findings: [{ rule: 'watched-word', detail: 'chat WA' }],
	},
];

/** What held and marked these texts. */
export const watchedWords: DemoWatchedWord[] = [
	{ pattern: 'cair * menit', action: 'hold' },
	{ pattern: 'chat wa', action: 'flag' },
];

/** What moderators and admins have done; each stands in the log. */
export const deeds: DemoDeed[] = [
	{ by: 'retno', age: '45d', role: 'champion', member: 'yulianakho' },
	{ by: 'retno', age: '33d', mergeTag: 'stok-opname', into: 'stock-count' },
	{
		by: 'hafidz',
		age: '12d',
		hide: 'sandbox/4',
		reason: 'It answers nothing and mocks whoever asked. Write it again without that, and I show it.',
	},
	{
		by: 'ayularas',
		age: '11d',
		silence: 'farouk',
		hours: 72,
		reason: 'The third jab at somebody who asked for help. Please read along for three days.',
	},
	{
		by: 'ayularas',
		age: '9d',
		lock: 'gudang-maintenance',
		reason: 'Pemeliharaannya sudah lewat. Ada masalah baru? Buat utas baru, ya.',
	},
	{
		by: 'ayularas',
		age: '8d',
		close: 'sewa-ruko',
		reason: 'Sudah beres, selamat! Yang juga mau nego sewa: buat utas sendiri.',
	},
];

/** What champions pointed at for the product teams. */
export const nominations: DemoNomination[] = [
	{
		post: 'first-week/11',
		words: 'A useful thread, and also a list of things the product should ask by itself.',
		by: 'kowirya',
		age: '1d',
		note: 'Empat layar saja, dan setengah telepon minggu pertama hilang.',
	},
	{
		post: 'satuan-peti',
		words: 'Kalau konversi peti saya kunci 30 kg, stok meleset tiap hari.',
		by: 'kowirya',
		age: '60d',
		note: '',
		declined: {
			by: 'dsiahaan',
			age: '58d',
			answer: 'Sudah bisa sejak 4.2: “Tanya saat terima”. Terima kasih sudah menunjukkannya.',
		},
	},
];
