import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { deletePost, editPost, listRevisions, readPostSource, restorePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { listThreads, readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { eventNamesOf } from '../support/events.ts';

async function place(app: TestApp) {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	const asked = await thread(app, dewi, { spaceId: somewhere.id, sourceText: 'My secret number is 12345.' });
	return { dewi, budi, space: somewhere, asked };
}
const remove = (app: TestApp, as: Caller | undefined, postId: number, hideName = false) =>
	app.call(deletePost, { as, params: { postId }, body: { hideName, reason: 'It does not belong here.' } });
const restore = (app: TestApp, as: Caller, postId: number) => app.call(restorePost, { as, params: { postId } });
const read = (app: TestApp, threadId: number, as?: Caller) => app.call(readThread, { as, params: { threadId } });

describe('deleting a thread', () => {
	test('without answers takes it away from everybody but its author and moderators', async ({ app }) => {
		const { dewi, budi, space: somewhere, asked } = await place(app);
		const moderator = await member(app, { role: 'moderator' });
		expect((await remove(app, dewi, asked.postId)).value.outcome).toBe('deleted');
		for (const stranger of [undefined, budi]) {
			const reply = await read(app, asked.id, stranger);
			expect([reply.status, reply.error.code]).toEqual([410, 'gone']);
		}
		for (const reader of [dewi, moderator]) {
			const { value } = await read(app, asked.id, reader);
			expect(value.opening).toMatchObject({ state: 'deleted', html: null, may: { restore: true, edit: false } });
		}
		const { value: list } = await app.call(listThreads, { as: moderator, query: { space: somewhere.slug } });
		expect(list.items).toEqual([]);
		expect(await eventNamesOf(app, asked.id)).toEqual(['thread.asked', 'post.deleted']);
	});

	test('with answers keeps the text, and lets the name go', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		await answer(app, budi, asked.id);
		const { value: before } = await read(app, asked.id, dewi);
		expect(before.opening.may).toMatchObject({ delete: true, deleteTakesNameOnly: true });
		expect((await remove(app, dewi, asked.postId)).value.outcome).toBe('kept');
		expect((await remove(app, dewi, asked.postId, true)).value.outcome).toBe('name-hidden');
		const { value: view } = await read(app, asked.id);
		const nobody = { id: null, handle: null, name: '', former: true };
		expect(view.opening).toMatchObject({ html: expect.stringContaining('12345'), author: nobody });
		expect(view.thread.author).toMatchObject(nobody);
		expect(JSON.stringify(view)).not.toContain(dewi.handle);
		const { value: revisions } = await app.call(listRevisions, { params: { postId: asked.postId } });
		expect(revisions.items[0]?.editor).toMatchObject(nobody);
		const asks = async (as?: Caller) =>
			(await app.call(listThreads, { as, query: { author: dewi.handle } })).value.items.map((row) => row.id);
		expect(await asks(budi)).toEqual([]);
		expect(await asks(dewi)).toEqual([asked.id]);
	});

	test('is a moderator’s right whatever it holds, and is audited', async ({ app }) => {
		const { budi, asked } = await place(app);
		await answer(app, budi, asked.id);
		const moderator = await member(app, { role: 'moderator' });
		expect((await remove(app, moderator, asked.postId)).value.outcome).toBe('deleted');
		expect((await read(app, asked.id)).status).toBe(410);
		const audited = await app.sql<{ action: string; actorId: number }[]>`
			select action, actor_id from audit_log where subject_kind = 'post' and subject_id = ${asked.postId}`;
		expect(audited).toEqual([{ action: 'post.delete', actorId: moderator.id }]);
	});

	test('does not tell of a deleted thread in a space that the reader may not read', async ({ app }) => {
		const agent = await member(app, { role: 'agent' });
		const hidden = await thread(app, agent, { spaceId: (await space(app, { kind: 'groups' })).id });
		await remove(app, agent, hidden.postId);
		expect((await read(app, hidden.id)).status).toBe(404);
	});

	test('is refused to strangers and visitors', async ({ app }) => {
		const { budi, asked } = await place(app);
		expect((await remove(app, undefined, asked.postId)).status).toBe(401);
		expect((await remove(app, budi, asked.postId)).status).toBe(403);
	});
});

describe('deleting an answer or a comment', () => {
	test('leaves a tombstone without text, and the numbers fall', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'A wrong answer.');
		const said = await comment(app, dewi, given.id, 'A wrong comment.');
		expect((await remove(app, dewi, said.id)).value.outcome).toBe('deleted');
		expect((await remove(app, budi, given.id)).value.outcome).toBe('deleted');
		const { value: view } = await read(app, asked.id);
		expect(view.thread).toMatchObject({ answers: 0, needsAnswer: true });
		expect(view.answers[0]).toMatchObject({ id: given.id, state: 'deleted', html: null, commentCount: 0 });
		expect(view.answers[0]?.comments[0]).toMatchObject({ state: 'deleted', html: null });
		expect(JSON.stringify(view)).not.toContain('wrong');
	});

	test('keeps its text from readers in history and source as well', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'A wrong answer.');
		const edited = { requestKey: randomUUID(), version: 1, sourceText: 'A worse answer.' };
		await app.call(editPost, { as: budi, params: { postId: given.id }, body: edited });
		await remove(app, budi, given.id);
		for (const stranger of [undefined, dewi]) {
			expect((await app.call(listRevisions, { as: stranger, params: { postId: given.id } })).status).toBe(404);
		}
		expect((await app.call(readPostSource, { as: dewi, params: { postId: given.id } })).status).toBe(404);
		expect((await app.call(listRevisions, { as: budi, params: { postId: given.id } })).status).toBe(200);
	});

	test('keeps an accepted answer for those it helped, and lets the name go', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		expect((await remove(app, budi, given.id)).value.outcome).toBe('kept');
		expect((await remove(app, budi, given.id, true)).value.outcome).toBe('name-hidden');
		const { value: view } = await read(app, asked.id);
		expect(view.answers[0]).toMatchObject({
			accepted: true,
			author: { handle: null, former: true },
			authorAccepted: 0,
		});
	});

	test('by a moderator takes an acceptance back', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		await remove(app, await member(app, { role: 'moderator' }), given.id);
		const { value: view } = await read(app, asked.id);
		expect(view.thread).toMatchObject({ solved: false, acceptedCount: 0, needsAnswer: true });
		expect((await eventNamesOf(app, asked.id)).slice(-2)).toEqual(['answer.unaccepted', 'post.deleted']);
	});

	test('works for the silenced: one’s own words may go', async ({ app }) => {
		const { budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		await app.sql`update members set state = 'silenced' where id = ${budi.id}`;
		// The page that deletes it reads it first.
		const source = (to: 'edit' | 'delete') =>
			app.call(readPostSource, { as: budi, params: { postId: given.id }, query: { to } });
		expect((await source('delete')).value).toMatchObject({ id: given.id, needsReason: false, restoreWithinDays: 30 });
		expect((await source('edit')).error.code).toBe('account-silenced');
		expect((await remove(app, budi, given.id)).value.outcome).toBe('deleted');
	});
});

