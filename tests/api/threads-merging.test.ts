import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnThread, undoDeed } from '@ikatan/contracts/acting';
import type { ActOnThread } from '@ikatan/contracts/acting';
import { linkDuplicate, acceptAnswer } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';

type Split = Extract<ActOnThread, { act: 'split' }>;

const merge = (app: TestApp, as: Caller, threadId: number, intoThreadId: number) =>
	app.call(actOnThread, {
		as,
		params: { threadId },
		body: { act: 'merge', intoThreadId, requestKey: randomUUID(), reason: '' },
	});
const split = (app: TestApp, as: Caller, threadId: number, asked: Partial<Split>) =>
	app.call(actOnThread, {
		as,
		params: { threadId },
		body: {
			act: 'split',
			postIds: [],
			title: 'Why does the drawer stay shut?',
			spaceId: 0,
			kind: 'question',
			tags: [],
			requestKey: randomUUID(),
			reason: '',
			...asked,
		},
	});
const undo = (app: TestApp, as: Caller, deedId: number | null) =>
	app.call(undoDeed, { as, params: { deedId: deedId ?? 0 }, body: { requestKey: randomUUID() } });
const read = (app: TestApp, threadId: number, as?: Caller, postId?: number) =>
	app.call(readThread, { as, params: { threadId }, query: { postId } });
const posts = (app: TestApp, threadId: number) =>
	app.sql`
		select id, kind, parent_id, state, accepted_at, created_at from posts where thread_id = ${threadId} order by id`;
const numbers = (app: TestApp, threadId: number) =>
	app.sql`
		select score, answers, accepted, comments, me_too, needs_answer, last_author_id from thread_stats where thread_id = ${threadId}`;
const watches = (app: TestApp, threadId: number) =>
	app.sql`select member_id, level, reason from watches where target_kind = 'thread' and target_id = ${threadId} order by 1`;
const links = (app: TestApp, threadId: number) =>
	app.sql`
		select from_thread_id, to_thread_id, kind, state from thread_links
		where from_thread_id = ${threadId} or to_thread_id = ${threadId} order by 1, 2`;

/** Two threads that ask the same, the first with all that a thread can have. */
async function twins(app: TestApp) {
	const [dewi, budi, rina, mona] = [
		await member(app),
		await member(app),
		await member(app),
		await member(app, { role: 'moderator' }),
	];
	const somewhere = await space(app);
	const one = await thread(app, dewi, { spaceId: somewhere.id, title: 'Why does my printer hum?' });
	const other = await thread(app, budi, { spaceId: somewhere.id, title: 'Why is the printer so loud?' });
	const given = await answer(app, budi, one.id, 'Put it on a felt mat.');
	const remark = await comment(app, rina, one.postId, 'Mine hums as well.');
	const there = await answer(app, rina, other.id, 'Close the lid.');
	await app.call(castVote, { as: rina, params: { postId: one.postId }, body: { value: 1 } });
	await app.call(castVote, { as: rina, params: { postId: given.id }, body: { value: 1 } });
	for (const threadId of [one.id, other.id])
		await app.call(sayMeToo, { as: rina, params: { threadId }, body: { on: true } });
	await app.call(sayMeToo, { as: budi, params: { threadId: one.id }, body: { on: true } });
	const third = await thread(app, rina, { spaceId: somewhere.id, title: 'Printer hums, what now?' });
	await app.call(linkDuplicate, { as: mona, params: { threadId: third.id }, body: { ofThreadId: one.id } });
	await app.settle();
	return { dewi, budi, rina, mona, space: somewhere, one, other, given, remark, there, third };
}

