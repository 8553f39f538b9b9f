import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { findSimilar, searchThreads, similarSolved, suggestSearch, type SearchReply } from '@ikatan/contracts/search';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import { deletePost, editPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';

type Query = { q: string } & Record<string, string | number>;

/** With Meilisearch that a busy machine gives time; every test uses words of its own. */
const test = base.extend('app', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<TestApp> => {
	const opened = await openApp(database, { MEILI_TIMEOUT_MS: '20000' });
	onCleanup(opened.close);
	await opened.settle();
	return opened;
});

async function find(app: TestApp, query: Query | string, as?: Caller): Promise<SearchReply> {
	const { status, value } = await app.call(searchThreads, {
		as,
		query: typeof query === 'string' ? { q: query } : query,
	});
	expect(status).toBe(200);
	return value;
}
const ids = (reply: { items: { id: number }[] }) => reply.items.map(({ id }) => id).sort((one, other) => one - other);
const marked = (pieces: { text: string; hit: boolean }[]) => pieces.filter(({ hit }) => hit).map(({ text }) => text);

describe('searching', () => {
	test('finds a thread by title, body and answer, with the words marked, and says nothing of limits', async ({
		app,
	}) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, {
			spaceId: place.id,
			title: 'The walrus does not print',
			sourceText: 'It **hums**, and then nothing.',
			tags: ['zoo'],
		});
		await answer(app, dewi, asked.id, 'Feed the walrus with herring paper first.');
		await app.settle();
		for (const words of ['walrus', 'hums walrus', 'herring', 'zoo walrus', 'walr', 'wallrus']) {
			const reply = await find(app, words);
			expect([words, ids(reply)]).toEqual([words, [asked.id]]);
			expect(reply.limited).toBe(false);
		}
		const reply = await find(app, 'herring walrus');
		expect(marked(reply.items[0]!.titleMarked)).toEqual(['walrus']);
		expect(marked(reply.items[0]!.snippet)).toEqual(['walrus', 'herring']);
		expect(reply).toMatchObject({ total: 1, totalIsEstimate: false, page: 1, pages: 1 });
		expect(reply.items[0]).toMatchObject({ path: asked.path, answers: 1, tags: ['zoo'] });
	});

	test('finds by operators and by facets alike, and counts facets over what was found', async ({ app }) => {
		const [dewi, agent] = [await member(app), await member(app, { role: 'agent' })];
		const [one, two] = [await space(app), await space(app)];
		const solved = await thread(app, dewi, { spaceId: one.id, title: 'Okapi in the cellar', tags: ['cellar'] });
		const help = await answer(app, agent, solved.id, 'Give it leaves.');
		await app.call(acceptAnswer, { as: dewi, params: { postId: help.id }, body: { accepted: true } });
		const idea = await thread(app, agent, { spaceId: two.id, title: 'Okapi on the roof', kind: 'idea' });
		await app.settle();
		const cases: [string, Record<string, string>, number[]][] = [
			['okapi tag:cellar', { tag: 'cellar' }, [solved.id]],
			[`okapi space:${two.slug}`, { space: two.slug }, [idea.id]],
			['okapi is:solved', { solved: 'yes' }, [solved.id]],
			['okapi is:unsolved', { solved: 'no' }, [idea.id]],
			['okapi is:idea', { kind: 'idea' }, [idea.id]],
			[`okapi is:question by:${dewi.handle}`, { author: dewi.handle }, [solved.id]],
			['okapi is:unanswered', { kind: 'idea' }, [idea.id]],
		];
		for (const [typed, facets, expected] of cases) {
			expect([typed, ids(await find(app, typed))]).toEqual([typed, expected]);
			expect([facets, ids(await find(app, { q: 'okapi', ...facets }))]).toEqual([facets, expected]);
		}
		expect(ids(await find(app, `okapi by:${agent.handle}`))).toEqual([solved.id, idea.id]);
		expect(ids(await find(app, { q: 'okapi', staff: 'yes' }))).toEqual([solved.id]);
		expect(ids(await find(app, 'okapi is:solved is:idea'))).toEqual([]);
		expect(ids(await find(app, `okapi space:${one.slug} space:${two.slug}`))).toEqual([]);
		const { facets } = await find(app, { q: 'okapi', kind: 'idea' });
		expect(facets.kind).toEqual([{ value: 'idea', label: 'idea', count: 1, on: true }]);
		const all = (await find(app, 'okapi')).facets;
		expect(all.space.map(({ value, count, on }) => [value, count, on]).sort()).toEqual(
			[
				[one.slug, 1, false],
				[two.slug, 1, false],
			].sort(),
		);
		expect(all.solved.map(({ value, count }) => [value, count]).sort()).toEqual([
			['no', 1],
			['yes', 1],
		]);
		expect(all.tag).toEqual([{ value: 'cellar', label: 'cellar', count: 1, on: false }]);
		expect(all.author.map(({ value }) => value).sort()).toEqual([agent.handle, dewi.handle].sort());
		expect(all.staff).toEqual([{ value: 'yes', label: '', count: 1, on: false }]);
	});

	test('finds phrases where they stand and leaves out what must not occur', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const apart = await thread(app, dewi, { spaceId: place.id, title: 'Red lemur and blue panda' });
		const together = await thread(app, dewi, { spaceId: place.id, title: 'Red panda and blue lemur' });
		await app.settle();
		expect(ids(await find(app, '"red panda"'))).toEqual([together.id]);
		expect(ids(await find(app, 'panda -"red panda"'))).toEqual([apart.id]);
		expect(ids(await find(app, 'lemur panda -unicorn'))).toEqual([apart.id, together.id]);
	});

	test('shows newest first on demand, and only since a day', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const old = await thread(app, dewi, { spaceId: place.id, title: 'Quokka quokka quokka' });
		await app.sql`update threads set created_at = now() - interval '40 days', version = version + 1 where id = ${old.id}`;
		const young = await thread(app, dewi, { spaceId: place.id, title: 'Something with a quokka in it' });
		await app.settle();
		const newest = await find(app, { q: 'quokka', order: 'newest' });
		expect(newest.items.map(({ id }) => id)).toEqual([young.id, old.id]);
		expect(ids(await find(app, { q: 'quokka', since: 'month' }))).toEqual([young.id]);
		expect(ids(await find(app, { q: 'quokka', since: 'year' }))).toEqual([old.id, young.id]);
	});

	test('pages through what it found', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		for (let number = 1; number <= 23; number++) {
			await app.sql`
				with t as (
					insert into threads (kind, space_id, title, author_id) values ('question', ${place.id}, ${`Meerkat ${number}`}, ${dewi.id}) returning id
				), s as (insert into thread_stats (thread_id, space_id) select id, ${place.id} from t)
				insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
				select id, 'opening', ${dewi.id}, 'x', 'x', 'x', 1 from t`;
		}
		await app.settle();
		const [one, two] = [await find(app, 'meerkat'), await find(app, { q: 'meerkat', page: 2 })];
		expect([one.total, one.pages, one.items.length, two.items.length]).toEqual([23, 2, 20, 3]);
		expect(new Set([...ids(one), ...ids(two)]).size).toBe(23);
		expect((await find(app, { q: 'meerkat', page: 3 })).items).toEqual([]);
	});

	test('finds members and tags whose names begin so', async ({ app }) => {
		const narwhal = await member(app, { handle: 'narwhal', displayName: 'Nara Wahl' });
		const place = await space(app);
		await thread(app, narwhal, { spaceId: place.id, tags: ['narwhal-care'] });
		await app.runJob('tags.recount');
		await app.settle();
		for (const words of ['narw', '@narwhal', 'Nara W']) {
			expect((await find(app, words)).members).toEqual([{ handle: 'narwhal', name: 'Nara Wahl', pictureUrl: null }]);
		}
		expect((await find(app, 'narwhal care')).tags).toEqual([{ name: 'narwhal-care', threads: 1 }]);
	});

	test('answers any text, and refuses what the contract forbids', async ({ app }) => {
		for (const q of ['', '"', '%', "' or 1=1 --", ':*', '&|!()', '\\', 'tag:"', 'x'.repeat(300), '\u0000', '😀']) {
			const { status } = await app.call(searchThreads, { query: { q } });
			expect([q, status]).toEqual([q, 200]);
		}
		expect((await app.call(searchThreads, { query: { q: 'x'.repeat(301) } })).status).toBe(422);
		expect((await app.call(searchThreads, { query: { q: 'x', page: 51 } })).status).toBe(422);
	});
});

