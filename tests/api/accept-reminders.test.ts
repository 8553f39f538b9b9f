import { describe, expect } from 'vitest';
import { sayNoneRight } from '@ikatan/contracts/notices';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { changeSettings, forgetSettings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type TestApp } from '../support/app.ts';
import * as build from '../support/builders.ts';

const day = 24 * 60 * 60 * 1000;

/** Reminders that a member has got so far, bundled ones counted. */
async function reminders(app: TestApp, asker: build.BuiltMember): Promise<number> {
	const [row] = await app.sql<{ count: number }[]>`
		select coalesce(sum(count), 0)::int as count from notices where member_id = ${asker.id} and kind = 'accept-reminder'`;
	return row?.count ?? 0;
}

describe('reminding to accept', () => {
	test('comes after three days, a week and a month, and not again', async ({ app }) => {
		const [asker, helper] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		await build.answer(app, helper, id);
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(0);
		for (const [days, expected] of [
			[4, 1],
			[4, 2],
			[24, 3],
			[20, 3],
		] as const) {
			app.clock.pass(days * day);
			await app.runJob('notices.accept-reminders');
			await app.runJob('notices.accept-reminders');
			expect(await reminders(app, asker)).toBe(expected);
		}
	});

	test('comes as late as an admin likes', async ({ app }) => {
		await inTransaction(app.sql, (tx) => changeSettings(tx, { acceptReminderDays: [90] }, null));
		forgetSettings(app.sql);
		const [asker, helper] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		await build.answer(app, helper, id);
		const long = new Date(app.clock.now().getTime() - 91 * day);
		await app.sql`update thread_stats set last_answer_at = ${long} where thread_id = ${id}`;
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(1);
		await inTransaction(app.sql, (tx) => changeSettings(tx, { acceptReminderDays: [3, 7, 30] }, null));
		forgetSettings(app.sql);
	});

	test('ends when the asker says that none is right yet, until another answer comes', async ({ app }) => {
		const [asker, helper] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		await build.answer(app, helper, id);
		expect((await app.call(sayNoneRight, { as: asker, params: { threadId: id } })).status).toBe(204);
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(0);
		await app.sql`update accept_reminders set none_right_at = now() - interval '90 days' where thread_id = ${id}`;
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(1);
	});

	test('does not come while the thread is locked, where nothing can be accepted', async ({ app }) => {
		const [asker, helper] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		const { id: postId } = await build.answer(app, helper, id);
		const long = new Date(app.clock.now().getTime() - 4 * day);
		await app.sql`update thread_stats set last_answer_at = ${long} where thread_id = ${id}`;
		await app.sql`update threads set locked_at = now() where id = ${id}`;
		const accept = () => app.call(acceptAnswer, { as: asker, params: { postId }, body: { accepted: true } });
		expect((await accept()).error.code).toBe('thread-locked');
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(0);
		await app.sql`update threads set locked_at = null where id = ${id}`;
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(1);
	});

	test('does not come for an accepted answer', async ({ app }) => {
		const [asker, helper] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		const answer = await build.answer(app, helper, id);
		await app.call(acceptAnswer, { as: asker, params: { postId: answer.id }, body: { accepted: true } });
		await app.runJob('notices.accept-reminders');
		expect(await reminders(app, asker)).toBe(0);
	});

	test('cannot be ended by anybody but the asker', async ({ app }) => {
		const [asker, other] = [await build.member(app), await build.member(app)];
		const { id } = await build.thread(app, asker, { spaceId: (await build.space(app)).id });
		expect((await app.call(sayNoneRight, { as: other, params: { threadId: id } })).status).toBe(404);
		expect((await app.call(sayNoneRight, { params: { threadId: id } })).status).toBe(401);
	});
});
