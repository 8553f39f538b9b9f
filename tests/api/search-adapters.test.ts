import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { stemIndonesian } from '../../api/src/platform/search/indonesian.ts';
import {
	createSearch,
	type EntryKind,
	type SearchDocument,
	type SearchEntry,
	type SearchFilters,
	type SearchPort,
	type SearchQuestion,
} from '../../api/src/platform/search.ts';
import { test as base, type TestDatabase } from '../support/database.ts';

const silent = { info: () => {}, warn: () => {} };
const english = (id: number, title: string, wanted: Partial<SearchDocument> = {}): SearchDocument => ({
	id,
	version: 1,
	spaceId: 1,
	companyId: null,
	kind: 'question',
	title,
	opening: '',
	answers: '',
	tags: [],
	language: 'en',
	solved: false,
	answered: false,
	staffAnswer: false,
	authorId: null,
	answererIds: [],
	createdAt: new Date(Date.UTC(2026, 0, id)).toISOString(),
	activeAt: new Date(Date.UTC(2026, 0, id)).toISOString(),
	score: 0,
	...wanted,
});

const threads: SearchDocument[] = [
	english(1, 'Receipt printer is offline', { tags: ['printer'], kind: 'problem', authorId: 7 }),
	english(2, 'How do I refund a card payment?', { solved: true, answered: true, answererIds: [8], authorId: 9 }),
	english(3, 'Export invoices as CSV', {
		opening: 'The printer prints them, but I need a file.',
		staffAnswer: true,
		answered: true,
	}),
	english(4, 'Cara mengirim struk lewat email', {
		language: 'id',
		opening: 'Bagaimana cara agar struk dikirim ke pelanggan?',
	}),
	english(5, 'Private printer notes', { spaceId: 2 }),
	english(6, 'Printer of our own company', { spaceId: 3, companyId: 41 }),
	english(7, 'Printer of another company', { spaceId: 3, companyId: 42 }),
	english(8, 'Opening hours in the app', {
		answers: 'Set the opening hours under Settings. A holiday closes the shop.',
	}),
	english(9, 'The app shows the wrong hours', { answers: 'Check the time zone. Opening times follow it.' }),
];

const entry = (id: number, title: string, wanted: Partial<SearchEntry> = {}): SearchEntry => ({
	id,
	version: 1,
	title,
	text: '',
	language: 'en',
	weight: 0,
	...wanted,
});
const beside: Record<EntryKind, SearchEntry[]> = {
	member: [
		entry(1, 'Dewi Kusuma', { text: 'dewi.k', weight: 3 }),
		entry(2, 'Dewanto', { text: 'dewanto', weight: 9 }),
		entry(3, 'Bram Siregar', { text: 'bramble' }),
	],
	tag: [entry(1, 'receipts', { weight: 1 }), entry(2, 'receipt-printer', { weight: 4 }), entry(3, 'narwhal-care')],
	document: [
		entry(1, 'Setting up the receipt printer', { text: 'Pair the printer by Bluetooth. Then print a test receipt.' }),
		entry(2, 'Exporting invoices', { text: 'Invoices leave as CSV or PDF, for one month or a whole year.' }),
		entry(3, 'Mengirim faktur lewat surel', { language: 'id', text: 'Buka faktur, lalu pilih kirim ke pelanggan.' }),
	],
};

type Adapter = { port: SearchPort; database: TestDatabase };

