import { describe, expect } from 'vitest';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { allDerived } from '../../api/src/commands/recount.ts';
import { recount } from '../../api/src/platform/derived.ts';
import { settleReputation } from '../../api/src/modules/reputation/reputation.service.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { insight, quoteRow } from '../support/insights.ts';
import { recountAll } from '../support/recount.ts';

/** A small community in which everything has been done once, and told to all. */
async function lively(app: TestApp) {
	const [asker, helper, reader, staff] = [
		await member(app),
		await member(app),
		await member(app),
		await member(app, { role: 'product' }),
	];
	const { id: spaceId } = await space(app);
	const question = await thread(app, asker, { spaceId, tags: ['receipts'] });
	const reply = await answer(app, helper, question.id);
	const gone = await answer(app, reader, question.id);
	await comment(app, asker, reply.id);
	for (const [as, postId] of [
		[reader, reply.id],
		[asker, reply.id],
		[helper, question.postId],
	] as const)
		await app.call(castVote, { as, params: { postId }, body: { value: 1 } });
	await app.call(castVote, { as: helper, params: { postId: gone.id }, body: { value: -1 } });
	await app.call(deletePost, { as: reader, params: { postId: gone.id }, body: {} });
	await app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted: true } });
	await app.call(sayMeToo, { as: reader, params: { threadId: question.id }, body: { on: true } });
	const insightId = await insight(app, staff);
	await quoteRow(app, insightId, { threadId: question.id, authorId: asker.id });
	await app.settle();
	for (const job of ['spaces.recount', 'tags.recount', 'insights.recount']) await app.runJob(job);
	await app.settle();
	return { asker, helper, reader, spaceId, question, reply, insightId };
}

const namesOf = (found: { name: string }[]) => found.map(({ name }) => name);

