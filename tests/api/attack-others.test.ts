import { describe, expect } from 'vitest';
import { castVote } from '@ikatan/contracts/votes';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { member, space } from '../support/builders.ts';
import { rowsNamed } from '../support/privacy/candidates.ts';
import type { World } from '../support/privacy/fillings.ts';
import { buildWorld } from '../support/privacy/world.ts';
import { writesByNumber, type Named } from '../support/privacy/writes.ts';

const test = base
	.extend('house', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<TestApp> => {
		const app = await openApp(database, { LOCAL_MAILBOX: '' });
		onCleanup(app.close);
		return app;
	})
	.extend('world', { scope: 'file' }, async ({ house }): Promise<World> => await buildWorld(house));

/** What another customer may do to what somebody wrote where all may read: nothing of it changes anybody's words or rights. */
const openToAll = new Set([
	'castVote',
	'sayMeToo',
	'setWatch',
	'postAnswer',
	'postComment',
	'reportPost',
	'withdrawReport',
	'askThread',
	'keepDraft',
	'dropDraft',
	'markSeen',
	'similarSolved',
]);

/** What numbers mean: the thread that all may read, its posts, and otherwise the first rows there are, whoever they belong to. */
async function othersThings(app: TestApp, world: World): Promise<Named> {
	const { id: threadId, postIds } = world.publicThread;
	const [place] = await app.sql<{ spaceId: number; memberId: number }[]>`
		select space_id, author_id as member_id from threads where id = ${threadId}`;
	const own: Record<string, number> = { ...place!, threadId, postId: postIds[1]!, intoThreadId: world.threads[0]!.id };
	return (name, among) => {
		const kind = String(among.targetKind ?? among.subject ?? among.kind ?? '');
		if (name === 'targetId' || name === 'subjectId')
			return own[kind === 'member' ? 'memberId' : kind === 'space' ? 'spaceId' : 'threadId']!;
		return own[name] ?? rowsNamed(name, world)[0]!;
	};
}

/** Every write that somebody may do to others' things, by its name. */
async function done(app: TestApp, world: World, as: Caller): Promise<Set<string>> {
	const named = await othersThings(app, world);
	const names = new Set<string>();
	for (const write of await writesByNumber()) {
		const { status, value } = await app.call(write.endpoint, { as, ...(write.input(named) as object) });
		expect([write.name, status < 500 && status !== 429]).toEqual([write.name, true]);
		// Of many at once those that are not one's own are named as left.
		const decided = (value as { decided?: number[] } | undefined)?.decided;
		if (status < 300 && decided?.length !== 0) names.add(write.name.replace(/ .*/, ''));
	}
	return names;
}

describe('what belongs to others', () => {
	test(
		'is changed by no other customer, at any endpoint that takes a number',
		{ timeout: 300_000 },
		async ({ house, world }) => {
			const before = await house.sql`select id, html, state, author_id, accepted_at from posts order by id`;
			for (const as of [await member(house), world.readers.rival!]) {
				const reached = await done(house, world, as);
				expect([...reached].filter((name) => !openToAll.has(name))).toEqual([]);
				expect(reached).toContain('castVote');
			}
			const after = await house.sql`
			select id, html, state, author_id, accepted_at from posts where id <= ${before.at(-1)!.id as number} order by id`;
			expect(after).toEqual(before);
		},
	);

	test('is no more a moderator’s of another space', { timeout: 300_000 }, async ({ house, world }) => {
		const moderator = await member(house);
		const { id: elsewhere } = await space(house);
		await house.sql`insert into space_moderators (space_id, member_id) values (${elsewhere}, ${moderator.id})`;
		const reached = await done(house, world, moderator);
		expect([...reached].filter((name) => !openToAll.has(name))).toEqual([]);
	});

	test('is nobody’s at all without a session', { timeout: 300_000 }, async ({ house, world }) => {
		const named = await othersThings(house, world);
		const reached: string[] = [];
		let address = 0;
		for (const write of await writesByNumber()) {
			const as = { cookie: 'language=en', address: `10.9.0.${(address += 1) % 250}` };
			const { status } = await house.call(write.endpoint, { as, ...(write.input(named) as object) });
			if (status < 300) reached.push(write.name);
		}
		// Drafts of one's own browser, and that a similar thread was enough.
		expect(reached.filter((name) => !/^(?:keepDraft|dropDraft|similarSolved)\b/.test(name))).toEqual([]);
		expect((await house.call(castVote, { params: { postId: 1 }, body: { value: 1 } })).status).toBe(401);
	});
});
