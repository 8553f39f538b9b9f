import { describe, expect } from 'vitest';
import {
	addDocumentSource,
	listDocumentSources,
	pushDocument,
	pushDocuments,
	removeDocument,
	removeDocumentSource,
	revokeDocumentSource,
	type PushDocument,
} from '@ikatan/contracts/documents';
import { findSimilar, searchThreads, suggestSearch } from '@ikatan/contracts/search';
import { baseOf, liesUnder } from '../../api/src/modules/documents/documents.policy.ts';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread, type BuiltMember } from '../support/builders.ts';

type Help = { app: TestApp; admin: BuiltMember };

const test = base.extend('help', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<Help> => {
	const app = await openApp(database, { MEILI_TIMEOUT_MS: '20000' });
	onCleanup(app.close);
	const admin = await member(app, { role: 'admin' });
	await app.settle();
	return { app, admin };
});

const baseAddress = 'https://help.example.com/docs';
let serial = 0;

async function source(app: TestApp, admin: Caller, wanted: { name?: string; baseAddress?: string } = {}) {
	const body = { name: `Help centre ${(serial += 1)}`, baseAddress, ...wanted };
	const { status, value } = await app.call(addDocumentSource, { as: admin, body });
	expect(status).toBe(201);
	return { ...value.source, key: value.key };
}
const page = (title: string, wanted: Partial<PushDocument> = {}) => ({
	url: `https://help.example.com/docs/${encodeURIComponent(title)}`,
	title,
	body: `All about ${title}.`,
	...wanted,
});
const put = (app: TestApp, key: string, externalId: string, body: ReturnType<typeof page>) =>
	app.call(pushDocument, { params: { externalId }, body, headers: { authorization: `Bearer ${key}` } });
const search = async (app: TestApp, q: string, more: object = {}) =>
	(await app.call(searchThreads, { query: { q, ...more } })).value;
const found = async (app: TestApp, q: string) => (await search(app, q)).documents.map(({ url }) => url);

describe('a source', () => {
	test('is made, listed, revoked and removed by admins alone, each deed in the audit log', async ({
		help: { app, admin },
	}) => {
		const made = await source(app, admin, { name: 'Audited', baseAddress: 'https://help.example.com/docs?x=1#top' });
		expect(made).toMatchObject({ baseAddress: 'https://help.example.com/docs/', documents: 0, lastPushAt: null });
		expect(made.key).toMatch(/^ikd_\d+_[\w-]{43}$/);
		await put(app, made.key, 'one', page('Audited page'));
		for (const role of ['agent', 'product', 'success', 'moderator', 'champion', 'member'] as const) {
			const as = await member(app, { role });
			const params = { sourceId: made.id };
			expect((await app.call(listDocumentSources, { as })).status).toBe(403);
			expect((await app.call(addDocumentSource, { as, body: { name: 'x', baseAddress } })).status).toBe(403);
			expect((await app.call(revokeDocumentSource, { as, params })).status).toBe(403);
			expect((await app.call(removeDocumentSource, { as, params })).status).toBe(403);
		}
		expect((await app.call(listDocumentSources, {})).status).toBe(401);
		const params = { sourceId: made.id };
		expect((await app.call(revokeDocumentSource, { as: admin, params })).status).toBe(204);
		expect((await app.call(revokeDocumentSource, { as: admin, params })).status).toBe(204);
		const { value } = await app.call(listDocumentSources, { as: admin });
		const listed = value.items.find(({ id }) => id === made.id);
		expect(listed).toMatchObject({
			documents: 1,
			lastPushAt: expect.any(String) as string,
			revokedAt: expect.any(String) as string,
		});
		expect(JSON.stringify(value)).not.toContain(made.key.slice(-20));
		expect((await app.call(removeDocumentSource, { as: admin, params })).status).toBe(204);
		expect((await app.call(removeDocumentSource, { as: admin, params })).status).toBe(404);
		expect((await app.call(revokeDocumentSource, { as: admin, params })).status).toBe(404);
		const deeds = await app.sql<{ action: string; actorId: number | null }[]>`
			select action, actor_id from audit_log where subject_kind = 'document-source' and subject_id = ${made.id} order by id`;
		expect(deeds).toEqual([
			{ action: 'documents.source-added', actorId: admin.id },
			{ action: 'documents.pushed', actorId: null },
			{ action: 'documents.source-revoked', actorId: admin.id },
			{ action: 'documents.source-removed', actorId: admin.id },
		]);
	});

	test('keeps the SHA-256 of its key and not the key', async ({ help: { app, admin } }) => {
		const { id, key } = await source(app, admin);
		const [row] = await app.sql<{ row: string }[]>`select s::text as row from document_sources s where id = ${id}`;
		expect(row!.row).not.toContain(key);
		expect(row!.row).not.toContain(key.split('_').at(-1));
		expect(row!.row).toMatch(/[0-9a-f]{64}/);
	});

	test('refuses a base address that is none', async ({ help: { app, admin } }) => {
		for (const address of [
			'help.example.com',
			'javascript:alert(1)',
			'ftp://help.example.com',
			'https://a:b@x.example',
		]) {
			const { status, error } = await app.call(addDocumentSource, {
				as: admin,
				body: { name: 'x', baseAddress: address },
			});
			expect([address, status, Object.keys(error.fields ?? {})]).toEqual([address, 422, ['baseAddress']]);
		}
	});
});