describe('merging', () => {
	test('moves opening text, answers and comments, with author, date and votes, and recounts', async ({ app }) => {
		const { dewi, mona, one, other, given, remark, there } = await twins(app);
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		const before = await posts(app, one.id);
		expect((await merge(app, mona, one.id, other.id)).status).toBe(201);
		await app.settle();
		const { value: view } = await read(app, other.id);
		expect(view.thread).toMatchObject({ answers: 3, acceptedCount: 1, solved: true, meToo: 1, needsAnswer: false });
		expect(view.answers.map((post) => post.id)).toEqual([given.id, one.postId, there.id]);
		const moved = view.answers.find((post) => post.id === one.postId);
		expect(moved).toMatchObject({ kind: 'answer', author: { id: dewi.id }, score: 1, comments: [{ id: remark.id }] });
		expect(moved?.createdAt).toBe(before[0]?.createdAt);
		expect(view.thread.joined).toEqual([{ how: 'merged-in', title: 'Why does my printer hum?', path: null }]);
	});

	test('leads its address, and those of its answers, to the other thread', async ({ app }) => {
		const { mona, one, other, given, remark } = await twins(app);
		await merge(app, mona, one.id, other.id);
		const led = async (postId?: number) => {
			const { status, error } = await read(app, one.id, undefined, postId);
			return [status, error.code, error.params.path];
		};
		expect(await led()).toEqual([410, 'moved', other.path]);
		expect(await led(given.id)).toEqual([410, 'moved', `${other.path}/${given.id}#${given.id}`]);
		expect(await led(remark.id)).toEqual([410, 'moved', `${other.path}/${remark.id}#${remark.id}`]);
	});

	test('does not lead those who may not read where it went', async ({ app }) => {
		const { mona, one, other } = await twins(app);
		await merge(app, mona, one.id, other.id);
		const closed = await space(app, { kind: 'company' });
		await app.sql`update threads set space_id = ${closed.id} where id = ${other.id}`;
		const { status, error } = await read(app, one.id);
		expect([status, JSON.stringify(error)]).toEqual([410, expect.not.stringContaining(other.path)]);
	});

	test('is undone exactly, though answers came since: they stay', async ({ app }) => {
		const { rina, mona, one, other, given } = await twins(app);
		const state = async () => ({
			one: [await posts(app, one.id), await numbers(app, one.id), await watches(app, one.id), await links(app, one.id)],
			other: [await watches(app, other.id), await links(app, other.id)],
		});
		const before = await state();
		const { value: done } = await merge(app, mona, one.id, other.id);
		await app.settle();
		const late = await answer(app, rina, other.id, 'A late answer.');
		const lateRemark = await comment(app, rina, given.id, 'It helped.');
		expect((await undo(app, mona, done.deedId)).status).toBe(201);
		await app.settle();
		const after = await state();
		expect((after.one[0] as unknown as { id: number }[]).map((post) => post.id)).toContain(lateRemark.id);
		after.one[0] = (after.one[0] as unknown as { id: number }[]).filter((post) => post.id !== lateRemark.id) as never;
		(before.one[1]![0] as { comments: number }).comments += 1;
		expect(after.one).toEqual(before.one);
		expect(after.other[1]).toEqual(before.other[1]);
		expect((await read(app, other.id)).value.answers.map((post) => post.id)).toContain(late.id);
		expect((await read(app, one.id)).value).toMatchObject({ thread: { answers: 1, meToo: 2, joined: [] } });
		expect((await undo(app, mona, done.deedId)).status).toBe(409);
	});

	test('has the duplicates of the one be those of the other', async ({ app }) => {
		const { mona, one, other, third } = await twins(app);
		await merge(app, mona, one.id, other.id);
		const { value: view } = await read(app, third.id);
		expect(view.thread.duplicateOf?.path).toBe(other.path);
	});

	test('refuses a thread that is a duplicate, itself, one that is not there, and one that others read', async ({
		app,
	}) => {
		const { mona, one, third, space: somewhere } = await twins(app);
		const refused = async (into: number, as: Caller = mona, from = one.id) => {
			const { status, error } = await merge(app, as, from, into);
			return [status, error.fields?.intoThreadId];
		};
		expect(await refused(third.id)).toEqual([422, 'merge-into-duplicate']);
		expect(await refused(one.id)).toEqual([422, 'bad-value']);
		expect(await refused(99_999)).toEqual([422, 'not-found']);
		const admin = await member(app, { role: 'admin' });
		const hidden = await thread(app, admin, { spaceId: (await space(app, { kind: 'members' })).id });
		expect(await refused(one.id, admin, hidden.id)).toEqual([422, 'audience-differs']);
		const local = await member(app);
		await app.sql`insert into space_moderators (space_id, member_id) values (${somewhere.id}, ${local.id})`;
		const elsewhere = await thread(app, admin, { spaceId: (await space(app)).id });
		expect((await merge(app, local, one.id, elsewhere.id)).status).toBe(403);
	});

	test('of two threads into each other at once ends in one', async ({ app }) => {
		const { mona, one, other } = await twins(app);
		const replies = await Promise.all([merge(app, mona, one.id, other.id), merge(app, mona, other.id, one.id)]);
		expect(replies.map((reply) => reply.status).filter((status) => status === 201)).toHaveLength(1);
		const rows =
			await app.sql`select id from threads where id in ${app.sql([one.id, other.id])} and state = 'published'`;
		expect(rows).toHaveLength(1);
	});

	test('lets search find the words at the other thread', async ({ app }) => {
		const { mona, one, other } = await twins(app);
		await merge(app, mona, one.id, other.id);
		await app.settle();
		const rows = await app.sql<{ id: number }[]>`
			select id from search_documents
			where words @@ to_tsquery('simple', 'felt') and id in ${app.sql([one.id, other.id])}`;
		expect(rows.map((row) => row.id)).toEqual([other.id]);
	});
});

