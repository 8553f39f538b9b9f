import { describe, expect } from 'vitest';
import { editProfile } from '@ikatan/contracts/accounts';
import { readMemberPage } from '@ikatan/contracts/pages';
import { deletePost, restorePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { castVote, readReputation } from '@ikatan/contracts/votes';
import { changeSettings, forgetSettings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread, type BuiltMember } from '../support/builders.ts';

const vote = (app: TestApp, as: Caller, postId: number, value: 1 | 0 | -1) =>
	app.call(castVote, { as, params: { postId }, body: { value } });
const accept = (app: TestApp, as: Caller, postId: number, accepted = true) =>
	app.call(acceptAnswer, { as, params: { postId }, body: { accepted } });

async function answered(app: TestApp, spaceId?: number) {
	const [asker, helper, reader] = [await member(app), await member(app), await member(app)];
	const place = spaceId ?? (await space(app)).id;
	const question = await thread(app, asker, { spaceId: place });
	const reply = await answer(app, helper, question.id);
	return { asker, helper, reader, question, reply };
}

/** What a member's ledger says, newest first, and its sum; the two must agree. */
async function ledger(app: TestApp, { handle }: BuiltMember, as?: Caller) {
	await app.settle();
	const { value } = await app.call(readReputation, { as, params: { handle } });
	return { total: value.total, reasons: value.items.map(({ reason, points }) => `${reason} ${points}`) };
}

/** Members whose reputation is not the sum of what stands in their ledger. */
async function wrongSums(app: TestApp) {
	return await app.sql`
		select m.handle, m.reputation, coalesce(sum(r.points), 0)::int as sum
		from members m left join reputation_entries r on r.member_id = m.id and r.undone_at is null
		group by m.id having m.reputation <> coalesce(sum(r.points), 0)`;
}

test('a former handle leads to the ledger of who goes by another one now', async ({ app }) => {
	const someone = await member(app);
	const handle = `${someone.handle}-anew`;
	await app.call(editProfile, { as: someone, body: { handle } });
	for (const asked of [someone.handle, handle.toUpperCase()]) {
		expect((await app.call(readReputation, { params: { handle: asked } })).value.handle).toBe(handle);
	}
});

describe('points', () => {
	test('come for an upvote on an answer, and for one on a thread', async ({ app }) => {
		const { asker, helper, reader, question, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await vote(app, reader, question.postId, 1);
		expect(await ledger(app, helper)).toEqual({ total: 10, reasons: ['answer-upvoted 10'] });
		expect(await ledger(app, asker)).toEqual({ total: 5, reasons: ['thread-upvoted 5'] });
		expect(await ledger(app, reader)).toEqual({ total: 0, reasons: [] });
	});

	test('come for an accepted answer, to both sides', async ({ app }) => {
		const { asker, helper, reply } = await answered(app);
		await accept(app, asker, reply.id);
		expect(await ledger(app, helper)).toEqual({ total: 15, reasons: ['answer-accepted 15'] });
		expect(await ledger(app, asker)).toEqual({ total: 2, reasons: ['accepted-answer 2'] });
	});

	test('are not earned by accepting one’s own answer', async ({ app }) => {
		const { asker, question } = await answered(app);
		const own = await answer(app, asker, question.id);
		expect((await accept(app, asker, own.id)).status).toBe(200);
		expect(await ledger(app, asker)).toEqual({ total: 0, reasons: [] });
	});

	test('are not earned by a champion who accepts their own answer for a silent asker', async ({ app }) => {
		const { question } = await answered(app);
		const champion = await member(app, { role: 'champion' });
		const own = await answer(app, champion, question.id);
		await app.sql`update posts set created_at = created_at - interval '8 days' where thread_id = ${question.id}`;
		expect((await accept(app, champion, own.id)).status).toBe(200);
		expect(await ledger(app, champion)).toEqual({ total: 0, reasons: [] });
	});

	test('are lost by a downvote, and a little by giving one', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		await vote(app, reader, reply.id, -1);
		expect(await ledger(app, helper)).toEqual({ total: -2, reasons: ['downvoted -2'] });
		expect(await ledger(app, reader, reader)).toEqual({ total: -1, reasons: ['gave-downvote -1'] });
	});

	test('turn with the vote', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await app.settle();
		await vote(app, reader, reply.id, -1);
		expect(await ledger(app, helper)).toEqual({ total: -2, reasons: ['downvoted -2'] });
		await vote(app, reader, reply.id, 0);
		expect(await ledger(app, helper)).toEqual({ total: 0, reasons: [] });
		expect(await ledger(app, reader, reader)).toEqual({ total: 0, reasons: [] });
	});

	test('of a vote on an accepted answer leave what acceptance gave alone, and the other way round', async ({ app }) => {
		const { asker, helper, reader, reply } = await answered(app);
		await accept(app, asker, reply.id);
		await vote(app, reader, reply.id, 1);
		await vote(app, asker, reply.id, 1);
		expect((await ledger(app, helper)).total).toBe(35);
		await accept(app, asker, reply.id, false);
		expect(await ledger(app, helper)).toEqual({ total: 20, reasons: ['answer-upvoted 10', 'answer-upvoted 10'] });
		await vote(app, asker, reply.id, 0);
		expect((await ledger(app, helper)).total).toBe(10);
		expect((await ledger(app, asker)).total).toBe(0);
	});

	test('go with a deleted answer and come back with it', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await app.settle();
		await app.call(deletePost, { as: helper, params: { postId: reply.id }, body: {} });
		expect(await ledger(app, helper)).toEqual({ total: 0, reasons: [] });
		await app.call(restorePost, { as: helper, params: { postId: reply.id } });
		expect(await ledger(app, helper)).toEqual({ total: 10, reasons: ['answer-upvoted 10'] });
	});

	test('of all who wrote in a thread go with it and come back with it', async ({ app }) => {
		const { asker, helper, reader, question, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await vote(app, reader, question.postId, 1);
		await accept(app, asker, reply.id);
		expect((await ledger(app, helper)).total).toBe(25);
		const moderator = await member(app, { role: 'moderator' });
		await app.call(deletePost, { as: moderator, params: { postId: question.postId }, body: { reason: 'Spam.' } });
		expect((await ledger(app, helper)).total).toBe(0);
		expect((await ledger(app, asker)).total).toBe(0);
		await app.call(restorePost, { as: moderator, params: { postId: question.postId } });
		expect((await ledger(app, helper)).total).toBe(25);
		expect((await ledger(app, asker)).total).toBe(7);
		expect(await wrongSums(app)).toEqual([]);
	});

	test('that come back do not count as gained today', async ({ app }) => {
		const { helper, reader, question, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await app.settle();
		await app.sql`update reputation_entries set at = at - interval '3 days' where member_id = ${helper.id}`;
		const moderator = await member(app, { role: 'moderator' });
		await app.call(deletePost, { as: moderator, params: { postId: question.postId }, body: { reason: 'Spam.' } });
		await app.settle();
		await app.call(restorePost, { as: moderator, params: { postId: question.postId } });
		await app.settle();
		const { value } = await app.call(readReputation, { params: { handle: helper.handle } });
		expect(value.total).toBe(10);
		expect(Date.now() - Date.parse(value.items[0]!.at)).toBeGreaterThan(2 * 24 * 3_600_000);
	});

	test('are explained by what deeds are worth now', async ({ app }) => {
		const { helper } = await answered(app);
		const read = async () => (await app.call(readReputation, { params: { handle: helper.handle } })).value;
		const { points } = await read();
		expect(points).toMatchObject({ answerAccepted: 15, answerUpvoted: 10, threadUpvoted: 5, acceptedAnswer: 2 });
		const before = { points, reputationDailyVoteCap: 200 };
		await inTransaction(app.sql, (tx) =>
			changeSettings(tx, { points: { ...points, answerAccepted: 20 }, reputationDailyVoteCap: 90 }, null),
		);
		forgetSettings(app.sql);
		expect(await read()).toMatchObject({ points: { answerAccepted: 20 }, dailyVoteCap: 90 });
		await inTransaction(app.sql, (tx) => changeSettings(tx, before, null));
		forgetSettings(app.sql);
	});

	test('that an import brought are not given a second time', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		await app.sql`update posts set source = 'elsewhere', accepted_at = now() where id = ${reply.id}`;
		await app.sql`
			insert into votes (post_id, member_id, value, source, source_id) values (${reply.id}, ${(await member(app)).id}, 1, 'elsewhere', '1')`;
		await vote(app, reader, reply.id, 1);
		expect(await ledger(app, helper)).toEqual({ total: 10, reasons: ['answer-upvoted 10'] });
		await app.call(deletePost, {
			as: await member(app, { role: 'moderator' }),
			params: { postId: reply.id },
			body: { reason: 'Spam.' },
		});
		expect((await ledger(app, helper)).total).toBe(0);
	});

	test('stay as they are when an event is heard twice', async ({ app }) => {
		const { asker, helper, reader, reply } = await answered(app);
		await vote(app, reader, reply.id, 1);
		await accept(app, asker, reply.id);
		const once = await ledger(app, helper);
		await app.sql`delete from event_effects where subscriber = 'reputation'`;
		await app.sql`update event_cursor set transaction_id = '0', event_id = 0`;
		expect(await ledger(app, helper)).toEqual(once);
		expect(await wrongSums(app)).toEqual([]);
	});

	test('from votes end at 200 a day; what comes by other ways and losses do not', async ({ app }) => {
		const { asker, helper, question, reply } = await answered(app);
		const voters = await Promise.all(Array.from({ length: 21 }, () => member(app)));
		for (const voter of voters) await vote(app, voter, reply.id, 1);
		expect((await ledger(app, helper)).total).toBe(200);
		const { value } = await app.call(readReputation, { params: { handle: helper.handle } });
		expect(value.items[0]).toMatchObject({ reason: 'answer-upvoted', points: 0, worth: 10 });
		await accept(app, asker, reply.id);
		const second = await answer(app, helper, question.id);
		await vote(app, voters[0]!, second.id, -1);
		expect((await ledger(app, helper)).total).toBe(213);
		await app.sql`update reputation_entries set at = at - interval '1 day' where member_id = ${helper.id}`;
		await vote(app, voters[1]!, second.id, 1);
		expect((await ledger(app, helper)).total).toBe(223);
	});
});

