import { describe, expect } from 'vitest';
import { saveProductArea } from '@ikatan/contracts/insight-choices';
import { changeInsight, deleteInsight, mergeInsights } from '@ikatan/contracts/insight-writing';
import { readFeed, readHomePage, readRail, readSitemap } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { readRoadmap } from '@ikatan/contracts/telling';
import { listThreads, readThread } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import { insight, quoteRow } from '../support/insights.ts';
import { decide, telling } from '../support/telling.ts';

const roadmap = async (app: TestApp, as?: Caller, area?: string) =>
	(await app.call(readRoadmap, { as, query: { area } })).value;

const itemsOf = (value: Awaited<ReturnType<typeof roadmap>>) => value.columns.flatMap((column) => column.items);

const change = (app: TestApp, as: Caller, insightId: number, body: object) =>
	app.call(changeInsight, { as, params: { insightId }, body });

/** A public insight with an idea behind it. */
async function publicInsight(
	app: TestApp,
	wanted: { title: string; stage?: 'planned' | 'shipped' | 'review'; spaceId?: number },
) {
	const [product, asker] = [await member(app, { role: 'product' }), await member(app)];
	const spaceId = wanted.spaceId ?? (await space(app)).id;
	const idea = await thread(app, asker, { spaceId, kind: 'idea', title: `The idea behind ${wanted.title}` });
	const insightId = await insight(app, product, {
		title: `Internal name of ${wanted.title}`,
		public: true,
		publicTitle: wanted.title,
		publicText: `What ${wanted.title} will do.`,
	});
	await quoteRow(app, insightId, { threadId: idea.id, authorId: asker.id });
	await decide(app, product, insightId, wanted.stage ?? 'planned');
	await app.settle();
	return { product, asker, idea, insightId, spaceId };
}

describe('the roadmap', () => {
	test('shows by column what staff made public, under the title for the public, with ideas and their votes', async ({
		app,
	}) => {
		const { product, idea, insightId } = await publicInsight(app, { title: 'Dark receipts' });
		await app.call(castVote, { as: await member(app), params: { postId: idea.postId }, body: { value: 1 } });
		const hidden = await insight(app, product, { title: 'Nobody outside may read this', publicTitle: 'Not yet' });
		const plain = await insight(app, product, { title: 'One name for all', public: true });
		for (const id of [hidden, plain]) await decide(app, product, id, 'planned');
		const value = await roadmap(app);
		expect(value.columns.map(({ stage }) => stage)).toEqual(['review', 'planned', 'progress', 'shipped']);
		const [item] = value.columns[1]!.items.filter(({ id }) => id === insightId);
		expect(item).toMatchObject({
			title: 'Dark receipts',
			text: 'What Dark receipts will do.',
			area: null,
			ideas: [{ path: idea.path, title: 'The idea behind Dark receipts', votes: 1 }],
		});
		expect(itemsOf(value).find(({ id }) => id === plain)).toMatchObject({ title: 'One name for all', ideas: [] });
		for (const words of ['Nobody outside', 'Not yet', 'Internal name'])
			expect(JSON.stringify(value)).not.toContain(words);
	});

	test('narrows by area and knows only areas with something to show', async ({ app }) => {
		const admin = await member(app, { role: 'admin' });
		const { value: area } = await app.call(saveProductArea, { as: admin, body: { name: 'Payments' } });
		const { value: hidden } = await app.call(saveProductArea, { as: admin, body: { name: 'Secret hardware' } });
		const { product, insightId } = await publicInsight(app, { title: 'Pay by code' });
		await publicInsight(app, { title: 'Elsewhere altogether' });
		await change(app, product, insightId, { areaId: area.id });
		await insight(app, product, { title: 'Not for you', areaId: hidden.id });
		const value = await roadmap(app, undefined, area.slug);
		expect(itemsOf(value).map(({ title }) => title)).toEqual(['Pay by code']);
		expect(itemsOf(value)[0]!.area).toMatchObject({ slug: area.slug, name: 'Payments' });
		expect(value.areas.map(({ slug }) => slug)).toContain(area.slug);
		expect(JSON.stringify(value)).not.toContain('Secret hardware');
		expect((await app.call(readRoadmap, { query: { area: hidden.slug } })).status).toBe(404);
	});

	test('shows the same to all, and ideas of public spaces only', async ({ app }) => {
		const ours = await company(app);
		const [insider, staff] = [await member(app, { companyId: ours }), await member(app, { role: 'admin' })];
		const { insightId, asker } = await publicInsight(app, { title: 'Shared shelves' });
		for (const kind of ['members', 'company_only', 'groups'] as const) {
			const place = await space(app, { kind });
			const author = kind === 'groups' ? staff : insider;
			const hidden = await thread(app, author, { spaceId: place.id, kind: 'idea', title: `Hidden idea in ${kind}` });
			await quoteRow(app, insightId, { threadId: hidden.id, authorId: asker.id });
		}
		const open = await space(app);
		const unlisted = await thread(app, asker, { spaceId: open.id, kind: 'idea', title: 'Unlisted idea of somebody' });
		await app.sql`update threads set listed = false where id = ${unlisted.id}`;
		await quoteRow(app, insightId, { threadId: unlisted.id, authorId: asker.id });
		const seen = await roadmap(app);
		const [item] = itemsOf(seen).filter(({ id }) => id === insightId);
		expect(item!.ideas.map(({ title }) => title)).toEqual(['The idea behind Shared shelves']);
		for (const as of [insider, staff]) expect(await roadmap(app, as)).toEqual(seen);
	});

	test('puts what shipped last first', async ({ app }) => {
		const older = await publicInsight(app, { title: 'Shipped before', stage: 'shipped' });
		const newer = await publicInsight(app, { title: 'Shipped after', stage: 'shipped' });
		await app.sql`update insights set column_since = now() - interval '3 days' where id = ${older.insightId}`;
		const ids = (await roadmap(app)).columns[3]!.items.map(({ id }) => id);
		expect(ids.indexOf(newer.insightId)).toBeLessThan(ids.indexOf(older.insightId));
	});

	test('lets go of what is public no more, deleted, merged away or declined', async ({ app }) => {
		const made = [];
		for (const title of ['One public', 'Two public', 'Three public', 'Four public', 'Five public'])
			made.push(await publicInsight(app, { title }));
		const [hidden, deleted, merged, declined, kept] = made.map(({ insightId }) => insightId) as number[];
		const { product } = made[0]!;
		await change(app, product, hidden!, { public: false });
		await app.call(deleteInsight, { as: product, params: { insightId: deleted! } });
		await app.call(mergeInsights, { as: product, params: { insightId: merged! }, body: { intoId: kept! } });
		await decide(app, product, declined!, 'declined');
		const ids = itemsOf(await roadmap(app)).map(({ id }) => id);
		for (const id of [hidden, deleted, merged, declined]) expect(ids).not.toContain(id);
		expect(ids).toContain(kept);
	});

	test('stands in navigation and sitemap', async ({ app }) => {
		await publicInsight(app, { title: 'Something to show' });
		expect((await app.call(readRail)).value.roadmap).toBe(true);
		const { value } = await app.call(readSitemap, { query: {} });
		expect(value.items.filter(({ path }) => path === '/roadmap')).toMatchObject([
			{ changedAt: expect.any(String) as string },
		]);
	});
});

