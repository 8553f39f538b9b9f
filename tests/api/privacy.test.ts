import { describe, expect } from 'vitest';
import { listLocalMail } from '@ikatan/contracts/notices';
import { readHomePage, readMemberPage, readRail } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { listSpaces } from '@ikatan/contracts/spaces';
import { listTags } from '@ikatan/contracts/tags';
import { deletePost } from '@ikatan/contracts/editing';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { allEndpoints, namesInPath } from '../support/endpoints.ts';
import { openDoor, openLine } from '../support/live.ts';
import { readers, type Reader } from '../support/privacy/secrets.ts';
import { askedBy, askingByNothing, take, waysOut, type Way } from '../support/privacy/ways.ts';
import type { World } from '../support/privacy/fillings.ts';
import { buildWorld } from '../support/privacy/world.ts';

/** As in production: the local mailbox, which shows all mail to everybody, is closed. */
const closed = { LOCAL_MAILBOX: '' };
const minutes = 60_000;

const test = base
	.extend('house', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<TestApp> => {
		const app = await openApp(database, closed);
		onCleanup(app.close);
		return app;
	})
	.extend('world', { scope: 'file' }, async ({ house }): Promise<World> => {
		const world = await buildWorld(house);
		await house.settle();
		for (const job of ['spaces.recount', 'tags.recount', 'threads.top']) await house.runJob(job);
		return world;
	});

let serial = 0;
/** A visitor comes from another address each time: nobody is to be stopped by a limit here. */
function callerOf(world: World, reader: Reader): Caller {
	const address = `10.1.${(serial >> 8) & 255}.${serial++ & 255}`;
	return { cookie: 'language=en', ...world.readers[reader], address };
}

/** What readers learn that they must not, by these ways. */
async function leaks(app: TestApp, world: World, ways: Way[]): Promise<string[]> {
	const found = new Set<string>();
	for (const reader of readers) {
		for (const way of ways) {
			const { status, said } = await take(app, way, callerOf(world, reader));
			if (status >= 500 || status === 429) found.add(`${way.name} answers ${status}`);
			const news = said.replaceAll(askedBy(way, world) ?? '\0', '');
			for (const secret of world.secrets.toldBy(news, reader)) {
				found.add(`${reader} learns of ${secret.what} by ${way.name}`);
			}
		}
	}
	return [...found];
}

