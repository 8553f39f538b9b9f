import { describe, expect } from 'vitest';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer, linkDuplicate } from '@ikatan/contracts/solving';
import { readThread, listThreads } from '@ikatan/contracts/threads';
import { castVote, listBackedIdeas, sayMeToo } from '@ikatan/contracts/votes';
import { listWatches, setWatch } from '@ikatan/contracts/watching';
import { setState } from '../../api/src/modules/accounts/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';

type Value = 1 | 0 | -1;
const vote = (app: TestApp, as: Caller | undefined, postId: number, value: Value) =>
	app.call(castVote, { as, params: { postId }, body: { value } });
const meToo = (app: TestApp, as: Caller | undefined, threadId: number, on: boolean) =>
	app.call(sayMeToo, { as, params: { threadId }, body: { on } });

/** A question of one member with an answer of another, and a third one who reads it. */
async function answered(app: TestApp) {
	const [asker, helper, reader] = [await member(app), await member(app), await member(app)];
	const { id: spaceId } = await space(app);
	const question = await thread(app, asker, { spaceId });
	const reply = await answer(app, helper, question.id);
	return { asker, helper, reader, spaceId, question, reply };
}

/** Posts and threads whose numbers are not what their votes add up to. */
async function wrongNumbers(app: TestApp) {
	return await app.sql`
		select p.id, ps.up, ps.down, ps.score, ts.score as thread_score
		from posts p join post_stats ps on ps.post_id = p.id join thread_stats ts on ts.thread_id = p.thread_id
		left join lateral (
			select count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down
			from votes where post_id = p.id
		) v on true
		where (ps.up, ps.down, ps.score) is distinct from (v.up::int, v.down::int, (v.up - v.down)::int)
			or (p.kind = 'opening' and ts.score <> ps.score)`;
}

