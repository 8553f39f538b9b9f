import type { DemoHeld, DemoNomination, DemoReport } from '../types.ts';

/** What members told the moderators; `decided`: what came of it. */
export const reports: DemoReport[] = [
	{ post: 'token-leaked/2', by: 'oskar', age: '2h', reason: 'rude', words: 'I asked for help, and said: no lectures.' },
	{ post: 'token-leaked/2', by: 'nyoman', age: '90m', reason: 'rude', words: '' },
	{
		post: 'dpp-nilai-lain/3',
		by: 'melatig',
		age: '5h',
		reason: 'other',
		words: 'Sarannya keliru untuk faktur pajak. Takut ada yang ikut.',
	},
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
];

/** What a rule stopped before anybody saw it. */
export const held: DemoHeld[] = [
	{
		thread: 'which-plan',
		author: 'tokokilat',
		age: '35m',
		body: 'Modal usaha cair 15 menit tanpa jaminan, bunga ringan! Chat sekarang, slot terbatas.',
		findings: [{ rule: 'watched-word', detail: 'cair 15 menit' }],
	},
	{
		thread: 'practice-mode',
		author: 'tokokilat',
		age: '31m',
		body: 'Modal usaha cair 15 menit tanpa jaminan. Mau yang cepat? Chat sekarang.',
		findings: [{ rule: 'watched-word', detail: 'cair 15 menit' }],
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
