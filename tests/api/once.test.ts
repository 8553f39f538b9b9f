import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { askThread, postAnswer } from '@ikatan/contracts/asking';
import { inTransaction } from '../../api/src/platform/db.ts';
import { conflict } from '../../api/src/platform/errors.ts';
import { once } from '../../api/src/platform/once.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';

const ask = (app: TestApp, as: Caller, spaceId: number, requestKey: string, title = 'Why twice, why not once?') =>
	app.call(askThread, {
		as,
		body: { requestKey, kind: 'question', spaceId, title, sourceText: 'A double click.', tags: [] },
	});
const reply = (app: TestApp, as: Caller, threadId: number, requestKey: string) =>
	app.call(postAnswer, { as, params: { threadId }, body: { requestKey, sourceText: 'An answer.' } });

async function count(app: TestApp, authorId: number): Promise<number> {
	return (await app.sql`select 1 from posts where author_id = ${authorId}`).length;
}

describe('a form sent twice', () => {
	test('one after the other acts once and answers the same', async ({ app }) => {
		const asker = await member(app);
		const { id } = await space(app);
		const requestKey = randomUUID();
		const first = await ask(app, asker, id, requestKey);
		const second = await ask(app, asker, id, requestKey, 'Changed before it was sent again');
		expect(first.status).toBe(201);
		expect(second).toMatchObject({ status: 201, value: first.value });
		expect(await count(app, asker.id)).toBe(1);
	});

	test('at the same time, with twice as many as there are connections, acts once and answers all the same', async ({
		app,
	}) => {
		const asker = await member(app);
		const { id } = await space(app);
		const requestKey = randomUUID();
		const replies = await Promise.all(Array.from({ length: 20 }, () => ask(app, asker, id, requestKey)));
		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
		expect(new Set(replies.map(({ value }) => JSON.stringify(value))).size).toBe(1);
		expect(await count(app, asker.id)).toBe(1);
	});

	test('by many members at once, each twice, acts once for each', async ({ app }) => {
		const { id } = await space(app);
		const question = await thread(app, await member(app), { spaceId: id });
		const helpers = await Promise.all(Array.from({ length: 12 }, () => member(app)));
		const key = randomUUID();
		const replies = await Promise.all(helpers.flatMap((as) => [1, 2].map(() => reply(app, as, question.id, key))));
		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
		for (const helper of helpers) expect(await count(app, helper.id)).toBe(1);
		const [stats] = await app.sql`select answers from thread_stats where thread_id = ${question.id}`;
		expect(stats).toEqual({ answers: 12 });
	});

	test('under the key of another deed is refused', async ({ app }) => {
		const asker = await member(app);
		const { id } = await space(app);
		const requestKey = randomUUID();
		const { value } = await ask(app, asker, id, requestKey);
		expect(await reply(app, asker, value.id, requestKey)).toMatchObject({
			status: 409,
			error: { code: 'request-key-reused' },
		});
		const other = await thread(app, asker, { spaceId: id });
		const key = randomUUID();
		expect((await reply(app, asker, value.id, key)).status).toBe(201);
		expect((await reply(app, asker, other.id, key)).error.code).toBe('request-key-reused');
	});

	test('that was refused the first time may act the second time', async ({ app }) => {
		const helper = await member(app);
		const question = await thread(app, await member(app), { spaceId: (await space(app)).id });
		const key = randomUUID();
		await app.sql`update threads set locked_at = now() where id = ${question.id}`;
		expect((await reply(app, helper, question.id, key)).error.code).toBe('thread-locked');
		await app.sql`update threads set locked_at = null where id = ${question.id}`;
		expect((await reply(app, helper, question.id, key)).status).toBe(201);
	});
});

describe('once', () => {
	test('lets the second act when the first, which it waited for, fails', async ({ app }) => {
		const { id: memberId } = await member(app);
		const key = randomUUID();
		const acts: string[] = [];
		const act = (name: string, deed: () => Promise<string>) =>
			inTransaction(app.deps.sql, (tx) =>
				once(tx, { memberId, key, deed: 'test' }, async () => {
					acts.push(name);
					return await deed();
				}),
			);
		let fail = () => {};
		const first = act('first', () => new Promise((_, reject) => (fail = () => reject(conflict()))));
		await expect.poll(() => acts).toEqual(['first']);
		const second = act('second', async () => 'done');
		fail();
		await expect(first).rejects.toThrow('conflict');
		expect(await second).toBe('done');
		expect(await act('third', async () => 'again')).toBe('done');
		expect(acts).toEqual(['first', 'second']);
	});

	test('gives back exactly what was replied: null, nested keys, nothing renamed', async ({ app }) => {
		const { id: memberId } = await member(app);
		for (const value of [null, { snake_case: { camelCase: [1, 'two', null] } }, 'text', 0, false]) {
			const key = randomUUID();
			const run = () =>
				inTransaction(app.deps.sql, (tx) => once<unknown>(tx, { memberId, key, deed: 'test' }, async () => value));
			expect(await run()).toEqual(value);
			expect(await run()).toEqual(value);
		}
	});
});
