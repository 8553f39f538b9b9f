import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnPost, actOnThread, readPostActs, readThreadActs, undoDeed } from '@ikatan/contracts/acting';
import type { ActOnThread, PostAct } from '@ikatan/contracts/acting';
import { postAnswer } from '@ikatan/contracts/asking';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { listThreads, readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { eventNamesOf } from '../support/events.ts';
import { watch } from '../support/inbox.ts';

type Asked = ActOnThread extends infer One ? (One extends unknown ? Omit<One, 'requestKey' | 'reason'> : never) : never;

async function place(app: TestApp) {
	const [dewi, budi, mona] = [await member(app), await member(app), await member(app, { role: 'moderator' })];
	const somewhere = await space(app);
	const asked = await thread(app, dewi, { spaceId: somewhere.id, sourceText: 'My printer hums.' });
	return { dewi, budi, mona, space: somewhere, asked };
}
const act = (app: TestApp, as: Caller | undefined, threadId: number, asked: Asked, reason = '') =>
	app.call(actOnThread, { as, params: { threadId }, body: { ...asked, reason, requestKey: randomUUID() } as never });
const actPost = (app: TestApp, as: Caller | undefined, postId: number, what: PostAct, reason = 'Because.') =>
	app.call(actOnPost, { as, params: { postId }, body: { act: what, reason, requestKey: randomUUID() } });
const undo = (app: TestApp, as: Caller, deedId: number | null) =>
	app.call(undoDeed, { as, params: { deedId: deedId ?? 0 }, body: { requestKey: randomUUID() } });
const read = (app: TestApp, threadId: number, as?: Caller) => app.call(readThread, { as, params: { threadId } });
const listed = async (app: TestApp, slug: string, as?: Caller) =>
	(await app.call(listThreads, { as, query: { space: slug } })).value.items.map((row) => row.id);
const audited = (app: TestApp, action: string) =>
	app.sql<{ actorId: number; details: Record<string, unknown> }[]>`
		select actor_id, details from audit_log where action = ${action} order by id`;

describe('a moderator’s press', () => {
	test('locks a thread: members add nothing, and an undo opens it again', async ({ app }) => {
		const { budi, mona, asked } = await place(app);
		const { value: done } = await act(app, mona, asked.id, { act: 'lock' }, 'Heated.');
		expect((await read(app, asked.id)).value.thread.locked).toBe(true);
		const body = { requestKey: randomUUID(), sourceText: 'May I still?' };
		const refused = await app.call(postAnswer, { as: budi, params: { threadId: asked.id }, body });
		expect([refused.status, refused.error.code]).toEqual([403, 'thread-locked']);
		const [line] = await audited(app, 'thread.lock');
		expect(line).toMatchObject({ actorId: mona.id, details: { reason: 'Heated.', from: { lockedAt: null } } });
		expect((await undo(app, mona, done.deedId)).status).toBe(201);
		expect((await read(app, asked.id)).value.thread.locked).toBe(false);
		expect(await eventNamesOf(app, asked.id)).toEqual(['thread.asked', 'thread.locked', 'thread.locked']);
		expect((await undo(app, mona, done.deedId)).status).toBe(409);
	});

	test('closes with a reason, and not without', async ({ app }) => {
		const { mona, asked } = await place(app);
		const bare = await act(app, mona, asked.id, { act: 'close' });
		expect([bare.status, bare.error.fields]).toEqual([422, { reason: 'required' }]);
		const { value: done } = await act(app, mona, asked.id, { act: 'close' }, 'Answered elsewhere.');
		const { value: view } = await read(app, asked.id);
		expect(view.thread).toMatchObject({ closed: true, closedReason: 'Answered elsewhere.', needsAnswer: false });
		await undo(app, mona, done.deedId);
		expect((await read(app, asked.id)).value.thread).toMatchObject({ closed: false, needsAnswer: true });
	});

	test('pins a thread on top of its space’s list, once, and of no other list', async ({ app }) => {
		const { dewi, mona, asked, space: somewhere } = await place(app);
		const newer = await thread(app, dewi, { spaceId: somewhere.id });
		const newest = await thread(app, dewi, { spaceId: somewhere.id });
		await act(app, mona, asked.id, { act: 'pin' });
		expect(await listed(app, somewhere.slug)).toEqual([asked.id, newest.id, newer.id]);
		const { value: all } = await app.call(listThreads, { query: {} });
		expect(all.items.map((row) => row.id).slice(0, 3)).toEqual([newest.id, newer.id, asked.id]);
		await act(app, mona, asked.id, { act: 'unpin' });
		expect(await listed(app, somewhere.slug)).toEqual([newest.id, newer.id, asked.id]);
	});

	test('unlists: in no list and no search, still open by its address', async ({ app }) => {
		const { mona, asked, space: somewhere } = await place(app);
		await act(app, mona, asked.id, { act: 'unlist' });
		expect(await listed(app, somewhere.slug)).toEqual([]);
		expect((await read(app, asked.id)).value.thread.listed).toBe(false);
	});

	test('changes nothing twice, and the same form sent again acts once', async ({ app }) => {
		const { mona, asked } = await place(app);
		const body = { act: 'lock', reason: '', requestKey: randomUUID() } as const;
		const first = await app.call(actOnThread, { as: mona, params: { threadId: asked.id }, body });
		const again = await app.call(actOnThread, { as: mona, params: { threadId: asked.id }, body });
		expect(again.value).toEqual(first.value);
		expect((await act(app, mona, asked.id, { act: 'lock' })).value.deedId).toBeNull();
	});

	test('is refused to members, to moderators of another space, and to visitors', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const elsewhere = await space(app);
		const other = await member(app);
		await app.sql`insert into space_moderators (space_id, member_id) values (${elsewhere.id}, ${other.id})`;
		expect((await act(app, undefined, asked.id, { act: 'lock' })).status).toBe(401);
		expect((await act(app, dewi, asked.id, { act: 'lock' })).status).toBe(403);
		expect((await act(app, other, asked.id, { act: 'lock' })).status).toBe(403);
		expect((await actPost(app, other, asked.postId, 'hold')).status).toBe(403);
		expect((await app.call(readThreadActs, { as: other, params: { threadId: asked.id } })).status).toBe(403);
	});

	test('is undone only while it stands: a later deed is not overwritten', async ({ app }) => {
		const { mona, asked } = await place(app);
		const { value: first } = await act(app, mona, asked.id, { act: 'close' }, 'One reason.');
		await act(app, mona, asked.id, { act: 'close' }, 'Another reason.');
		expect((await undo(app, mona, first.deedId)).status).toBe(409);
		expect((await read(app, asked.id)).value.thread.closedReason).toBe('Another reason.');
	});

	test('stands in the thread’s history with who, what and why', async ({ app }) => {
		const { mona, asked } = await place(app);
		await act(app, mona, asked.id, { act: 'lock' }, 'Heated.');
		const { value } = await app.call(readThreadActs, { as: mona, params: { threadId: asked.id } });
		expect(value.deeds).toMatchObject([
			{ act: 'lock', reason: 'Heated.', by: { id: mona.id }, undone: false, mayUndo: true },
		]);
		expect(value.may).toContain('unlock');
		expect(value.may).not.toContain('lock');
	});
});