describe('what is private', () => {
	test('is told to nobody whom it is not for, by any way to read', async ({ house, world }) => {
		const ways = await waysOut(world);
		expect(world.secrets.all.length).toBeGreaterThan(80);
		expect(ways.length).toBeGreaterThan(500);
		expect(await leaks(house, world, ways)).toEqual([]);
	}, 300_000);

	test('is not even known to exist by who asks for it by name', async ({ house, world }) => {
		const nothing = 'zqzznone';
		const differing: string[] = [];
		const plain = (said: string, name: string) => said.replaceAll(name, '').replaceAll(/"tookMs":[\d.]+/g, '');
		for (const way of await waysOut(world)) {
			const name = askedBy(way, world);
			if (name === undefined) continue;
			for (const reader of readers) {
				if (world.secrets.toldBy(name, reader).length === 0) continue;
				const [real, made] = [
					await take(house, way, callerOf(world, reader)),
					await take(house, askingByNothing(way, name, nothing), callerOf(world, reader)),
				];
				const same = real.status === made.status && plain(real.said, name) === plain(made.said, nothing);
				if (!same) differing.push(`${reader} by ${way.name}`);
			}
		}
		expect(differing).toEqual([]);
	}, 60_000);

	test('is found by those for whom it is: these ways do lead to it', async ({ house, world }) => {
		const ways = (await waysOut(world)).filter((way) => way.query.q === undefined && way.query.title === undefined);
		const heard = new Set<string>();
		for (const owner of [...world.owners, world.readers.moderator!]) {
			for (const way of ways) {
				const { said } = await take(house, way, owner);
				for (const { word } of world.secrets.heardIn(said)) heard.add(word);
			}
		}
		expect(world.secrets.all.filter(({ word }) => !heard.has(word)).map(({ what }) => what)).toEqual([]);
	}, 300_000);

	test('is not found by PostgreSQL’s search either, while Meilisearch is away', async ({ database, world }) => {
		const limited = await openApp(database, { ...closed, MEILI_URL: '' });
		try {
			const ways = (await waysOut(world)).filter(({ endpoint }) => /search|similar/.test(endpoint.path));
			expect(await leaks(limited, world, ways)).toEqual([]);
			const { value } = await limited.call(searchThreads, { as: world.owners[0], query: { q: 'receipt' } });
			expect(world.secrets.heardIn(JSON.stringify(value)).length).toBeGreaterThan(3);
		} finally {
			await limited.close();
		}
	}, 120_000);

	test('is in no file that somebody else can fetch', async ({ house, world }) => {
		const found: string[] = [];
		expect(world.files.length).toBeGreaterThan(8);
		for (const { url, what, hiddenFrom } of world.files) {
			for (const reader of hiddenFrom) {
				for (const method of ['GET', 'HEAD'] as const) {
					const as = callerOf(world, reader);
					const { statusCode } = await house.app.inject({ method, url, headers: { cookie: as.cookie } });
					if (statusCode !== 404) found.push(`${reader} gets ${statusCode} for ${what}`);
				}
			}
		}
		expect(found).toEqual([]);
		for (const { url } of world.files) {
			const replies = [];
			for (const { cookie } of [...world.owners, world.readers.moderator!]) {
				replies.push(await house.app.inject({ url, headers: { cookie } }));
			}
			const whole = replies.filter(({ statusCode }) => statusCode === 200);
			expect({ url, some: whole.length > 0 }).toEqual({ url, some: true });
			for (const { headers } of whole) expect(headers['cache-control']).toMatch(/^private/);
		}
	});

	test('is told over no line, and refused to watch', async ({ house, world }) => {
		const url = await openDoor(house);
		for (const reader of readers) {
			const line = await openLine(url, world.readers[reader]);
			line.say({ type: 'watch-inbox' });
			const private_ = world.threads.filter(
				({ id, hiddenFrom }) => id !== world.publicThread.id && hiddenFrom.includes(reader),
			);
			for (const { id, what } of private_) {
				line.say({ type: 'watch-thread', threadId: id, version: 1 });
				const refused = await line.hears('refused', ({ threadId }) => threadId === id).catch(() => null);
				expect({ reader, what, refused: refused !== null }).toEqual({ reader, what, refused: true });
			}
			line.say({ type: 'watch-thread', threadId: world.publicThread.id, version: 1 });
			await line.hears('watching');
			const published = await house.sql<{ id: number }[]>`
				select id from posts where thread_id = ${world.publicThread.id} and state <> 'published'`;
			const said = line.heard.filter((message) => message.type === 'numbers').flatMap((message) => message.posts);
			expect(said.filter((post) => published.some(({ id }) => id === post.id))).toEqual([]);
			expect(world.secrets.toldBy(JSON.stringify(line.heard), reader)).toEqual([]);
			line.close();
		}
	});

	test('is in no mail to somebody else, though they were named and watch all of it', async ({ house, world }) => {
		for (let turn = 0; turn < 3; turn++) {
			house.clock.pass(90 * minutes);
			await house.settle();
		}
		const found: string[] = [];
		for (const reader of readers) {
			const { mail } = world.readers[reader] ?? {};
			if (!mail) continue;
			const mails = await house.sql`
				select subject, text_part, html_part, headers from mails where recipient = ${mail}`;
			for (const { what } of world.secrets.toldBy(JSON.stringify(mails), reader))
				found.push(`${reader} is written of ${what}`);
			const notices = await house.sql`
				select n.kind, t.title, p.plain_text from notices n join threads t on t.id = n.thread_id join posts p on p.id = n.post_id
				where n.member_id = ${world.readers[reader]!.id}`;
			for (const { what } of world.secrets.toldBy(JSON.stringify(notices), reader))
				found.push(`${reader} is told of ${what}`);
		}
		expect(found).toEqual([]);
		const [stranger] = await house.sql`select 1 from mails where recipient = ${world.readers.stranger!.mail}`;
		expect(stranger, 'strangers do hear of what all members may read').toBeDefined();
		expect((await house.call(listLocalMail, { query: {} })).status).toBe(404);
	});

	test('cannot be reached by writing', async ({ house, world }) => {
		const bodies: Record<string, object> = {
			castVote: { value: 1 },
			sayMeToo: { on: true },
			setWatch: { level: 'all' },
			similarSolved: { title: 'Why does it print no receipt?' },
			sayNoneRight: {},
		};
		const { id, postIds } = world.threads.find(({ what }) => what === 'thread in a company space')!;
		const values: Record<string, string | number> = {
			threadId: id,
			postId: postIds[1]!,
			targetKind: 'thread',
			targetId: id,
		};
		// Those of the threads module have a test of their own: threads-privacy.
		const ofThreads = ['acting', 'asking', 'drafts', 'editing', 'solving', 'threads'];
		const writes = (await allEndpoints()).filter(
			({ domain, endpoint }) =>
				endpoint.method !== 'GET' &&
				!ofThreads.includes(domain) &&
				namesInPath(endpoint.path).some((name) => name in values),
		);
		expect(writes.map(({ name }) => name).toSorted()).toEqual(Object.keys(bodies).toSorted());
		for (const { name, endpoint } of writes) {
			const params = Object.fromEntries(namesInPath(endpoint.path).map((key) => [key, values[key]!]));
			for (const reader of readers) {
				const as = callerOf(world, reader);
				const reply = await house.call(endpoint, { as, params: params as never, body: bodies[name] as never });
				const status = reader === 'visitor' && reply.status === 401 ? 404 : reply.status;
				expect({ name, reader, status }).toEqual({ name, reader, status: 404 });
				expect(world.secrets.toldBy(JSON.stringify([reply.value, reply.headers]), reader)).toEqual([]);
			}
		}
	});
});

