import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { askThread, postAnswer, postComment } from '@ikatan/contracts/asking';
import { deletePost, editPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { test, type Caller } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';

const key = () => ({ requestKey: randomUUID() });

describe('twice as many writers as connections', () => {
	// The app of a test has ten connections.
	const writers = 20;

	test(
		'answer, comment, vote, edit and accept on one thread, and all of it counts',
		{ timeout: 60_000 },
		async ({ app }) => {
			const [dewi, somewhere] = [await member(app), await space(app)];
			const asked = await thread(app, dewi, { spaceId: somewhere.id });
			const people: Caller[] = [];
			for (let count = 0; count < writers; count++) people.push(await member(app));
			const replies = await Promise.all(
				people.flatMap((as, place) => [
					app.call(postAnswer, {
						as,
						params: { threadId: asked.id },
						body: { ...key(), sourceText: `Answer of ${place}.` },
					}),
					app.call(postComment, {
						as,
						params: { postId: asked.postId },
						body: { ...key(), sourceText: `Comment of ${place}.` },
					}),
					app.call(castVote, { as, params: { postId: asked.postId }, body: { value: 1 } }),
				]),
			);
			expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200, 201]));
			const { value: view } = await app.call(readThread, { params: { threadId: asked.id } });
			expect(view.thread).toMatchObject({ answers: writers, score: writers });
			expect(view.opening).toMatchObject({ commentCount: writers, score: writers });
			expect(view.thread.version).toBe(2 + 2 * writers);
			const all = await app.sql<{ id: number; author: number }[]>`
			select id, author_id as author from posts where thread_id = ${asked.id} and kind = 'answer'`;
			const deeds = await Promise.all(
				all.flatMap((one, place) => [
					app.call(acceptAnswer, { as: dewi, params: { postId: one.id }, body: { accepted: true } }),
					app.call(castVote, { as: people[(place + 1) % writers], params: { postId: one.id }, body: { value: -1 } }),
				]),
			);
			expect(deeds.every((reply) => reply.status === 200 || reply.status === 403)).toBe(true);
			const { value: after } = await app.call(readThread, { params: { threadId: asked.id } });
			expect(after.thread.acceptedCount).toBe(writers);
		},
	);

	test('ask with the same new tags in different order', { timeout: 60_000 }, async ({ app }) => {
		const somewhere = await space(app);
		const tags = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}-${somewhere.id}`);
		const people: Caller[] = [];
		for (let count = 0; count < writers; count++) people.push(await member(app));
		const replies = await Promise.all(
			people.map((as, place) =>
				app.call(askThread, {
					as,
					body: {
						...key(),
						kind: 'question',
						spaceId: somewhere.id,
						title: `Question number ${place} of many`,
						sourceText: 'The printer is silent.',
						tags: place % 2 ? tags : tags.toReversed(),
					},
				}),
			),
		);
		expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 201));
	});

	test('delete and edit the same answers while others vote', { timeout: 60_000 }, async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: somewhere.id });
		const given = await Promise.all(Array.from({ length: 7 }, () => answer(app, budi, asked.id)));
		const replies = await Promise.all(
			given.flatMap(({ id }) => [
				app.call(editPost, {
					as: budi,
					params: { postId: id },
					body: { ...key(), version: 1, sourceText: 'Another answer.' },
				}),
				app.call(castVote, { as: dewi, params: { postId: id }, body: { value: 1 } }),
				app.call(deletePost, { as: budi, params: { postId: id }, body: {} }),
			]),
		);
		expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
		const { value: view } = await app.call(readThread, { params: { threadId: asked.id } });
		expect(view.thread.answers).toBe(0);
	});
});
