import { describe, expect } from 'vitest';
import { listDocsToWrite, markWritten, unmarkWritten } from '@ikatan/contracts/documents';
import { noteEmptySearch } from '@ikatan/contracts/search';
import { queryToKeep } from '../../api/src/modules/documents/empty-searches.service.ts';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { company, member, space, thread, type BuiltMember } from '../support/builders.ts';

type Desk = { app: TestApp; agent: BuiltMember };

/** PostgreSQL alone answers: what is counted does not depend on who searches the indexes. */
const test = base.extend('desk', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<Desk> => {
	const app = await openApp(database, { MEILI_URL: '' });
	onCleanup(app.close);
	return { app, agent: await member(app, { role: 'agent' }) };
});

const minute = 60_000;
const day = 24 * 60 * minute;
let serial = 0;
/** A visitor from an address of their own. */
const visitor = (): Caller => ({ cookie: 'language=en', address: `10.2.${(serial >> 8) & 255}.${serial++ & 255}` });

async function search(app: TestApp, q: string, as: Caller = visitor(), userAgent = 'Mozilla/5.0') {
	const { status } = await app.call(noteEmptySearch, { as, body: { q }, headers: { 'user-agent': userAgent } });
	expect(status).toBe(204);
}
async function list(app: TestApp, as: Caller, show: 'open' | 'written' = 'open') {
	const { status, value } = await app.call(listDocsToWrite, { as, query: { show } });
	expect(status).toBe(200);
	return value;
}
async function counted(app: TestApp, as: Caller, query: string) {
	const row = (await list(app, as)).searches.find((search) => search.query === query);
	return row && [row.searches, row.searchers];
}

describe('a search without result', () => {
	test('is counted with its different searchers, however it is written', async ({ desk: { app, agent } }) => {
		const reader = await member(app);
		// Searchers are told apart by the day: noon, so that no midnight comes between.
		app.clock.pass(1.5 * day - (app.clock.now().getTime() % day));
		await search(app, 'Wallaby  Refund');
		await search(app, '"wallaby" refund!');
		await search(app, 'wallaby refund', reader);
		await search(app, 'WALLABY refund', reader);
		expect(await counted(app, agent, 'wallaby refund')).toEqual([3, 3]);
		app.clock.pass(11 * minute);
		await search(app, 'wallaby refund', reader);
		expect(await counted(app, agent, 'wallaby refund')).toEqual([4, 3]);
		app.clock.pass(day);
		await search(app, 'wallaby refund', reader);
		expect(await counted(app, agent, 'wallaby refund')).toEqual([5, 4]);
	});

	test('does not count when it finds something: a thread, a tag, or somebody', async ({ desk: { app, agent } }) => {
		const { id } = await space(app);
		await thread(app, agent, { spaceId: id, title: 'A quetzal on the till', tags: ['quetzaltag'] });
		await member(app, { handle: 'quetzalina' });
		await app.runJob('tags.recount');
		await app.settle();
		for (const words of ['quetzal', 'quetzaltag', 'quetzalina']) {
			await search(app, words);
			expect(await counted(app, agent, words)).toBeUndefined();
		}
	});

	test('counts for who may not read what there is, and is not told what that is', async ({ desk: { app, agent } }) => {
		const inner = await space(app, { kind: 'members' });
		await thread(app, agent, { spaceId: inner.id, title: 'Saiga prices' });
		await app.settle();
		await search(app, 'saiga prices', agent);
		expect(await counted(app, agent, 'saiga prices')).toBeUndefined();
		await search(app, 'saiga prices');
		expect(await counted(app, agent, 'saiga prices')).toEqual([1, 1]);
	});

	test('does not count by machines, with filters, when too short, or when it may name somebody', async ({
		desk: { app, agent },
	}) => {
		await search(app, 'tapir tax', visitor(), 'Googlebot/2.1');
		await search(app, 'tapir tax', visitor(), 'curl/8.0');
		expect(await counted(app, agent, 'tapir tax')).toBeUndefined();
		const before = (await list(app, agent)).searches.length;
		for (const words of [
			'tapir is:solved',
			'tag:tapir',
			'by:tapir tapir',
			'zq',
			'',
			'dewi@people.example',
			'0812 3456 7890',
		])
			await search(app, words);
		expect((await list(app, agent)).searches).toHaveLength(before);
		expect(queryToKeep('4111-1111-1111-1111')).toBeUndefined();
		expect(queryToKeep('x'.repeat(101))).toBeUndefined();
		expect(queryToKeep(' Error 500: “printer”? ')).toBe('error 500 printer');
	});

	test('takes back what was typed on the way to it, and what is deleted again letter by letter', async ({
		desk: { app, agent },
	}) => {
		const typist = visitor();
		for (const words of ['zebu ma', 'zebu mani', 'zebu manifest', 'zebu manif', 'zebu ma'])
			await search(app, words, typist);
		expect(await counted(app, agent, 'zebu manifest')).toEqual([1, 1]);
		for (const words of ['zebu ma', 'zebu mani', 'zebu manif'])
			expect([words, await counted(app, agent, words)]).toEqual([words, undefined]);
		app.clock.pass(5 * minute);
		await search(app, 'zebu', typist);
		expect(await counted(app, agent, 'zebu')).toEqual([1, 1]);
		expect(await counted(app, agent, 'zebu manifest')).toEqual([1, 1]);
	});
});

