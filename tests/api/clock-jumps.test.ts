import { describe, expect } from 'vitest';
import { readOwnProfile, signIn } from '@ikatan/contracts/accounts';
import { castVote } from '@ikatan/contracts/votes';
import { modules } from '../../api/src/app.ts';
import type { Job } from '../../api/src/platform/jobs.ts';
import { openApp, test as base, type TestApp } from '../support/app.ts';
import { answer, member, password, space, thread } from '../support/builders.ts';
import { recountAll } from '../support/recount.ts';

const day = 24 * 3_600_000;

const test = base.extend('shared', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<TestApp> => {
	const opened = await openApp(database, { MAIL_WAIT_SECONDS: '60' });
	onCleanup(opened.close);
	return opened;
});

/** Puts the clock somewhere else while something is done, and back. */
async function jumped<Done>(app: TestApp, by: number, act: () => Promise<Done>): Promise<Done> {
	app.clock.pass(by);
	try {
		return await act();
	} finally {
		app.clock.pass(-by);
	}
}

/** Names of all jobs of the clock. */
function jobNames(app: TestApp): string[] {
	const names: string[] = [];
	const jobs = { add: ({ name, cron }: Job) => void (cron && names.push(name)), send: async () => {} };
	const nothing = { on: () => {}, onMany: () => {} };
	for (const module of modules)
		module.jobs?.({
			deps: app.deps,
			jobs: jobs as never,
			subscriptions: nothing as never,
			every: () => {},
			carrier: { carry: async () => {} },
		});
	return names;
}

const tables = ['members', 'sessions', 'threads', 'posts', 'votes', 'notices', 'watches', 'files', 'drafts'];
async function countAll(app: TestApp): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const table of tables) counts[table] = (await app.sql`select from ${app.sql(table)}`).length;
	return counts;
}

describe.for([
	['a day ahead', day],
	['a day behind', -day],
] as const)('a clock that is %s for a while', ([, by]) => {
	test('signs nobody out, neither then nor afterwards', async ({ shared: app }) => {
		const before = await member(app);
		const meanwhile = await jumped(app, by, async () => {
			expect((await app.call(readOwnProfile, { as: before })).status).toBe(200);
			return await member(app);
		});
		for (const as of [before, meanwhile]) expect((await app.call(readOwnProfile, { as })).status).toBe(200);
	});

	test('keeps nobody from signing in who mistyped meanwhile', async ({ shared: app }) => {
		const { mail, id } = await member(app);
		const as = { cookie: 'language=en', address: `10.99.${by > 0 ? 1 : 2}.${id & 255}` };
		await jumped(app, by, async () => {
			for (let turn = 0; turn < 8; turn++) await app.call(signIn, { as, body: { mail, password: 'not this one' } });
		});
		expect((await app.call(signIn, { as, body: { mail, password } })).status).toBe(201);
	});

	test('keeps no mail back for longer than it would have waited', async ({ shared: app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const { id: spaceId } = await space(app);
		const question = await thread(app, asker, { spaceId });
		await app.settle();
		await jumped(app, by, async () => {
			await answer(app, helper, question.id);
			await app.settle();
		});
		app.clock.pass(61_000);
		// Once for the letter, once for its way out.
		for (const _ of [1, 2]) await app.settle();
		const mails = await app.sql<{ sent: boolean }[]>`
			select sent_at is not null as sent from mails where member_id = ${asker.id} and kind = 'notices'`;
		expect(mails).toMatchObject([{ sent: true }]);
		app.clock.pass(-61_000);
	});

	test('has no job of the clock lose anything, and leaves every number right', async ({ shared: app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const { id: spaceId } = await space(app);
		const question = await thread(app, asker, { spaceId, tags: ['clock'] });
		await answer(app, helper, question.id);
		await app.settle();
		const before = await countAll(app);
		await jumped(app, by, async () => {
			for (const name of jobNames(app)) await app.runJob(name);
			await app.call(castVote, { as: helper, params: { postId: question.postId }, body: { value: 1 } });
			await app.settle();
		});
		for (const name of jobNames(app)) await app.runJob(name);
		await app.settle();
		expect(await countAll(app)).toEqual({ ...before, votes: (before.votes ?? 0) + 1 });
		expect(await recountAll(app, { check: true })).toEqual([]);
	});
});