describe('what staff know', () => {
	const secrets = ['Internal name', 'zanzibar', 'Company Zanzibar', 'Nils Nobody', 'Team Oslo', 'oslo note'];

	test('stands in no byte of the roadmap, of threads, lists, feeds and search', async ({ app }) => {
		const zanzibar = await company(app, 'Company Zanzibar');
		const owner = await member(app, { role: 'product', displayName: 'Nils Nobody' });
		const { product, asker, idea, insightId, spaceId } = await publicInsight(app, { title: 'Quiet scanner' });
		const plain = await thread(app, asker, { spaceId, kind: 'idea', title: 'An idea of a private insight' });
		const secret = await insight(app, product, {
			title: 'Internal name kept back',
			team: 'Team Oslo',
			publicTitle: 'Internal name to come',
			publicText: 'zanzibar text to come',
		});
		await quoteRow(app, secret, { threadId: plain.id, authorId: asker.id });
		await decide(app, product, secret, 'progress');
		await quoteRow(app, insightId, { companyId: zanzibar, words: 'zanzibar will leave over this', authorId: asker.id });
		await change(app, product, insightId, {
			ownerId: owner.id,
			team: 'Team Oslo',
			description: 'oslo note',
			importance: 3,
		});
		await app.settle();
		await app.runJob('insights.outcomes');
		for (const as of [undefined, asker, await member(app)]) {
			const pages = {
				roadmap: await app.call(readRoadmap, { as, query: {} }),
				thread: await app.call(readThread, { as, params: { threadId: idea.id }, query: {} }),
				plain: await app.call(readThread, { as, params: { threadId: plain.id }, query: {} }),
				list: await app.call(listThreads, { as, query: {} }),
				home: await app.call(readHomePage, { as, query: {} }),
				feed: await app.call(readFeed, { as, query: {} }),
				found: await app.call(searchThreads, { as, query: { q: 'zanzibar' } }),
				sitemap: await app.call(readSitemap, { as, query: {} }),
			};
			for (const [name, { status, value }] of Object.entries(pages)) {
				expect(status, name).toBe(200);
				const bytes = JSON.stringify(value).replaceAll('"q":"zanzibar"', '');
				for (const words of secrets) {
					if (name === 'found' && words === 'zanzibar') continue;
					expect(bytes, `${words} on ${name}`).not.toContain(words);
				}
			}
			expect(pages.plain.value.thread.stage).toBeNull();
			expect(pages.plain.value.outcome ?? null).toBeNull();
			expect(pages.list.value.items.find(({ id }) => id === plain.id)!.stage).toBeNull();
		}
	});
});

