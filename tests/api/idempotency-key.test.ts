import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { postAnswer } from '@ikatan/contracts/asking';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { castVote } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';

async function question(app: TestApp) {
	const asker = await member(app);
	const { id: spaceId } = await space(app);
	return { asker, ...(await thread(app, asker, { spaceId })) };
}

const reply = (app: TestApp, as: Caller, threadId: number, key: string | undefined, body: object = {}) =>
	app.call(postAnswer, {
		as,
		params: { threadId },
		body: { sourceText: 'Written by a program.', ...body } as never,
		headers: key === undefined ? {} : { 'idempotency-key': key },
	});

describe('Idempotency-Key', () => {
	test('stands for the key in the body: the same write sent again acts once and is answered the same', async ({
		app,
	}) => {
		const { asker, id } = await question(app);
		const key = randomUUID();
		const replies = [await reply(app, asker, id, key), await reply(app, asker, id, key)];
		expect(replies.map(({ status }) => status)).toEqual([201, 201]);
		expect(replies[1]?.value).toEqual(replies[0]?.value);
		expect(await app.sql`select from posts where thread_id = ${id} and kind = 'answer'`).toHaveLength(1);
	});

	test('gives way to a key in the body', async ({ app }) => {
		const { asker, id } = await question(app);
		const key = randomUUID();
		for (const requestKey of [randomUUID(), randomUUID()])
			expect((await reply(app, asker, id, key, { requestKey })).status).toBe(201);
		expect(await app.sql`select from posts where thread_id = ${id} and kind = 'answer'`).toHaveLength(2);
	});

	test('is refused when it is too short, or was used for another deed', async ({ app }) => {
		const { asker, id } = await question(app);
		const other = await question(app);
		expect(await reply(app, asker, id, 'short')).toMatchObject({
			status: 422,
			error: { fields: { requestKey: 'too-short' } },
		});
		expect((await reply(app, asker, id, undefined)).status).toBe(422);
		const key = randomUUID();
		expect((await reply(app, asker, id, key)).status).toBe(201);
		expect(await reply(app, asker, other.id, key)).toMatchObject({
			status: 409,
			error: { code: 'request-key-reused' },
		});
	});

	test('does no harm where a write says what shall be, and is the same twice by itself', async ({ app }) => {
		const { asker, id } = await question(app);
		const [helper, reader] = [await member(app), await member(app)];
		const { id: postId } = await answer(app, helper, id);
		const headers = { 'idempotency-key': randomUUID() };
		for (const _ of [1, 2]) {
			await app.call(castVote, { as: reader, params: { postId }, body: { value: 1 }, headers });
			await app.call(acceptAnswer, { as: asker, params: { postId }, body: { accepted: true }, headers });
		}
		await app.settle();
		const entries = await app.sql<{ reason: string }[]>`
			select reason from reputation_entries where post_id = ${postId} and undone_at is null order by reason`;
		expect(entries.map(({ reason }) => reason)).toEqual(['accepted-answer', 'answer-accepted', 'answer-upvoted']);
	});
});
