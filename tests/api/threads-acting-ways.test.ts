import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnPost, actOnThread } from '@ikatan/contracts/acting';
import type { ActOnThread } from '@ikatan/contracts/acting';
import { listRevisions, readPostSource } from '@ikatan/contracts/editing';
import { listNotices } from '@ikatan/contracts/notices';
import { readFeed, readMemberPage, readSitemap } from '@ikatan/contracts/pages';
import { reportPost } from '@ikatan/contracts/reports';
import { searchThreads } from '@ikatan/contracts/search';
import { listThreads, readPosts, readThread } from '@ikatan/contracts/threads';
import { keepFile } from '../../api/src/modules/files/index.ts';
import type { SignedIn } from '../../api/src/platform/actor.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { photo } from '../support/images.ts';
import { openDoor, openLine } from '../support/live.ts';

type Asked = ActOnThread extends infer One ? (One extends unknown ? Omit<One, 'requestKey' | 'reason'> : never) : never;
const key = () => ({ requestKey: randomUUID(), reason: 'Because.' });
const act = (app: TestApp, as: Caller, threadId: number, asked: Asked) =>
	app.call(actOnThread, { as, params: { threadId }, body: { ...asked, ...key() } as never });
const actPost = (app: TestApp, as: Caller, postId: number, what: 'hold' | 'release') =>
	app.call(actOnPost, { as, params: { postId }, body: { act: what, ...key() } });

/** A thread whose every word that matters is a word of its own. */
async function place(app: TestApp) {
	const [dewi, budi, reader] = [await member(app), await member(app), await member(app)];
	const admin = await member(app, { role: 'admin' });
	const somewhere = await space(app);
	// Unlike any other word: search forgives slips of the pen.
	const [word, secret, below] = [0, 1, 2].map(() => `q${randomUUID().slice(0, 8)}`) as [string, string, string];
	const asked = await thread(app, dewi, { spaceId: somewhere.id, title: `What of ${word}, please?`, tags: [word] });
	const given = await answer(app, budi, asked.id, `Take the ferry to ${secret}.`);
	const said = await comment(app, dewi, given.id, `And back from ${below}.`);
	await app.settle();
	return { dewi, budi, reader, admin, space: somewhere, word, secret, below, asked, given, said };
}
type Place = Awaited<ReturnType<typeof place>>;

/** The address of an image that a post shows. */
async function imageOf(app: TestApp, ownerId: number, postId: number): Promise<string> {
	const upload = { bytes: await photo(), name: 'map.jpg', purpose: 'post' } as const;
	const { id, url } = await keepFile(app.deps, { id: ownerId } as SignedIn, upload);
	await app.sql`insert into file_uses (file_id, post_id) values (${id}, ${postId})`;
	return url;
}

/** Everything that a reader is told by lists, search, feeds, sitemap and the post's own addresses. */
async function toldTo(app: TestApp, as: Caller | undefined, it: Place): Promise<string> {
	await app.settle();
	await app.runJob('threads.top');
	const { asked, given, said, word, budi } = it;
	const slug = it.space.slug;
	const replies = [
		...(['newest', 'hot', 'top', 'unanswered'] as const).map((order) =>
			app.call(listThreads, { as, query: { order } }),
		),
		app.call(listThreads, { as, query: { space: slug } }),
		app.call(listThreads, { as, query: { tag: word } }),
		app.call(searchThreads, { as, query: { q: word } }),
		app.call(searchThreads, { as, query: { q: it.secret } }),
		app.call(readFeed, { as, query: {} }),
		app.call(readFeed, { as, query: { threadId: asked.id } }),
		app.call(readSitemap, { as, query: { page: 0 } }),
		app.call(readMemberPage, { as, params: { handle: budi.handle }, query: {} }),
		app.call(readPosts, { as, params: { threadId: asked.id }, query: { ids: `${given.id},${asked.postId}` } }),
		...[asked.postId, given.id, said.id].flatMap((postId) => [
			app.call(listRevisions, { as, params: { postId }, query: {} }),
			app.call(readPostSource, { as, params: { postId } }),
		]),
		app.call(readThread, { as, params: { threadId: asked.id } }),
	];
	return JSON.stringify((await Promise.all<{ value: unknown }>(replies)).map((reply) => reply.value ?? null));
}

