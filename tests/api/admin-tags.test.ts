import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import {
	addSynonym,
	deleteTag,
	editTag,
	listAdminTags,
	mergeTag,
	readAdminTag,
	removeSynonym,
	undoTagMerge,
} from '@ikatan/contracts/admin-tags';
import { askThread } from '@ikatan/contracts/asking';
import { readHomePage } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { listTags } from '@ikatan/contracts/tags';
import { readThread } from '@ikatan/contracts/threads';
import { findLevel } from '../../api/src/modules/watching/index.ts';
import { actionsOn, admin } from '../support/admin.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';
import { watch } from '../support/inbox.ts';

const idOf = async (app: TestApp, name: string) =>
	(await app.sql<{ id: number }[]>`select id from tags where name = ${name}`)[0]?.id ?? 0;
const tagsOf = async (app: TestApp, as: Caller, threadId: number) =>
	(await app.call(readThread, { as, params: { threadId }, query: {} })).value.thread.tags;

describe('renaming a tag', () => {
	test('keeps its old name as another name that leads on', async ({ app }) => {
		const as = await admin(app);
		const { id: spaceId } = await space(app);
		const { id: threadId } = await thread(app, as, { spaceId, tags: ['printr'] });
		const tagId = await idOf(app, 'printr');
		const body = { name: 'printing', description: 'Paper and ink' };
		expect((await app.call(editTag, { as, params: { tagId }, body })).status).toBe(204);
		expect(await tagsOf(app, as, threadId)).toEqual(['printing']);
		const page = await app.call(readHomePage, { query: { tag: 'printr' } });
		expect(page.value).toMatchObject({
			tag: { name: 'printing', description: 'Paper and ink' },
			threads: [{ id: threadId }],
		});
		expect((await app.call(listTags, { query: { q: 'printr' } })).value.items.map(({ name }) => name)).toEqual([
			'printing',
		]);
		expect(await actionsOn(app, 'tag', tagId)).toEqual(['tag.edited']);
		await app.call(editTag, { as, params: { tagId }, body: { name: 'printr' } });
		expect((await app.call(readAdminTag, { as, params: { tagId } })).value).toMatchObject({
			name: 'printr',
			synonyms: [{ name: 'printing' }],
		});
	});

	test('refuses the name of another tag, or of another name', async ({ app }) => {
		const as = await admin(app);
		await app.sql`insert into tags (name) values ('rename-a'), ('rename-b')`;
		const [a, b] = [await idOf(app, 'rename-a'), await idOf(app, 'rename-b')];
		await app.call(addSynonym, { as, params: { tagId: b }, body: { name: 'rename-c' } });
		for (const name of ['rename-b', 'rename-c']) {
			const refused = await app.call(editTag, { as, params: { tagId: a }, body: { name } });
			expect([refused.status, refused.error.fields]).toEqual([409, { name: 'name-taken' }]);
		}
		expect((await app.call(editTag, { as, params: { tagId: a }, body: { name: 'two words' } })).status).toBe(422);
		expect((await app.call(editTag, { as, params: { tagId: 999_999 }, body: { name: 'x' } })).status).toBe(404);
		// Another name is no tag of its own.
		expect((await app.call(readAdminTag, { as, params: { tagId: await idOf(app, 'rename-c') } })).status).toBe(404);
	});
});

