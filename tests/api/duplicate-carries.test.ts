import { describe, expect } from 'vitest';
import { linkDuplicate, unlinkDuplicate } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { listWatches } from '@ikatan/contracts/watching';
import type { LiveEnvelope } from '../../api/src/platform/live.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread, type BuiltMember } from '../support/builders.ts';
import { kindsOf, watch } from '../support/inbox.ts';

type Asked = { id: number; postId: number };

const vote = async (app: TestApp, as: Caller, { postId }: Asked, value: 1 | 0) =>
	(await app.call(castVote, { as, params: { postId }, body: { value } })).value;
const meToo = async (app: TestApp, as: Caller, { id }: Asked, on: boolean) =>
	(await app.call(sayMeToo, { as, params: { threadId: id }, body: { on } })).value;
async function link(app: TestApp, as: Caller, duplicate: Asked, of: Asked): Promise<void> {
	const linked = await app.call(linkDuplicate, {
		as,
		params: { threadId: duplicate.id },
		body: { ofThreadId: of.id },
	});
	expect(linked.value).toEqual({ state: 'confirmed' });
	await app.settle();
}
async function unlink(app: TestApp, as: Caller, duplicate: Asked): Promise<void> {
	expect((await app.call(unlinkDuplicate, { as, params: { threadId: duplicate.id } })).status).toBe(204);
	await app.settle();
}
const read = async (app: TestApp, { id }: Asked, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId: id } })).value.thread;
async function numbers(app: TestApp, ...threads: Asked[]) {
	const read = await app.sql<{ id: number; score: number; meToo: number; watchers: string }[]>`
		select s.thread_id as id, s.score, s.me_too,
			(select count(*) from watches where target_kind = 'thread' and target_id = s.thread_id and level = 'all') as watchers
		from thread_stats s where s.thread_id = any(${threads.map((one) => one.id)}::bigint[])`;
	return threads.map(({ id }) => {
		const row = read.find((one) => one.id === id);
		return [row?.score, row?.meToo, Number(row?.watchers)];
	});
}
/** Threads whose numbers are not what the votes and me-too there add up to. */
async function wrongNumbers(app: TestApp) {
	return await app.sql`
		select s.thread_id from thread_stats s join posts p on p.thread_id = s.thread_id and p.kind = 'opening'
		join post_stats ps on ps.post_id = p.id
		where s.me_too <> (select count(*) from me_too m where m.thread_id = s.thread_id)
			or s.score <> ps.score or ps.up <> (select count(*) from votes v where v.post_id = p.id)`;
}
async function reputationOf(app: TestApp, { id }: BuiltMember): Promise<number> {
	const [row] = await app.sql<{ reputation: number }[]>`select reputation from members where id = ${id}`;
	return row!.reputation;
}

/** Three questions in one space, each of an asker of its own, and four people to vote. */
async function place(app: TestApp, kind: 'question' | 'idea' = 'question') {
	const { id: spaceId } = await space(app);
	const moderator = await member(app, { role: 'moderator' });
	const askers = await Promise.all([member(app), member(app), member(app)]);
	const [old, young, third] = [
		await thread(app, askers[0], { spaceId, kind }),
		await thread(app, askers[1], { spaceId, kind }),
		await thread(app, askers[2], { spaceId, kind }),
	];
	const people = await Promise.all(Array.from({ length: 4 }, () => member(app)));
	await app.settle();
	const [ani, budi, cici, dodi] = people as [BuiltMember, BuiltMember, BuiltMember, BuiltMember];
	return { spaceId, moderator, askers, old, young, third, ani, budi, cici, dodi };
}