describe('moving a thread', () => {
	test('takes it away at once from those who may not read there, and an undo gives it back with their watches', async ({
		app,
	}) => {
		const { dewi, budi, asked, space: somewhere } = await place(app);
		const [ours] = [await company(app)];
		const agent = await member(app, { role: 'admin' });
		const closed = await space(app, { kind: 'company', companyIds: [ours] });
		await watch(app, budi, 'thread', asked.id, 'all');
		const { value: done } = await act(app, agent, asked.id, { act: 'move', spaceId: closed.id });
		for (const stranger of [undefined, budi, dewi]) expect((await read(app, asked.id, stranger)).status).toBe(404);
		expect(await listed(app, somewhere.slug)).toEqual([]);
		const watching = () => app.sql`select 1 from watches where target_id = ${asked.id} and member_id = ${budi.id}`;
		expect(await watching()).toHaveLength(0);
		await undo(app, agent, done.deedId);
		expect((await read(app, asked.id)).value.thread.space.id).toBe(somewhere.id);
		expect(await watching()).toHaveLength(1);
	});

	test('into a company-only space makes it its author’s company’s', async ({ app }) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const [own, rival] = [await member(app, { companyId: ours }), await member(app, { companyId: theirs })];
		const admin = await member(app, { role: 'admin' });
		const asked = await thread(app, own, { spaceId: (await space(app)).id });
		const only = await space(app, { kind: 'company_only' });
		await act(app, admin, asked.id, { act: 'move', spaceId: only.id });
		expect((await read(app, asked.id, own)).status).toBe(200);
		expect((await read(app, asked.id, rival)).status).toBe(404);
	});

	test('is refused into a space where the moderator may not post', async ({ app }) => {
		const { mona, asked } = await place(app);
		const closed = await space(app, { kind: 'company' });
		const refused = await act(app, mona, asked.id, { act: 'move', spaceId: closed.id });
		expect([refused.status, refused.error.fields]).toEqual([422, { spaceId: 'space-not-found' }]);
	});

	test('changes a kind, but to an announcement by staff alone', async ({ app }) => {
		const { mona, asked } = await place(app);
		expect((await act(app, mona, asked.id, { act: 'change-kind', kind: 'announcement' })).status).toBe(403);
		await act(app, mona, asked.id, { act: 'change-kind', kind: 'discussion' });
		expect((await read(app, asked.id)).value.thread).toMatchObject({ kind: 'discussion', needsAnswer: false });
	});
});

