import { isDeepStrictEqual } from 'node:util';
import { describe, expect } from 'vitest';
import { listLocalMail } from '@ikatan/contracts/notices';
import { readHomePage, readMemberPage, readRail } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { listSpaces } from '@ikatan/contracts/spaces';
import { listTags } from '@ikatan/contracts/tags';
import { deletePost } from '@ikatan/contracts/editing';
import { forgetKept } from '../../api/src/platform/kept.ts';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { openDoor, openLine } from '../support/live.ts';
import { fewOf, rowsNamed } from '../support/privacy/candidates.ts';
import { hidden, readers, type Reader } from '../support/privacy/secrets.ts';
import {
	askedBy,
	askingByNothing,
	forEachOf,
	take,
	takeAll,
	waysFor,
	waysOut,
	type Way,
} from '../support/privacy/ways.ts';
import type { World } from '../support/privacy/fillings.ts';
import { buildWorld } from '../support/privacy/world.ts';
import { numbersOf, writesByNumber, type Named } from '../support/privacy/writes.ts';

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
		const own = waysFor(reader, ways, world);
		await takeAll(
			app,
			own,
			() => callerOf(world, reader),
			(way, { status, said }) => {
				if (status >= 500 || status === 429) found.add(`${way.name} answers ${status}`);
				const news = said.replaceAll(askedBy(way, world) ?? '\0', '');
				for (const secret of world.secrets.toldBy(news, reader)) {
					found.add(`${reader} learns of ${secret.what} by ${way.name}`);
				}
			},
		);
	}
	return [...found];
}

/** What numbers mean in one thread, and around it, by their names. */
async function numbersIn(app: TestApp, world: World, thread: { id: number; postIds: number[] }): Promise<Named> {
	const [place] = await app.sql<{ spaceId: number; memberId: number; companyId: number | null }[]>`
		select t.space_id, t.author_id as member_id, m.company_id from threads t join members m on m.id = t.author_id where t.id = ${thread.id}`;
	const [around] = await app.sql<Record<'itemId' | 'noteId' | 'deedId' | 'tagId' | 'quoteId', number | null>[]>`
		select (select min(q.id) from queue_items q join posts p on p.id = q.post_id where p.thread_id = ${thread.id}) as item_id,
			(select min(id) from staff_notes where subject = 'thread' and subject_id = ${thread.id}) as note_id,
			(select min(id) from thread_deeds where thread_id = ${thread.id}) as deed_id,
			(select max(tag_id) from thread_tags where thread_id = ${thread.id}) as tag_id,
			(select min(q.id) from quotes q left join posts p on p.id = q.post_id
				where coalesce(q.thread_id, p.thread_id) = ${thread.id}) as quote_id`;
	const own: Record<string, number | null> = { ...place, ...around, threadId: thread.id, postId: thread.postIds[1]! };
	const aliases: Record<string, string> = {
		intoThreadId: 'threadId',
		ofThreadId: 'threadId',
		replyIn: 'threadId',
		skip: 'threadId',
		postIds: 'postId',
		ownerId: 'memberId',
	};
	return (name, among) => {
		const kind = among.targetKind ?? among.subject ?? among.kind;
		const byKind =
			kind === 'comment' || kind === 'edit' ? 'postId' : kind === 'answer' ? 'threadId' : `${String(kind)}Id`;
		const meant = name === 'targetId' || name === 'subjectId' ? byKind : (aliases[name] ?? name);
		return own[meant] ?? rowsNamed(meant, world)[0]!;
	};
}

/** Where nothing is looked up by that number: one’s own under whatever number, a company that is not asked for, what is left out. */
const ignored =
	/^(keepDraft|dropDraft|markSeen)\b|^askThread .*, companyId|^actOnThread \(move\), companyId|^decideQueueItems, ids/;
/** What a moderator of the site may do: none of it is a company's own. */
const openToModerators = [
	'liftSanction, sanctionId: moderator, 204 and 404',
	'sanctionMember (silence), memberId: moderator, 201 and 404',
	'undoDecision, decisionId: moderator, 200 and 404',
	'unmarkWritten, writtenId: moderator, 204 and 404',
	'writeStaffNote (member), subjectId: moderator, 201 and 404',
];