describe('numbers that all may see', () => {
	/** Everything countable that a reader is shown. */
	async function numbersFor(app: TestApp, as: Caller | undefined, handle: string, slug: string): Promise<unknown> {
		for (const job of ['spaces.recount', 'tags.recount', 'threads.top']) await app.runJob(job);
		// What pages keep for half a minute is counted anew by an app of its own.
		const [rail, spaces, tags, home, inSpace, page, found] = [
			await app.call(readRail, { as }),
			await app.call(listSpaces, { as }),
			await app.call(listTags, { as, query: {} }),
			await app.call(readHomePage, { as, query: {} }),
			await app.call(readHomePage, { as, query: { space: slug } }),
			await app.call(readMemberPage, { as, params: { handle }, query: {} }),
			await app.call(searchThreads, { as, query: { q: 'drawer' } }),
		];
		const { member: card, topTags, badges } = page.value;
		return {
			rail: rail.value.counts,
			spaces: spaces.value.items.map(({ slug: name, threads, waiting }) => [name, threads, waiting]),
			tags: tags.value.items.map(({ name, threads }) => [name, threads]),
			home: [home.value.topHelpers, home.value.popularTags, home.value.solvedThisWeek, home.value.hello],
			inSpace: [inSpace.value.space, inSpace.value.threads.length],
			member: [card.answers, card.accepted, topTags, badges],
			search: [found.value.total, found.value.facets],
		};
	}

	test('do not move by what is private', async ({ database }) => {
		const before = await openApp(database, { ...closed, MEILI_URL: '' });
		const helper = await member(before);
		const asker = await member(before, { role: 'agent' });
		const reader = await member(before);
		const { id: open, slug } = await space(before);
		const question = await thread(before, asker, {
			spaceId: open,
			tags: ['drawer'],
			title: 'How does the drawer open?',
		});
		await answer(before, helper, question.id);
		await before.settle();
		const first = [
			await numbersFor(before, undefined, helper.handle, slug),
			await numbersFor(before, reader, helper.handle, slug),
		];
		await before.close();

		const after = await openApp(database, { ...closed, MEILI_URL: '' });
		const { id: inner } = await space(after, { kind: 'groups' });
		await after.sql`
			with g as (insert into groups (slug, name) values ('inner', 'Inner') returning id),
				m as (insert into group_members (group_id, member_id) select id, ${helper.id} from g)
			insert into space_groups (space_id, group_id) select ${inner}, id from g`;
		const hidden = await thread(after, asker, {
			spaceId: inner,
			tags: ['drawer', 'secret-drawer'],
			title: 'Which drawer is secret?',
		});
		await answer(after, helper, hidden.id);
		const waiting = await thread(after, await member(after, { verified: false }), {
			spaceId: open,
			title: 'Which drawer waits?',
		});
		expect(waiting.state).toBe('pending');
		const gone = await thread(after, asker, { spaceId: open, tags: ['drawer'], title: 'Which drawer is gone?' });
		await after.call(deletePost, { as: asker, params: { postId: gone.postId }, body: {} });
		await after.settle();
		expect(await numbersFor(after, undefined, helper.handle, slug)).toEqual(first[0]);
		expect(await numbersFor(after, reader, helper.handle, slug)).toEqual(first[1]);
		await after.close();
	});
});