describe('a confirmed duplicate', () => {
	test('carries votes, me-too and watchers over, each member once, and takes back just those', async ({ app }) => {
		const { moderator, old, young, ani, budi, cici } = await place(app);
		await vote(app, ani, old, 1);
		for (const person of [ani, budi]) await vote(app, person, young, 1);
		await meToo(app, budi, old, true);
		for (const person of [budi, cici]) await meToo(app, person, young, true);
		await app.settle();
		expect(await numbers(app, old, young)).toEqual([
			[1, 1, 2],
			[2, 2, 3],
		]);
		await link(app, moderator, young, old);
		expect(await numbers(app, old, young)).toEqual([
			[2, 2, 4],
			[2, 2, 3],
		]);
		expect(await read(app, old, cici)).toMatchObject({ myMeToo: true, myWatch: 'all', peopleFromDuplicates: 4 });
		expect((await read(app, young)).peopleFromDuplicates).toBe(0);
		expect(await wrongNumbers(app)).toEqual([]);
		await unlink(app, moderator, young);
		expect(await numbers(app, old, young)).toEqual([
			[1, 1, 2],
			[2, 2, 3],
		]);
		expect((await read(app, old)).peopleFromDuplicates).toBe(0);
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('counts anew when it is linked again', async ({ app }) => {
		const { moderator, old, young, ani } = await place(app);
		await vote(app, ani, young, 1);
		for (let turn = 0; turn < 2; turn++) {
			await link(app, moderator, young, old);
			expect((await read(app, old)).score).toBe(1);
			await unlink(app, moderator, young);
			expect((await read(app, old)).score).toBe(0);
		}
	});

	test('has nobody vote for their own thread', async ({ app }) => {
		const { moderator, askers, old, young } = await place(app);
		await vote(app, askers[0], young, 1);
		await meToo(app, askers[0], young, true);
		await link(app, moderator, young, old);
		expect(await numbers(app, old)).toEqual([[0, 0, 2]]);
	});

	test('carries nobody over to what they may not read', async ({ app }) => {
		const { moderator, young, ani } = await place(app);
		const agent = await member(app, { role: 'agent' });
		const hidden = await thread(app, agent, { spaceId: (await space(app, { kind: 'groups' })).id });
		await vote(app, ani, young, 1);
		await vote(app, agent, young, 1);
		const colleague = await member(app, { role: 'product' });
		await vote(app, colleague, young, 1);
		await link(app, moderator, young, hidden);
		expect(await numbers(app, hidden)).toEqual([[1, 0, 1]]);
		expect((await app.call(listWatches, { as: ani })).value.items).toEqual([]);
	});

	test('leaves silent who wants silence, there or in its space', async ({ app }) => {
		const { moderator, spaceId, young, ani, budi } = await place(app);
		const elsewhere = await space(app);
		const other = await thread(app, await member(app), { spaceId: elsewhere.id });
		for (const person of [ani, budi]) await watch(app, person, 'thread', young.id, 'all');
		await watch(app, ani, 'thread', other.id, 'none');
		await watch(app, budi, 'space', elsewhere.id, 'none');
		await link(app, moderator, young, other);
		expect([(await read(app, other, ani)).myWatch, (await read(app, other, budi)).myWatch]).toEqual(['none', null]);
		await unlink(app, moderator, young);
		expect((await read(app, other, ani)).myWatch).toBe('none');
		expect(spaceId).not.toBe(elsewhere.id);
	});

	test('tells those whom it carries over nothing', async ({ app }) => {
		const { moderator, old, young, ani } = await place(app);
		await meToo(app, ani, young, true);
		await link(app, moderator, young, old);
		expect(await kindsOf(app, ani)).toEqual([]);
	});

	test('gives no points for votes that it carries over, nor takes any', async ({ app }) => {
		const { moderator, askers, old, young, ani } = await place(app);
		await vote(app, ani, young, 1);
		await link(app, moderator, young, old);
		expect([await reputationOf(app, askers[0]), await reputationOf(app, askers[1])]).toEqual([0, 5]);
		await unlink(app, moderator, young);
		expect([await reputationOf(app, askers[0]), await reputationOf(app, askers[1])]).toEqual([0, 5]);
	});

	test('tells open pages that the numbers moved', async ({ app }) => {
		const { moderator, old, young, ani } = await place(app);
		await vote(app, ani, young, 1);
		await app.settle();
		await app.deps.live.start();
		const heard: LiveEnvelope[] = [];
		const end = app.deps.live.listen((envelope) => heard.push(envelope));
		await link(app, moderator, young, old);
		await expect
			.poll(() => heard.map(({ message }) => message))
			.toContainEqual({ type: 'numbers-changed', threadIds: [old.id] });
		end();
	});
});

describe('while it is one', () => {
	test('what members do there themselves stays theirs', async ({ app }) => {
		const { moderator, askers, old, young, ani, budi, cici } = await place(app);
		for (const person of [ani, budi, cici]) await vote(app, person, young, 1);
		for (const person of [ani, budi]) await meToo(app, person, young, true);
		await link(app, moderator, young, old);
		// Ani's page was open before: the vote is her own now. Budi withdraws, Cici does nothing.
		expect(await vote(app, ani, old, 1)).toMatchObject({ score: 3, myVote: 1 });
		expect(await vote(app, budi, old, 0)).toMatchObject({ score: 2, myVote: 0 });
		expect((await meToo(app, ani, old, true)).meToo).toBe(2);
		expect((await meToo(app, budi, old, false)).meToo).toBe(1);
		await answer(app, cici, old.id);
		await app.settle();
		expect(await reputationOf(app, askers[0])).toBe(5);
		await unlink(app, moderator, young);
		expect(await read(app, old, ani)).toMatchObject({ score: 1, meToo: 1, myMeToo: true, myWatch: 'all' });
		expect((await read(app, old, budi)).myWatch).toBeNull();
		expect((await read(app, old, cici)).myWatch).toBe('all');
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('a vote there withdrawn does not come back by another duplicate', async ({ app }) => {
		const { moderator, old, young, third, ani } = await place(app);
		for (const one of [young, third]) await vote(app, ani, one, 1);
		await link(app, moderator, young, old);
		await vote(app, ani, old, 0);
		await link(app, moderator, third, old);
		expect((await read(app, old)).score).toBe(0);
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('votes cast on the duplicate, and withdrawn, count there as well', async ({ app }) => {
		const { moderator, old, young, ani, budi } = await place(app);
		await vote(app, ani, young, 1);
		await link(app, moderator, young, old);
		await vote(app, budi, young, 1);
		await meToo(app, budi, young, true);
		await app.settle();
		expect((await numbers(app, old))[0]?.slice(0, 2)).toEqual([2, 1]);
		await vote(app, ani, young, 0);
		await app.settle();
		expect((await numbers(app, old))[0]?.slice(0, 2)).toEqual([1, 1]);
	});

	test('who came by two duplicates stays until both are undone', async ({ app }) => {
		const { moderator, old, young, third, ani } = await place(app);
		for (const one of [young, third]) await vote(app, ani, one, 1);
		for (const one of [young, third]) await link(app, moderator, one, old);
		expect((await read(app, old)).score).toBe(1);
		await unlink(app, moderator, young);
		expect((await read(app, old)).score).toBe(1);
		await unlink(app, moderator, third);
		expect((await read(app, old)).score).toBe(0);
	});
});

describe('a chain of duplicates', () => {
	test('counts and points at its end, and undone in the middle at the middle again', async ({ app }) => {
		const { moderator, old, young, third, ani, budi } = await place(app);
		await vote(app, ani, third, 1);
		for (const person of [ani, budi]) await vote(app, person, young, 1);
		await link(app, moderator, third, young);
		expect(await numbers(app, old, young)).toMatchObject([
			[0, 0, 1],
			[2, 0, 2],
		]);
		await link(app, moderator, young, old);
		expect(await numbers(app, old, young)).toMatchObject([
			[2, 0, 3],
			[2, 0, 1],
		]);
		expect((await read(app, third)).duplicateOf?.path).toBe((await read(app, old)).path);
		expect((await read(app, old)).duplicates.map(({ path }) => path).sort()).toEqual(
			[(await read(app, young)).path, (await read(app, third)).path].sort(),
		);
		await unlink(app, moderator, young);
		expect(await numbers(app, old, young)).toMatchObject([
			[0, 0, 1],
			[2, 0, 2],
		]);
		expect((await read(app, third)).duplicateOf?.path).toBe((await read(app, young)).path);
		expect(await wrongNumbers(app)).toEqual([]);
	});

	test('closes to no ring, however many link at the same moment', async ({ app }) => {
		const { moderator, old, young, third } = await place(app);
		const ring = [
			[old, young],
			[young, third],
			[third, old],
		] as const;
		const replies = await Promise.all(
			ring.map(([one, other]) =>
				app.call(linkDuplicate, { as: moderator, params: { threadId: one.id }, body: { ofThreadId: other.id } }),
			),
		);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 409]);
	});
});

describe('a duplicate idea', () => {
	test('gives its vote back to the budget, and spends one where it counts', async ({ app }) => {
		const { moderator, spaceId, askers, old, young, ani } = await place(app, 'idea');
		for (const one of [old, young]) await vote(app, ani, one, 1);
		await link(app, moderator, young, old);
		const another = await thread(app, askers[2], { spaceId, kind: 'idea' });
		expect((await vote(app, ani, another, 1)).ideaVotesLeft).toBe(8);
	});
});

test('all of it happens once, however often it is told', async ({ app }) => {
	const { moderator, old, young, ani } = await place(app);
	await vote(app, ani, young, 1);
	await link(app, moderator, young, old);
	await app.sql`
		insert into events (name, actor_id, payload)
		select name, actor_id, payload from events where name = 'thread.duplicate-linked'`;
	await app.settle();
	expect((await numbers(app, old))[0]).toEqual([1, 0, 2]);
	expect(await wrongNumbers(app)).toEqual([]);
});
