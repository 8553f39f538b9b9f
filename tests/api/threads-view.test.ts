import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readPosts, readThread } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { writeViews } from '../../api/src/modules/threads/views.ts';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';

type Query = { order?: 'best' | 'newest' | 'oldest'; page?: number; postId?: number; comments?: number };
const read = async (app: TestApp, threadId: number, query: Query = {}, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId }, query })).value;

async function place(app: TestApp) {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	return { dewi, budi, space: somewhere, asked: await thread(app, dewi, { spaceId: somewhere.id }) };
}

/** Answers straight in the table, one minute apart, the first one the best. */
async function answers(app: TestApp, threadId: number, count: number): Promise<number[]> {
	const rows = await app.sql<{ id: number }[]>`
		insert into posts (thread_id, kind, source_text, html, plain_text, html_version, created_at)
		select ${threadId}, 'answer', 'Answer ' || n, '<p>Answer</p>', 'Answer', 1, now() - (${count}::int - n) * interval '1 minute'
		from generate_series(1, ${count}::int) n order by n returning id`;
	await app.sql`
		insert into post_stats (post_id, score)
		select id, ${count}::int - place from unnest(${rows.map((row) => row.id)}::bigint[]) with ordinality as t (id, place)`;
	return rows.map((row) => row.id);
}

describe('a thread’s page', () => {
	test('shows accepted answers first, then best, newest or oldest, deleted ones last', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const [one, two, three, four] = [
			await answer(app, budi, asked.id),
			await answer(app, budi, asked.id),
			await answer(app, budi, asked.id),
			await answer(app, budi, asked.id),
		];
		await app.call(acceptAnswer, { as: dewi, params: { postId: two.id }, body: { accepted: true } });
		await app.call(castVote, { as: dewi, params: { postId: three.id }, body: { value: 1 } });
		await app.sql`update posts set state = 'deleted', deleted_at = now() where id = ${one.id}`;
		const order = async (wanted?: Query['order']) =>
			(await read(app, asked.id, { order: wanted })).answers.map(({ id }) => id);
		expect(await order()).toEqual([two.id, three.id, four.id, one.id]);
		expect(await order('newest')).toEqual([two.id, four.id, three.id, one.id]);
		expect(await order('oldest')).toEqual([two.id, three.id, four.id, one.id]);
	});

	test('has 20 answers, and opens the page on which a given answer or comment is', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const made = await answers(app, asked.id, 45);
		const pages = await Promise.all([1, 2, 3, 99].map((page) => read(app, asked.id, { page })));
		expect(pages.map((view) => [view.page, view.pages, view.answers.length])).toEqual([
			[1, 3, 20],
			[2, 3, 20],
			[3, 3, 5],
			[3, 3, 5],
		]);
		expect(pages.slice(0, 3).flatMap((view) => view.answers.map(({ id }) => id))).toEqual(made);
		const at = await read(app, asked.id, { postId: made[29] });
		expect([at.page, at.answers.some(({ id }) => id === made[29])]).toEqual([2, true]);
		const said = await comment(app, dewi, made[44]!);
		expect((await read(app, asked.id, { postId: said.id })).page).toBe(3);
		expect((await read(app, asked.id, { postId: 9_999_999, page: 2 })).page).toBe(2);
	});

	test('folds comments after five, and unfolds them when asked, or when one of them is meant', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		const said: number[] = [];
		for (let count = 0; count < 7; count++) said.push((await comment(app, dewi, given.id)).id);
		const shown = async (query: Query) => (await read(app, asked.id, query)).answers[0]?.comments.map(({ id }) => id);
		const folded = await read(app, asked.id);
		expect(folded.answers[0]).toMatchObject({ commentCount: 7 });
		expect(await shown({})).toEqual(said.slice(0, 5));
		expect(await shown({ comments: given.id })).toEqual(said);
		expect(await shown({ postId: said[6] })).toEqual(said);
		expect(await shown({ comments: asked.postId })).toEqual(said.slice(0, 5));
	});

	test('takes a fixed number of statements, whatever it holds', async ({ app }) => {
		const { dewi, asked, space: somewhere } = await place(app);
		// Visitors' reads go to the replica.
		const pools = [app.sql, app.deps.replica!.fresh()!].map((pool) => pool.options as { debug: unknown });
		const counted = async (act: () => Promise<unknown>) => {
			let statements = 0;
			for (const pool of pools) pool.debug = () => (statements += 1);
			await act();
			for (const pool of pools) pool.debug = false;
			return statements;
		};
		const short = await thread(app, dewi, { spaceId: somewhere.id });
		const made = await answers(app, asked.id, 60);
		for (const postId of made.slice(0, 10)) await comment(app, dewi, postId);
		// Three times, since what the API does by its own clock may fall among them.
		const least = async (threadId: number, as?: Caller) => {
			const act = () => read(app, threadId, {}, as);
			return Math.min(await counted(act), await counted(act), await counted(act));
		};
		// One more tells who is signed in.
		for (const [as, most] of [
			[undefined, 8],
			[dewi, 9],
		] as const) {
			const [small, large] = [await least(short.id, as), await least(asked.id, as)];
			expect(large).toBe(small);
			expect(large).toBeGreaterThan(0);
			expect(large).toBeLessThanOrEqual(most);
		}
	});

	test('tells what each reader may do', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		await answer(app, budi, asked.id);
		const rights = async (as?: Caller) => {
			const view = await read(app, asked.id, {}, as);
			return { thread: view.thread.may, opening: view.opening.may, answer: view.answers[0]?.may };
		};
		const none = {
			edit: false,
			delete: false,
			restore: false,
			vote: false,
			comment: false,
			accept: false,
			seeHistory: false,
		};
		expect(await rights()).toMatchObject({
			thread: {
				answer: false,
				meToo: false,
				watch: false,
				solveOtherwise: false,
				editTags: false,
				linkDuplicate: false,
			},
			opening: none,
			answer: none,
		});
		expect(await rights(dewi)).toMatchObject({
			thread: { answer: true, meToo: false, watch: true, solveOtherwise: true, editTags: true, linkDuplicate: true },
			opening: { ...none, edit: true, delete: true, comment: true, deleteTakesNameOnly: true },
			answer: { ...none, vote: true, comment: true, accept: true },
		});
		expect(await rights(budi)).toMatchObject({
			thread: { answer: true, meToo: true, watch: true, solveOtherwise: false, editTags: false },
			opening: { ...none, vote: true, comment: true },
			answer: { ...none, edit: true, delete: true, comment: true },
		});
		expect(await rights(await member(app, { verified: false }))).toMatchObject({
			thread: { answer: true, meToo: false },
			opening: { vote: false, comment: true },
		});
		expect(await rights(await member(app, { role: 'moderator' }))).toMatchObject({
			opening: { edit: true, delete: true, deleteTakesNameOnly: false },
			answer: { edit: true, delete: true },
		});
	});

	test('shows related threads by tags, readable ones only', async ({ app }) => {
		const { dewi, space: somewhere } = await place(app);
		const agent = await member(app, { role: 'agent' });
		const tag = `tag${somewhere.id}`;
		const asked = await thread(app, dewi, { spaceId: somewhere.id, tags: [tag] });
		const like = await thread(app, dewi, { spaceId: somewhere.id, tags: [tag], title: 'A thread like it' });
		await thread(app, agent, {
			spaceId: (await space(app, { kind: 'groups' })).id,
			tags: [tag],
			title: 'A private thread',
		});
		expect((await read(app, asked.id)).thread.related).toEqual([
			{ path: like.path, title: 'A thread like it', solved: false },
		]);
	});

	test('shows authors from elsewhere by the name that the source tells', async ({ app }) => {
		const { asked } = await place(app);
		const [postId] = await answers(app, asked.id, 1);
		await app.sql`
			update posts set author_name = 'Old Hand', licence = 'CC BY-SA 4.0', source_url = 'https://old.example/a/1' where id = ${postId!}`;
		expect((await read(app, asked.id)).answers[0]).toMatchObject({
			author: { id: null, handle: null, name: 'Old Hand', former: false },
			licence: 'CC BY-SA 4.0',
			sourceUrl: 'https://old.example/a/1',
		});
	});

	test('of an unknown thread is not there', async ({ app }) => {
		expect((await app.call(readThread, { params: { threadId: 9_999_999 } })).status).toBe(404);
	});
});

