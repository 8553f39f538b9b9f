import { describe, expect } from 'vitest';
import { acceptAnswer, solveOtherwise } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { eventNamesOf, eventsOf } from '../support/events.ts';

async function place(app: TestApp, kind: 'question' | 'idea' = 'question') {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	const asked = await thread(app, dewi, { spaceId: somewhere.id, kind });
	return { dewi, budi, asked, given: await answer(app, budi, asked.id) };
}
const accept = (app: TestApp, as: Caller | undefined, postId: number, accepted = true) =>
	app.call(acceptAnswer, { as, params: { postId }, body: { accepted } });
const otherwise = (app: TestApp, as: Caller | undefined, threadId: number, text: string) =>
	app.call(solveOtherwise, { as, params: { threadId }, body: { text } });
const read = async (app: TestApp, threadId: number, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId } })).value;
const silence = (app: TestApp, threadId: number, days: number) =>
	app.sql`update posts set created_at = created_at - ${`${days} days`}::interval where thread_id = ${threadId}`;

describe('accepting', () => {
	test('by the asker solves the question and tells of it', async ({ app }) => {
		const { dewi, budi, asked, given } = await place(app);
		const { status, value } = await accept(app, dewi, given.id);
		expect([status, value]).toMatchObject([200, { accepted: true, acceptedCount: 1, solved: true }]);
		const view = await read(app, asked.id);
		expect(view.thread).toMatchObject({ solved: true, acceptedCount: 1, version: value.version });
		expect(view.answers[0]).toMatchObject({ accepted: true, acceptedBy: view.opening.author.name });
		expect((await eventsOf(app, asked.id)).at(-1)).toMatchObject({
			name: 'answer.accepted',
			actorId: dewi.id,
			payload: { postId: given.id, authorId: budi.id, askerId: dewi.id },
		});
	});

	test('of several answers stands until the last one is taken back', async ({ app }) => {
		const { dewi, asked, given } = await place(app);
		const other = await answer(app, await member(app), asked.id);
		await accept(app, dewi, given.id);
		expect((await accept(app, dewi, other.id)).value).toMatchObject({ acceptedCount: 2, solved: true });
		expect((await accept(app, dewi, given.id, false)).value).toMatchObject({
			accepted: false,
			acceptedCount: 1,
			solved: true,
		});
		expect((await accept(app, dewi, other.id, false)).value).toMatchObject({ acceptedCount: 0, solved: false });
		expect((await eventNamesOf(app, asked.id)).slice(-2)).toEqual(['answer.unaccepted', 'answer.unaccepted']);
	});

	test('twice is the same as once', async ({ app }) => {
		const { dewi, asked, given } = await place(app);
		const [one, other] = await Promise.all([accept(app, dewi, given.id), accept(app, dewi, given.id)]);
		expect(other.value).toEqual(one.value);
		expect((await eventNamesOf(app, asked.id)).filter((name) => name === 'answer.accepted')).toHaveLength(1);
	});

	test('of the own answer is allowed', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const own = await answer(app, dewi, asked.id);
		expect((await accept(app, dewi, own.id)).status).toBe(200);
	});

	test('is for nobody else while the asker speaks', async ({ app }) => {
		const { asked, given, budi } = await place(app);
		await silence(app, asked.id, 6);
		expect((await accept(app, undefined, given.id)).status).toBe(401);
		expect((await accept(app, budi, given.id)).error.code).toBe('forbidden');
		const champion = await member(app, { role: 'champion' });
		expect((await accept(app, champion, given.id)).error.code).toBe('not-acceptable-yet');
		expect((await read(app, asked.id, champion)).answers[0]?.may.accept).toBe(false);
	});

	test('is for champions, moderators and staff after 7 days of silence, and the asker can undo it', async ({ app }) => {
		for (const role of ['champion', 'moderator', 'agent'] as const) {
			const { dewi, asked, given } = await place(app);
			await silence(app, asked.id, 8);
			const helper = await member(app, { role });
			expect((await read(app, asked.id, helper)).answers[0]?.may.accept).toBe(true);
			expect((await accept(app, helper, given.id)).status).toBe(200);
			expect((await accept(app, dewi, given.id, false)).value).toMatchObject({ solved: false });
		}
	});

	test('is not for replies to ideas', async ({ app }) => {
		const { dewi, given } = await place(app, 'idea');
		expect((await accept(app, dewi, given.id)).status).toBe(403);
	});
});

describe('what stands beside an answerer’s name', () => {
	test('counts accepted answers in public spaces, and no longer what was taken back or deleted', async ({ app }) => {
		const { dewi, budi, asked, given } = await place(app);
		const agent = await member(app, { role: 'agent' });
		const hidden = await thread(app, agent, { spaceId: (await space(app, { kind: 'members' })).id });
		const there = await answer(app, budi, hidden.id);
		await accept(app, agent, there.id);
		const shown = async () => {
			await app.settle();
			return (await read(app, asked.id)).answers[0]?.authorAccepted;
		};
		expect(await shown()).toBe(0);
		await accept(app, dewi, given.id);
		expect(await shown()).toBe(1);
		await accept(app, dewi, given.id, false);
		expect(await shown()).toBe(0);
	});
});

describe('solving otherwise', () => {
	test('says how, and takes it back with an empty text', async ({ app }) => {
		const { dewi, asked } = await place(app);
		expect((await otherwise(app, dewi, asked.id, 'The cable was loose.')).value).toMatchObject({ solved: true });
		expect((await read(app, asked.id)).thread).toMatchObject({ solved: true, solvedOtherwise: 'The cable was loose.' });
		await otherwise(app, dewi, asked.id, 'The other cable was loose.');
		expect((await otherwise(app, dewi, asked.id, '')).value).toMatchObject({ solved: false });
		const told = (await eventsOf(app, asked.id)).filter((event) => event.name === 'thread.solved-otherwise');
		expect(told.map((event) => event.payload.solved)).toEqual([true, false]);
	});

	test('keeps a question solved that has an accepted answer as well', async ({ app }) => {
		const { dewi, asked, given } = await place(app);
		await accept(app, dewi, given.id);
		await otherwise(app, dewi, asked.id, 'The cable was loose.');
		expect((await otherwise(app, dewi, asked.id, '')).value).toMatchObject({ solved: true });
	});

	test('ends the waiting of a question without answers', async ({ app }) => {
		const [dewi, somewhere] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: somewhere.id });
		await otherwise(app, dewi, asked.id, 'The cable was loose.');
		expect((await read(app, asked.id)).thread.needsAnswer).toBe(false);
		await otherwise(app, dewi, asked.id, '');
		expect((await read(app, asked.id)).thread.needsAnswer).toBe(true);
	});

	test('is for the asker and moderators, on questions and problems', async ({ app }) => {
		const { budi, asked } = await place(app);
		expect((await otherwise(app, undefined, asked.id, 'So.')).status).toBe(401);
		expect((await otherwise(app, budi, asked.id, 'So.')).status).toBe(403);
		expect((await otherwise(app, await member(app, { role: 'moderator' }), asked.id, 'So.')).status).toBe(200);
		const idea = await place(app, 'idea');
		expect((await otherwise(app, idea.dewi, idea.asked.id, 'So.')).status).toBe(403);
		expect((await otherwise(app, budi, 9_999_999, 'So.')).status).toBe(404);
	});
});