describe('holding a post', () => {
	test('hides an answer from all but its author, who reads why, and moderators', async ({ app }) => {
		const { dewi, budi, mona, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'A rude zebra answer.');
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		const { value: done } = await actPost(app, mona, given.id, 'hold', 'Please stay friendly.');
		for (const reader of [undefined, dewi]) {
			const { value: view } = await read(app, asked.id, reader);
			expect(JSON.stringify(view)).not.toMatch(/zebra|friendly/);
			expect(view.thread).toMatchObject({ answers: 0, solved: false, needsAnswer: true, acceptedCount: 0 });
		}
		const { value: own } = await read(app, asked.id, budi);
		expect(own.answers[0]).toMatchObject({ state: 'held', held: { reason: 'Please stay friendly.', findings: [] } });
		await undo(app, mona, done.deedId);
		const { value: after } = await read(app, asked.id);
		expect(after.thread).toMatchObject({ answers: 1, solved: true, acceptedCount: 1 });
		expect(after.answers[0]).toMatchObject({ state: 'published', accepted: true, held: null });
	});

	test('of an opening text hides the thread', async ({ app }) => {
		const { mona, dewi, asked, space: somewhere } = await place(app);
		await actPost(app, mona, asked.postId, 'hold');
		expect((await read(app, asked.id)).status).toBe(404);
		expect((await read(app, asked.id, dewi)).value.opening).toMatchObject({ state: 'held' });
		expect(await listed(app, somewhere.slug, mona)).toEqual([]);
		await actPost(app, mona, asked.postId, 'release');
		expect(await listed(app, somewhere.slug)).toEqual([asked.id]);
	});

	test('of a comment takes it out of the count', async ({ app }) => {
		const { budi, mona, asked } = await place(app);
		const said = await comment(app, budi, asked.postId, 'A rude zebra.');
		await actPost(app, mona, said.id, 'hold');
		expect((await read(app, asked.id)).value.opening).toMatchObject({ commentCount: 0, comments: [] });
		await actPost(app, mona, said.id, 'release');
		expect((await read(app, asked.id)).value.opening.commentCount).toBe(1);
	});

	test('outlasts a deletion that is taken back', async ({ app }) => {
		const { budi, mona, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		await actPost(app, mona, given.id, 'hold');
		await actPost(app, mona, given.id, 'delete');
		await actPost(app, mona, given.id, 'restore');
		expect((await read(app, asked.id)).value.answers).toEqual([]);
		await actPost(app, mona, given.id, 'release');
		expect((await read(app, asked.id)).value.thread.answers).toBe(1);
	});

	test('needs a reason, and shows moderators what was done before', async ({ app }) => {
		const { budi, mona, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		expect((await actPost(app, mona, given.id, 'hold', '')).error.fields).toEqual({ reason: 'required' });
		await actPost(app, mona, given.id, 'hold', 'Too rude.');
		const { value } = await app.call(readPostActs, { as: mona, params: { postId: given.id } });
		expect(value).toMatchObject({
			may: ['release', 'delete'],
			held: { reason: 'Too rude.' },
			deeds: [{ act: 'hold' }],
		});
	});
});
