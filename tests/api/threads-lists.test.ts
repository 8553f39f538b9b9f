import { describe, expect } from 'vitest';
import { listThreads, type ListOrder } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';

type Query = {
	order?: ListOrder;
	space?: string;
	tag?: string;
	kind?: 'question' | 'idea' | 'announcement';
	author?: string;
	after?: string;
	before?: string;
};
const list = async (app: TestApp, query: Query, as?: Caller) => (await app.call(listThreads, { as, query })).value;
const ids = async (app: TestApp, query: Query, as?: Caller) => (await list(app, query, as)).items.map((row) => row.id);

/** Rows straight in the table, one minute apart, oldest first: what an import brings. */
async function many(app: TestApp, spaceId: number, count: number, tag?: string): Promise<number[]> {
	const author = await member(app);
	const rows = await app.sql<{ id: number }[]>`
		insert into threads (kind, space_id, title, author_id, created_at, active_at)
		select 'question', ${spaceId}, 'Question ' || n, ${author.id}, at, at
		from (select n, now() - (${count}::int - n) * interval '1 minute' as at from generate_series(1, ${count}::int) n) made
		order by n returning id`;
	await app.sql`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
		select id, 'opening', author_id, 'Text', '<p>Text</p>', 'Text', 1 from threads where space_id = ${spaceId}`;
	await app.sql`insert into post_stats (post_id) select id from posts on conflict do nothing`;
	await app.sql`
		insert into thread_stats (thread_id, space_id, needs_answer, hot)
		select id, space_id, true, extract(epoch from created_at) / 45000 from threads where space_id = ${spaceId}`;
	if (tag) {
		await app.sql`insert into tags (name) values (${tag}) on conflict do nothing`;
		await app.sql`
			insert into thread_tags (thread_id, tag_id, created_at)
			select t.id, g.id, t.created_at from threads t, tags g where t.space_id = ${spaceId} and g.name = ${tag}`;
	}
	return rows.map((row) => row.id);
}

describe('paging', () => {
	test.for<[ListOrder, boolean]>([
		['newest', false],
		['hot', false],
		['unanswered', false],
		['newest', true],
		['hot', true],
		['unanswered', true],
	])('through %s (by tag: %s) shows each thread once, forwards and back', async ([order, byTag], { app }) => {
		const somewhere = await space(app);
		const tag = byTag ? `tag${somewhere.id}` : undefined;
		const made = (await many(app, somewhere.id, 53, tag)).reverse();
		const query: Query = byTag ? { order, tag } : { order, space: somewhere.slug };
		const first = await list(app, query);
		const second = await list(app, { ...query, after: first.next! });
		const third = await list(app, { ...query, after: second.next! });
		const pages = [first, second, third];
		expect(pages.map((page) => page.items.length)).toEqual([20, 20, 13]);
		expect(pages.flatMap((page) => page.items.map((row) => row.id))).toEqual(made);
		expect([first.previous, third.next]).toEqual([null, null]);
		const back = await list(app, { ...query, before: third.previous! });
		expect(back.items).toEqual(second.items);
		const start = await list(app, { ...query, before: back.previous! });
		expect(start.items).toEqual(first.items);
		expect(start.previous).toBeNull();
		expect(start.next).not.toBeNull();
	});

	test('keeps its place when times differ by microseconds only', async ({ app }) => {
		const somewhere = await space(app);
		await many(app, somewhere.id, 25);
		await app.sql`
			update threads set created_at = '2026-03-01 12:00:00.123000+00'::timestamptz + (id % 1000) * interval '1 microsecond'
			where space_id = ${somewhere.id}`;
		const first = await list(app, { space: somewhere.slug });
		const second = await list(app, { space: somewhere.slug, after: first.next! });
		expect(new Set([...first.items, ...second.items].map((row) => row.id)).size).toBe(25);
	});

	test('refuses a place that was made up or belongs to another order', async ({ app }) => {
		const somewhere = await space(app);
		await many(app, somewhere.id, 21);
		const { next } = await list(app, { space: somewhere.slug });
		const made = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
		const wrong = [next!, 'nonsense', made(['hot', '1', 2, 3]), made(['hot', 1e300, 2, 0]), made(['hot', 1, 2.5, 0])];
		for (const after of wrong) {
			const reply = await app.call(listThreads, { query: { order: 'hot', after } });
			expect([reply.status, reply.error.fields]).toEqual([422, { after: 'bad-value' }]);
		}
		expect(
			(await app.call(listThreads, { query: { order: 'newest', after: made(['newest', 2 ** 60, 1, 0]) } })).status,
		).toBe(422);
	});
});