describe('some posts of a thread', () => {
	test('come by number, as the reader may see them, with the thread as it stands', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id);
		const waiting = await answer(app, await member(app, { verified: false }), asked.id);
		const elsewhere = await place(app);
		const other = await answer(app, budi, elsewhere.asked.id);
		for (let count = 0; count < 6; count++) await comment(app, dewi, given.id);
		const body = { requestKey: randomUUID(), version: 1, sourceText: 'A better answer.' };
		await app.call(editPost, { as: budi, params: { postId: given.id }, body });
		const wanted = [asked.postId, given.id, waiting.id, other.id].join(',');
		const some = (query: { ids: string; comments?: number }) =>
			app.call(readPosts, { params: { threadId: asked.id }, query });
		const { value } = await some({ ids: wanted });
		expect(value.posts.map((post) => [post.id, post.comments.length])).toEqual([
			[asked.postId, 0],
			[given.id, 5],
		]);
		expect(value.posts[1]?.html).toContain('A better answer.');
		expect(value).toMatchObject({ version: value.thread.version, thread: { id: asked.id, answers: 1 } });
		expect((await some({ ids: `${given.id}`, comments: given.id })).value.posts[0]?.comments).toHaveLength(6);
	});
});

describe('views', () => {
	const browser = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';
	const open = (app: TestApp, threadId: number, as?: Caller, agent = browser) =>
		app.call(readThread, { as, params: { threadId }, headers: { 'user-agent': agent } });
	const counted = async (app: TestApp, threadId: number) => {
		await writeViews(app.deps);
		return (await read(app, threadId)).thread.views;
	};

	test('count each reader once, neither machines nor the author', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		for (const reader of [budi, budi, dewi, undefined, undefined]) await open(app, asked.id, reader);
		for (const machine of ['Googlebot/2.1', 'curl/8.5.0', '']) {
			await open(app, asked.id, await member(app), machine);
		}
		expect(await counted(app, asked.id)).toBe(2);
		await open(app, asked.id, { cookie: 'language=en', address: '198.51.100.7' });
		expect(await counted(app, asked.id)).toBe(3);
		app.clock.pass(61 * 60 * 1000);
		await open(app, asked.id, budi);
		expect(await counted(app, asked.id)).toBe(4);
		const reads = await app.sql<{ memberId: number }[]>`
			select member_id from thread_reads where thread_id = ${asked.id} order by member_id`;
		expect(reads.map((row) => row.memberId)).toEqual([dewi.id, budi.id].sort((one, other) => one - other));
	});

	test('that wait are written when the process ends', async ({ app, database }) => {
		const { asked } = await place(app);
		const other = await openApp(database);
		await other.app.inject({ url: `/api/threads/${asked.id}`, headers: { 'user-agent': browser } });
		await other.close();
		expect((await read(app, asked.id)).thread.views).toBe(1);
	});
});