describe('what a reader may not see', () => {
	/** Everything that search tells a reader about some words. */
	async function told(app: TestApp, words: string, as?: Caller) {
		const reply = await find(app, words, as);
		const suggested = await app.call(suggestSearch, { as, query: { q: words } });
		const similar = await app.call(findSimilar, { as, query: { title: words } });
		return {
			found: ids(reply),
			suggested: suggested.value.threads.map(({ id }) => id),
			similar: similar.value.items.map(({ id }) => id),
			total: reply.total,
			counted: Object.values(reply.facets)
				.flat()
				.reduce((sum, { count }) => sum + count, 0),
		};
	}
	const nothing = { found: [], suggested: [], similar: [], total: 0, counted: 0 };

	test('in members’, groups’ and companies’ spaces stays unknown to strangers, and is found by those inside', async ({
		app,
	}) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const staff = await member(app, { role: 'agent' });
		const [insider, outsider] = [await member(app, { companyId: ours }), await member(app, { companyId: theirs })];
		const closed = await space(app, { kind: 'company', companyIds: [ours] });
		const hidden = await thread(app, insider, {
			spaceId: closed.id,
			title: 'Axolotl contract prices',
			tags: ['axolotl'],
		});
		await app.settle();
		for (const words of [
			'axolotl',
			'axolotl contract prices',
			`axolotl space:${closed.slug}`,
			`axolotl by:${insider.handle}`,
		]) {
			for (const as of [undefined, outsider]) expect(await told(app, words, as)).toMatchObject(nothing);
		}
		for (const as of [insider, staff]) expect((await told(app, 'axolotl', as)).found).toEqual([hidden.id]);
		expect((await find(app, { q: 'axolotl', space: closed.slug })).facets.space).toEqual([
			{ value: closed.slug, label: closed.slug, count: 0, on: true },
		]);
	});

	test('in a company-only space is another company’s threads', async ({ app }) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const [mine, other] = [await member(app, { companyId: ours }), await member(app, { companyId: theirs })];
		const shared = await space(app, { kind: 'company_only' });
		const own = await thread(app, mine, { spaceId: shared.id, title: 'Pangolin on our invoice' });
		const foreign = await thread(app, other, { spaceId: shared.id, title: 'Pangolin on their invoice' });
		await app.settle();
		expect(await told(app, 'pangolin invoice')).toMatchObject(nothing);
		expect(await told(app, 'pangolin', mine)).toMatchObject({ found: [own.id], suggested: [own.id], total: 1 });
		expect(await told(app, 'pangolin', other)).toMatchObject({
			found: [foreign.id],
			suggested: [foreign.id],
			total: 1,
		});
	});

	test('is gone at once when a thread moves to a closed space or is deleted, before any index hears of it', async ({
		app,
	}) => {
		const [dewi, open, closed] = [await member(app), await space(app), await space(app, { kind: 'groups' })];
		const moved = await thread(app, dewi, { spaceId: open.id, title: 'Capybara that moves away' });
		const deleted = await thread(app, dewi, { spaceId: open.id, title: 'Capybara that is deleted' });
		await app.settle();
		expect((await told(app, 'capybara')).found).toEqual([moved.id, deleted.id]);
		await app.sql`update threads set space_id = ${closed.id}, version = version + 1 where id = ${moved.id}`;
		await app.call(deletePost, { as: dewi, params: { postId: deleted.postId }, body: { hideName: false } });
		expect(await told(app, 'capybara')).toMatchObject(nothing);
		await app.settle();
		expect(await told(app, 'capybara')).toMatchObject(nothing);
		const index = app.deps.search;
		expect([...(await index.postgresql.versionsOf([moved.id, deleted.id])).keys()]).toEqual([moved.id]);
		expect([...((await index.meilisearch?.versionsOf([moved.id, deleted.id])) ?? []).keys()]).toEqual([moved.id]);
	});

	test('is the text of a deleted answer, and of one that waits', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'Where do gnus sleep?' });
		const help = await answer(app, await member(app), asked.id, 'Under the bandicoot tree.');
		await app.settle();
		expect(ids(await find(app, 'bandicoot'))).toEqual([asked.id]);
		await app.sql`update posts set state = 'held' where id = ${help.id}`;
		expect(JSON.stringify((await find(app, 'gnus bandicoot')).items)).not.toContain('bandicoot tree');
		await app.settle();
		expect(ids(await find(app, 'bandicoot'))).toEqual([]);
	});

	test('is who wrote what once the name was hidden', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'Tapir with a secret' });
		await answer(app, await member(app), asked.id);
		await app.settle();
		expect(ids(await find(app, `tapir by:${dewi.handle}`))).toEqual([asked.id]);
		await app.call(deletePost, { as: dewi, params: { postId: asked.postId }, body: { hideName: true } });
		for (const settle of [false, true]) {
			if (settle) await app.settle();
			expect(ids(await find(app, `tapir by:${dewi.handle}`))).toEqual([]);
			expect(ids(await find(app, { q: 'tapir', author: dewi.handle }))).toEqual([]);
			expect((await find(app, 'tapir')).facets.author).toEqual([]);
		}
	});

	test('waits with a thread for its author’s address', async ({ app }) => {
		const [dewi, place] = [await member(app, { verified: false }), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'Wombat before verification' });
		expect(asked.state).toBe('pending');
		await app.settle();
		expect(await told(app, 'wombat verification')).toMatchObject(nothing);
	});
});