describe('orders', () => {
	test('newest by asking, whatever is said later, unanswered only what waits', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const ask = (kind?: 'idea') => thread(app, dewi, { spaceId: somewhere.id, kind });
		const [first, second, third, idea] = [await ask(), await ask(), await ask(), await ask('idea')];
		await comment(app, budi, second.postId);
		await answer(app, budi, first.id);
		const of = (order: ListOrder) => ids(app, { order, space: somewhere.slug });
		expect(await of('newest')).toEqual([idea.id, third.id, second.id, first.id]);
		expect(await of('unanswered')).toEqual([third.id, second.id]);
		expect(await ids(app, { order: 'unanswered', kind: 'idea' })).toEqual([]);
	});

	test('hot by votes and answers, which weigh against age', async ({ app }) => {
		const [dewi, somewhere] = [await member(app), await space(app)];
		const liked = await thread(app, dewi, { spaceId: somewhere.id });
		const younger = await thread(app, dewi, { spaceId: somewhere.id });
		const hot = () => ids(app, { order: 'hot', space: somewhere.slug });
		expect(await hot()).toEqual([younger.id, liked.id]);
		for (let voter = 0; voter < 2; voter++) {
			await app.call(castVote, { as: await member(app), params: { postId: liked.postId }, body: { value: 1 } });
		}
		expect(await hot()).toEqual([liked.id, younger.id]);
		// Ten times the votes weigh as much as 12.5 hours; log10(2) of them is a bit less than 4.
		await app.sql`update threads set created_at = created_at - interval '4 hours' where id = ${liked.id}`;
		await comment(app, dewi, liked.postId);
		expect(await hot()).toEqual([younger.id, liked.id]);
	});

	test('top by votes and answers of the last seven days, as of the last snapshot', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const ask = () => thread(app, dewi, { spaceId: somewhere.id });
		const [quiet, answered, liked, old] = [await ask(), await ask(), await ask(), await ask()];
		await answer(app, budi, answered.id);
		for (const voter of [budi, await member(app)]) {
			await app.call(castVote, { as: voter, params: { postId: liked.postId }, body: { value: 1 } });
			await app.call(castVote, { as: voter, params: { postId: old.postId }, body: { value: 1 } });
		}
		await app.sql`update votes set cast_at = now() - interval '8 days' where post_id = ${old.postId}`;
		const top = () => ids(app, { order: 'top', space: somewhere.slug });
		expect(await top()).toEqual([]);
		await app.runJob('threads.top');
		expect(await top()).toEqual([liked.id, answered.id]);
		await answer(app, budi, quiet.id);
		expect(await top()).toEqual([liked.id, answered.id]);
		await app.runJob('threads.top');
		// As many points: the hotter one first.
		expect(await top()).toEqual([liked.id, answered.id, quiet.id]);
	});

	test('top of one member, also as of a snapshot that does not say whose its threads were', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const hers = await thread(app, dewi, { spaceId: somewhere.id });
		const his = await thread(app, budi, { spaceId: somewhere.id });
		for (const { id } of [hers, his]) await answer(app, await member(app), id);
		const top = ({ handle }: typeof dewi) => ids(app, { order: 'top', author: handle });
		await app.runJob('threads.top');
		expect([await top(dewi), await top(budi)]).toEqual([[hers.id], [his.id]]);
		await app.sql`update top_entries set author_id = null`;
		expect([await top(dewi), await top(budi)]).toEqual([[hers.id], [his.id]]);
		// What they are now must fit, too.
		await app.sql`update posts set author_hidden = true where id = ${hers.postId}`;
		expect(await top(dewi)).toEqual([]);
	});

	test('top pages on in the snapshot in which it began', async ({ app }) => {
		const somewhere = await space(app);
		const made = await many(app, somewhere.id, 30);
		const [{ id: snapshot } = { id: 0 }] = await app.sql<
			{ id: number }[]
		>`insert into top_snapshots default values returning id`;
		await app.sql`
			insert into top_entries (snapshot_id, rank, thread_id, space_id, kind)
			select ${snapshot}, place, id, ${somewhere.id}, 'question' from unnest(${made}::bigint[]) with ordinality as t (id, place)`;
		const first = await list(app, { order: 'top', space: somewhere.slug });
		await app.sql`insert into top_snapshots default values`;
		const second = await list(app, { order: 'top', space: somewhere.slug, after: first.next! });
		expect([...first.items, ...second.items].map((row) => row.id)).toEqual(made);
		expect(await ids(app, { order: 'top', space: somewhere.slug, before: second.previous! })).toEqual(
			made.slice(0, 20),
		);
	});
});

