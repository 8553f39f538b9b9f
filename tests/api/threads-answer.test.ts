import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { postAnswer, postComment } from '@ikatan/contracts/asking';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import { readThread, listThreads } from '@ikatan/contracts/threads';
import { publish } from '../../api/src/platform/events.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import type { LiveEnvelope } from '../../api/src/platform/live.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { eventNamesOf, eventsOf } from '../support/events.ts';

const written = (wanted: object = {}) => ({
	requestKey: randomUUID(),
	sourceText: 'Turn it off and on again.',
	...wanted,
});
const read = async (app: TestApp, threadId: number, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId } })).value;

async function place(app: TestApp) {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	const asked = await thread(app, dewi, { spaceId: somewhere.id });
	return { dewi, budi, space: somewhere, asked };
}

/** What a live page hears while `act` is done. */
async function heard(app: TestApp, act: () => Promise<unknown>): Promise<LiveEnvelope[]> {
	const envelopes: LiveEnvelope[] = [];
	await app.deps.live.start();
	// Processes also say things of their own to each other when they meet.
	const end = app.deps.live.listen(
		(envelope) => void (envelope.topic.startsWith('thread:') && envelopes.push(envelope)),
	);
	await act();
	await expect.poll(() => envelopes.length).toBeGreaterThan(0);
	end();
	return envelopes;
}

describe('answering', () => {
	test('adds an answer, moves the numbers and tells of it', async ({ app }) => {
		const { budi, asked, space: somewhere } = await place(app);
		const posted = await app.call(postAnswer, { as: budi, params: { threadId: asked.id }, body: written() });
		expect(posted.status).toBe(201);
		expect(posted.value).toMatchObject({
			state: 'published',
			path: `${asked.path}/${posted.value.id}#${posted.value.id}`,
		});
		const view = await read(app, asked.id);
		expect(view.answers.map((one) => one.id)).toEqual([posted.value.id]);
		expect(view.thread).toMatchObject({ answers: 1, needsAnswer: false });
		expect((await eventsOf(app, asked.id)).at(-1)).toMatchObject({
			name: 'answer.posted',
			actorId: budi.id,
			payload: { postId: posted.value.id, spaceId: somewhere.id, kind: 'question', authorId: budi.id },
		});
	});

	test('says so to open pages with public numbers alone, and which page’s deed it was', async ({ app }) => {
		const { budi, asked } = await place(app);
		const { thread: before } = await read(app, asked.id);
		const envelopes = await heard(app, () =>
			app.call(postAnswer, {
				as: budi,
				params: { threadId: asked.id },
				body: written(),
				headers: { 'x-live-connection': 'page-1' },
			}),
		);
		expect(envelopes).toEqual([
			{
				topic: `thread:${asked.id}`,
				origin: 'page-1',
				message: {
					type: 'answer-posted',
					threadId: asked.id,
					postId: expect.any(Number),
					version: before.version + 1,
					answers: 1,
				},
			},
		]);
	});

	test('posts once when the form comes twice at the same time', async ({ app }) => {
		const { budi, asked } = await place(app);
		const body = written();
		const call = () => app.call(postAnswer, { as: budi, params: { threadId: asked.id }, body });
		const [one, other] = await Promise.all([call(), call()]);
		expect([one.status, other.status]).toEqual([201, 201]);
		expect(other.value).toEqual(one.value);
		expect((await read(app, asked.id)).thread.answers).toBe(1);
	});

	test('throws away the draft for this thread alone', async ({ app }) => {
		const { budi, asked } = await place(app);
		const other = await thread(app, budi, { spaceId: (await space(app)).id });
		const draftOf = (targetId: number) => ({ params: { kind: 'answer' as const, targetId } });
		for (const id of [asked.id, other.id]) {
			await app.call(keepDraft, { as: budi, ...draftOf(id), body: { sourceText: 'Turn it' } });
		}
		await app.call(postAnswer, { as: budi, params: { threadId: asked.id }, body: written() });
		expect((await app.call(readDraft, { as: budi, ...draftOf(asked.id) })).value.draft).toBeNull();
		expect((await app.call(readDraft, { as: budi, ...draftOf(other.id) })).value.draft).not.toBeNull();
	});

	test('is refused by locked, closed and unknown threads', async ({ app }) => {
		const { budi, asked } = await place(app);
		const call = (threadId: number) => app.call(postAnswer, { as: budi, params: { threadId }, body: written() });
		await app.sql`update threads set closed_at = now() where id = ${asked.id}`;
		expect((await call(asked.id)).error.code).toBe('thread-closed');
		await app.sql`update threads set locked_at = now() where id = ${asked.id}`;
		expect((await call(asked.id)).error.code).toBe('thread-locked');
		expect((await call(9_999_999)).status).toBe(404);
		const hidden = await thread(app, await member(app, { role: 'agent' }), {
			spaceId: (await space(app, { kind: 'groups' })).id,
		});
		expect((await call(hidden.id)).status).toBe(404);
	});

	test('asks a visitor to sign in', async ({ app }) => {
		const { asked } = await place(app);
		const reply = await app.call(postAnswer, { params: { threadId: asked.id }, body: written() });
		expect([reply.status, reply.error.code]).toEqual([401, 'sign-in-needed']);
	});
});

