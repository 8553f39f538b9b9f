import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Sambung: the API and webhooks, developer to developer. */
export const sambungApi: DemoThread[] = [
	{
		ref: 'webhook-signature',
		space: 'sambung',
		kind: 'question',
		title: 'Webhook signature never matches in Express, although the secret is right',
		body: prose`
			I compute the HMAC as documented and it is always different from the \`v1\` in \`Lapakarsa-Signature\`. The secret is copied from the console, I checked it for blanks twice.

			~~~js
			app.use(express.json());

			app.post('/hooks/lapakarsa', (req, res) => {
			  const [t, v1] = req.get('Lapakarsa-Signature').split(',').map((part) => part.split('=')[1]);
			  const expected = crypto
			    .createHmac('sha256', process.env.HOOK_SECRET)
			    .update(t + '.' + JSON.stringify(req.body))
			    .digest('hex');
			  if (expected !== v1) return res.status(401).end();
			  res.status(204).end();
			});
			~~~

			Funny thing: test events from the console *do* match.
		`,
		tags: ['webhooks', 'api'],
		language: 'en',
		author: 'linhtran',
		age: '18d',
		views: 940,
		up: 11,
		answers: [
			{
				author: 'tomasz',
				age: '18d',
				up: 19,
				accepted: { age: '18d' },
				body: prose`
					You sign your own re-serialisation, not the bytes that were sent. \`JSON.stringify(JSON.parse(x))\` is not \`x\`: prices like \`12000.00\` become \`12000\`, and escaped characters change. Test events happen to have only whole numbers and plain letters, so they survive the round trip.

					Take the raw body for this one route, **before** the JSON parser:

					~~~js
					app.post('/hooks/lapakarsa', express.raw({ type: 'application/json' }), (req, res) => {
					  const header = Object.fromEntries(
					    (req.get('Lapakarsa-Signature') ?? '').split(',').map((part) => part.split('=')),
					  );
					  const expected = crypto
					    .createHmac('sha256', process.env.HOOK_SECRET)
					    .update(header.t + '.')
					    .update(req.body)
					    .digest();
					  const given = Buffer.from(header.v1 ?? '', 'hex');
					  if (given.length !== expected.length || !crypto.timingSafeEqual(given, expected)) {
					    return res.status(401).end();
					  }
					  if (Math.abs(Date.now() / 1000 - Number(header.t)) > 300) return res.status(401).end();
					  res.status(204).end();
					  handle(JSON.parse(req.body));
					});

					app.use(express.json());
					~~~

					The last check refuses old copies of a real event that somebody replays.
				`,
				comments: [
					{
						author: 'linhtran',
						age: '18d',
						body: 'Matched on the first order. The 12000.00 explains why it failed only in Indonesia and not in my tests.',
					},
					{
						author: 'hafidz',
						age: '17d',
						body: 'Buat yang pakai Fastify: cukup addContentTypeParser dengan parseAs buffer, khusus di prefix itu.',
					},
				],
			},
			{
				author: 'mireille',
				age: '16d',
				up: 5,
				body: 'The test event now carries a price with decimals and a name with an accent, so that wrong code fails in the console and not in your shop.',
			},
		],
	},
	{
		ref: 'rate-limit-429',
		space: 'sambung',
		kind: 'question',
		title: '429 in the middle of a nightly product sync: retry how?',
		body: prose`
			About 9,000 products, one \`PATCH\` each. Around number 118 I get

			~~~json
			{ "error": "rate_limited", "limit": 120, "window_seconds": 60 }
			~~~

			I sleep for a second and go on, get another one, and after a while *every* call is a 429. Am I making it worse?
		`,
		tags: ['api'],
		language: 'en',
		author: 'linhtran',
		age: '65d',
		views: 1377,
		up: 8,
		answers: [
			{
				author: 'hafidz',
				age: '65d',
				up: 14,
				accepted: { age: '64d' },
				body: prose`
					Yes, a little. Refused calls count too, so a one-second sleep keeps the window full. The reply tells you how long to wait:

					~~~bash
					curl -si -X PATCH https://api.lapakarsa.example/v2/products/881 \
					  -H "Authorization: Bearer $TOKEN" \
					  -H "Content-Type: application/json" \
					  -d '{"price": 12500}' | grep -i retry-after
					# Retry-After: 37
					~~~

					But you should not need 9,000 calls. Send them in bulk, 200 at a time:

					~~~bash
					curl -s -X POST https://api.lapakarsa.example/v2/products/bulk \
					  -H "Authorization: Bearer $TOKEN" \
					  -H "Content-Type: application/json" \
					  -d @changes-001.json
					~~~

					45 requests instead of 9,000. Ours went from 80 minutes to 70 seconds.
				`,
				comments: [
					{
						author: 'linhtran',
						age: '64d',
						body: 'Bulk was on page 3 of the reference, where I never got. 52 seconds now.',
					},
					{
						author: 'tomasz',
						age: '63d',
						body: 'Also only send what changed: keep a hash of each product and skip equal ones. Most nights that is 40 products.',
					},
				],
			},
		],
	},
	{
		ref: 'idempotent-orders',
		space: 'sambung',
		kind: 'question',
		title: 'POST /orders timed out: how do I retry without creating the order twice?',
		body: prose`
			My ordering page posts to \`/v2/orders\`. Twice this week the call timed out after 30 s. I retried, and the shop got two identical orders and cooked both.

			Is there an idempotency key, or do I have to search for the order first? If search: by what, since I have no id yet?
		`,
		tags: ['api'],
		language: 'en',
		author: 'linhtran',
		age: '2h',
		views: 19,
		up: 2,
	},
	{
		ref: 'webhook-order',
		space: 'sambung',
		kind: 'discussion',
		title: 'Webhooks arrive out of order. How do you deal with it?',
		body: prose`
			Yesterday \`order.paid\` reached us two seconds before \`order.created\`. The docs do say that the order is not promised, so this is not a complaint. I am curious what others do, since I see three schools:

			1. Treat the event as a bell: fetch the order from the API and believe only that
			2. Buffer for a few seconds and sort
			3. Store everything with its version, and let the highest win

			We do the first. It doubles our calls, and it has never been wrong.
		`,
		tags: ['webhooks', 'api'],
		language: 'en',
		author: 'hafidz',
		age: '31d',
		views: 702,
		up: 10,
		answers: [
			{
				author: 'tomasz',
				age: '31d',
				up: 12,
				body: prose`
					Third school. Every event carries \`order.version\`, so it is one statement:

					~~~sql
					insert into orders (id, version, body)
					values ($1, $2, $3)
					on conflict (id) do update
					   set version = excluded.version, body = excluded.body
					 where orders.version < excluded.version;
					~~~

					Late events change nothing, duplicates change nothing, and I make no extra calls. It works because the payload is the whole order and not a difference. The day they send differences, I join you in the first school.
				`,
			},
			{
				author: 'linhtran',
				age: '30d',
				up: 6,
				body: 'First school for money, third for everything else. If a payment is wrong I want to have asked the source.',
			},
			{
				author: 'hafidz',
				age: '30d',
				up: 3,
				body: 'The where clause is neat. What do you do with deletes? A cancelled order that is deleted, then a late `order.paid`, would come back from the dead.',
				comments: [
					{
						author: 'tomasz',
						age: '30d',
						body: 'I never delete. Cancelled is a state with a higher version. Old ones are swept after 60 days, when no retry can still be on its way.',
					},
				],
			},
			{
				author: 'mireille',
				age: '27d',
				up: 8,
				body: prose`
					For your planning: payloads stay whole. We thought about sending differences to save traffic and dropped it after reading this thread.

					The second school I would discourage. Retries run for up to 72 hours, so "a few seconds" sorts the easy cases and misses the ones that hurt.
				`,
			},
			{
				author: 'intansari',
				age: '26d',
				up: 2,
				body: 'Saya nggak ngerti SQL-nya, tapi sekarang paham kenapa kadang pesanan lunas duluan baru masuk. Kirain saya yang salah lihat.',
			},
		],
	},
	{
		ref: 'sandbox',
		space: 'sambung',
		kind: 'idea',
		title: 'A sandbox that behaves like the real thing, including failures',
		body: prose`
			I test against a real shop that I pay for, named "TOMASZ TEST DO NOT SHIP". Somebody shipped.

			A sandbox should have its own tokens, resettable content, and a way to *provoke* things: a webhook that arrives twice, a 500, a QRIS payment that stays pending for eight minutes. The happy path I can fake myself.
		`,
		tags: ['api', 'webhooks'],
		language: 'en',
		author: 'tomasz',
		age: '252d',
		views: 1822,
		up: 17,
		upBy: ['hafidz', 'linhtran'],
		answers: [
			{
				author: 'hafidz',
				age: '251d',
				up: 6,
				body: 'Setuju semua, dan mohon jamnya bisa dimajukan. Mau uji "jatuh tempo 30 hari" tanpa menunggu 30 hari.',
			},
			{
				author: 'mireille',
				age: '247d',
				up: 7,
				body: 'Planned, in two parts. First separate tokens and reset, since that is the part that ships parcels by accident. Provoked failures second. Moving the clock is a lovely idea and I am afraid of it.',
			},
			{
				author: 'mireille',
				age: '37d',
				up: 10,
				body: 'Part one is open to everyone with an API token: Console → Sandbox. Part two is being built by the person who was woken by the [marketplace outage](thread:sync-outage), so it is in motivated hands.',
				comments: [
					{
						author: 'tomasz',
						age: '36d',
						body: 'DO NOT SHIP has been retired with honours. Reset takes 3 seconds, I did it eleven times.',
					},
				],
			},
			{
				author: 'farouk',
				age: '12d',
				down: 1,
				body: 'Or you could just read the documentation. Some of us manage without a playground.',
			},
		],
	},
	{
		ref: 'cursor-lompat',
		space: 'sambung',
		kind: 'question',
		title: 'Paging GET /sales pakai offset, ada nota yang kelewat waktu toko ramai',
		body: prose`
			Saya tarik penjualan klien lewat skrip kecil buatan anak magang. Pakai \`?limit=100&offset=0\`, lalu 100, 200, dan seterusnya. Kalau dijalankan tengah malam angkanya pas. Kalau siang, selalu kurang 1–3 nota dibanding laporan Kasir, dan kadang ada yang dobel.

			Urutan bawaannya apa sih? Sudah saya coba \`sort=-sold_at\`, sama saja.
		`,
		tags: ['api', 'reports'],
		language: 'id',
		author: 'yulianakho',
		age: '6h',
		views: 33,
		up: 3,
		answers: [
			{
				author: 'hafidz',
				age: '5h',
				up: 6,
				body: prose`
					Itu sifat offset, Bu, bukan salah urutannya. Sewaktu Ibu di halaman 2, ada nota baru masuk di paling atas, semua bergeser satu, jadi ada yang terbaca dua kali atau terlewat.

					Pakai kursor:

					~~~bash
					curl -s "https://api.lapakarsa.example/v2/sales?limit=200&after=$KURSOR" \
					  -H "Authorization: Bearer $TOKEN"
					~~~

					Nilai \`after\` diambil dari \`next\` di balasan sebelumnya, berhenti kalau \`next\` kosong. Kursor menunjuk nota tertentu, jadi yang baru tidak menggeser apa-apa. Simpan kursor terakhir, besok tinggal lanjut dari situ.
				`,
				comments: [
					{
						author: 'yulianakho',
						age: '4h',
						body: 'Sedang saya coba di satu klien. Kalau sampai tutup toko angkanya sama, saya tandai selesai.',
					},
				],
			},
		],
	},
];