describe('narrowing', () => {
	test('by space, tag, kind and asker, and by several at once', async ({ app }) => {
		const [dewi, budi] = [await member(app), await member(app)];
		const [here, there] = [await space(app), await space(app)];
		const tag = `tag${here.id}`;
		const one = await thread(app, dewi, { spaceId: here.id, tags: [tag] });
		const two = await thread(app, budi, { spaceId: here.id, kind: 'idea', tags: [tag] });
		const three = await thread(app, budi, { spaceId: there.id, tags: [tag] });
		for (const order of ['newest', 'hot'] as const) {
			expect(await ids(app, { order, tag })).toEqual([three.id, two.id, one.id]);
			expect(await ids(app, { order, tag, space: here.slug })).toEqual([two.id, one.id]);
			expect(await ids(app, { order, tag, kind: 'idea' })).toEqual([two.id]);
			expect(await ids(app, { order, author: budi.handle })).toEqual([three.id, two.id]);
			expect(await ids(app, { order, author: budi.handle, tag, kind: 'idea' })).toEqual([two.id]);
			expect(await ids(app, { order, space: here.slug, kind: 'question' })).toEqual([one.id]);
		}
		expect(await ids(app, { order: 'unanswered', tag, space: there.slug })).toEqual([three.id]);
	});

	test('to what is not there answers 404', async ({ app }) => {
		const hidden = await space(app, { kind: 'groups' });
		for (const query of [
			{ space: 'nowhere' },
			{ space: hidden.slug },
			{ tag: 'no-such-tag' },
			{ author: 'nobody-here' },
		]) {
			expect((await app.call(listThreads, { query })).status).toBe(404);
		}
	});
});

describe('who finds what', () => {
	test('nothing of spaces that the reader may not read, in any order', async ({ app }) => {
		const agent = await member(app, { role: 'agent' });
		const [sinar, jaya] = [await company(app), await company(app)];
		const budi = await member(app, { companyId: jaya });
		const dewi = await member(app, { companyId: sinar });
		const places = {
			public: await space(app),
			members: await space(app, { kind: 'members' }),
			company: await space(app, { kind: 'company', companyIds: [sinar] }),
			company_only: await space(app, { kind: 'company_only' }),
		};
		const tag = `tag${places.public.id}`;
		const made = {
			public: await thread(app, agent, { spaceId: places.public.id, tags: [tag] }),
			members: await thread(app, agent, { spaceId: places.members.id, tags: [tag] }),
			company: await thread(app, agent, { spaceId: places.company.id, tags: [tag] }),
			own: await thread(app, dewi, { spaceId: places.company_only.id, tags: [tag] }),
			theirs: await thread(app, budi, { spaceId: places.company_only.id, tags: [tag] }),
		};
		for (const one of Object.values(made)) await answer(app, agent, one.id);
		await app.runJob('threads.top');
		const seen: [string, Caller | undefined, (keyof typeof made)[]][] = [
			['a visitor', undefined, ['public']],
			['a member', await member(app), ['public', 'members']],
			['a colleague', dewi, ['public', 'members', 'company', 'own']],
			['another company', budi, ['public', 'members', 'theirs']],
			['staff', agent, ['public', 'members', 'company', 'own', 'theirs']],
		];
		const all = new Map(Object.entries(made).map(([name, { id }]) => [id, name]));
		for (const [who, reader, expected] of seen) {
			for (const order of ['newest', 'hot', 'top'] as const) {
				for (const query of [{ order }, { order, tag }, { order, kind: 'question' as const }]) {
					const found = (await ids(app, query, reader)).flatMap((id) => all.get(id) ?? []);
					expect(found.sort(), `${who}, ${JSON.stringify(query)}`).toEqual([...expected].sort());
				}
			}
		}
	});

	test('nothing unlisted, held or deleted', async ({ app }) => {
		const [dewi, somewhere] = [await member(app), await space(app)];
		const [unlisted, held] = [
			await thread(app, dewi, { spaceId: somewhere.id }),
			await thread(app, dewi, { spaceId: somewhere.id }),
		];
		await app.sql`update threads set listed = false where id = ${unlisted.id}`;
		await app.sql`update threads set state = 'held' where id = ${held.id}`;
		const moderator = await member(app, { role: 'moderator' });
		for (const order of ['newest', 'hot', 'unanswered'] as const) {
			expect(await ids(app, { order, space: somewhere.slug }, moderator)).toEqual([]);
		}
	});
});

describe('a row', () => {
	test('says what the list shows', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app, { displayName: 'Dewi' }), await member(app), await space(app)];
		const asked = await thread(app, dewi, {
			spaceId: somewhere.id,
			title: 'How do I print a receipt?',
			sourceText: `The **printer** is silent. ${'Very silent. '.repeat(40)}`,
			tags: ['printer', 'paper'],
		});
		await answer(app, budi, asked.id);
		const [row] = (await list(app, { space: somewhere.slug })).items;
		expect(row).toMatchObject({
			id: asked.id,
			path: asked.path,
			kind: 'question',
			space: { slug: somewhere.slug, colour: 1 },
			tags: ['paper', 'printer'],
			author: { handle: dewi.handle, name: 'Dewi' },
			answers: 1,
			solved: false,
			needsAnswer: false,
			state: 'published',
		});
		expect(row?.excerpt).toMatch(/^The printer is silent\. Very silent\. .*…$/);
		expect(row!.excerpt.length).toBeLessThanOrEqual(181);
	});
});