describe('reading a ledger', () => {
	test('shows that somebody gave a downvote to themselves alone', async ({ app }) => {
		const { asker, reader, reply } = await answered(app);
		await vote(app, reader, reply.id, -1);
		expect((await ledger(app, reader, reader)).reasons).toEqual(['gave-downvote -1']);
		expect((await ledger(app, reader, asker)).reasons).toEqual([]);
		expect((await ledger(app, reader)).reasons).toEqual([]);
		const page = await app.call(readMemberPage, { as: asker, params: { handle: reader.handle } });
		expect(page.value.reputationByReason).toEqual([]);
	});

	test('names the thread only to those who may read it', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const { id: spaceId } = await space(app, { kind: 'groups' });
		const secret = await thread(app, staff, { spaceId, title: 'The merger that nobody knows of' });
		const other = await member(app, { role: 'product' });
		await vote(app, other, secret.postId, 1);
		await app.settle();
		const seenByStaff = await app.call(readReputation, { as: other, params: { handle: staff.handle } });
		expect(seenByStaff.value.items).toMatchObject([{ thread: { title: 'The merger that nobody knows of' } }]);
		const seenByAll = await app.call(readReputation, { params: { handle: staff.handle } });
		expect(seenByAll.value.items).toMatchObject([{ reason: 'thread-upvoted', thread: null }]);
	});

	test('goes on from where a page ended', async ({ app }) => {
		const { asker, helper, question } = await answered(app);
		await app.sql`
			insert into reputation_entries (member_id, reason, worth, points, thread_id, post_id, cause_member_id)
			select ${helper.id}, 'answer-upvoted', 1, 1, ${question.id}, ${question.postId}, id
			from members where id <> ${helper.id} order by id limit 60`;
		await app.sql`
			insert into reputation_entries (member_id, reason, worth, points, thread_id, cause_member_id)
			select ${helper.id}, 'answer-upvoted', 1, 1, ${question.id}, ${asker.id} from generate_series(1, 60)`;
		const params = { handle: helper.handle };
		const seen: number[] = [];
		let after: string | undefined;
		do {
			const { value } = await app.call(readReputation, { params, query: { after } });
			seen.push(...value.items.map(({ id }) => id));
			after = value.next ?? undefined;
		} while (after);
		expect(seen.length).toBeGreaterThan(100);
		expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
	});

	test('refuses a cursor that was tampered with', async ({ app }) => {
		const { helper } = await answered(app);
		for (const values of [['x'], [{}], [null], [1, 2], [1.5], 'x', [1e300]]) {
			const after = Buffer.from(JSON.stringify(values)).toString('base64url');
			const { status, error } = await app.call(readReputation, { params: { handle: helper.handle }, query: { after } });
			expect({ values, status, error }).toMatchObject({ status: 422, error: { fields: { after: 'bad-value' } } });
		}
	});

	test('finds nobody by a handle that nobody has', async ({ app }) => {
		expect((await app.call(readReputation, { params: { handle: 'nobody-at-all' } })).status).toBe(404);
	});
});