describe('what is private', () => {
	test('is told to nobody whom it is not for, by any way to read', async ({ house, world }) => {
		const ways = await waysOut(world);
		expect(world.secrets.all.length).toBeGreaterThan(130);
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
		const unheard = new Set(world.secrets.all);
		// The plain questions first, by who hears most: it is enough that somebody hears of each.
		const plain = [...Map.groupBy(ways, (way) => way.place).values()].map(([way]) => way!);
		const owners = world.owners.toSorted(
			(one, other) => Number(other.handle === 'keeper') - Number(one.handle === 'keeper'),
		);
		for (const some of [plain, ways]) {
			for (const owner of owners) {
				await takeAll(
					house,
					some,
					() => owner,
					(_way, { said }) => {
						for (const secret of world.secrets.heardIn(said)) unheard.delete(secret);
					},
					() => unheard.size === 0,
				);
			}
		}
		expect([...unheard].map(({ what }) => what)).toEqual([]);
	}, 300_000);

	test('is not found by PostgreSQL’s search either, while Meilisearch is away', async ({ database, world }) => {
		const limited = await openApp(database, { ...closed, MEILI_URL: '' });
		try {
			const words = new Set(
				fewOf(
					world.secrets.all.map(({ word }) => word),
					world,
				),
			);
			const asksFor = ({ query }: Way) => world.secrets.heardIn([query.q, query.title].join(' '));
			const ways = (await waysOut(world)).filter(
				(way) => /search|similar/.test(way.endpoint.path) && asksFor(way).every(({ word }) => words.has(word)),
			);
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
		const told = await house.sql`select recipient, subject, text_part, html_part, headers from mails`;
		const authors = [world.readers.author!.mail, world.owners.find(({ handle }) => handle === 'sinner')!.mail];
		expect(told.filter(({ recipient }) => authors.includes(String(recipient)))).not.toEqual([]);
		const namesWhoReported = told.filter((mail) => /Rina Who Reports|@reporter/.test(JSON.stringify(mail)));
		expect(namesWhoReported.filter(({ recipient }) => recipient !== 'reporter@people.example')).toEqual([]);
		const [stranger] = await house.sql`select 1 from mails where recipient = ${world.readers.stranger!.mail}`;
		expect(stranger, 'strangers do hear of what all members may read').toBeDefined();
		expect((await house.call(listLocalMail, { query: {} })).status).toBe(404);
	});

	test('cannot be reached by writing: what is named answers as what is not there', async ({ house, world }) => {
		const hiddenOnes = await numbersIn(
			house,
			world,
			world.threads.find(({ what }) => what === 'thread in a company space')!,
		);
		const openOnes = await numbersIn(house, world, world.publicThread);
		const reached = new Set<string>();
		await forEachOf(await writesByNumber(), async (write) => {
			for (const reader of hidden.company) {
				for (const name of numbersOf(write)) {
					const ask = async (number: number) => {
						const named: Named = (other, among) =>
							other === name ? number || hiddenOnes(other, among) : openOnes(other, among);
						return await house.call(write.endpoint, { as: callerOf(world, reader), ...(write.input(named) as object) });
					};
					const [made, real] = [await ask(999_999), await ask(0)];
					const told = world.secrets.toldBy(JSON.stringify([real.value, real.headers]), reader);
					for (const { what } of told) reached.add(`${reader} learns of ${what} by ${write.name}`);
					const refused = real.status >= 400 && real.status < 500 && real.status !== 429;
					const same = real.status === made.status && (!refused || isDeepStrictEqual(real.error, made.error));
					const asked = `${write.name}, ${name}`;
					if (!same || !(refused || ignored.test(asked)))
						reached.add(`${asked}: ${reader}, ${real.status} and ${made.status}`);
					// By who they are, then, whatever they ask for.
					if (made.status === 401 || made.status === 403) break;
				}
			}
		});
		expect([...reached].toSorted()).toEqual(openToModerators);
	}, 120_000);
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
		forgetKept();
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