describe('pushing', () => {
	test('puts a document, changes it, and takes it out', async ({ help: { app, admin } }) => {
		const { id, key } = await source(app, admin);
		const first = await put(app, key, 'a/b c', page('Walrus feeding', { body: 'Herring at noon.' }));
		expect([first.status, first.value.externalId]).toEqual([200, 'a/b c']);
		await app.settle();
		expect(await found(app, 'walrus feeding')).toEqual([first.value.url]);
		expect(await found(app, 'herring')).toEqual([first.value.url]);
		await put(app, key, 'a/b c', page('Walrus feeding', { body: 'Mackerel at noon.' }));
		await app.settle();
		expect(await found(app, 'herring')).toEqual([]);
		expect(await found(app, 'mackerel')).toEqual([first.value.url]);
		const rows = await app.sql<{ version: number }[]>`select version from documents where source_id = ${id}`;
		expect(rows).toEqual([{ version: 2 }]);
		await put(app, key, 'a/b c', page('Walrus feeding', { body: 'Mackerel at noon.' }));
		expect(await app.sql`select version from documents where source_id = ${id}`).toEqual(rows);
		const headers = { authorization: `Bearer ${key}` };
		const params = { externalId: 'a/b c' };
		expect((await app.call(removeDocument, { params, headers })).status).toBe(204);
		expect((await app.call(removeDocument, { params, headers })).status).toBe(404);
		await app.settle();
		expect(await found(app, 'mackerel')).toEqual([]);
	});

	test('is refused without a key, with a wrong one, and with one that was revoked', async ({
		help: { app, admin },
	}) => {
		const { id, key } = await source(app, admin);
		const wrong = [undefined, '', 'Bearer', `Basic ${key}`, `Bearer ${key}x`, `Bearer ikd_999999_${'x'.repeat(43)}`];
		const other = await source(app, admin);
		wrong.push(`Bearer ${key.replace(`ikd_${id}_`, `ikd_${other.id}_`)}`);
		for (const authorization of wrong) {
			const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
			for (const as of [undefined, admin]) {
				const { status, error } = await app.call(pushDocument, {
					as,
					params: { externalId: 'x' },
					body: page('Key'),
					headers,
				});
				expect([authorization, status, error.code]).toEqual([authorization, 401, 'wrong-key']);
			}
			expect((await app.call(pushDocuments, { body: { documents: [] }, headers })).status).toBe(401);
			expect((await app.call(removeDocument, { params: { externalId: 'x' }, headers })).status).toBe(401);
		}
		await app.call(revokeDocumentSource, { as: admin, params: { sourceId: id } });
		expect((await put(app, key, 'x', page('Key'))).status).toBe(401);
		expect(await app.sql`select from documents where source_id = any(${[id, other.id]}::bigint[])`).toHaveLength(0);
	});

	test('reads no body before it knows the key', async ({ help: { app, admin } }) => {
		const { key } = await source(app, admin);
		const send = async (bearer: string) => {
			const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
			return (await app.app.inject({ method: 'POST', url: '/api/documents', headers, payload: '{"documents":' }))
				.statusCode;
		};
		expect([await send('ikd_1_unknown'), await send(key)]).toEqual([401, 400]);
	});

	test('touches nothing of another source', async ({ help: { app, admin } }) => {
		const [one, two] = [await source(app, admin), await source(app, admin)];
		await put(app, one.key, 'same', page('Ocelot one'));
		await put(app, two.key, 'same', page('Ocelot two'));
		const headers = { authorization: `Bearer ${two.key}` };
		await app.call(removeDocument, { params: { externalId: 'same' }, headers });
		const left = await app.sql`select title from documents where source_id = any(${[one.id, two.id]}::bigint[])`;
		expect(left).toEqual([{ title: 'Ocelot one' }]);
	});

	test('takes addresses below the base address alone', async ({ help: { app, admin } }) => {
		const { key } = await source(app, admin);
		for (const url of [
			'https://help.example.com/other/page',
			'https://help.example.com/docsearch',
			'https://help.example.com/docs/../admin',
			'https://help.example.com/docs/%2e%2e/admin',
			'https://help.example.com/docs/..%2fadmin',
			'http://help.example.com/docs/page',
			'https://help.example.com:8443/docs/page',
			'https://help.example.com.evil.example/docs/page',
			'https://evil.example/docs/page',
		]) {
			const { status, error } = await put(app, key, 'x', page('Base', { url }));
			expect([url, status, error.code]).toEqual([url, 422, 'outside-source']);
		}
		for (const url of [
			'javascript:alert(1)',
			'data:text/html,x',
			'/docs/page',
			'https://u:p@help.example.com/docs/x',
		]) {
			expect((await put(app, key, 'x', page('Base', { url }))).status).toBe(422);
		}
		for (const url of ['https://help.example.com/docs', 'https://help.example.com/docs/a?b=c#d']) {
			expect((await put(app, key, 'x', page('Base', { url }))).value.url).toBe(url);
		}
	});

	test('in bulk is all or nothing, at most 100 at once', async ({ help: { app, admin } }) => {
		const { id, key } = await source(app, admin);
		const headers = { authorization: `Bearer ${key}` };
		const many = Array.from({ length: 100 }, (_, number) => ({
			...page(`Pangolin ${number}`),
			externalId: `p${number}`,
		}));
		const count = async () => (await app.sql`select from documents where source_id = ${id}`).length;
		const stray = { ...page('Stray', { url: 'https://evil.example/' }), externalId: 'stray' };
		const refused = await app.call(pushDocuments, { headers, body: { documents: [...many.slice(1), stray] } });
		expect([refused.status, await count()]).toEqual([422, 0]);
		const tooMany = await app.call(pushDocuments, { headers, body: { documents: many, remove: ['x'] } });
		expect(tooMany.status).toBe(422);
		const all = await app.call(pushDocuments, { headers, body: { documents: many } });
		expect([all.status, all.value, await count()]).toEqual([200, { put: 100, removed: 0 }, 100]);
		const mixed = { documents: [many[0]!, { ...many[0]!, title: 'Pangolin again' }], remove: ['p1', 'p2', 'nobody'] };
		const next = await app.call(pushDocuments, { headers, body: mixed });
		expect([next.value.removed, await count()]).toEqual([2, 98]);
		const [twice] = await app.sql`select title from documents where source_id = ${id} and external_id = 'p0'`;
		expect(twice).toEqual({ title: 'Pangolin again' });
	});

	test('takes 8 MB at once, which a hundred long pages need', async ({ help: { app, admin } }) => {
		const { key } = await source(app, admin);
		const documents = Array.from({ length: 60 }, (_, number) => ({
			...page(`Long ${number}`, { body: 'word '.repeat(20_000) }),
			externalId: `long${number}`,
		}));
		const headers = { authorization: `Bearer ${key}` };
		expect((await app.call(pushDocuments, { headers, body: { documents } })).value).toEqual({ put: 60, removed: 0 });
		await app.sql`delete from documents where external_id like 'long%'`;
	});

	test('is limited: 300 a minute from one address', async ({ help: { app, admin } }) => {
		const { key } = await source(app, admin);
		const as = { cookie: '', address: '10.9.9.9' };
		const headers = { authorization: `Bearer ${key}x` };
		let last = 0;
		for (let time = 0; time <= 300; time++)
			last = (await app.call(removeDocument, { as, params: { externalId: 'x' }, headers })).status;
		expect(last).toBe(429);
	});
});

