import { describe, expect } from 'vitest';
import { keepDraft } from '@ikatan/contracts/drafts';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';

const max = 120;

async function replyTo(app: TestApp) {
	const question = await thread(app, await member(app), { spaceId: (await space(app)).id });
	return { question, postId: (await answer(app, await member(app), question.id)).id };
}

const vote = (app: TestApp, as: Caller, postId: number, turn: number) =>
	app.call(castVote, { as, params: { postId }, body: { value: turn % 2 ? 1 : 0 } });
const draft = (app: TestApp, as: Caller, headers: Record<string, string> = {}) =>
	app.call(keepDraft, { as, params: { kind: 'thread', targetId: 0 }, body: { title: 'A draft' }, headers });

/** Calls until it is refused, `max` times at most; returns how often it went well. */
async function exhaust(call: (turn: number) => Promise<{ status: number }>): Promise<number> {
	for (let turn = 0; turn < max; turn++) {
		const { status } = await call(turn);
		if (status !== 200) return turn;
	}
	return max;
}

describe('a limit', () => {
	test('answers 429 with when to try again, in the header and in words’ values', async ({ app }) => {
		const { postId } = await replyTo(app);
		const voter = await member(app);
		expect(await exhaust((turn) => vote(app, voter, postId, turn))).toBe(max);
		const refused = await vote(app, voter, postId, 0);
		expect(refused).toMatchObject({ status: 429, error: { code: 'too-many-requests' } });
		const seconds = refused.error.params.retryAfterSeconds;
		expect(seconds).toBeTypeOf('number');
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(60);
		expect(refused.headers['retry-after']).toBe(String(seconds));
	});

	test('is a member’s own: not the address’s, wherever they come from, and each deed has its own', async ({ app }) => {
		const { question, postId } = await replyTo(app);
		const [busy, calm] = [await member(app), await member(app)];
		const address = '198.51.100.7';
		await exhaust((turn) => vote(app, { ...busy, address }, postId, turn));
		expect((await vote(app, { ...busy, address }, postId, 0)).status).toBe(429);
		expect((await vote(app, { ...busy, address: '198.51.100.8' }, postId, 0)).status).toBe(429);
		expect((await vote(app, { ...calm, address }, postId, 1)).status).toBe(200);
		const other = await app.call(sayMeToo, {
			as: { ...busy, address },
			params: { threadId: question.id },
			body: { on: true },
		});
		expect(other.status).toBe(200);
	});

	test('of visitors is their address’s, as the web tells it', async ({ app }) => {
		const one: Caller = { cookie: 'language=en', address: '198.51.100.20' };
		const other: Caller = { cookie: 'language=en', address: '198.51.100.21' };
		expect(await exhaust(() => draft(app, one))).toBe(max);
		expect(await draft(app, one)).toMatchObject({ status: 429, error: { code: 'too-many-requests' } });
		expect((await draft(app, other)).status).toBe(200);
		// A member at the same address writes on.
		expect((await draft(app, { ...(await member(app)), address: one.address })).status).toBe(200);
	});

	test('believes no address from who does not know the secret', async ({ app }) => {
		const claim = (address: string) =>
			draft(
				app,
				{ cookie: 'language=en' },
				{ 'x-ikatan-client': address, 'x-ikatan-web': 'not-the-secret-0123456789' },
			);
		const went = await exhaust((turn) => claim(`203.0.113.${turn}`));
		expect(went).toBeLessThanOrEqual(max);
		expect((await claim('203.0.113.250')).status).toBe(429);
	});
});
