import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editProfile, readSession } from '@ikatan/contracts/accounts';
import { actOnPost } from '@ikatan/contracts/acting';
import { setSpaceReaders } from '@ikatan/contracts/admin-spaces';
import { deleteInsight, moveInsight } from '@ikatan/contracts/insight-writing';
import { readHomePage, readMemberPage, readOldAddress, readRail } from '@ikatan/contracts/pages';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readPosts, readThread } from '@ikatan/contracts/threads';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { watch } from '../support/inbox.ts';
import { columnOf, insight } from '../support/insights.ts';
import { statementsOf } from '../support/statements.ts';

/** Pages keep some things for half a minute: an app of its own for every test that looks at them. */
const test = base.extend('fresh', async ({ database }, { onCleanup }): Promise<TestApp> => {
	const app = await openApp(database, { MEILI_URL: '' });
	onCleanup(app.close);
	return app;
});

const accept = (app: TestApp, as: Caller, postId: number) =>
	app.call(acceptAnswer, { as, params: { postId }, body: { accepted: true } });

describe('the home page', () => {
	test('greets members with what waits and whom they helped, and visitors not at all', async ({ fresh: app }) => {
		const [asker, helper, reader] = [await member(app), await member(app), await member(app)];
		const { id: spaceId } = await space(app);
		const question = await thread(app, asker, { spaceId });
		const reply = await answer(app, helper, question.id);
		await thread(app, asker, { spaceId });
		for (const voter of [asker, reader]) {
			await app.call(castVote, { as: voter, params: { postId: reply.id }, body: { value: 1 } });
		}
		await app.runJob('spaces.recount');
		expect((await app.call(readHomePage, { query: {} })).value.hello).toBeNull();
		expect((await app.call(readHomePage, { as: helper, query: {} })).value.hello).toEqual({
			waiting: 1,
			helpedThisWeek: 2,
		});
	});

	test('names the helpers of the week and what was solved, from public spaces only', async ({ fresh: app }) => {
		const [asker, helper, insider] = [await member(app), await member(app), await member(app, { role: 'agent' })];
		const { id: open } = await space(app);
		const { id: closed } = await space(app, { kind: 'groups' });
		const question = await thread(app, asker, { spaceId: open, title: 'Which drawer fits the till?' });
		await accept(app, asker, (await answer(app, helper, question.id)).id);
		const secret = await thread(app, insider, { spaceId: closed, title: 'Which merger comes next?' });
		const inner = await answer(app, await member(app, { role: 'product' }), secret.id);
		await accept(app, insider, inner.id);
		const { value } = await app.call(readHomePage, { as: insider, query: {} });
		const mine = value.topHelpers.filter(({ member: { id } }) => id === helper.id);
		expect(mine).toMatchObject([{ accepted: 1, answers: 1 }]);
		expect(value.topHelpers).toHaveLength(1);
		expect(value.solvedThisWeek.map((solved) => solved.title)).toContain('Which drawer fits the till?');
		expect(JSON.stringify(value.solvedThisWeek)).not.toContain('merger');
	});

	test('narrows to a space, a tag and a kind, and says how the reader watches it', async ({ fresh: app }) => {
		const reader = await member(app);
		const { id: spaceId, slug } = await space(app, { name: 'Counter' });
		const { id: other } = await space(app);
		const question = await thread(app, reader, { spaceId, tags: ['narrow'] });
		const idea = await thread(app, reader, { spaceId, kind: 'idea', tags: ['narrow'] });
		await thread(app, reader, { spaceId: other, tags: ['wide'] });
		await watch(app, reader, 'space', spaceId, 'first_post');
		const ids = async (query: { space?: string; tag?: string; kind?: 'idea' }) =>
			(await app.call(readHomePage, { as: reader, query })).value.threads.map((row) => row.id);
		expect(await ids({ space: slug })).toEqual([idea.id, question.id]);
		expect(await ids({ tag: 'narrow' })).toEqual([idea.id, question.id]);
		expect(await ids({ space: slug, kind: 'idea' })).toEqual([idea.id]);
		const { value } = await app.call(readHomePage, { as: reader, query: { space: slug } });
		expect(value).toMatchObject({ space: { name: 'Counter' }, myWatch: 'first_post', hello: null });
	});

	test('is not found for a space or tag that is not there', async ({ fresh: app }) => {
		expect((await app.call(readHomePage, { query: { space: 'nowhere' } })).status).toBe(404);
		expect((await app.call(readHomePage, { query: { tag: 'nothing' } })).status).toBe(404);
	});
});

