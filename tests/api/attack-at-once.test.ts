import { describe, expect } from 'vitest';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { castVote } from '@ikatan/contracts/votes';
import { openApp, test, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import type { TestDatabase } from '../support/database.ts';

const thousand = Array.from({ length: 1000 }, (_empty, index) => index);

/** Several processes of the API, each of which lets one member vote 120 times a minute: together more than a thousand times. */
async function manyApps(database: TestDatabase) {
	const apps: (TestApp & { close(): Promise<void> })[] = [];
	while (apps.length < 9) apps.push(await openApp(database));
	const close = async () => void (await Promise.all(apps.map((one) => one.close())));
	return { app: apps[0]!, any: (index: number): TestApp => apps[index % apps.length]!, close };
}

describe('a thousand deeds of one account at the same moment', () => {
	test('are one vote in the end, and the points of one', { timeout: 400_000 }, async ({ database }) => {
		const { app, any, close } = await manyApps(database);
		try {
			const [asker, helper, voter] = [await member(app), await member(app), await member(app)];
			const { id: spaceId } = await space(app);
			const question = await thread(app, asker, { spaceId });
			const said = await answer(app, helper, question.id);
			const statuses = await Promise.all(
				thousand.map(async (index) => {
					const value = ([1, -1, 0] as const)[index % 3]!;
					const params = { postId: said.id };
					return (await any(index).call(castVote, { as: voter, params, body: { value } })).status;
				}),
			);
			expect(new Set(statuses)).toEqual(new Set([200]));
			const last = await app.call(castVote, { as: voter, params: { postId: said.id }, body: { value: 1 } });
			expect(last).toMatchObject({ status: 200 });
			await app.settle();
			const [stats] = await app.sql`select up, down, score from post_stats where post_id = ${said.id}`;
			expect(stats).toEqual({ up: 1, down: 0, score: 1 });
			const votes = await app.sql`select value from votes where post_id = ${said.id}`;
			expect(votes).toEqual([{ value: 1 }]);
			const [points] = await app.sql`
				select m.reputation, (select coalesce(sum(points), 0) from reputation_entries e where e.member_id = m.id and e.undone_at is null) as counted
				from members m where m.id = ${helper.id}`;
			expect(points).toEqual({ reputation: 10, counted: 10 });
		} finally {
			await close();
		}
	});

	test('are one acceptance in the end, and one notice', { timeout: 400_000 }, async ({ database }) => {
		const { app, any, close } = await manyApps(database);
		try {
			const [asker, helper] = [await member(app), await member(app)];
			const { id: spaceId } = await space(app);
			const question = await thread(app, asker, { spaceId });
			const said = await answer(app, helper, question.id);
			const statuses = await Promise.all(
				thousand.map(async (index) => {
					const body = { accepted: index % 2 === 0 };
					return (await any(index).call(acceptAnswer, { as: asker, params: { postId: said.id }, body })).status;
				}),
			);
			expect([...new Set(statuses)].filter((status) => status !== 200 && status !== 429)).toEqual([]);
			expect(statuses).toContain(200);
			// One process more, which has not counted anything yet.
			const late = await openApp(database);
			const last = await late.call(acceptAnswer, { as: asker, params: { postId: said.id }, body: { accepted: true } });
			await late.close();
			expect(last.status).toBe(200);
			await app.settle();
			const [row] = await app.sql<{ accepted: boolean; solved: boolean; counted: number }[]>`
				select p.accepted_at is not null as accepted, t.solved_at is not null as solved,
					(select count(*) from posts where thread_id = t.id and accepted_at is not null) as counted
				from posts p join threads t on t.id = p.thread_id where p.id = ${said.id}`;
			expect(row).toEqual({ accepted: true, solved: true, counted: 1 });
			const points = await app.sql<{ id: number; reputation: number; counted: number }[]>`
				select m.id, m.reputation, (select coalesce(sum(points), 0) from reputation_entries e where e.member_id = m.id and e.undone_at is null) as counted
				from members m where m.id in (${asker.id}, ${helper.id}) order by m.id`;
			expect(points).toEqual([
				{ id: asker.id, reputation: 2, counted: 2 },
				{ id: helper.id, reputation: 15, counted: 15 },
			]);
			const notices = await app.sql`select 1 from notices where member_id = ${helper.id} and kind = 'accepted'`;
			expect(notices).toHaveLength(1);
		} finally {
			await close();
		}
	});
});
