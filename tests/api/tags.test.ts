import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { readHomePage } from '@ikatan/contracts/pages';
import { listTags } from '@ikatan/contracts/tags';
import { askThread } from '@ikatan/contracts/asking';
import { deletePost } from '@ikatan/contracts/editing';
import { readThread } from '@ikatan/contracts/threads';
import { changeSettings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';

const names = async (app: TestApp, q?: string) =>
	(await app.call(listTags, { query: { q } })).value.items.map((tag) => `${tag.name} ${tag.threads}`);
const ask = (app: TestApp, as: Caller, spaceId: number, tags: string[]) =>
	app.call(askThread, {
		as,
		body: {
			requestKey: randomUUID(),
			kind: 'question',
			spaceId,
			title: 'Which tags may I use here?',
			sourceText: 'Text.',
			tags,
		},
	});

describe('the list of tags', () => {
	test('counts listed threads of public spaces, most used first, and shows no tag that only private ones carry', async ({
		database,
	}) => {
		const app = await openApp(database);
		const asker = await member(app);
		const staff = await member(app, { role: 'agent' });
		const { id: open } = await space(app);
		const { id: closed } = await space(app, { kind: 'groups' });
		await thread(app, asker, { spaceId: open, tags: ['printer', 'till'] });
		await thread(app, asker, { spaceId: open, tags: ['printer'] });
		const gone = await thread(app, asker, { spaceId: open, tags: ['gone', 'printer'] });
		await app.call(deletePost, { as: asker, params: { postId: gone.postId }, body: {} });
		await thread(app, staff, { spaceId: closed, tags: ['merger', 'printer'] });
		await app.runJob('tags.recount');
		expect(await names(app)).toEqual(['printer 2', 'till 1']);
		expect(await names(app, 'mer')).toEqual([]);
		await app.sql`update tags set description = 'What we say of mergers' where name = 'merger'`;
		expect(await names(app, 'MER')).toEqual(['merger 0']);
		await app.close();
	});

	test('counts anew what has changed since the last time: threads that came, went, came back, moved, or whose space opened', async ({
		database,
	}) => {
		const app = await openApp(database);
		const asker = await member(app);
		const { id: open } = await space(app);
		const { id: closed } = await space(app, { kind: 'groups' });
		const first = await thread(app, asker, { spaceId: open, tags: ['anew'] });
		const second = await thread(app, asker, { spaceId: open, tags: ['anew'] });
		const countsAfter = async (change: () => Promise<unknown>) => {
			await change();
			await app.runJob('tags.recount');
			return await names(app, 'anew');
		};
		const { sql } = app;
		expect(await countsAfter(async () => {})).toEqual(['anew 2']);
		expect(await countsAfter(() => sql`delete from thread_tags where thread_id = ${second.id}`)).toEqual(['anew 1']);
		expect(await countsAfter(() => sql`update threads set listed = false where id = ${first.id}`)).toEqual([]);
		expect(await countsAfter(() => sql`update threads set listed = true where id = ${first.id}`)).toEqual(['anew 1']);
		expect(await countsAfter(() => sql`update threads set space_id = ${closed} where id = ${first.id}`)).toEqual([]);
		expect(await countsAfter(() => sql`update spaces set kind = 'public' where id = ${closed}`)).toEqual(['anew 1']);
		expect(await sql`select from tag_recounts`).toHaveLength(0);
		await app.close();
	});

	test('adds what came to the number of a tag that many threads have, and counts all of them at night', async ({
		database,
	}) => {
		const app = await openApp(database);
		const [asker, admin] = [await member(app), await member(app, { role: 'admin' })];
		const { id: spaceId } = await space(app);
		const known = await thread(app, asker, { spaceId, tags: ['popular'] });
		await app.runJob('tags.recount');
		// As if there were many more: they are not looked at.
		await app.sql`update tag_stats set threads = 50000 where tag_id = (select id from tags where name = 'popular')`;
		await thread(app, asker, { spaceId, tags: ['popular'] });
		await thread(app, asker, { spaceId, tags: ['popular'] });
		await app.call(deletePost, { as: admin, params: { postId: known.postId }, body: { reason: 'Old.' } });
		await app.runJob('tags.recount');
		expect(await names(app, 'popular')).toEqual(['popular 50001']);
		await thread(app, asker, { spaceId, tags: ['popular'] });
		await app.runJob('tags.recount-all');
		expect(await names(app, 'popular')).toEqual(['popular 3']);
		await app.runJob('tags.recount');
		expect(await names(app, 'popular')).toEqual(['popular 3']);
		await app.close();
	});

	test('finds by the beginning of a name, taken as it is written', async ({ app }) => {
		await app.sql`insert into tags (name, description) values ('c++', 'x'), ('c#', 'x'), ('c.d', 'x'), ('cad', 'x')`;
		expect((await names(app, 'c')).toSorted()).toEqual(['c# 0', 'c++ 0', 'c.d 0', 'cad 0']);
		expect(await names(app, 'c+')).toEqual(['c++ 0']);
		expect(await names(app, 'c_')).toEqual([]);
		expect(await names(app, '%')).toEqual([]);
		expect(await names(app, '\\')).toEqual([]);
	});

	test('goes on from where a page ended', async ({ app }) => {
		await app.sql`insert into tags (name, description) select 'page-' || n, 'x' from generate_series(1, 130) n`;
		const seen: string[] = [];
		let after: string | undefined;
		do {
			const { value } = await app.call(listTags, { query: { q: 'page-', after } });
			seen.push(...value.items.map((tag) => tag.name));
			after = value.next ?? undefined;
		} while (after);
		expect(seen).toHaveLength(130);
		expect(new Set(seen).size).toBe(130);
	});

	test('refuses what no tag can be called, and cursors that were tampered with', async ({ app }) => {
		expect((await app.call(listTags, { query: { q: 'a\0b' } })).status).toBe(422);
		for (const values of [
			['x', 'y'],
			[1, 2],
			[2 ** 40, 'x'],
			[1, 'a\0'],
		]) {
			const after = Buffer.from(JSON.stringify(values)).toString('base64url');
			expect({ values, status: (await app.call(listTags, { query: { after } })).status }).toEqual({
				values,
				status: 422,
			});
		}
	});
});

describe('tags of a thread', () => {
	test('are kept in lower case, each once, in any script', async ({ app }) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		const { status, value } = await ask(app, asker, spaceId, ['Till', 'till', 'C++', 'faktur-pajak', 'käse']);
		expect(status).toBe(201);
		const shown = await app.call(readThread, { params: { threadId: value.id } });
		expect(shown.value.thread.tags.toSorted()).toEqual(['c++', 'faktur-pajak', 'käse', 'till']);
		expect((await ask(app, asker, spaceId, ['ไทย', '日本語', 'العربية', 'm²', 'ελληνικά'])).status).toBe(201);
	});

	test('that cannot be called so are refused with the field', async ({ app }) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		for (const tag of ['two words', '-dash', '<b>', 'a/b', 'x'.repeat(41), '']) {
			const refused = await ask(app, asker, spaceId, [tag]);
			expect({ tag, status: refused.status, fields: refused.error.fields }).toMatchObject({
				tag,
				status: 422,
				fields: { tags: expect.any(String) as string },
			});
		}
		expect((await ask(app, asker, spaceId, ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'])).status).toBe(422);
	});

	test('that are new may be left to trusted members and staff', async ({ database }) => {
		const app = await openApp(database);
		const [fresh, staff, moderator] = [
			await member(app),
			await member(app, { role: 'agent' }),
			await member(app, { role: 'moderator' }),
		];
		const { id: spaceId } = await space(app);
		await inTransaction(app.deps.sql, (tx) => changeSettings(tx, { newTagTrustLevel: 2 }, null));
		expect((await ask(app, staff, spaceId, ['known-tag'])).status).toBe(201);
		expect(await ask(app, fresh, spaceId, ['known-tag', 'unknown-tag'])).toMatchObject({
			status: 422,
			error: { fields: { tags: 'tag-not-allowed' }, params: { tags: 'unknown-tag' } },
		});
		expect((await ask(app, fresh, spaceId, ['known-tag'])).status).toBe(201);
		expect((await ask(app, moderator, spaceId, ['unknown-tag'])).status).toBe(201);
		await app.sql`update members set trust_level = 2 where id = ${fresh.id}`;
		expect((await ask(app, fresh, spaceId, ['another-tag'])).status).toBe(201);
		await app.sql`delete from settings`;
		await app.close();
	});

	test('that many ask for at once are made once', async ({ app }) => {
		const { id: spaceId } = await space(app);
		const askers = await Promise.all(Array.from({ length: 8 }, () => member(app)));
		const orders = [
			['rush-a', 'rush-b', 'rush-c'],
			['rush-c', 'rush-b', 'rush-a'],
		];
		const replies = await Promise.all(askers.map((as, place) => ask(app, as, spaceId, orders[place % 2]!)));
		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
		expect(await app.sql`select 1 from tags where name like 'rush-%'`).toHaveLength(3);
	});

	test('lead to a page, or to none where the reader may see no thread with it', async ({ app }) => {
		const asker = await member(app);
		await thread(app, asker, { spaceId: (await space(app)).id, tags: ['shown-tag'] });
		expect((await app.call(readHomePage, { query: { tag: 'Shown-Tag' } })).value.tag).toMatchObject({
			name: 'shown-tag',
		});
		expect((await app.call(readHomePage, { query: { tag: 'no-such-tag' } })).status).toBe(404);
	});
});