describe('the rail', () => {
	test('counts public threads by kind, whoever asks, and lists the reader’s spaces', async ({ fresh: app }) => {
		await app.sql`update threads set state = 'deleted'`;
		const staff = await member(app, { role: 'agent' });
		const { id: open } = await space(app);
		const { id: closed, slug } = await space(app, { kind: 'groups' });
		await thread(app, staff, { spaceId: open, kind: 'idea' });
		await thread(app, staff, { spaceId: open });
		await thread(app, staff, { spaceId: closed });
		await thread(app, staff, { spaceId: closed, kind: 'problem' });
		await app.runJob('spaces.recount');
		for (const as of [undefined, staff]) {
			const { value } = await app.call(readRail, { as });
			expect(value.counts).toEqual({ question: 1, idea: 1, problem: 0, discussion: 0, announcement: 0 });
			expect(value.spaces.some((item) => item.slug === slug)).toBe(as !== undefined);
		}
	});

	test('tells staff what waits for the product teams, and nobody else', async ({ fresh: app }) => {
		const [staff, champion] = [await member(app, { role: 'product' }), await member(app, { role: 'champion' })];
		const moderator = await member(app, { role: 'moderator' });
		const team = async (as?: Caller) => (await app.call(readRail, { as })).value.team;
		const before = await team(staff);
		await insight(app, staff);
		await app.call(moveInsight, {
			as: staff,
			params: { insightId: await insight(app, staff) },
			body: { columnId: await columnOf(app, staff, 'planned') },
		});
		const gone = await insight(app, staff);
		await app.call(deleteInsight, { as: staff, params: { insightId: gone } });
		const { id } = await thread(app, staff, { spaceId: (await space(app)).id });
		await app.sql`
			insert into mining (thread_id, space_id, kind, asked_at, promise)
			select id, space_id, kind, created_at, 1 from threads where id = ${id}
			on conflict (thread_id) do update set open = true`;
		await app.sql`
			insert into quotes (kind, state, thread_id, post_version, words, thread_title, quoted_by)
			values ('thread', 'nominated', ${id}, 1, 'Words', 'Title', ${champion.id})`;
		const { insights, mining, nominations } = before?.product ?? { insights: 0, mining: 0, nominations: 0 };
		expect(await team(staff)).toEqual({
			moderation: null,
			product: { insights: insights + 1, mining: mining + 1, nominations: nominations + 1 },
		});
		expect(await team(moderator)).toEqual({ moderation: expect.any(Number), product: null });
		for (const as of [champion, undefined]) expect(await team(as)).toBeNull();
	});
});