describe('a thread behind a public insight', () => {
	const seen = async (app: TestApp, threadId: number) => {
		await app.settle();
		const { value } = await app.call(readThread, { params: { threadId }, query: {} });
		return { stage: value.thread.stage, outcome: value.outcome };
	};

	test('says how it stands, with the first line of what was told', async ({ app }) => {
		const { product, idea, insightId } = await publicInsight(app, { title: 'Faster start' });
		expect(await seen(app, idea.id)).toMatchObject({
			stage: 'planned',
			outcome: { stage: 'planned', said: null, onRoadmap: true },
		});
		await telling(app, product, insightId, { stage: 'planned', text: 'We begin in May.\nMore to come.' });
		expect((await seen(app, idea.id)).outcome).toMatchObject({ said: 'We begin in May.' });
		await decide(app, product, insightId, 'shipped');
		expect((await seen(app, idea.id)).outcome).toMatchObject({ stage: 'shipped', said: null });
		const { value: list } = await app.call(listThreads, { query: { kind: 'idea' } });
		expect(list.items.find(({ id }) => id === idea.id)!.stage).toBe('shipped');
	});

	test('says nothing any more once that is private, deleted or new again', async ({ app }) => {
		const { product, idea, insightId } = await publicInsight(app, { title: 'Slower stop' });
		await change(app, product, insightId, { public: false });
		expect(await seen(app, idea.id)).toEqual({ stage: null, outcome: undefined });
		await change(app, product, insightId, { public: true });
		expect((await seen(app, idea.id)).stage).toBe('planned');
		await decide(app, product, insightId, 'new');
		expect((await seen(app, idea.id)).stage).toBeNull();
		await decide(app, product, insightId, 'review');
		expect((await seen(app, idea.id)).stage).toBe('review');
		await app.sql`delete from quotes where insight_id = ${insightId}`;
		await app.runJob('insights.outcomes');
		expect((await seen(app, idea.id)).stage).toBeNull();
	});

	test('says nothing where only an answer in it is evidence', async ({ app }) => {
		const { asker, insightId, spaceId } = await publicInsight(app, { title: 'Better labels' });
		const aside = await thread(app, asker, { spaceId });
		const reply = await answer(app, asker, aside.id);
		await quoteRow(app, insightId, { postId: reply.id, authorId: asker.id });
		await app.runJob('insights.outcomes');
		expect((await seen(app, aside.id)).stage).toBeNull();
	});
});

describe('votes on ideas', () => {
	const left = async (app: TestApp, as: Caller, postId: number) => {
		await app.settle();
		return (await app.call(castVote, { as, params: { postId }, body: { value: 1 } })).value.ideaVotesLeft;
	};

	test('are given back when the idea is shipped or declined for all to know', async ({ app }) => {
		const backer = await member(app);
		const [open, shipped, declined, quiet] = [
			await publicInsight(app, { title: 'Still open' }),
			await publicInsight(app, { title: 'To be shipped' }),
			await publicInsight(app, { title: 'To be declined' }),
			await publicInsight(app, { title: 'Decided quietly' }),
		];
		for (const { idea } of [shipped, declined, quiet]) await left(app, backer, idea.postId);
		expect(await left(app, backer, open.idea.postId)).toBe(6);
		await decide(app, shipped.product, shipped.insightId, 'shipped');
		expect(await left(app, backer, open.idea.postId)).toBe(7);
		await decide(app, declined.product, declined.insightId, 'declined');
		expect(await left(app, backer, open.idea.postId)).toBe(8);
		// What is not public is decided for its voters once they have been told.
		await change(app, quiet.product, quiet.insightId, { public: false });
		await decide(app, quiet.product, quiet.insightId, 'shipped');
		expect(await left(app, backer, open.idea.postId)).toBe(8);
		await telling(app, quiet.product, quiet.insightId);
		expect(await left(app, backer, open.idea.postId)).toBe(9);
		// Taken up again, it binds a vote again.
		await decide(app, shipped.product, shipped.insightId, 'progress');
		expect(await left(app, backer, open.idea.postId)).toBe(8);
	});

	test('on a decided idea cost none', async ({ app }) => {
		const { idea, product, insightId } = await publicInsight(app, { title: 'Done already', stage: 'shipped' });
		const backer = await member(app);
		expect(await left(app, backer, idea.postId)).toBeNull();
		await decide(app, product, insightId, 'planned');
		const other = await member(app);
		expect(await left(app, other, idea.postId)).toBe(9);
	});
});