describe('restoring', () => {
	test('brings a thread back as it was, for its author', async ({ app }) => {
		const { dewi, asked, space: somewhere } = await place(app);
		await remove(app, dewi, asked.postId);
		expect((await restore(app, dewi, asked.postId)).value.state).toBe('published');
		expect((await read(app, asked.id)).value.opening.html).toContain('12345');
		const { value: list } = await app.call(listThreads, { query: { space: somewhere.slug, order: 'unanswered' } });
		expect(list.items.map((row) => row.id)).toEqual([asked.id]);
		expect(await eventNamesOf(app, asked.id)).toEqual(['thread.asked', 'post.deleted', 'post.restored']);
	});

	test('brings an answer back into the numbers', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		const said = await comment(app, dewi, given.id);
		await remove(app, dewi, said.id);
		await remove(app, budi, given.id);
		await restore(app, budi, given.id);
		await restore(app, dewi, said.id);
		const { value: view } = await read(app, asked.id);
		expect(view.thread).toMatchObject({ answers: 1, needsAnswer: false });
		expect(view.answers[0]).toMatchObject({ state: 'published', commentCount: 1 });
	});

	test('lets what waited wait on', async ({ app }) => {
		const { asked } = await place(app);
		const rina = await member(app, { verified: false });
		const waiting = await answer(app, rina, asked.id);
		await remove(app, rina, waiting.id);
		expect((await restore(app, rina, waiting.id)).value.state).toBe('pending');
		expect((await read(app, asked.id)).value.thread.answers).toBe(0);
	});

	test('of what a moderator deleted is for moderators', async ({ app }) => {
		const { budi, asked } = await place(app);
		const moderator = await member(app, { role: 'moderator' });
		const given = await answer(app, budi, asked.id);
		await remove(app, moderator, given.id);
		expect((await restore(app, budi, given.id)).status).toBe(403);
		expect((await restore(app, moderator, given.id)).status).toBe(200);
	});

	test('ends after 30 days; then the text is gone for good, the place is kept', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'A wrong answer.');
		const edited = { requestKey: randomUUID(), version: 1, sourceText: 'A worse answer.' };
		await app.call(editPost, { as: budi, params: { postId: given.id }, body: edited });
		await comment(app, dewi, given.id, 'This stays.');
		const lonely = await answer(app, budi, asked.id, 'Another wrong answer.');
		await remove(app, budi, given.id);
		await remove(app, budi, lonely.id);
		await app.runJob('threads.purge');
		const texts = async () =>
			(
				await app.sql<{ text: string }[]>`
				select source_text || html || plain_text as text from posts where id in ${app.sql([given.id, lonely.id])}
				union all select source_text from revisions where post_id = ${given.id}`
			).map((row) => row.text);
		expect((await texts()).join()).toContain('wrong');
		await app.sql`update posts set deleted_at = deleted_at - interval '31 days' where thread_id = ${asked.id}`;
		expect((await restore(app, budi, given.id)).status).toBe(410);
		await app.runJob('threads.purge');
		expect(await texts()).toEqual(['', '']);
		const { value: view } = await read(app, asked.id);
		// One keeps its place for the comment below it, the other leaves none.
		expect(view.answers.map((one) => [one.id, one.html, one.comments.length])).toEqual([[given.id, null, 1]]);
	});
});