describe('another name', () => {
	test('gives the tag itself when asking and in search', async ({ app }) => {
		const as = await admin(app);
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		await app.sql`insert into tags (name) values ('receipt-paper')`;
		const tagId = await idOf(app, 'receipt-paper');
		await app.call(addSynonym, { as, params: { tagId }, body: { name: 'Bon-Roll' } });
		const body = {
			requestKey: randomUUID(),
			kind: 'question' as const,
			spaceId,
			title: 'Which paper fits the till?',
			sourceText: 'Text.',
			tags: ['bon-roll', 'receipt-paper'],
		};
		const asked = await app.call(askThread, { as: asker, body });
		expect(await tagsOf(app, asker, asked.value.id)).toEqual(['receipt-paper']);
		await app.settle();
		const found = await app.call(searchThreads, { query: { q: 'tag:bon-roll paper' } });
		expect(found.value.items.map(({ id }) => id)).toEqual([asked.value.id]);
	});

	test('can be taken away, and belongs to one tag only', async ({ app }) => {
		const as = await admin(app);
		await app.sql`insert into tags (name) values ('name-a'), ('name-b')`;
		const [a, b] = [await idOf(app, 'name-a'), await idOf(app, 'name-b')];
		await app.call(addSynonym, { as, params: { tagId: a }, body: { name: 'name-x' } });
		for (const name of ['name-x', 'name-a']) {
			const refused = await app.call(addSynonym, { as, params: { tagId: b }, body: { name } });
			expect([refused.status, refused.error.fields]).toEqual([409, { name: 'name-taken' }]);
		}
		const synonymId = await idOf(app, 'name-x');
		expect((await app.call(removeSynonym, { as, params: { tagId: b, synonymId } })).status).toBe(404);
		expect((await app.call(removeSynonym, { as, params: { tagId: a, synonymId } })).status).toBe(204);
		expect((await app.call(addSynonym, { as, params: { tagId: b }, body: { name: 'name-x' } })).status).toBe(204);
		expect(await actionsOn(app, 'tag', a)).toEqual(['tag.synonym-added', 'tag.synonym-removed']);
	});
});

describe('merging tags', () => {
	test('moves threads and watchers, and can be undone without a trace', async ({ app }) => {
		const as = await admin(app);
		const watcher = await member(app);
		const both = await member(app);
		const { id: spaceId } = await space(app);
		const one = await thread(app, as, { spaceId, tags: ['cetak'] });
		const two = await thread(app, as, { spaceId, tags: ['cetak', 'print'] });
		const three = await thread(app, as, { spaceId, tags: ['print'] });
		const [from, into] = [await idOf(app, 'cetak'), await idOf(app, 'print')];
		await app.call(editTag, { as, params: { tagId: from }, body: { description: 'Of printing' } });
		await app.call(addSynonym, { as, params: { tagId: from }, body: { name: 'nyetak' } });
		await watch(app, watcher, 'tag', from, 'all');
		await watch(app, both, 'tag', from, 'all');
		await watch(app, both, 'tag', into, 'all');

		const merged = await app.call(mergeTag, { as, params: { tagId: from }, body: { into: 'print' } });
		expect(merged.value.id).toBe(into);
		for (const { id } of [one, two, three]) expect(await tagsOf(app, as, id)).toEqual(['print']);
		const { value: main } = await app.call(readAdminTag, { as, params: { tagId: into } });
		expect(main.synonyms.map(({ name }) => name)).toEqual(['cetak', 'nyetak']);
		expect(main.merges).toMatchObject([{ id: merged.value.mergeId, name: 'cetak', threads: 2 }]);
		const level = (memberId: number, id: number) => findLevel(app.sql, memberId, { kind: 'tag', id });
		expect(await level(watcher.id, into)).toBe('all');
		for (const name of ['cetak', 'nyetak']) {
			expect((await app.call(readHomePage, { query: { tag: name } })).value.tag?.name).toBe('print');
		}

		const undone = await app.call(undoTagMerge, { as, params: { mergeId: merged.value.mergeId } });
		expect(undone.value.id).toBe(from);
		expect(await tagsOf(app, as, one.id)).toEqual(['cetak']);
		expect(await tagsOf(app, as, two.id)).toEqual(['cetak', 'print']);
		expect(await tagsOf(app, as, three.id)).toEqual(['print']);
		expect(await level(watcher.id, into)).toBeNull();
		expect(await level(watcher.id, from)).toBe('all');
		expect(await level(both.id, into)).toBe('all');
		expect((await app.call(readAdminTag, { as, params: { tagId: from } })).value).toMatchObject({
			description: 'Of printing',
			synonyms: [{ name: 'nyetak' }],
		});
		const again = await app.call(undoTagMerge, { as, params: { mergeId: merged.value.mergeId } });
		expect([again.status, again.error.code]).toEqual([409, 'nothing-to-undo']);
		const log = await actionsOn(app, 'tag', from);
		expect(log.slice(-2)).toEqual(['tag.merged', 'tag.merge-undone']);
	});

	test('refuses a tag that is not there, and itself, also by another name', async ({ app }) => {
		const as = await admin(app);
		await app.sql`insert into tags (name) values ('merge-a')`;
		const tagId = await idOf(app, 'merge-a');
		await app.call(addSynonym, { as, params: { tagId }, body: { name: 'merge-self' } });
		const into = async (name: string) =>
			(await app.call(mergeTag, { as, params: { tagId }, body: { into: name } })).error.fields?.into;
		expect([await into('no-such-tag'), await into('merge-a'), await into('merge-self')]).toEqual([
			'not-found',
			'bad-value',
			'bad-value',
		]);
	});

	test('leaves no thread behind that is asked at the same moment', async ({ app }) => {
		const as = await admin(app);
		const { id: spaceId } = await space(app);
		await app.sql`insert into tags (name) values ('race-a'), ('race-b')`;
		const [from, into] = [await idOf(app, 'race-a'), await idOf(app, 'race-b')];
		const asking = Array.from({ length: 6 }, () => thread(app, as, { spaceId, tags: ['race-a'] }));
		await app.call(mergeTag, { as, params: { tagId: from }, body: { into: 'race-b' } });
		await Promise.all(asking);
		const [left] = await app.sql`select from thread_tags where tag_id = ${from}`;
		expect(left).toBeUndefined();
		expect((await app.sql`select from thread_tags where tag_id = ${into}`).length).toBe(6);
	});
});