describe('a member’s page', () => {
	test('shows and counts only what the reader may see', async ({ fresh: app }) => {
		const companyId = await company(app);
		const [helper, colleague] = [await member(app, { companyId }), await member(app, { companyId })];
		const staff = await member(app, { role: 'agent' });
		const { id: open } = await space(app);
		const { id: closed } = await space(app, { kind: 'company', companyIds: [companyId] });
		const question = await thread(app, staff, { spaceId: open, tags: ['for-all'] });
		const secret = await thread(app, staff, { spaceId: closed, tags: ['for-us'], title: 'What only we may know' });
		await accept(app, staff, (await answer(app, helper, question.id)).id);
		await accept(app, staff, (await answer(app, helper, secret.id)).id);
		await thread(app, helper, { spaceId: closed, title: 'What only we may ask' });
		const page = async (as?: Caller) =>
			(await app.call(readMemberPage, { as, params: { handle: helper.handle }, query: {} })).value;
		await app.settle();
		const [seen, inside] = [await page(), await page(colleague)];
		expect(seen).toMatchObject({ member: { answers: 1, accepted: 1 }, threads: [], topTags: [{ name: 'for-all' }] });
		expect(seen.answers).toHaveLength(1);
		expect(inside).toMatchObject({ member: { answers: 2, accepted: 2 }, threads: [{ title: 'What only we may ask' }] });
		expect(inside.topTags.map((tag) => tag.name).toSorted()).toEqual(['for-all', 'for-us']);
		expect(JSON.stringify(seen)).not.toMatch(/only we|for-us/);
	});

	test('reads no answer to count those in public spaces, however many there are', async ({ fresh: app }) => {
		const helper = await member(app);
		const question = await thread(app, await member(app), { spaceId: (await space(app)).id });
		await answer(app, helper, question.id);
		await app.settle();
		const sent = await statementsOf(app, () =>
			app.call(readMemberPage, { params: { handle: helper.handle }, query: {} }),
		);
		expect(sent.filter((statement) => statement.startsWith('select count(*)::int as answers'))).toEqual([]);
	});

	test('counts no answer of a space that is public no more, nor of a thread that is gone', async ({ fresh: app }) => {
		const [helper, admin] = [await member(app), await member(app, { role: 'admin' })];
		const { id: spaceId } = await space(app);
		const [question, other] = [
			await thread(app, admin, { spaceId }),
			await thread(app, admin, { spaceId: (await space(app)).id }),
		];
		for (const { id } of [question, other]) await answer(app, helper, id);
		const counted = async () => {
			await app.settle();
			const { value } = await app.call(readMemberPage, { params: { handle: helper.handle }, query: {} });
			return value.member.answers;
		};
		expect(await counted()).toBe(2);
		const readers = { kind: 'groups', confirmed: true } as const;
		await app.call(setSpaceReaders, { as: admin, params: { spaceId }, body: readers });
		expect(await counted()).toBe(1);
		const body = { act: 'delete', reason: 'Old.', requestKey: randomUUID() } as const;
		await app.call(actOnPost, { as: admin, params: { postId: other.postId }, body });
		expect(await counted()).toBe(0);
	});

	test('says when they were last here, unless they do not show it', async ({ fresh: app }) => {
		const [shown, hidden] = [await member(app), await member(app)];
		await app.call(editProfile, { as: hidden, body: { showsPresence: false } });
		await app.sql`update members set last_seen_at = now() where id in (${shown.id}, ${hidden.id})`;
		const seenAt = async ({ handle }: { handle: string }, as?: Caller) =>
			(await app.call(readMemberPage, { as, params: { handle }, query: {} })).value.lastSeenAt;
		expect(await seenAt(shown)).not.toBeNull();
		expect(await seenAt(hidden)).toBeNull();
		expect(await seenAt(hidden, shown)).toBeNull();
		expect(await seenAt(hidden, hidden)).not.toBeNull();
	});

	test('pages through answers without losing one', async ({ fresh: app }) => {
		const helper = await member(app);
		const question = await thread(app, await member(app), { spaceId: (await space(app)).id });
		const made: number[] = [];
		for (let count = 0; count < 17; count++) made.push((await answer(app, helper, question.id)).id);
		const seen: number[] = [];
		let answersAfter: string | undefined;
		do {
			const { value } = await app.call(readMemberPage, { params: { handle: helper.handle }, query: { answersAfter } });
			seen.push(...value.answers.map((one) => one.postId));
			answersAfter = value.answersNext ?? undefined;
		} while (answersAfter);
		expect(seen).toEqual(made.toReversed());
	});

	test('is not there for nobody, nor for a former member', async ({ fresh: app }) => {
		const gone = await member(app);
		await app.sql`update members set state = 'deleted' where id = ${gone.id}`;
		for (const handle of ['nobody-here', gone.handle]) {
			expect((await app.call(readMemberPage, { params: { handle }, query: {} })).status).toBe(404);
		}
	});
});

