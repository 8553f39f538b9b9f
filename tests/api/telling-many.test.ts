import { describe, expect } from 'vitest';
import { test } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';
import { insight, quoteRow } from '../support/insights.ts';
import { decide, preview, said, telling } from '../support/telling.ts';

const crowd = Number(process.env.TELLING_CROWD ?? 3000);

describe('telling thousands', () => {
	test('answers at once, and everybody hears once, batch by batch', async ({ app }) => {
		const [product, asker] = [await member(app, { role: 'product' }), await member(app)];
		const { id: spaceId } = await space(app);
		const idea = await thread(app, asker, { spaceId, kind: 'idea' });
		await app.settle();
		await app.sql`
			with crowd as (
				insert into members (handle, display_name) select 'crowd' || n, 'Crowd ' || n from generate_series(1, ${crowd}::int) n
				returning id
			),
			watching as (insert into watches (member_id, target_kind, target_id, level, reason) select id, 'thread', ${idea.id}, 'all', 'me-too' from crowd)
			insert into votes (post_id, member_id, value) select ${idea.postId}, id, 1 from crowd`;
		await app.sql`analyze`;
		const insightId = await insight(app, product);
		await quoteRow(app, insightId, { threadId: idea.id, authorId: asker.id });
		const clock = async <T>(what: string, act: () => Promise<T>) => {
			const begun = performance.now();
			const value = await act();
			if (process.env.TELLING_CROWD) console.log(what, Math.round(performance.now() - begun), 'ms');
			return value;
		};
		await clock('decide', () => decide(app, product, insightId, 'shipped'));
		expect((await clock('preview', () => preview(app, product, insightId))).total).toBe(crowd + 1);
		const { status, value } = await clock('tell', () => telling(app, product, insightId));
		expect([status, value]).toEqual([201, { told: crowd + 1, replies: 1 }]);
		// None is out yet: the request does not wait for them.
		const count = async () =>
			(
				await app.sql<{ told: number; other: number }[]>`
				select count(*) filter (where kind = 'told' and said = ${said})::int as told, count(*) filter (where kind <> 'told')::int as other
				from notices`
			)[0];
		expect(await count()).toEqual({ told: 0, other: 0 });
		await clock('deliver', () => app.settle());
		expect(await count()).toEqual({ told: crowd + 1, other: 0 });
		await app.settle();
		expect(await count()).toEqual({ told: crowd + 1, other: 0 });
		expect(await app.sql`select from telling_recipients where notified_at is null`).toHaveLength(0);
	}, 120_000);
});