describe('the list and the end of tags', () => {
	test('finds by parts of names and other names, and those that nobody uses', async ({ app }) => {
		const as = await admin(app);
		const { id: spaceId } = await space(app);
		await thread(app, as, { spaceId, tags: ['listed-used'] });
		await app.sql`insert into tags (name) values ('listed-unused')`;
		await app.call(addSynonym, {
			as,
			params: { tagId: await idOf(app, 'listed-used') },
			body: { name: 'quite-different' },
		});
		const names = async (query: object) =>
			(await app.call(listAdminTags, { as, query })).value.items.map(({ name }) => name);
		expect(await names({ q: 'listed' })).toEqual(expect.arrayContaining(['listed-used', 'listed-unused']));
		expect(await names({ q: 'DIFFERENT' })).toEqual(['listed-used']);
		expect(await names({ q: 'listed', only: 'unused' })).toEqual(['listed-unused']);
		expect(await names({ q: '%' })).toEqual([]);
	});

	test('goes on from where a page ended', async ({ app }) => {
		const as = await admin(app);
		await app.sql`insert into tags (name) select 'many-' || n from generate_series(1, 70) n`;
		const first = (await app.call(listAdminTags, { as, query: { q: 'many-' } })).value;
		const second = (await app.call(listAdminTags, { as, query: { q: 'many-', after: first.next ?? '' } })).value;
		expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(70);
		expect(second.next).toBeNull();
	});

	test('deletes what no thread carries, with its other names and watches, and nothing else', async ({ app }) => {
		const as = await admin(app);
		const { id: spaceId } = await space(app);
		await thread(app, as, { spaceId, tags: ['stays-here'] });
		await app.sql`insert into tags (name, description) values ('goes-away', 'For a moment')`;
		const [stays, goes] = [await idOf(app, 'stays-here'), await idOf(app, 'goes-away')];
		await app.call(addSynonym, { as, params: { tagId: goes }, body: { name: 'goes-too' } });
		await watch(app, as, 'tag', goes, 'all');
		const refused = await app.call(deleteTag, { as, params: { tagId: stays } });
		expect([refused.status, refused.error.code]).toEqual([409, 'tag-in-use']);
		expect((await app.call(deleteTag, { as, params: { tagId: goes } })).status).toBe(204);
		expect([await idOf(app, 'goes-away'), await idOf(app, 'goes-too')]).toEqual([0, 0]);
		expect(await findLevel(app.sql, as.id, { kind: 'tag', id: goes })).toBeNull();
		expect((await app.call(deleteTag, { as, params: { tagId: goes } })).status).toBe(404);
	});
});