describe('splitting', () => {
	test('makes a thread of chosen answers, the earliest first, and links the two', async ({ app }) => {
		const { budi, dewi, rina, mona, one, given, space: somewhere } = await twins(app);
		const second = await answer(app, rina, one.id, 'My drawer is stuck, too.');
		const kept = await answer(app, rina, one.id, 'Oil the wheels.');
		const under = await comment(app, budi, second.id, 'Same.');
		await app.call(acceptAnswer, { as: dewi, params: { postId: second.id }, body: { accepted: true } });
		const { value: done } = await split(app, mona, one.id, {
			postIds: [second.id, given.id],
			spaceId: somewhere.id,
			tags: ['drawer'],
		});
		const newId = Number(/\/threads\/(\d+)/.exec(done.path)?.[1]);
		const { value: made } = await read(app, newId);
		expect(made.opening).toMatchObject({ id: given.id, kind: 'opening', author: { id: budi.id }, score: 1 });
		expect(made.answers).toMatchObject([{ id: second.id, accepted: false, comments: [{ id: under.id }] }]);
		expect(made.thread).toMatchObject({
			title: 'Why does the drawer stay shut?',
			tags: ['drawer'],
			score: 1,
			answers: 1,
		});
		expect(made.thread.joined).toEqual([{ how: 'split-from', title: 'Why does my printer hum?', path: one.path }]);
		const { value: left } = await read(app, one.id);
		expect(left.answers.map((post) => post.id)).toEqual([kept.id]);
		expect(left.thread).toMatchObject({ answers: 1, solved: false, acceptedCount: 0 });
		expect(left.thread.joined).toMatchObject([{ how: 'split-off', path: done.path }]);
		const { error } = await read(app, one.id, undefined, second.id);
		expect(error.params.path).toBe(`${done.path}/${second.id}#${second.id}`);
	});

	test('is undone with all that came to the new thread since', async ({ app }) => {
		const { rina, dewi, mona, one, given, space: somewhere } = await twins(app);
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		const { value: done } = await split(app, mona, one.id, { postIds: [given.id], spaceId: somewhere.id });
		const newId = Number(/\/threads\/(\d+)/.exec(done.path)?.[1]);
		const late = await answer(app, rina, newId, 'A late answer.');
		expect((await undo(app, mona, done.deedId)).status).toBe(201);
		const { value: view } = await read(app, one.id);
		expect(view.answers.map((post) => post.id)).toEqual([given.id, late.id]);
		expect(view.thread).toMatchObject({ answers: 2, acceptedCount: 1, solved: true, joined: [] });
		expect((await read(app, newId)).error.params.path).toBe(one.path);
	});

	test('refuses posts that are no answers of the thread', async ({ app }) => {
		const { mona, one, there, remark, space: somewhere } = await twins(app);
		for (const postId of [there.id, remark.id, one.postId]) {
			const refused = await split(app, mona, one.id, { postIds: [postId], spaceId: somewhere.id });
			expect([refused.status, refused.error.fields]).toEqual([422, { postIds: 'not-found' }]);
		}
	});
});