describe('recounting', () => {
	test('finds nothing where every number followed its deeds', async ({ app }) => {
		await lively(app);
		expect(await recountAll(app, { check: true })).toEqual([]);
	});

	const broken: [string, string[], (app: TestApp, at: Awaited<ReturnType<typeof lively>>) => Promise<unknown>][] = [
		[
			'answers, “me too”, waiting and heat of a thread',
			['threads.numbers'],
			({ sql }, { question }) =>
				sql`update thread_stats set answers = 9, me_too = 4, needs_answer = true, hot = 0 where thread_id = ${question.id}`,
		],
		[
			'when a thread was asked, beside its tag',
			['threads.tag-lists'],
			({ sql }, { question }) =>
				sql`update tag_entries set created_at = created_at - interval '1 second' where thread_id = ${question.id}`,
		],
		[
			'a thread that is missing in its tag’s list',
			['threads.tag-lists'],
			({ sql }, { question }) => sql`delete from tag_entries where thread_id = ${question.id}`,
		],
		[
			'comments of a post',
			['threads.numbers'],
			({ sql }, { reply }) => sql`update post_stats set comments = 5 where post_id = ${reply.id}`,
		],
		[
			'since when a thread is solved',
			['threads.numbers', 'search.threads'],
			async ({ sql }, { question }) =>
				await sql`update threads set solved_at = null, version = version + 1 where id = ${question.id}`,
		],
		[
			'numbers of a thread that are missing altogether',
			['threads.numbers'],
			({ sql }, { question }) => sql`delete from thread_stats where thread_id = ${question.id}`,
		],
		[
			'what a member wrote',
			['threads.members'],
			({ sql }, { helper }) => sql`update member_stats set answers = 0, accepted = 7 where member_id = ${helper.id}`,
		],
		[
			'votes of an answer',
			['votes.posts'],
			({ sql }, { reply }) => sql`update post_stats set up = 0, score = -3 where post_id = ${reply.id}`,
		],
		[
			'votes of an opening text, and its thread’s score',
			['threads.numbers', 'votes.posts'],
			({ sql }, { question }) => sql`update post_stats set up = 3, score = 3 where post_id = ${question.postId}`,
		],
		[
			'an entry of the ledger that is missing',
			['reputation.ledger', 'reputation.members'],
			({ sql }, { reply }) =>
				sql`delete from reputation_entries where post_id = ${reply.id} and reason = 'answer-accepted'`,
		],
		[
			'an entry of the ledger without its deed',
			['reputation.ledger'],
			({ sql }, { reply, reader, helper }) => sql`
				insert into reputation_entries (member_id, reason, worth, points, post_id, cause_member_id)
				values (${reader.id}, 'answer-upvoted', 10, 0, ${reply.id}, ${helper.id})`,
		],
		[
			'a member’s reputation',
			['reputation.members'],
			({ sql }, { helper }) => sql`update members set reputation = 4 where id = ${helper.id}`,
		],
		[
			'a member’s place by reputation',
			['reputation.members'],
			({ sql }, { helper }) => sql`update member_stats set reputation = 4 where member_id = ${helper.id}`,
		],
		[
			'threads of a space, by kind',
			['spaces.numbers'],
			({ sql }, { spaceId }) => sql`update space_kind_stats set threads = 12 where space_id = ${spaceId}`,
		],
		['threads of a tag', ['tags.threads'], ({ sql }) => sql`update tag_stats set threads = threads + 1`],
		[
			'customers and weight of an insight',
			['insights.numbers'],
			({ sql }, { insightId }) =>
				sql`update insights set customers = 40, weight = 0, quotes_30 = 5 where id = ${insightId}`,
		],
		[
			'PostgreSQL’s index',
			['search.threads'],
			({ sql }, { question }) => sql`delete from search_documents where id = ${question.id}`,
		],
	];
	test.for(broken)('says that these differ, and mends them: %s', async ([, expected, breakIt], { app }) => {
		const made = await lively(app);
		const before = await app.sql`select * from thread_stats where thread_id = ${made.question.id}`;
		await breakIt(app, made);
		expect(namesOf(await recountAll(app, { check: true }))).toEqual(expect.arrayContaining(expected));
		const mended = await recountAll(app, { check: false });
		expect(mended.map(({ left, error }) => [left, error])).toEqual(mended.map(() => [0, undefined]));
		await app.settle();
		await app.runJob('spaces.recount');
		expect(await recountAll(app, { check: true })).toEqual([]);
		expect(await app.sql`select * from thread_stats where thread_id = ${made.question.id}`).toEqual(before);
	});

	test('finds all that an index should not hold, however much it is', async ({ app }) => {
		const { question } = await lively(app);
		for (const [first, count] of [
			[500_000, 2600],
			[9_000_000_000, 1400],
		] as const)
			await app.sql`
				insert into search_documents
				select (jsonb_populate_record(d, jsonb_build_object('id', ${first}::bigint + n))).*
				from search_documents d, generate_series(1, ${count}::int) n where d.id = ${question.id}`;
		const [found] = await recountAll(app, { check: false });
		expect(found).toMatchObject({ name: 'search.threads', left: 0 });
		expect(await recountAll(app, { check: true })).toEqual([]);
		const [row] = await app.sql<{ held: number }[]>`select count(*) as held from search_documents where id >= 500000`;
		expect(row?.held).toBe(0);
	});

	test('changes nothing when it only checks', async ({ app }) => {
		const { helper } = await lively(app);
		await app.sql`update members set reputation = 4 where id = ${helper.id}`;
		const [found] = await recountAll(app, { check: true });
		expect(found).toMatchObject({ name: 'reputation.members', differing: 1, left: 1 });
		expect(found?.examples).toMatchObject([{ id: helper.id, what: 'reputation', stored: 4 }]);
		await recountAll(app, { check: false });
	});

	test('takes nothing for wrong that is about to follow', async ({ app }) => {
		const { reply } = await lively(app);
		const late = await member(app);
		await app.call(castVote, { as: late, params: { postId: reply.id }, body: { value: 1 } });
		expect(namesOf(await recountAll(app, { check: true }))).toContain('reputation.ledger');
		const ledger = allDerived.filter(({ name }) => name === 'reputation.ledger');
		const found = await recount(app.deps, ledger, { check: true, wait: () => app.settle() });
		expect(found).toMatchObject([{ differing: 0 }]);
	});

	test('keeps what a member gained on a day when the cap was reached', async ({ app }) => {
		const { helper, reply } = await lively(app);
		await app.sql`update reputation_entries set points = 0 where post_id = ${reply.id} and reason = 'answer-upvoted'`;
		await recountAll(app, { check: false });
		await inTransaction(app.sql, (tx) => settleReputation(tx, reply.id, 'all'));
		const [{ reputation } = { reputation: 0 }] = await app.sql<{ reputation: number }[]>`
			select reputation from members where id = ${helper.id}`;
		expect(reputation).toBe(15);
	});

	test('goes on beside writers, and neither miscounts nor stops them', async ({ app }) => {
		const { asker, question, reply } = await lively(app);
		const people = await Promise.all(Array.from({ length: 12 }, () => member(app)));
		let writing = true;
		const writers = people.map(async (as, place) => {
			for (let turn = 0; turn < 6; turn++) {
				const value = ([1, 0, 1] as const)[(turn + place) % 3] ?? 1;
				expect((await app.call(castVote, { as, params: { postId: reply.id }, body: { value } })).status).toBe(200);
				if (place % 3 === 0) await answer(app, as, question.id);
				if (place === 1)
					await app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted: turn % 2 === 0 } });
			}
		});
		const done = Promise.all(writers).finally(() => (writing = false));
		const found: string[] = [];
		while (writing) {
			for (const one of await recountAll(app, { check: false })) {
				// The rest follows by events, which nobody hands out here.
				if (['threads.numbers', 'votes.posts', 'reputation.members'].includes(one.name))
					found.push(JSON.stringify(one));
			}
		}
		await done;
		expect(found).toEqual([]);
		await app.settle();
		for (const job of ['spaces.recount', 'tags.recount', 'insights.recount']) await app.runJob(job);
		await app.settle();
		expect(await recountAll(app, { check: true })).toEqual([]);
	});
});