describe('what changes', () => {
	test('is found in its new words and no longer in its old ones', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'About the ocelot', tags: ['ocelot-tag'] });
		await app.settle();
		const body = {
			requestKey: randomUUID(),
			version: 1,
			sourceText: 'Now with a numbat.',
			title: 'About the margay',
			tags: ['margay-tag'],
		};
		const { status } = await app.call(editPost, { as: dewi, params: { postId: asked.postId }, body });
		expect(status).toBe(200);
		await app.settle();
		expect(ids(await find(app, 'ocelot'))).toEqual([]);
		for (const words of ['margay', 'numbat', 'tag:margay-tag']) expect(ids(await find(app, words))).toEqual([asked.id]);
	});

	test('is found under a tag’s new name, and by a new role of who answered', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'Serval, small', tags: ['serval-old'] });
		await answer(app, dewi, asked.id);
		await app.settle();
		await app.sql`update tags set name = 'serval-new' where name = 'serval-old'`;
		await app.sql`update members set role = 'agent' where id = ${dewi.id}`;
		await app.settle();
		expect(ids(await find(app, 'tag:serval-new'))).toEqual([asked.id]);
		expect(ids(await find(app, { q: 'serval', staff: 'yes' }))).toEqual([asked.id]);
	});
});

describe('suggestions', () => {
	test('come while typing, at most six threads, with marks', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		for (let number = 0; number < 7; number++)
			await thread(app, dewi, { spaceId: place.id, title: `Ibex number ${number} climbs` });
		await app.settle();
		const { value } = await app.call(suggestSearch, { query: { q: 'ibex cli' } });
		expect(value.threads).toHaveLength(6);
		expect(marked(value.threads[0]!.titleMarked)).toEqual(['Ibex', 'climbs']);
		expect(value.limited).toBe(false);
		expect((await app.call(suggestSearch, { query: { q: '' } })).value).toMatchObject({
			threads: [],
			members: [],
			tags: [],
		});
	});
});