describe('casting a vote', () => {
	test('counts it once, and shows it to the voter as their own', async ({ app }) => {
		const { asker, reader, question, reply } = await answered(app);
		expect(await vote(app, reader, reply.id, 1)).toMatchObject({
			status: 200,
			value: { score: 1, myVote: 1, ideaVotesLeft: null },
		});
		expect((await vote(app, reader, reply.id, 1)).value).toMatchObject({ score: 1, myVote: 1 });
		const mine = await app.call(readThread, { as: reader, params: { threadId: question.id } });
		const others = await app.call(readThread, { as: asker, params: { threadId: question.id } });
		expect(mine.value.answers).toMatchObject([{ score: 1, myVote: 1 }]);
		expect(others.value.answers).toMatchObject([{ score: 1, myVote: 0 }]);
	});

	test('waits for a deletion under way, and then finds nothing to vote on', async ({ app, database }) => {
		const { reader, question, reply } = await answered(app);
		const late = await inTransaction(database.sql, async (tx) => {
			await tx`select from thread_stats where thread_id = ${question.id} for update`;
			const casting = vote(app, reader, reply.id, 1);
			await expect
				.poll(async () => (await app.sql`select from pg_locks where not granted`).length, { timeout: 10_000 })
				.toBeGreaterThan(0);
			await tx`update posts set state = 'deleted', deleted_at = now() where id = ${reply.id}`;
			return { casting };
		});
		expect((await late.casting).status).toBeGreaterThanOrEqual(400);
		expect(await app.sql`select from votes where post_id = ${reply.id}`).toHaveLength(0);
	});

	test('can be changed and withdrawn', async ({ app }) => {
		const { asker, reader, reply } = await answered(app);
		await vote(app, asker, reply.id, 1);
		expect((await vote(app, reader, reply.id, 1)).value.score).toBe(2);
		expect((await vote(app, reader, reply.id, -1)).value).toMatchObject({ score: 0, myVote: -1 });
		expect((await vote(app, reader, reply.id, 0)).value).toMatchObject({ score: 1, myVote: 0 });
		expect((await vote(app, reader, reply.id, 0)).value).toMatchObject({ score: 1, myVote: 0 });
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('on an opening text is the thread’s score, in lists as well', async ({ app }) => {
		const { reader, helper, question, spaceId } = await answered(app);
		await vote(app, reader, question.postId, 1);
		await vote(app, helper, question.postId, 1);
		const [{ slug } = { slug: '' }] = await app.sql<{ slug: string }[]>`select slug from spaces where id = ${spaceId}`;
		const { value } = await app.call(listThreads, { query: { space: slug } });
		expect(value.items).toMatchObject([{ id: question.id, score: 2 }]);
	});

	test('is refused to a visitor, who is asked to sign in', async ({ app }) => {
		const { reply } = await answered(app);
		expect(await vote(app, undefined, reply.id, 1)).toMatchObject({ status: 401, error: { code: 'sign-in-needed' } });
	});

	test('is refused on one’s own post', async ({ app }) => {
		const { asker, helper, question, reply } = await answered(app);
		for (const refused of [await vote(app, helper, reply.id, 1), await vote(app, asker, question.postId, 1)]) {
			expect(refused).toMatchObject({ status: 403, error: { code: 'own-post' } });
		}
	});

	test('is refused on a comment', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		const remark = await comment(app, helper, reply.id);
		expect(await vote(app, reader, remark.id, 1)).toMatchObject({ status: 403, error: { code: 'forbidden' } });
	});

	test('goes down on answers only', async ({ app }) => {
		const { reader, question, reply } = await answered(app);
		expect((await vote(app, reader, question.postId, -1)).status).toBe(403);
		expect((await vote(app, reader, reply.id, -1)).value.score).toBe(-1);
	});

	test('waits until the voter’s address is verified', async ({ app }) => {
		const { reply } = await answered(app);
		const fresh = await member(app, { verified: false });
		expect(await vote(app, fresh, reply.id, 1)).toMatchObject({ status: 403, error: { code: 'mail-unverified' } });
	});

	test('is refused to a silenced member', async ({ app }) => {
		const { reader, reply } = await answered(app);
		await inTransaction(app.sql, (tx) => setState(tx, visitor(), reader.id, { state: 'silenced', until: null }));
		expect(await vote(app, reader, reply.id, 1)).toMatchObject({ status: 403, error: { code: 'account-silenced' } });
	});

	test('finds no post where the voter may not read', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const { id: spaceId } = await space(app, { kind: 'groups' });
		const hidden = await thread(app, staff, { spaceId });
		const stranger = await member(app);
		expect(await vote(app, stranger, hidden.postId, 1)).toMatchObject({ status: 404, error: { code: 'not-found' } });
		expect((await vote(app, stranger, 999_999_999, 1)).status).toBe(404);
	});

	test('is refused on a deleted post', async ({ app }) => {
		const { helper, reader, reply } = await answered(app);
		await app.call(deletePost, { as: helper, params: { postId: reply.id }, body: {} });
		expect((await vote(app, reader, reply.id, 1)).status).toBe(403);
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('of any other worth is refused with the field', async ({ app }) => {
		const { reader, reply } = await answered(app);
		const refused = await vote(app, reader, reply.id, 2 as Value);
		expect(refused).toMatchObject({ status: 422, error: { code: 'invalid', fields: { value: 'bad-value' } } });
	});
});

describe('votes on ideas', () => {
	async function ideas(app: TestApp, count: number) {
		const author = await member(app);
		const { id: spaceId } = await space(app);
		const made = [];
		for (let place = 0; place < count; place++) made.push(await thread(app, author, { spaceId, kind: 'idea' }));
		return { author, spaceId, made };
	}

	test('come from a budget of ten open ones, given back when withdrawn', async ({ app }) => {
		const { made } = await ideas(app, 11);
		const backer = await member(app);
		const left: (number | null)[] = [];
		for (const { postId } of made.slice(0, 10)) left.push((await vote(app, backer, postId, 1)).value.ideaVotesLeft);
		expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
		expect(await vote(app, backer, made[10]!.postId, 1)).toMatchObject({
			status: 409,
			error: { code: 'too-many-ideas-backed', params: { budget: 10 } },
		});
		expect((await vote(app, backer, made[0]!.postId, 1)).value.ideaVotesLeft).toBe(0);
		expect((await vote(app, backer, made[0]!.postId, 0)).value.ideaVotesLeft).toBe(1);
		expect((await vote(app, backer, made[10]!.postId, 1)).value.ideaVotesLeft).toBe(0);
	});

	test('are listed with how many are left; what may not be read any more counts without its title', async ({ app }) => {
		const { made } = await ideas(app, 2);
		const backer = await member(app);
		const backed = async () => (await app.call(listBackedIdeas, { as: backer })).value;
		expect(await backed()).toEqual({ budget: 10, left: 10, count: 0, items: [] });
		for (const { postId } of made) await vote(app, backer, postId, 1);
		const [first, second] = made;
		const paths = async () => (await backed()).items.map(({ path }) => path);
		expect(await backed()).toMatchObject({ left: 8, count: 2, items: [{ score: 1 }, { score: 1 }] });
		expect(await paths()).toEqual([second!.path, first!.path]);
		await app.sql`update threads set decided_at = now() where id = ${first!.id}`;
		expect(await backed()).toMatchObject({ left: 9, count: 1 });
		expect(await paths()).toEqual([second!.path]);
		const secret = await space(app, { kind: 'groups' });
		await app.sql`update threads set space_id = ${secret.id} where id = ${second!.id}`;
		expect(await backed()).toEqual({ budget: 10, left: 9, count: 1, items: [] });
		expect((await app.call(listBackedIdeas)).status).toBe(401);
	});

	test('come back when an idea is closed', async ({ app }) => {
		const { author, made } = await ideas(app, 3);
		const backer = await member(app);
		const [first, second, third] = made.map((idea) => idea);
		await vote(app, backer, first!.postId, 1);
		expect((await vote(app, backer, second!.postId, 1)).value.ideaVotesLeft).toBe(8);
		await app.call(linkDuplicate, { as: author, params: { threadId: first!.id }, body: { ofThreadId: second!.id } });
		expect((await vote(app, backer, third!.postId, 1)).value.ideaVotesLeft).toBe(8);
	});

	test('cost nothing on an idea that is closed, also when no vote is left', async ({ app }) => {
		const { made } = await ideas(app, 12);
		const backer = await member(app);
		for (const { postId } of made.slice(0, 10)) await vote(app, backer, postId, 1);
		await app.sql`update threads set closed_at = now() where id = ${made[10]!.id}`;
		expect(await vote(app, backer, made[10]!.postId, 1)).toMatchObject({ status: 200, value: { ideaVotesLeft: null } });
		expect((await vote(app, backer, made[11]!.postId, 1)).status).toBe(409);
		await app.sql`update threads set closed_at = now() where id = ${made[0]!.id}`;
		expect((await vote(app, backer, made[11]!.postId, 1)).value.ideaVotesLeft).toBe(0);
	});

	test('cannot outrun the budget by coming all at once', async ({ app }) => {
		const { made } = await ideas(app, 20);
		const backer = await member(app);
		const replies = await Promise.all(made.map(({ postId }) => vote(app, backer, postId, 1)));
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(10);
		expect(replies.filter(({ status }) => status === 409)).toHaveLength(10);
		expect(await wrongNumbers(app)).toEqual([]);
	});
});

describe('many votes at once', () => {
	test('of one member leave one vote, and numbers that add up', async ({ app }) => {
		const { reader, reply } = await answered(app);
		const values = Array.from({ length: 50 }, (_, place): Value => ([1, -1, 0, 1, 1] as const)[place % 5]!);
		const replies = await Promise.all(values.map((value) => vote(app, reader, reply.id, value)));
		expect(replies.map(({ status }) => status)).toEqual(values.map(() => 200));
		expect((await app.sql`select 1 from votes where post_id = ${reply.id}`).length).toBeLessThanOrEqual(1);
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('of twenty members, with four times as many writers as connections, neither block each other nor miscount', async ({
		app,
	}) => {
		const { asker, helper, question, reply } = await answered(app);
		const second = await answer(app, helper, question.id);
		const other = await answered(app);
		const posts = [question.postId, reply.id, second.id, other.reply.id];
		const voters = await Promise.all(Array.from({ length: 20 }, () => member(app)));
		const replies = await Promise.all([
			...voters.flatMap((voter, place) =>
				[0, 1].map((turn) => vote(app, voter, posts[(place + turn) % posts.length]!, turn === 0 ? 1 : 0)),
			),
			...[true, false, true, false].map((accepted) =>
				app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted } }),
			),
			...voters.slice(0, 8).map((voter) => answer(app, voter, question.id).then(() => ({ status: 200 }))),
		]);
		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
		expect(await wrongNumbers(app)).toEqual([]);
		const [numbers] = await app.sql`
			select ts.answers, ts.accepted, (select count(*)::int from posts where thread_id = ts.thread_id and kind = 'answer') as posts,
				(select count(*)::int from posts where thread_id = ts.thread_id and accepted_at is not null) as marks
			from thread_stats ts where thread_id = ${question.id}`;
		expect(numbers).toMatchObject({ answers: 10, posts: 10 });
		expect(numbers?.accepted).toBe(numbers?.marks);
	});
});

describe('saying “me too”', () => {
	test('counts once and watches the thread', async ({ app }) => {
		const { reader, question } = await answered(app);
		expect(await meToo(app, reader, question.id, true)).toMatchObject({ status: 200, value: { meToo: 1, mine: true } });
		expect((await meToo(app, reader, question.id, true)).value.meToo).toBe(1);
		await app.settle();
		const { value } = await app.call(readThread, { as: reader, params: { threadId: question.id } });
		expect(value.thread).toMatchObject({ meToo: 1, myMeToo: true, myWatch: 'all' });
	});

	test('can be taken back, and the watch goes with it', async ({ app }) => {
		const { reader, question } = await answered(app);
		await meToo(app, reader, question.id, true);
		await app.settle();
		expect((await meToo(app, reader, question.id, false)).value).toMatchObject({ meToo: 0, mine: false });
		expect((await meToo(app, reader, question.id, false)).value.meToo).toBe(0);
		await app.settle();
		expect((await app.call(listWatches, { as: reader })).value.items).toEqual([]);
	});

	test('says at which level it leaves the watch', async ({ app }) => {
		const { reader, helper, question } = await answered(app);
		expect((await meToo(app, reader, question.id, true)).value.watch).toBe('all');
		await app.settle();
		expect((await meToo(app, reader, question.id, false)).value.watch).toBeNull();
		await app.settle();
		for (const on of [true, false]) expect((await meToo(app, helper, question.id, on)).value.watch).toBe('all');
		const params = { targetKind: 'thread' as const, targetId: question.id };
		await app.call(setWatch, { as: reader, params, body: { level: 'none' } });
		for (const on of [true, false]) expect((await meToo(app, reader, question.id, on)).value.watch).toBe('none');
	});

	test('leaves a level alone that was chosen by hand', async ({ app }) => {
		const { reader, question } = await answered(app);
		const params = { targetKind: 'thread' as const, targetId: question.id };
		await app.call(setWatch, { as: reader, params, body: { level: 'mentions' } });
		await meToo(app, reader, question.id, true);
		await meToo(app, reader, question.id, false);
		await app.settle();
		expect((await app.call(listWatches, { as: reader })).value.items).toMatchObject([{ level: 'mentions' }]);
	});

	test('taken back does not end the watch of who has answered since', async ({ app }) => {
		const { reader, question } = await answered(app);
		await meToo(app, reader, question.id, true);
		await app.settle();
		await answer(app, reader, question.id);
		await meToo(app, reader, question.id, false);
		await app.settle();
		expect((await app.call(listWatches, { as: reader })).value.items).toMatchObject([{ level: 'all' }]);
	});

	test('is refused to the asker, and under an idea', async ({ app }) => {
		const { asker, reader, question, spaceId } = await answered(app);
		expect(await meToo(app, asker, question.id, true)).toMatchObject({ status: 403, error: { code: 'own-post' } });
		const idea = await thread(app, asker, { spaceId, kind: 'idea' });
		expect(await meToo(app, reader, idea.id, true)).toMatchObject({ status: 403, error: { code: 'forbidden' } });
	});

	test('is refused to a visitor and to who is not verified, and finds no hidden thread', async ({ app }) => {
		const { question } = await answered(app);
		expect((await meToo(app, undefined, question.id, true)).status).toBe(401);
		const fresh = await member(app, { verified: false });
		expect((await meToo(app, fresh, question.id, true)).error.code).toBe('mail-unverified');
		const staff = await member(app, { role: 'agent' });
		const hidden = await thread(app, staff, { spaceId: (await space(app, { kind: 'groups' })).id });
		expect((await meToo(app, await member(app), hidden.id, true)).status).toBe(404);
	});

	test('all at once counts everybody once', async ({ app }) => {
		const { question } = await answered(app);
		const people = await Promise.all(Array.from({ length: 12 }, () => member(app)));
		await Promise.all(people.flatMap((person) => [true, true].map((on) => meToo(app, person, question.id, on))));
		const { value } = await app.call(readThread, { params: { threadId: question.id } });
		expect(value.thread.meToo).toBe(12);
	});
});