/** The one suite that both adapters pass; each is asked through the port, as modules do. */
function suite(name: 'Meilisearch' | 'PostgreSQL') {
	const test = base.extend('adapter', { scope: 'file' }, async ({ database }): Promise<Adapter> => {
		const url = name === 'Meilisearch' ? database.meiliUrl : '';
		const env = {
			MEILI_URL: url,
			MEILI_KEY: database.meiliKey,
			MEILI_PREFIX: `${database.meiliPrefix}${randomBytes(3).toString('hex')}`,
			MEILI_TIMEOUT_MS: 20_000,
		};
		const port = createSearch({ sql: database.sql, env, log: silent });
		await port.meilisearch?.makeNext();
		await (await port.meilisearch?.swap())?.settled();
		await write(port, threads);
		for (const kind of ['member', 'tag', 'document'] as const) await writeBeside(port, kind, beside[kind]);
		return { port, database };
	});
	const scope = { openSpaceIds: [1], ownCompanySpaceIds: [], companyId: null };
	const question = (words: string, wanted: Partial<SearchQuestion> = {}): SearchQuestion => ({
		words,
		phrases: [],
		without: [],
		language: 'en',
		scope,
		filters: {},
		order: 'best',
		limit: 20,
		...wanted,
	});
	const find = async ({ port }: Adapter, words: string, wanted: Partial<SearchQuestion> = {}) =>
		(await port.find(question(words, wanted))).ids;
	const filtered = async (adapter: Adapter, filters: SearchFilters) => (await find(adapter, '', { filters })).sort();

	describe(`search by ${name}`, () => {
		test('finds the words of title, tags, opening text and answers, titles first', async ({ adapter }) => {
			expect(await find(adapter, 'printer')).toEqual([1, 3]);
			expect(await find(adapter, 'holiday')).toEqual([8]);
		});

		test('says whether it is limited', async ({ adapter }) => {
			expect((await adapter.port.find(question('printer'))).limited).toBe(name === 'PostgreSQL');
			expect((await adapter.port.similar(question('my printer is offline'))).limited).toBe(name === 'PostgreSQL');
		});

		test('finds while the last word is being typed', async ({ adapter }) => {
			expect((await find(adapter, 'receipt prin'))[0]).toBe(1);
			expect((await find(adapter, 'invo'))[0]).toBe(3);
		});

		test('forgives typos', async ({ adapter }) => {
			expect((await find(adapter, 'reciept'))[0]).toBe(1);
			expect((await find(adapter, 'invioces'))[0]).toBe(3);
		});

		test('takes a sentence for its telling words, in either language', async ({ adapter }) => {
			expect((await find(adapter, 'how can I get my money back with a refund on a card'))[0]).toBe(2);
			expect((await find(adapter, 'bagaimana cara kirim struk ke email?'))[0]).toBe(4);
		});

		test('finds similar threads, best first, and none for what has nothing in common', async ({ adapter }) => {
			const similar = async (words: string) => (await adapter.port.similar(question(words))).ids;
			expect((await similar('Printing of receipts does not work, printer offline'))[0]).toBe(1);
			expect((await similar('Exporting an invoice'))[0]).toBe(3);
			expect(await similar('Zebra crossing')).toEqual([]);
		});

		test('puts similar threads of the asker’s space before those of others that are as similar', async ({
			adapter,
		}) => {
			const twins = [english(30, 'Badger in the cellar'), english(31, 'Badger in the cellar', { spaceId: 4 })];
			await write(adapter.port, twins);
			const wide = { ...scope, openSpaceIds: [1, 4] };
			for (const [nearSpaceId, first] of [
				[1, 30],
				[4, 31],
			] as const) {
				const { ids } = await adapter.port.similar(question('A badger in my cellar', { scope: wide, nearSpaceId }));
				expect(ids[0]).toBe(first);
				expect(ids).toHaveLength(2);
			}
			await write(adapter.port, [], [30, 31]);
		});

		test('leaves out the thread itself', async ({ adapter }) => {
			const { ids } = await adapter.port.similar(question('Receipt printer is offline', { filters: { exceptId: 1 } }));
			expect(ids).not.toContain(1);
		});

		test('finds a phrase only where the words follow each other', async ({ adapter }) => {
			expect(await find(adapter, '', { phrases: ['opening hours'] })).toEqual([8]);
			expect(await find(adapter, 'app', { phrases: ['time zone'] })).toEqual([9]);
		});

		test('finds nothing with a word or phrase that may not occur', async ({ adapter }) => {
			expect(await find(adapter, 'printer', { without: ['offline'] })).toEqual([3]);
			expect(await find(adapter, 'app hours', { without: ['time zone'] })).toEqual([8]);
		});

		test('never finds what the reader may not see', async ({ adapter }) => {
			for (const words of ['printer', 'printer notes', 'private printer notes of our own company', '']) {
				const ids = await find(adapter, words);
				expect(ids.filter((id) => [5, 6, 7].includes(id))).toEqual([]);
			}
			expect(await find(adapter, 'printer', { scope: { ...scope, openSpaceIds: [] } })).toEqual([]);
		});

		test('finds in a company-only space what is one’s own company’s', async ({ adapter }) => {
			const own = { openSpaceIds: [], ownCompanySpaceIds: [3], companyId: 41 };
			expect(await find(adapter, 'printer', { scope: own })).toEqual([6]);
			expect(await find(adapter, 'printer', { scope: { ...own, companyId: null } })).toEqual([]);
		});

		test('filters', async ({ adapter }) => {
			expect(await filtered(adapter, { kinds: ['problem', 'idea'] })).toEqual([1]);
			expect(await filtered(adapter, { tags: ['printer'] })).toEqual([1]);
			expect(await filtered(adapter, { tags: ['printer', 'setup'] })).toEqual([]);
			expect(await filtered(adapter, { authorId: 9 })).toEqual([2]);
			expect(await filtered(adapter, { writtenByIds: [8] })).toEqual([2]);
			expect(await filtered(adapter, { writtenByIds: [8, 9] })).toEqual([2]);
			expect(await filtered(adapter, { writtenByIds: [7, 8] })).toEqual([]);
			expect(await filtered(adapter, { solved: true })).toEqual([2]);
			expect(await filtered(adapter, { answered: true })).toEqual([2, 3]);
			expect(await filtered(adapter, { staffAnswer: true })).toEqual([3]);
			expect(await filtered(adapter, { spaceId: 2 })).toEqual([]);
			expect(await filtered(adapter, { createdSince: new Date(Date.UTC(2026, 0, 8)).toISOString() })).toEqual([8, 9]);
		});

		test('lists newest first when asked, and when there are no words', async ({ adapter }) => {
			expect(await find(adapter, 'hours app', { order: 'newest' })).toEqual([9, 8]);
			expect(await find(adapter, '')).toEqual([9, 8, 4, 3, 2, 1]);
			expect(await find(adapter, '', { limit: 2 })).toEqual([9, 8]);
		});

		test('takes quotes, operators and nonsense for what they are', async ({ adapter }) => {
			for (const words of [
				`' & | ! :* <->`,
				'"',
				`it's "quoted`,
				'\\',
				'(((',
				'🖨️',
				'a'.repeat(300),
				'-',
				"'); drop table",
			]) {
				expect(Array.isArray(await find(adapter, words))).toBe(true);
				expect(Array.isArray(await find(adapter, '', { phrases: [words], without: [words] }))).toBe(true);
			}
		});

		test('changes and takes out what it is told', async ({ adapter }) => {
			await write(adapter.port, [english(20, 'Umbrella stand'), english(21, 'Umbrella rack')]);
			expect((await find(adapter, 'umbrella')).sort()).toEqual([20, 21]);
			await write(adapter.port, [english(20, 'Parasol stand', { version: 2 })], [21]);
			expect(await find(adapter, 'parasol')).toEqual([20]);
			expect(await find(adapter, 'umbrella')).toEqual([]);
			const index = adapter.port.meilisearch ?? adapter.port.postgresql;
			expect(await index.versionsOf([20, 21])).toEqual(new Map([[20, 2]]));
			expect(await index.idsBetween(10, 30)).toEqual([20]);
			await write(adapter.port, [], [20]);
		});
	});

	describe(`beside threads, ${name}`, () => {
		const ask = async (
			{ port }: Adapter,
			words: string,
			wanted: Partial<Record<'members' | 'tags' | 'documents', number>> = {},
		) => await port.beside({ words, language: 'en', members: 5, tags: 5, documents: 5, ...wanted });

		test('finds members by handle and by any word of the name, the heavier of two that match alike first', async ({
			adapter,
		}) => {
			expect((await ask(adapter, 'dewi')).members[0]).toBe(1);
			expect((await ask(adapter, 'dew')).members).toEqual([2, 1]);
			expect((await ask(adapter, 'kusu')).members).toEqual([1]);
			expect((await ask(adapter, 'Dewi Kus')).members).toEqual([1]);
			expect((await ask(adapter, 'brambl')).members).toEqual([3]);
			expect((await ask(adapter, 'kusuma siregar')).members).toEqual([]);
		});

		test('forgives typos in names of members and tags', async ({ adapter }) => {
			expect((await ask(adapter, 'kusmua')).members).toEqual([1]);
			expect((await ask(adapter, 'siragar')).members).toEqual([3]);
			expect((await ask(adapter, 'narwal')).tags).toEqual([3]);
			expect((await ask(adapter, 'reciepts')).tags).toContain(1);
			expect((await ask(adapter, 'zebra')).tags).toEqual([]);
		});

		test('finds tags by their beginning and by their parts', async ({ adapter }) => {
			expect((await ask(adapter, 'rec')).tags.sort()).toEqual([1, 2]);
			expect((await ask(adapter, 'printer')).tags).toEqual([2]);
			expect((await ask(adapter, 'narwhal care')).tags).toEqual([3]);
		});

		test('finds documents by title and text, also by a sentence, in either language', async ({ adapter }) => {
			expect((await ask(adapter, 'receipt printer')).documents[0]).toBe(1);
			expect((await ask(adapter, 'bluetooth')).documents).toEqual([1]);
			expect((await ask(adapter, 'invioces')).documents).toEqual([2]);
			expect((await ask(adapter, 'how do I export my invoices as a file?')).documents[0]).toBe(2);
			expect((await ask(adapter, 'bagaimana cara kirim faktur ke pelanggan?')).documents[0]).toBe(3);
			expect((await ask(adapter, 'zebra crossing')).documents).toEqual([]);
		});

		test('finds documents similar to a title, and none for what has nothing in common', async ({ adapter }) => {
			const similar = async (words: string) =>
				(await adapter.port.similarDocuments({ words, language: 'en', limit: 3 })).ids;
			expect((await similar('My receipt printer does not pair'))[0]).toBe(1);
			expect(await similar('A zebra on the crossing')).toEqual([]);
		});

		test('gives no more than is wanted, and says whether it is limited', async ({ adapter }) => {
			const found = await ask(adapter, 'rec', { tags: 1, documents: 0 });
			expect(found.tags).toHaveLength(1);
			expect(found.documents).toEqual([]);
			expect(found.limited).toBe(name === 'PostgreSQL');
		});

		test('takes operators and nonsense for what they are', async ({ adapter }) => {
			for (const words of [`' & | ! :* <->`, '"', `it's "x`, '\\', '(((', '🖨️', 'a'.repeat(300), '-', '%_', '@']) {
				expect(Array.isArray((await ask(adapter, words)).members)).toBe(true);
			}
		});

		test('changes and takes out entries, each kind by itself', async ({ adapter: { port } }) => {
			await writeBeside(port, 'tag', [entry(50, 'umbrella')]);
			await writeBeside(port, 'member', [entry(50, 'Una Brella', { text: 'una' })]);
			await writeBeside(port, 'tag', [entry(50, 'parasol', { version: 7 })]);
			const found = async (words: string) =>
				await port.beside({ words, language: 'en', members: 5, tags: 5, documents: 5 });
			expect((await found('umbrella')).tags).toEqual([]);
			expect((await found('parasol')).tags).toEqual([50]);
			const { entries } = port.meilisearch ?? port.postgresql;
			expect(await entries.versionsOf('tag', [49, 50])).toEqual(new Map([[50, 7]]));
			expect(await entries.idsBetween('tag', 40, 60)).toEqual([50]);
			await writeBeside(port, 'tag', [], [50]);
			expect((await found('parasol')).tags).toEqual([]);
			expect((await found('una')).members).toEqual([50]);
		});
	});

	async function writeBeside(port: SearchPort, kind: EntryKind, entries: SearchEntry[], gone: number[] = []) {
		await (await port.postgresql.entries.put(kind, entries, gone)).settled();
		await (await port.meilisearch?.entries.put(kind, entries, gone))?.settled();
	}

	async function write(port: SearchPort, documents: SearchDocument[], gone: number[] = []): Promise<void> {
		await (await port.postgresql.put(documents, gone)).settled();
		await (await port.meilisearch?.put(documents, gone))?.settled();
		port.forgetFrequencies();
	}
}