describe('asking what was asked before', () => {
	test('shows the five most similar threads, best first, and not the one being edited', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const best = await thread(app, dewi, {
			spaceId: place.id,
			title: 'How do I groom an alpaca?',
			sourceText: 'It has much wool.',
		});
		const next = await thread(app, dewi, { spaceId: place.id, title: 'Alpaca escapes', sourceText: 'Over the fence.' });
		for (let number = 0; number < 5; number++)
			await thread(app, dewi, { spaceId: place.id, title: `Alpaca stable ${number}` });
		await app.settle();
		const { value } = await app.call(findSimilar, { query: { title: 'Grooming my alpaca without losing wool' } });
		expect(value.items).toHaveLength(5);
		expect(value.items[0]).toMatchObject({
			id: best.id,
			path: best.path,
			solved: false,
			answers: 0,
			excerpt: 'It has much wool.',
		});
		const without = await app.call(findSimilar, { query: { title: 'Alpaca escapes', exceptThreadId: next.id } });
		expect(without.value.items.map(({ id }) => id)).not.toContain(next.id);
	});

	test('ends with “this solves it”: once noted, the draft gone, the thread’s address told', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = await thread(app, dewi, { spaceId: place.id, title: 'Vicuna wool length' });
		const siti = await member(app);
		const draft = { kind: 'thread' as const, targetId: 0 };
		await app.call(keepDraft, { as: siti, params: draft, body: { title: 'How long is vicuna wool?' } });
		for (let time = 0; time < 2; time++) {
			const { status, value } = await app.call(similarSolved, {
				as: siti,
				params: { threadId: asked.id },
				body: { title: 'How long is vicuna wool?' },
			});
			expect([status, value]).toEqual([200, { path: asked.path }]);
		}
		expect((await app.call(readDraft, { as: siti, params: draft })).value.draft).toBeNull();
		const noted = await app.sql`select thread_id, member_id, title from deflections where thread_id = ${asked.id}`;
		expect([...noted]).toEqual([{ threadId: asked.id, memberId: siti.id, title: 'How long is vicuna wool?' }]);
	});

	test('cannot end with a thread that the asker may not see', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const closed = await space(app, { kind: 'groups' });
		const hidden = await thread(app, staff, { spaceId: closed.id });
		const { status } = await app.call(similarSolved, {
			as: await member(app),
			params: { threadId: hidden.id },
			body: { title: 'x' },
		});
		expect(status).toBe(404);
	});
});