describe('mentions', () => {
	test('are kept for members who exist, each once, and linked', async ({ app }) => {
		const { budi, dewi, asked } = await place(app);
		const sourceText = `@${dewi.handle} and @${dewi.handle}, not @nobody-here, nor \`@${budi.handle}\`.`;
		const { value } = await app.call(postAnswer, {
			as: budi,
			params: { threadId: asked.id },
			body: written({ sourceText }),
		});
		const rows = await app.sql<{ memberId: number }[]>`select member_id from post_mentions where post_id = ${value.id}`;
		expect(rows.map((row) => row.memberId)).toEqual([dewi.id]);
		const [shown] = (await read(app, asked.id)).answers;
		expect(shown?.html).toContain(`href="/members/${dewi.handle}"`);
		expect(shown?.html).not.toContain('href="/members/nobody-here"');
	});
});

describe('commenting', () => {
	test('adds a comment below a question or an answer', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		const below = await comment(app, dewi, given.id, 'Which *switch*?');
		const above = await comment(app, budi, asked.postId);
		const view = await read(app, asked.id);
		expect(view.opening).toMatchObject({ commentCount: 1, comments: [{ id: above.id, parentId: asked.postId }] });
		expect(view.answers[0]).toMatchObject({ commentCount: 1, comments: [{ id: below.id }] });
		expect(view.answers[0]?.comments[0]?.html).toContain('<em>switch</em>');
		expect(await eventNamesOf(app, asked.id)).toEqual([
			'thread.asked',
			'answer.posted',
			'comment.posted',
			'comment.posted',
		]);
	});

	test('has no comments of its own', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const said = await comment(app, dewi, asked.postId);
		const reply = await app.call(postComment, { as: budi, params: { postId: said.id }, body: written() });
		expect(reply.status).toBe(403);
	});

	test('goes on below a closed thread, not below a locked one', async ({ app }) => {
		const { budi, asked } = await place(app);
		const call = () => app.call(postComment, { as: budi, params: { postId: asked.postId }, body: written() });
		await app.sql`update threads set closed_at = now() where id = ${asked.id}`;
		expect((await call()).status).toBe(201);
		await app.sql`update threads set locked_at = now() where id = ${asked.id}`;
		expect((await call()).error.code).toBe('thread-locked');
	});

	test('takes 2 to 2,000 characters', async ({ app }) => {
		const { budi, asked } = await place(app);
		const call = (sourceText: string) =>
			app.call(postComment, { as: budi, params: { postId: asked.postId }, body: written({ sourceText }) });
		expect((await call('x')).error.fields).toEqual({ sourceText: 'too-short' });
		expect((await call('x'.repeat(2001))).error.fields).toEqual({ sourceText: 'too-long' });
	});
});

describe('posts that wait for their author’s address', () => {
	test('are seen by their author and moderators alone, and count nowhere', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const rina = await member(app, { verified: false });
		const waiting = await answer(app, rina, asked.id);
		const said = await comment(app, rina, asked.postId);
		expect([waiting.state, said.state]).toEqual(['pending', 'pending']);
		const shown = async (as?: Caller) => {
			const view = await read(app, asked.id, as);
			return {
				answers: view.answers.map((one) => one.state),
				comments: view.opening.comments.length,
				counted: view.thread.answers,
			};
		};
		const nothing = { answers: [], comments: 0, counted: 0 };
		for (const stranger of [undefined, dewi]) expect(await shown(stranger)).toEqual(nothing);
		for (const reader of [rina, await member(app, { role: 'moderator' })]) {
			expect(await shown(reader)).toEqual({ answers: ['pending'], comments: 1, counted: 0 });
		}
		expect(await eventNamesOf(app, asked.id)).toEqual(['thread.asked']);
	});

	test('are published in the order written once the address is verified', async ({ app }) => {
		const { asked, space: somewhere } = await place(app);
		const rina = await member(app, { verified: false });
		const own = await thread(app, rina, { spaceId: somewhere.id });
		const waiting = await answer(app, rina, asked.id);
		const below = await comment(app, rina, waiting.id);
		await verified(app, rina.id);
		await app.settle();
		expect(await eventNamesOf(app, own.id)).toEqual(['thread.asked']);
		expect(await eventNamesOf(app, asked.id)).toEqual(['thread.asked', 'answer.posted', 'comment.posted']);
		const view = await read(app, asked.id);
		expect(view.answers[0]).toMatchObject({
			id: waiting.id,
			state: 'published',
			commentCount: 1,
			comments: [{ id: below.id }],
		});
		const { value: list } = await app.call(listThreads, { query: { space: somewhere.slug } });
		// What waited is new to everybody: it stands above what was asked meanwhile.
		expect(list.items.map((row) => row.id)).toEqual([own.id, asked.id]);
		expect(list.items[0]?.needsAnswer).toBe(true);
	});

	test('are published later all the same when they were written in the moment of verification', async ({ app }) => {
		const { asked } = await place(app);
		const rina = await member(app, { verified: false });
		await answer(app, rina, asked.id);
		await app.sql`update members set mail_verified_at = now() where id = ${rina.id}`;
		await app.settle();
		expect((await read(app, asked.id)).thread.answers).toBe(1);
	});

	test('go with an account that is deleted', async ({ app }) => {
		const { asked } = await place(app);
		const rina = await member(app, { verified: false });
		await answer(app, rina, asked.id, 'My phone number is 555.');
		await inTransaction(app.sql, (tx) => publish(tx, 'member.deleted', rina.id, { memberId: rina.id }));
		await app.settle();
		const kept = await app.sql`select from posts where author_id = ${rina.id} and source_text <> ''`;
		expect(kept).toHaveLength(0);
	});
});

/** As the link of the mail does it. */
async function verified(app: TestApp, memberId: number): Promise<void> {
	await app.sql`update members set mail_verified_at = now() where id = ${memberId}`;
	await inTransaction(app.sql, (tx) => publish(tx, 'member.verified', memberId, { memberId }));
}
