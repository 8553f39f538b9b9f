import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { actOnPost, actOnThread, undoDeed, type ActOnThread, type PostAct } from '@ikatan/contracts/acting';
import { mergeTag, undoTagMerge } from '@ikatan/contracts/admin-tags';
import { editPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { listThreads, type ListOrder } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { importStackExchange } from '../../api/src/modules/transfer/index.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { recountAll } from '../support/recount.ts';

type Deed = ActOnThread extends infer One ? (One extends unknown ? Omit<One, 'requestKey' | 'reason'> : never) : never;
const orders = ['newest', 'hot', 'unanswered'] as const;

async function rows(app: TestApp, query: { order: ListOrder; tag?: string; space?: string }, as?: Caller) {
	const found = [];
	let after: string | undefined;
	do {
		const { value } = await app.call(listThreads, { as, query: { ...query, after } });
		found.push(...value.items);
		after = value.next ?? undefined;
	} while (after);
	return found;
}
const ids = async (app: TestApp, tag: string, order: ListOrder, as?: Caller) =>
	(await rows(app, { order, tag }, as)).map((row) => row.id);

/** In every order a tag's list is the list of all threads, without those that do not have the tag; and a recount finds nothing. */
async function expectRight(app: TestApp, tag: string, as?: Caller) {
	for (const order of orders) {
		const all = await rows(app, { order }, as);
		const tagged = all.filter((row) => row.tags.includes(tag)).map((row) => row.id);
		expect(await ids(app, tag, order, as), order).toEqual(tagged);
	}
	const wrong = await recountAll(app, { check: true });
	expect(wrong.filter(({ name }) => name === 'threads.tag-lists' || name === 'threads.numbers')).toEqual([]);
}

/** Three questions with a tag, the last one newest, and people who can do anything to them. */
async function place(app: TestApp) {
	const [dewi, budi] = [await member(app), await member(app)];
	const [mona, admin] = [await member(app, { role: 'moderator' }), await member(app, { role: 'admin' })];
	const somewhere = await space(app);
	const tag = `tag${somewhere.id}`;
	const ask = () => thread(app, dewi, { spaceId: somewhere.id, tags: [tag] });
	const [first, second, third] = [await ask(), await ask(), await ask()];
	return { dewi, budi, mona, admin, somewhere, tag, first, second, third };
}
const act = (app: TestApp, as: Caller, threadId: number, deed: Deed) =>
	app.call(actOnThread, {
		as,
		params: { threadId },
		body: { ...deed, reason: 'Because.', requestKey: randomUUID() } as never,
	});
const actPost = (app: TestApp, as: Caller, postId: number, deed: PostAct) =>
	app.call(actOnPost, { as, params: { postId }, body: { act: deed, reason: 'Because.', requestKey: randomUUID() } });
const undo = (app: TestApp, as: Caller, deedId: number | null) =>
	app.call(undoDeed, { as, params: { deedId: deedId ?? 0 }, body: { requestKey: randomUUID() } });

describe('a tag’s list follows', () => {
	test('an answer, which makes the thread the hottest and waits no more, and a comment, which moves nothing', async ({
		app,
	}) => {
		const { budi, tag, first, second, third } = await place(app);
		await answer(app, budi, first.id);
		expect(await ids(app, tag, 'unanswered')).toEqual([third.id, second.id]);
		expect(await ids(app, tag, 'hot')).toEqual([first.id, third.id, second.id]);
		await comment(app, budi, second.postId);
		expect(await ids(app, tag, 'hot')).toEqual([first.id, third.id, second.id]);
		expect(await ids(app, tag, 'newest')).toEqual([third.id, second.id, first.id]);
		await expectRight(app, tag);
	});

	test('an answer that is deleted and restored: it waits again, and no more', async ({ app }) => {
		const { budi, mona, tag, first, second, third } = await place(app);
		const given = await answer(app, budi, first.id);
		await actPost(app, mona, given.id, 'delete');
		expect(await ids(app, tag, 'unanswered')).toEqual([third.id, second.id, first.id]);
		expect(await ids(app, tag, 'hot')).toEqual([third.id, second.id, first.id]);
		await expectRight(app, tag);
		await actPost(app, mona, given.id, 'restore');
		expect(await ids(app, tag, 'unanswered')).toEqual([third.id, second.id]);
		await expectRight(app, tag);
	});

	test('votes and an accepted answer', async ({ app }) => {
		const { dewi, budi, tag, first, second, third } = await place(app);
		for (const as of [budi, await member(app)])
			await app.call(castVote, { as, params: { postId: first.postId }, body: { value: 1 } });
		expect(await ids(app, tag, 'hot')).toEqual([first.id, third.id, second.id]);
		const given = await answer(app, budi, second.id);
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		await expectRight(app, tag);
	});

	test('a thread that is deleted, restored, held and released', async ({ app }) => {
		const { mona, tag, first, second, third } = await place(app);
		for (const [gone, back] of [
			['delete', 'restore'],
			['hold', 'release'],
		] as const) {
			await actPost(app, mona, second.postId, gone);
			for (const order of orders) expect(await ids(app, tag, order)).toEqual([third.id, first.id]);
			expect(await app.sql`select from tag_entries where thread_id = ${second.id}`).toEqual([]);
			await actPost(app, mona, second.postId, back);
			expect(await ids(app, tag, 'newest')).toEqual([third.id, second.id, first.id]);
			await expectRight(app, tag);
		}
	});

	test('a move and a change of kind, there and back', async ({ app }) => {
		const { mona, somewhere, tag, first, second, third } = await place(app);
		const elsewhere = await space(app);
		const { value: moved } = await act(app, mona, first.id, { act: 'move', spaceId: elsewhere.id, companyId: null });
		const there = async (slug: string) => (await rows(app, { order: 'newest', tag, space: slug })).map((row) => row.id);
		expect([await there(somewhere.slug), await there(elsewhere.slug)]).toEqual([[third.id, second.id], [first.id]]);
		await expectRight(app, tag);
		await undo(app, mona, moved.deedId);
		expect(await there(elsewhere.slug)).toEqual([]);
		await act(app, mona, first.id, { act: 'change-kind', kind: 'idea' });
		const { value: ideas } = await app.call(listThreads, { query: { order: 'hot', tag, kind: 'idea' } });
		expect(ideas.items.map((row) => row.id)).toEqual([first.id]);
		expect(await ids(app, tag, 'unanswered')).toEqual([third.id, second.id]);
		await expectRight(app, tag);
	});

	test('a merge, which makes the thread as hot as both together, a split, and their undoing', async ({ app }) => {
		const { budi, mona, somewhere, tag, first, second, third } = await place(app);
		const given = await answer(app, budi, second.id);
		await answer(app, budi, second.id);
		const { value: merged } = await act(app, mona, second.id, { act: 'merge', intoThreadId: first.id });
		expect(await ids(app, tag, 'hot')).toEqual([first.id, third.id]);
		await expectRight(app, tag);
		await undo(app, mona, merged.deedId);
		await expectRight(app, tag);
		await act(app, mona, second.id, {
			act: 'split',
			postIds: [given.id],
			title: 'Another matter altogether',
			spaceId: somewhere.id,
			kind: 'question',
			tags: [tag],
		});
		expect(await ids(app, tag, 'newest')).toHaveLength(4);
		await expectRight(app, tag);
	});

	test('tags that are changed by hand, or merged and parted', async ({ app }) => {
		const { budi, admin, tag, first, second, third } = await place(app);
		const other = `other-${tag}`;
		await answer(app, budi, first.id);
		const [{ version, sourceText } = { version: 0, sourceText: '' }] = await app.sql<
			{ version: number; sourceText: string }[]
		>`select version, source_text from posts where id = ${first.postId}`;
		const change = {
			version,
			sourceText,
			title: 'Why does it hum?',
			tags: [other],
			reason: 'Other.',
			requestKey: randomUUID(),
		};
		const edited = await app.call(editPost, { as: admin, params: { postId: first.postId }, body: change });
		expect(edited.status).toBe(200);
		expect(await ids(app, tag, 'hot')).toEqual([third.id, second.id]);
		expect(await ids(app, other, 'hot')).toEqual([first.id]);
		const [named] = await app.sql<{ id: number }[]>`select id from tags where name = ${other}`;
		const { value } = await app.call(mergeTag, { as: admin, params: { tagId: named?.id ?? 0 }, body: { into: tag } });
		expect(await ids(app, tag, 'hot')).toEqual([first.id, third.id, second.id]);
		await expectRight(app, tag);
		await app.call(undoTagMerge, { as: admin, params: { mergeId: value.mergeId } });
		expect(await ids(app, tag, 'hot')).toEqual([third.id, second.id]);
		await expectRight(app, tag);
		await expectRight(app, other);
	});

	test('tags and answers that come at the same moment', async ({ app }) => {
		const { budi, admin, tag, first, second, third } = await place(app);
		const other = `other-${tag}`;
		await thread(app, budi, { spaceId: (await space(app)).id, tags: [other] });
		const [named] = await app.sql<{ id: number }[]>`select id from tags where name = ${tag}`;
		await Promise.all([
			app.call(mergeTag, { as: admin, params: { tagId: named?.id ?? 0 }, body: { into: other } }),
			...[first, second, third, first, second].map(({ id }) => answer(app, budi, id)),
			...[first, second].map(async ({ postId }) =>
				app.call(castVote, { as: await member(app), params: { postId }, body: { value: 1 } }),
			),
		]);
		await expectRight(app, other);
	});

	test('an import', async ({ app }) => {
		await importStackExchange({
			sql: app.sql,
			folder: fileURLToPath(new URL('../fixtures/stackexchange', import.meta.url)),
		});
		const newest = await rows(app, { order: 'newest', tag: 'kettle' });
		expect(newest.length).toBeGreaterThan(0);
		expect(newest.map((row) => row.createdAt)).toEqual([...newest.map((row) => row.createdAt)].sort().reverse());
		await expectRight(app, 'kettle');
	});
});

describe('what strangers do not see', () => {
	test('moves nothing: an answer that is held or waits, and what lies in private spaces', async ({ app }) => {
		const { budi, mona, dewi, tag, first, second, third } = await place(app);
		const before = await Promise.all(orders.map((order) => ids(app, tag, order)));
		const unverified = await member(app, { verified: false });
		await answer(app, unverified, first.id);
		const given = await answer(app, budi, second.id);
		expect(await ids(app, tag, 'hot')).toEqual([second.id, third.id, first.id]);
		await actPost(app, mona, given.id, 'hold');
		expect(await Promise.all(orders.map((order) => ids(app, tag, order)))).toEqual(before);
		const [agent, staffOnly] = [await member(app, { role: 'agent' }), await space(app, { kind: 'company_only' })];
		const inside = await thread(app, agent, { spaceId: staffOnly.id, tags: [tag] });
		await answer(app, agent, inside.id);
		for (const as of [undefined, dewi]) {
			for (const order of orders) expect(await ids(app, tag, order, as)).not.toContain(inside.id);
			await expectRight(app, tag, as);
		}
		expect(await ids(app, tag, 'hot', agent)).toEqual([inside.id, ...before[1]!]);
		await expectRight(app, tag, agent);
	});
});