describe('what others are told', () => {
	test('of a held answer is nothing, by no way, nor of what was said below it', async ({ app }) => {
		const it = await place(app);
		await actPost(app, it.admin, it.given.id, 'hold');
		for (const reader of [undefined, it.reader]) {
			const told = await toldTo(app, reader, it);
			expect(told).toContain(it.word);
			for (const hidden of [it.secret, it.below]) expect(told).not.toContain(hidden);
		}
		await actPost(app, it.admin, it.given.id, 'release');
		expect(await toldTo(app, undefined, it)).toContain(it.secret);
	});

	test('of a comment below a held answer is nothing by its number, to a report or in an inbox', async ({ app }) => {
		const it = await place(app);
		const url = await imageOf(app, it.dewi.id, it.said.id);
		const named = await comment(app, it.dewi, it.given.id, `See @${it.reader.handle}, from ${it.below}.`);
		await app.settle();
		const inbox = async () => JSON.stringify((await app.call(listNotices, { as: it.reader, query: {} })).value);
		expect(await inbox()).toContain(it.below);
		expect((await app.app.inject({ url })).statusCode).toBe(200);
		await actPost(app, it.admin, it.given.id, 'hold');
		expect((await app.app.inject({ url })).statusCode).toBe(404);
		expect(await inbox()).not.toContain(it.below);
		await app.settle();
		expect((await app.call(listNotices, { as: it.reader, query: {} })).value.unseen).toBe(0);
		// Nor is anybody told of what moderators say there meanwhile.
		await comment(app, it.admin, it.given.id, `@${it.reader.handle}, this waits.`);
		await app.settle();
		expect((await app.call(listNotices, { as: it.reader, query: {} })).value.unseen).toBe(0);
		const body = { requestKey: randomUUID(), reason: 'spam' as const };
		const report = { as: it.reader, params: { postId: named.id }, body };
		expect((await app.call(reportPost, report)).status).toBe(404);
		// Who wrote the answer still has what was said to them.
		const { status } = await app.call(listRevisions, { as: it.budi, params: { postId: it.said.id }, query: {} });
		expect(status).toBe(200);
	});

	test('of an unlisted thread is what its address tells, and nothing else', async ({ app }) => {
		const it = await place(app);
		await act(app, it.admin, it.asked.id, { act: 'unlist' });
		await app.settle();
		const { value: found } = await app.call(searchThreads, { query: { q: it.word } });
		expect(found.items).toEqual([]);
		expect((await app.call(readFeed, { query: { threadId: it.asked.id } })).status).toBe(404);
		const { value: map } = await app.call(readSitemap, { query: { page: 0 } });
		expect(map.items.map((item) => item.path)).not.toContain(it.asked.path);
		expect((await app.call(readThread, { params: { threadId: it.asked.id } })).status).toBe(200);
	});

	test('of a thread that moved to a company is nothing at once', async ({ app }) => {
		const it = await place(app);
		const closed = await space(app, { kind: 'company', companyIds: [await company(app)] });
		await act(app, it.admin, it.asked.id, { act: 'move', spaceId: closed.id });
		for (const reader of [undefined, it.reader, it.dewi])
			for (const hidden of [it.word, it.secret, it.below]) expect(await toldTo(app, reader, it)).not.toContain(hidden);
	});
});

describe('open pages', () => {
	test('lose a thread that moved where their reader may not read, and hear of a lock', async ({ app }) => {
		const it = await place(app);
		const url = await openDoor(app);
		const [stranger, staff] = [await openLine(url, it.reader), await openLine(url, it.admin)];
		for (const line of [stranger, staff]) {
			line.say({ type: 'watch-thread', threadId: it.asked.id, version: 1 });
			await line.hears('watching');
		}
		await act(app, it.admin, it.asked.id, { act: 'lock' });
		await stranger.hears('thread-changed');
		const closed = await space(app, { kind: 'company' });
		await act(app, it.admin, it.asked.id, { act: 'move', spaceId: closed.id });
		expect(await stranger.hears('refused')).toMatchObject({ threadId: it.asked.id });
		await staff.hears('thread-changed');
		expect(staff.heard.some(({ type }) => type === 'refused')).toBe(false);
		stranger.close();
		staff.close();
	});
});

describe('a space’s pinned threads', () => {
	test('are found by their index', async ({ app }) => {
		const it = await place(app);
		await app.sql`
			insert into threads (kind, space_id, title, created_at)
			select 'question', ${it.space.id}, 'Filling number ' || n, now() - n * interval '1 minute' from generate_series(1, 5000) n`;
		await act(app, it.admin, it.asked.id, { act: 'pin' });
		await app.sql`analyze threads`;
		const plan = await app.sql`
			explain select t.id from threads t
			where t.pinned_at is not null and t.state = 'published' and t.listed and t.space_id = any(${[it.space.id]}::bigint[])
			order by t.pinned_at desc, t.id desc limit 10`;
		expect(JSON.stringify(plan)).toContain('threads_pinned');
	});
});