suite('Meilisearch');
suite('PostgreSQL');

describe('the Indonesian stemmer', () => {
	base('agrees with PostgreSQL’s on every shape of word', async ({ database }) => {
		const roots =
			'ajar baca cetak dapat ekspor faktur gambar hitung impor jalan kirim lihat masuk nomor obat pakai rapi susun tulis ubah warna'.split(
				' ',
			);
		const prefixes = [
			'',
			'me',
			'mem',
			'men',
			'meng',
			'meny',
			'pe',
			'pem',
			'pen',
			'peng',
			'peny',
			'di',
			'ter',
			'ke',
			'ber',
			'be',
			'per',
			'memper',
			'diper',
		];
		const suffixes = [
			'',
			'kan',
			'an',
			'i',
			'nya',
			'ku',
			'mu',
			'lah',
			'kah',
			'pun',
			'kannya',
			'annya',
			'inya',
			'kanlah',
			'nyakah',
		];
		const words = prefixes.flatMap((prefix) =>
			roots.flatMap((root) => suffixes.map((suffix) => prefix + root + suffix)),
		);
		const rows = await database.sql<{ word: string; stem: string }[]>`
			select word, (ts_lexize('indonesian_stem', word))[1] as stem from unnest(${[...words, 'belajar', 'pelajar', 'bekerja', 'organisasi']}::text[]) word`;
		const differing = rows.filter(({ word, stem }) => stem !== null && stemIndonesian(word) !== stem);
		expect(rows.length).toBeGreaterThan(5000);
		expect(differing).toEqual([]);
	});
});