describe('finding documents', () => {
	test('in search, suggestions and beside similar threads, marked and with where they come from', async ({
		help: { app, admin },
	}) => {
		const { key, name } = await source(app, admin);
		const { value } = await put(
			app,
			key,
			'kiwi',
			page('Pairing the kiwi printer', { body: 'Hold the button for 3 s.' }),
		);
		await app.settle();
		const { documents, total } = await search(app, 'kiwi printer');
		expect(total).toBe(0);
		expect(documents[0]).toMatchObject({ url: value.url, sourceName: name });
		expect(documents[0]!.titleMarked.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['kiwi', 'printer']);
		const suggested = (await app.call(suggestSearch, { query: { q: 'kiw' } })).value;
		expect(suggested.documents.map(({ url }) => url)).toEqual([value.url]);
		const similar = (await app.call(findSimilar, { query: { title: 'My kiwi printer does not pair' } })).value;
		expect(similar.documents).toEqual([
			{
				id: documents[0]!.id,
				url: value.url,
				title: 'Pairing the kiwi printer',
				excerpt: 'Hold the button for 3 s.',
				sourceName: name,
			},
		]);
	});

	test('stands on the first page alone, and not where threads are filtered', async ({ help: { app, admin } }) => {
		const { key } = await source(app, admin);
		const { id, slug } = await space(app);
		await put(app, key, 'lynx', page('Lynx in the cellar'));
		await thread(app, admin, { spaceId: id, title: 'A lynx on the roof' });
		await app.settle();
		expect((await search(app, 'lynx')).documents).toHaveLength(1);
		expect((await search(app, 'lynx', { page: 2 })).documents).toEqual([]);
		expect((await search(app, 'lynx', { space: slug })).documents).toEqual([]);
		expect((await search(app, `lynx space:${slug}`)).documents).toEqual([]);
	});

	test('ends with the source', async ({ help: { app, admin } }) => {
		const { id, key } = await source(app, admin);
		await put(app, key, 'numbat', page('Numbat'));
		await app.settle();
		expect(await found(app, 'numbat')).toHaveLength(1);
		await app.call(removeDocumentSource, { as: admin, params: { sourceId: id } });
		// Not even before the index has followed.
		expect(await found(app, 'numbat')).toEqual([]);
		await app.settle();
		const left = await app.sql`select from search_entries where kind = 'document' and title = 'Numbat'`;
		expect(left).toHaveLength(0);
	});

	test('goes on by PostgreSQL while Meilisearch is away', async ({ help: { app, admin }, database }) => {
		const { key } = await source(app, admin);
		await put(app, key, 'dingo', page('Dingo on the till'));
		await app.settle();
		const limited = await openApp(database, { MEILI_URL: '' });
		try {
			const { documents, limited: said } = await search(limited, 'dingos');
			expect([documents.length, said]).toEqual([1, true]);
		} finally {
			await limited.close();
		}
	});
});

describe('what lies under a base address', () => {
	base('is decided on whole parts of the path', () => {
		expect(baseOf('HTTPS://Help.Example.com/a//')).toBe('https://help.example.com/a/');
		expect(liesUnder('https://x.example/a/b', 'https://x.example/a/')).toBe(true);
		expect(liesUnder('https://x.example/a', 'https://x.example/a/')).toBe(true);
		expect(liesUnder('https://x.example/ab', 'https://x.example/a/')).toBe(false);
		expect(liesUnder('nonsense', 'https://x.example/')).toBe(false);
	});
});