describe('a thread’s page', () => {
	test('shows the reader’s own votes, me-too and watch, to them alone', async ({ fresh: app }) => {
		const [asker, helper, reader] = [await member(app), await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		const reply = await answer(app, helper, question.id);
		await app.call(castVote, { as: reader, params: { postId: question.postId }, body: { value: 1 } });
		await app.call(castVote, { as: reader, params: { postId: reply.id }, body: { value: -1 } });
		await app.call(sayMeToo, { as: reader, params: { threadId: question.id }, body: { on: true } });
		await watch(app, reader, 'thread', question.id, 'mentions');
		const params = { threadId: question.id };
		const mine = (await app.call(readThread, { as: reader, params })).value;
		expect(mine).toMatchObject({
			thread: { myMeToo: true, myWatch: 'mentions' },
			opening: { myVote: 1 },
			answers: [{ myVote: -1 }],
		});
		const some = (await app.call(readPosts, { as: reader, params, query: { ids: `${reply.id}` } })).value;
		expect(some).toMatchObject({ thread: { myMeToo: true, myWatch: 'mentions' }, posts: [{ myVote: -1 }] });
		for (const as of [undefined, helper]) {
			const theirs = (await app.call(readThread, { as, params })).value;
			expect(theirs).toMatchObject({ thread: { myMeToo: false }, opening: { myVote: 0 }, answers: [{ myVote: 0 }] });
		}
	});

	test('asks its asker alone to accept, while there is something to accept', async ({ fresh: app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		const asks = async (as?: Caller) =>
			(await app.call(readThread, { as, params: { threadId: question.id } })).value.asksToAccept ?? false;
		expect(await asks(asker)).toBe(false);
		const reply = await answer(app, helper, question.id);
		expect([await asks(asker), await asks(helper), await asks()]).toEqual([true, false, false]);
		await accept(app, asker, reply.id);
		expect(await asks(asker)).toBe(false);
	});

	test('takes at most eight statements, however long it is', async ({ fresh: app }) => {
		const [asker, helper, moderator] = [await member(app), await member(app), await member(app, { role: 'moderator' })];
		const question = await thread(app, asker, { spaceId: (await space(app)).id, tags: ['long'] });
		const params = { threadId: question.id };
		const readers: [string, Caller | undefined, number][] = [
			['visitor', undefined, 6],
			['member', helper, 7],
			['moderator', moderator, 8],
			['asker', asker, 8],
		];
		const count = async (as?: Caller) => {
			const session = as
				? await statementsOf(app, () => app.app.inject({ url: '/api/health', headers: { cookie: as.cookie } }))
				: [];
			const whole = await statementsOf(app, () => app.call(readThread, { as, params }));
			expect(session.length).toBe(as ? 1 : 0);
			return whole.length - session.length;
		};
		const counts = async () => {
			const all: [string, number][] = [];
			for (const [who, as] of readers) all.push([who, await count(as)]);
			return all;
		};
		const first = await answer(app, helper, question.id);
		const short = await counts();
		for (const [place, [who, statements]] of short.entries()) {
			expect({ who, most: Math.max(statements, readers[place]![2]) }).toEqual({ who, most: readers[place]![2] });
		}
		for (let turn = 0; turn < 24; turn++) {
			const reply = await answer(app, turn % 2 ? helper : moderator, question.id);
			if (turn < 8) await comment(app, asker, reply.id);
		}
		for (let turn = 0; turn < 7; turn++) await comment(app, asker, first.id);
		expect(await counts()).toEqual(short);
	});

	test('of a deleted thread is gone, and of a hidden one not found', async ({ fresh: app }) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		const own = await thread(app, asker, { spaceId });
		await app.call(deletePost, { as: asker, params: { postId: own.postId }, body: {} });
		expect((await app.call(readThread, { params: { threadId: own.id } })).status).toBe(410);
		const hidden = await thread(app, await member(app, { role: 'agent' }), {
			spaceId: (await space(app, { kind: 'groups' })).id,
		});
		expect((await app.call(readThread, { params: { threadId: hidden.id } })).status).toBe(404);
	});
});

describe('an address from before the move', () => {
	test('leads to where it is now, and to nothing when it never was', async ({ fresh: app }) => {
		await app.sql`insert into old_addresses (path, target, source) values ('/questions/12', '/threads/7/thread', 'old')`;
		const follow = (path: string) => app.call(readOldAddress, { query: { path } });
		expect((await follow('/questions/12/how-to-brew')).value).toEqual({ target: '/threads/7/thread' });
		expect((await follow('/questions/13')).status).toBe(404);
		expect((await app.call(readSession)).status).toBe(200);
	});
});