describe('the list', () => {
	test('is for staff and site-wide moderators', async ({ desk: { app } }) => {
		for (const role of ['agent', 'product', 'success', 'moderator', 'admin'] as const) {
			await list(app, await member(app, { role }));
		}
		for (const role of ['member', 'champion'] as const) {
			const as = await member(app, { role });
			expect((await app.call(listDocsToWrite, { as, query: {} })).status).toBe(403);
			expect((await app.call(markWritten, { as, body: { query: 'whatever' } })).status).toBe(403);
			expect((await app.call(unmarkWritten, { as, params: { writtenId: 1 } })).status).toBe(403);
		}
		expect((await app.call(listDocsToWrite, { query: {} })).status).toBe(401);
	});

	test('holds threads that are confirmed to be asked again, most often first, as far as the reader may read', async ({
		desk: { app, agent },
	}) => {
		const owner = await company(app);
		const [open, closed] = [await space(app), await space(app, { kind: 'company', companyIds: [owner] })];
		const titled = async (title: string, spaceId = open.id) => await thread(app, agent, { spaceId, title });
		const link = (from: { id: number }, to: { id: number }, state = 'confirmed') => app.sql`
			insert into thread_links (from_thread_id, to_thread_id, kind, state) values (${from.id}, ${to.id}, 'duplicate', ${state})`;
		const [often, once, never] = [await titled('Bongo often'), await titled('Bongo once'), await titled('Bongo never')];
		await link(await titled('Bongo again'), often);
		await link(await titled('Bongo and again'), often);
		await link(await titled('Bongo among companies', closed.id), often);
		await link(await titled('Bongo twin'), once);
		await link(await titled('Bongo perhaps'), never, 'proposed');
		const secret = await titled('Bongo secret', closed.id);
		await link(await titled('Bongo secret again', closed.id), secret);
		const rows = async (as: Caller) =>
			(await list(app, as)).threads.map(({ title, duplicates }) => `${title}: ${duplicates}`);
		expect(await rows(agent)).toEqual(['Bongo often: 3', 'Bongo secret: 1', 'Bongo once: 1']);
		const moderator = await member(app, { role: 'moderator' });
		expect(await rows(moderator)).toEqual(['Bongo often: 2', 'Bongo once: 1']);
		const marking = { as: moderator, body: { threadId: secret.id } };
		expect((await app.call(markWritten, marking)).status).toBe(404);
		const { value } = await app.call(markWritten, { as: agent, body: { threadId: secret.id } });
		expect((await list(app, moderator, 'written')).threads).toEqual([]);
		expect((await app.call(unmarkWritten, { as: moderator, params: { writtenId: value.id } })).status).toBe(404);
		expect((await app.call(unmarkWritten, { as: agent, params: { writtenId: value.id } })).status).toBe(204);
	});

	test('lets go of what is marked as written, says how often it is searched since, and takes it back', async ({
		desk: { app, agent },
	}) => {
		await search(app, 'gibbon guide');
		const body = { query: 'gibbon guide', url: 'https://help.example.com/gibbon' };
		const { status, value } = await app.call(markWritten, { as: agent, body });
		expect(status).toBe(201);
		expect(await counted(app, agent, 'gibbon guide')).toBeUndefined();
		const written = async () =>
			(await list(app, agent, 'written')).searches.find(({ query }) => query === 'gibbon guide');
		expect(await written()).toMatchObject({
			searches: 0,
			written: { id: value.id, url: body.url, byName: expect.any(String) as string },
		});
		app.clock.pass(day);
		await search(app, 'gibbon guide');
		expect(await written()).toMatchObject({ searches: 1, searchers: 1 });
		expect((await app.call(unmarkWritten, { as: agent, params: { writtenId: value.id } })).status).toBe(204);
		expect((await app.call(unmarkWritten, { as: agent, params: { writtenId: value.id } })).status).toBe(404);
		expect(await counted(app, agent, 'gibbon guide')).toEqual([2, 2]);
		const deeds = await app.sql<{ action: string }[]>`
			select action from audit_log where subject_kind = 'written-document' and subject_id = ${value.id} order by id`;
		expect(deeds.map(({ action }) => action)).toEqual(['documents.marked-written', 'documents.unmarked-written']);
	});

	test('refuses marks on what nobody searched, on both or neither, and with an address that is none', async ({
		desk: { app, agent },
	}) => {
		await search(app, 'civet chart');
		const bodies = [
			{ query: 'nobody searched so' },
			{},
			{ query: 'civet chart', threadId: 1 },
			{ query: 'civet chart', url: 'javascript:alert(1)' },
		];
		for (const body of bodies)
			expect([body, (await app.call(markWritten, { as: agent, body })).status]).toEqual([body, 422]);
		expect((await app.call(markWritten, { as: agent, body: { threadId: 999_999 } })).status).toBe(404);
	});
});

// Last: after so many days every session has ended.
describe('time', () => {
	test('keeps nothing of who searched: only hashes until the day is over, counts for 90 days', async ({
		desk: { app },
	}) => {
		const reader = await member(app);
		await search(app, 'okapi manual', reader);
		const rows = await app.sql<{ row: string }[]>`
			select e::text as row from empty_searchers e where query = 'okapi manual'
			union all select e::text from empty_searches e where query = 'okapi manual'`;
		expect(rows).toHaveLength(2);
		for (const { row } of rows) expect(row).not.toMatch(new RegExp(`member|\\b${reader.id}\\b.*hash|${reader.handle}`));
		app.clock.pass(day);
		await app.runJob('documents.forget-searches');
		expect(await app.sql`select from empty_searchers where query = 'okapi manual'`).toHaveLength(0);
		const left = () => app.sql`select searches from empty_searches where query = 'okapi manual'`;
		expect(await left()).toEqual([{ searches: 1 }]);
		app.clock.pass(91 * day);
		await app.runJob('documents.forget-searches');
		expect(await left()).toEqual([]);
	});
});
