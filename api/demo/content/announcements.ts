import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** What the team announces, and what members say to it. */
export const announcements: DemoThread[] = [
	{
		ref: 'welcome',
		space: 'announcements',
		kind: 'announcement',
		title: 'Welcome / Selamat datang: how this place works',
		body: prose`
			This is where people who use Lapakarsa help each other, and where we read along and answer for what we make.

			- **Ask in English or Indonesian**, whichever comes first. Answers may come in the other one, and that is fine.
			- **Say what you see, what you expected, and on which version.** A photo of the screen is worth ten adjectives.
			- **Accept what solved it.** The next person with your problem arrives from a search engine at midnight.
			- **Be as sharp as you like about the product**, and kind to the people. Those who answer you mostly have a shop to run.
			- Keep phone numbers and customers' names out. For bills and access there is **Account help**, where only your own company and the team can read.

			> Bahasa campur boleh, salah ketik boleh, bertanya hal dasar sangat boleh. Yang tidak boleh cuma satu: merendahkan orang yang bertanya.

			We answer in the open whenever we can, also when the answer is no.
		`,
		tags: [],
		language: 'en',
		author: 'retno',
		age: '418d',
		views: 6120,
		up: 20,
		pinned: true,
	},
	{
		ref: 'kasir-7-4',
		space: 'announcements',
		kind: 'announcement',
		title: 'Kasir 7.4: the till tells you when the tablet wants to sleep',
		body: prose`
			Kasir 7.4 goes out from today, a tenth of all tablets first and everyone within four days. What changes at the counter:

			1. **Printer page warns about battery saving** and opens the right screen. This comes straight from [Putu's thread](thread:printer-sleeps), whose 31 reconnections in one Saturday convinced everybody here.
			2. **Customer column on the payment screen**, with points and open balance.
			3. **Shift report by payment method**, in the order in which you count: cash, QRIS, card, on account.
			4. Refunds ask for a reason. The owner can switch that off.

			Not in it, although I had hoped: the offline change. It comes separately as 7.4.1, because after [what happened in Makassar](thread:offline-hilang) I do not want it to share a release with anything else.

			If something is worse than before, say so below, with the make of the tablet.
		`,
		tags: ['printer', 'android', 'shifts'],
		language: 'en',
		author: 'dsiahaan',
		age: '3d',
		views: 890,
		up: 12,
		answers: [
			{
				author: 'putuayu',
				age: '70h',
				up: 6,
				body: 'I am a release note now. My mother has been informed.',
			},
			{
				author: 'kowirya',
				age: '52h',
				up: 5,
				body: 'Urutan laporan shift-nya pas dengan cara kami menghitung. Hemat lima menit per kasir, kali sebelas kasir.',
			},
			{
				author: 'agusbengkel',
				age: '30h',
				up: 3,
				body: 'Alasan retur saya matikan dulu, mekanik saya bingung disuruh ngetik pakai tangan oli. Ada pilihan cepatnya nggak, misal tinggal pencet?',
				comments: [
					{
						author: 'dsiahaan',
						age: '29h',
						body: 'Ada, Pak: Pengaturan → Retur → Alasan cepat, sampai enam tombol. Tangan oli akan saya sebut di rapat desain berikutnya.',
					},
				],
			},
			{
				author: 'ilhamr',
				age: '4h',
				up: 4,
				body: 'Layar bayarnya jadi lambat sekali di kami, 4–6 detik. Sudah saya tulis di [sini](thread:bayar-lambat). Mohon dilihat sebelum jam makan malam.',
			},
			{
				author: 'dsiahaan',
				age: '3h',
				up: 5,
				body: 'Pak Ilham, kelihatan di sini juga: outlet dengan lebih dari 8.000 pelanggan kena. Pembagian 7.4 saya hentikan sejak sepuluh menit lalu, dan kolom pelanggan kami matikan dari jauh untuk outlet yang besar sore ini.',
			},
		],
	},
	{
		ref: 'gudang-maintenance',
		space: 'announcements',
		kind: 'announcement',
		title: 'Pemeliharaan Gudang: Minggu dini hari, 01.00–03.00 WIB',
		body: prose`
			Minggu ini kami memindahkan basis data Gudang ke mesin yang lebih besar. Selama dua jam itu:

			| | pukul 01.00–03.00 WIB |
			| --- | --- |
			| Kasir | tetap jualan, stok menyusul |
			| Gudang | hanya bisa dilihat |
			| Sambung | perubahan stok ditahan, lalu dikirim berurutan |
			| Faktur | tidak terpengaruh |

			Kalau sampai pukul 02.30 belum selesai, kami batalkan dan kembali ke mesin lama. Tidak akan mundur sampai pagi.
		`,
		tags: ['stock-count', 'transfers'],
		language: 'id',
		author: 'fitri',
		age: '16d',
		views: 701,
		up: 6,
		answers: [
			{
				author: 'slamet',
				age: '16d',
				up: 7,
				body: 'Bu, jam dua pagi itu jam saya paling ramai. Truk dari Batu datang, semua barang masuk dicatat jam segitu. Kalau cuma bisa dilihat, saya balik ke kertas.',
			},
			{
				author: 'fitri',
				age: '15d',
				up: 9,
				body: 'Betul, Pak Slamet, dan kami yang kurang teliti: ada 41 usaha yang sibuk di jam itu, hampir semua pasar dan ikan. Jadwalnya digeser ke **Minggu 21.00–23.00 WIB**. Pengumuman di atas saya biarkan apa adanya supaya kelihatan kenapa berubah.',
				comments: [{ author: 'slamet', age: '15d', body: 'Nah, jam segitu saya sudah tidur. Suwun, Bu.' }],
			},
		],
	},
	{
		ref: 'sync-outage',
		space: 'announcements',
		kind: 'announcement',
		title: 'What went wrong with marketplace sync on Monday, and what we changed',
		body: prose`
			For 3 hours and 52 minutes on Monday, no orders came in from marketplaces and no stock went out. 1,143 shops were affected. Nothing was lost, but a good deal was late, and some of you sold what you no longer had.

			**What happened**

			- 09:14 a certificate used between two of our services expired
			- 09:16 the first failed calls; our alarm counted *errors per minute*, and failed connections were not counted as errors
			- 11:40 the first report, here in the community, by @hafidz
			- 11:58 cause found, and renewed in the wrong place
			- 13:06 renewed in the right place, queue working again, caught up by 14:20

			**What bothers us most** is the time between 09:16 and 11:40. You told us; it should have been the other way round.

			**What is different now**

			1. All 61 certificates renew by themselves, and a daily check fails loudly 21 days before any of them ends.
			2. The alarm watches for *silence*: no marketplace order for five minutes in the daytime wakes somebody.
			3. The status page is driven by that same alarm and no longer by a person who must remember it.

			If you had cancellations because of this, write in Account help with the order numbers. The fees are ours to pay.
		`,
		tags: ['marketplace', 'webhooks'],
		language: 'en',
		author: 'mireille',
		age: '58d',
		views: 3010,
		up: 19,
		answers: [
			{
				author: 'tomasz',
				age: '58d',
				up: 10,
				body: 'Alarm on silence: good. One addition from experience is to alarm on silence *per marketplace*. If one of three goes quiet, the sum still looks alive.',
				comments: [
					{
						author: 'mireille',
						age: '57d',
						body: 'You are right, the sum would have hidden it. It is per marketplace since this afternoon.',
					},
				],
			},
			{
				author: 'intansari',
				age: '58d',
				up: 6,
				body: 'Makasih ditulis lengkap sampai ke menitnya. Biaya pembatalan kita Rp 412 ribu, sudah diganti kemarin. Yang nggak bisa diganti itu chat pelanggan yang marah, tapi ya sudahlah.',
			},
			{
				author: 'farouk',
				age: '57d',
				up: 8,
				body: 'The first incident report from any supplier of mine that says "renewed in the wrong place". I kept a copy to show the others.',
			},
			{
				author: 'linhtran',
				age: '56d',
				up: 4,
				body: 'Could the status page have a feed? I would rather have my own alarm listen to yours.',
				comments: [
					{
						author: 'mireille',
						age: '55d',
						body: 'It has: /status/feed.atom, and a JSON one beside it. The link is at the foot of the page now.',
					},
				],
			},
		],
	},
];
