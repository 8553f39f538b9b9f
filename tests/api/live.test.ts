import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editProfile, signOut } from '@ikatan/contracts/accounts';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import { markSeen } from '@ikatan/contracts/notices';
import { postAnswer, postComment } from '@ikatan/contracts/asking';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { actorById, setCompany, setRole } from '../../api/src/modules/accounts/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { openApp, test as base, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import type { TestDatabase } from '../support/database.ts';
import { openDoor, openLine, type Line } from '../support/live.ts';

type Process = { app: TestApp; url: string; stop(): Promise<void> };

async function openProcess(database: TestDatabase): Promise<Process> {
	const app = await openApp(database, { MEILI_URL: '' });
	const url = await openDoor(app);
	return {
		app,
		url,
		stop: async () => {
			await app.close();
			await app.deps.live.stop();
		},
	};
}

/** Two processes of the API on one database, and lines that are closed with the test. */
const test = base
	.extend('here', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<Process> => {
		const process = await openProcess(database);
		onCleanup(process.stop);
		return process;
	})
	.extend('there', { scope: 'file' }, async ({ database }, { onCleanup }): Promise<Process> => {
		const process = await openProcess(database);
		onCleanup(process.stop);
		return process;
	})
	.extend('line', async ({}, { onCleanup }) => {
		const open: Line[] = [];
		onCleanup(() => {
			for (const line of open) line.socket.terminate();
		});
		return async (process: Process, as?: Caller, headers?: Record<string, string>) => {
			const line = await openLine(process.url, as, headers);
			open.push(line);
			return line;
		};
	});

async function answered(app: TestApp) {
	const [asker, helper] = [await member(app), await member(app)];
	const question = await thread(app, asker, { spaceId: (await space(app)).id });
	const reply = await answer(app, helper, question.id);
	const { value } = await app.call(readThread, { params: { threadId: question.id } });
	return { asker, helper, question, reply, version: value.thread.version };
}

async function watches(line: Line, threadId: number, version: number): Promise<void> {
	line.say({ type: 'watch-thread', threadId, version });
	await line.hears('watching', (message) => message.threadId === threadId);
}

const vote = (app: TestApp, as: Caller, postId: number) =>
	app.call(castVote, { as, params: { postId }, body: { value: 1 } });

describe('what happens in a thread on one process', () => {
	test('reaches who watches it on the other: a vote within two seconds', async ({ here, there, line }) => {
		const { asker, question, reply, version } = await answered(here.app);
		const page = await line(there);
		await watches(page, question.id, version);
		page.forget();
		const cast = performance.now();
		await vote(here.app, asker, reply.id);
		const numbers = await page.hears('numbers', ({ posts }) =>
			posts.some(({ id, score }) => id === reply.id && score === 1),
		);
		expect(performance.now() - cast).toBeLessThan(2000);
		expect(numbers).toMatchObject({ threadId: question.id, solved: false, meToo: 0 });
	});

	test('is told at most about once a second, however many vote', async ({ here, there, line }) => {
		const { question, reply, version } = await answered(here.app);
		const voters = await Promise.all(Array.from({ length: 12 }, () => member(here.app)));
		const page = await line(there);
		await watches(page, question.id, version);
		await page.hears('numbers');
		page.forget();
		const began = performance.now();
		for (const voter of voters) await vote(here.app, voter, reply.id);
		await page.hears('numbers', ({ posts }) => posts.some(({ score }) => score === 12));
		const told = page.heard.filter((message) => message.type === 'numbers').length;
		expect(told).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 700) + 1);
	});

	test('tells of answers, comments, acceptance and me-too by number, never by text', async ({ here, there, line }) => {
		const { asker, helper, question, reply, version } = await answered(here.app);
		const page = await line(there);
		await watches(page, question.id, version);
		page.forget();
		const { app } = here;
		const second = await answer(app, helper, question.id, 'A text that the line must not carry.');
		expect(await page.hears('answer-posted')).toEqual({
			type: 'answer-posted',
			threadId: question.id,
			postId: second.id,
			version: version + 1,
			answers: 2,
		});
		const remark = await app.call(postComment, {
			as: asker,
			params: { postId: reply.id },
			body: { requestKey: randomUUID(), sourceText: 'A remark that it must not carry.' },
		});
		expect(await page.hears('comment-posted')).toMatchObject({ postId: remark.value.id, parentId: reply.id });
		await app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted: true } });
		expect(await page.hears('post-changed')).toMatchObject({ postId: reply.id, version: version + 3 });
		await app.call(sayMeToo, { as: await member(app), params: { threadId: question.id }, body: { on: true } });
		expect(await page.hears('numbers', ({ meToo }) => meToo === 1)).toMatchObject({
			solved: true,
			posts: expect.arrayContaining([{ id: reply.id, score: 0, accepted: true }]) as object,
		});
		expect(JSON.stringify(page.heard)).not.toMatch(/must not carry/);
	});

	test('is no echo for the page whose deed it was', async ({ here, there, line }) => {
		const { helper, question, version } = await answered(here.app);
		const [own, other] = [await line(there, helper), await line(there, helper)];
		const { connectionId } = await own.hears('hello');
		for (const page of [own, other]) await watches(page, question.id, version);
		await here.app.call(postAnswer, {
			as: helper,
			params: { threadId: question.id },
			body: { requestKey: randomUUID(), sourceText: 'From my own page.' },
			headers: { [liveConnectionHeader]: connectionId },
		});
		await other.hears('answer-posted');
		expect(own.heard.some((message) => message.type === 'answer-posted')).toBe(false);
	});

	test('reaches nobody who has left the thread, also when leaving overtakes watching', async ({ here, line }) => {
		const { helper, question, version } = await answered(here.app);
		const [left, hasty, stays] = [await line(here), await line(here), await line(here)];
		await watches(left, question.id, version);
		left.say({ type: 'leave-thread', threadId: question.id });
		hasty.say({ type: 'watch-thread', threadId: question.id, version });
		hasty.say({ type: 'leave-thread', threadId: question.id });
		await watches(stays, question.id, version);
		await answer(here.app, helper, question.id);
		await stays.hears('answer-posted');
		for (const page of [left, hasty]) expect(page.heard.some(({ type }) => type === 'answer-posted')).toBe(false);
	});
});

describe('watching a thread', () => {
	test('says whether the page is behind', async ({ here, line }) => {
		const { question, version } = await answered(here.app);
		const page = await line(here);
		page.say({ type: 'watch-thread', threadId: question.id, version: version - 1 });
		expect(await page.hears('watching')).toEqual({ type: 'watching', threadId: question.id, version, behind: true });
		page.forget();
		page.say({ type: 'watch-thread', threadId: question.id, version });
		expect(await page.hears('watching')).toMatchObject({ behind: false });
	});

	test('tells the numbers at once: votes that came while the page was away are in no version', async ({
		here,
		line,
	}) => {
		const { asker, question, reply, version } = await answered(here.app);
		await vote(here.app, asker, reply.id);
		const page = await line(here);
		await watches(page, question.id, version);
		expect((await page.hears('numbers')).posts).toContainEqual({ id: reply.id, score: 1, accepted: false });
	});

	test('tells of a long thread the opening text too', async ({ here, line }) => {
		const { question, helper } = await answered(here.app);
		await here.app.sql`
			with made as (
				insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
				select ${question.id}, 'answer', ${helper.id}, 'x', '<p>x</p>', 'x', 1 from generate_series(1, 250) returning id
			) insert into post_stats (post_id) select id from made`;
		const page = await line(here);
		await watches(page, question.id, 1);
		const { posts } = await page.hears('numbers');
		expect(posts).toHaveLength(200);
		expect(posts.map(({ id }) => id)).toContain(question.postId);
	});

	test('is refused for threads that the reader may not read, or that are not there', async ({ here, line }) => {
		const staff = await member(here.app, { role: 'agent' });
		const hidden = await thread(here.app, staff, { spaceId: (await space(here.app, { kind: 'groups' })).id });
		const [stranger, insider] = [await line(here, await member(here.app)), await line(here, staff)];
		for (const threadId of [hidden.id, 999_999_999]) {
			stranger.say({ type: 'watch-thread', threadId, version: 1 });
			expect(await stranger.hears('refused', (message) => message.threadId === threadId)).toBeDefined();
		}
		await watches(insider, hidden.id, 1);
		await answer(here.app, staff, hidden.id);
		await insider.hears('answer-posted');
		expect(stranger.heard.map(({ type }) => type)).toEqual(['hello', 'refused', 'refused']);
	});

	test('of more than five at once is refused', async ({ here, line }) => {
		const { asker } = await answered(here.app);
		const { id: spaceId } = await space(here.app);
		const page = await line(here);
		const threads = [];
		for (let count = 0; count < 6; count++) threads.push(await thread(here.app, asker, { spaceId }));
		for (const { id } of threads.slice(0, 5)) await watches(page, id, 1);
		page.say({ type: 'watch-thread', threadId: threads[5]!.id, version: 1 });
		expect(await page.hears('refused')).toMatchObject({ threadId: threads[5]!.id });
		page.say({ type: 'leave-thread', threadId: threads[0]!.id });
		await watches(page, threads[5]!.id, 1);
	});
});

describe('rights that change', () => {
	test('end a watch at once, and what follows is not told', async ({ here, there, line }) => {
		const { app } = here;
		const companyId = await company(app);
		const [reader, staff] = [await member(app, { companyId }), await member(app, { role: 'admin' })];
		const { id: spaceId } = await space(app, { kind: 'company', companyIds: [companyId] });
		const secret = await thread(app, staff, { spaceId });
		const [page, other] = [await line(there, reader), await line(there, staff)];
		for (const one of [page, other]) await watches(one, secret.id, 1);
		const admin = (await actorById(app.sql, staff.id))!;
		await inTransaction(app.sql, (tx) => setCompany(tx, admin, reader.id, null));
		await app.settle();
		expect(await page.hears('refused')).toEqual({ type: 'refused', threadId: secret.id });
		page.forget();
		await answer(app, staff, secret.id);
		await other.hears('answer-posted');
		expect(page.heard).toEqual([]);
	});

	test('end the watches of a thread that is deleted, but not those of who may still see it', async ({ here, line }) => {
		const { app } = here;
		const { question, version } = await answered(app);
		const moderator = await member(app, { role: 'moderator' });
		const [visitor, reader, staff] = [
			await line(here),
			await line(here, await member(app)),
			await line(here, moderator),
		];
		for (const page of [visitor, reader, staff]) await watches(page, question.id, version);
		await app.call(deletePost, { as: moderator, params: { postId: question.postId }, body: { reason: 'Spam.' } });
		for (const page of [visitor, reader]) expect(await page.hears('refused')).toMatchObject({ threadId: question.id });
		await staff.hears('thread-changed');
		expect(staff.heard.some(({ type }) => type === 'refused')).toBe(false);
	});

	test('by signing out everywhere end the inbox of open pages', async ({ here, line }) => {
		const { app } = here;
		const { asker, helper, question } = await answered(app);
		const page = await line(here, asker);
		page.say({ type: 'watch-inbox' });
		await app.settle();
		await answer(app, helper, question.id);
		await app.settle();
		await page.hears('inbox');
		await app.call(signOut, { as: asker });
		await app.sql`insert into events (name, payload) values ('member.rights-changed', ${app.sql.json({ memberId: asker.id })})`;
		await app.settle();
		await app.settle();
		page.forget();
		await answer(app, helper, question.id);
		await app.settle();
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(page.heard).toEqual([]);
	});
});

describe('the inbox', () => {
	test('tells the member’s pages on every process how many wait, and nobody else’s', async ({ here, there, line }) => {
		const { app } = here;
		const { asker, helper, question } = await answered(app);
		await app.settle();
		await app.call(markSeen, { as: asker, body: { all: true } });
		const pages = [await line(here, asker), await line(there, asker)];
		const others = [await line(there, helper), await line(there)];
		for (const page of [...pages, ...others]) page.say({ type: 'watch-inbox' });
		await watches(pages[1]!, question.id, 1);
		await answer(app, helper, question.id);
		await app.settle();
		for (const page of pages) expect(await page.hears('inbox')).toEqual({ type: 'inbox', unseen: 1 });
		await app.call(markSeen, { as: asker, body: { all: true } });
		for (const page of pages) await page.hears('inbox', ({ unseen }) => unseen === 0);
		for (const page of others) expect(page.heard.some(({ type }) => type === 'inbox')).toBe(false);
	});
});

describe('presence', () => {
	test('counts all readers on all processes, and names only members who allow it', async ({ here, there, line }) => {
		const { app } = here;
		const { asker, helper, question } = await answered(app);
		await app.call(editProfile, { as: helper, body: { showsPresence: false } });
		const pages = [await line(here, asker), await line(there, helper), await line(there)];
		for (const page of pages) await watches(page, question.id, 1);
		for (const page of pages) {
			const { names } = await page.hears('presence', ({ reading }) => reading === 3);
			expect(names).toEqual([
				{ id: asker.id, handle: asker.handle, name: expect.any(String) as string, pictureUrl: null },
			]);
		}
		pages[2]!.close();
		await pages[0]!.hears('presence', ({ reading }) => reading === 2);
	});

	test('names a person with two pages once, and drops who turned it off', async ({ here, line }) => {
		const { app } = here;
		const { asker, question } = await answered(app);
		const [one, two] = [await line(here, asker), await line(here, asker)];
		for (const page of [one, two]) await watches(page, question.id, 1);
		expect((await one.hears('presence', ({ reading }) => reading === 2)).names).toHaveLength(1);
		await app.call(editProfile, { as: asker, body: { showsPresence: false } });
		await app.deps.live.announce(app.sql, {
			topic: 'members',
			message: { type: 'rights-changed', memberId: asker.id },
		});
		await one.hears('presence', ({ names }) => names.length === 0);
	});

	test('reaches a process that begins later', async ({ here, database, line }) => {
		const { asker, question } = await answered(here.app);
		await watches(await line(here, asker), question.id, 1);
		const late = await openProcess(database);
		const page = await line(late);
		await watches(page, question.id, 1);
		expect((await page.hears('presence', ({ reading }) => reading === 2)).names).toMatchObject([{ id: asker.id }]);
		await late.stop();
		await page.closed;
	});

	test('hints that somebody is answering: to the others, for some seconds, by members only', async ({
		here,
		there,
		line,
	}) => {
		const { asker, helper, question } = await answered(here.app);
		const writer = await line(here, helper);
		const writersOther = await line(here, helper);
		const reader = await line(there, asker);
		const visitor = await line(there);
		for (const page of [writer, writersOther, reader, visitor]) await watches(page, question.id, 1);
		await reader.hears('presence', ({ reading }) => reading === 4);
		visitor.say({ type: 'answering', threadId: question.id });
		writer.say({ type: 'answering', threadId: question.id });
		expect(await reader.hears('presence', ({ answering }) => answering > 0)).toMatchObject({ answering: 1 });
		await visitor.hears('presence', ({ answering }) => answering === 1);
		reader.forget();
		await reader.hears('presence', ({ answering }) => answering === 0, 15_000);
		for (const page of [writer, writersOther]) {
			expect(page.heard.some((message) => message.type === 'presence' && message.answering > 0)).toBe(false);
		}
	});
});

describe('a line', () => {
	test('is refused to pages of another origin, and to who names none', async ({ here }) => {
		const { asker } = await answered(here.app);
		for (const origin of ['https://evil.example', 'http://localhost:3000.evil.example', 'null', '']) {
			await expect(openLine(here.url, asker, { origin })).rejects.toThrow('403');
		}
	});

	test('takes no part in the session of a cookie that does not stand', async ({ here, line }) => {
		const page = await line(here, { cookie: `ikatan_session=${'a'.repeat(40)}` });
		page.say({ type: 'watch-inbox' });
		const { question } = await answered(here.app);
		await watches(page, question.id, 1);
		expect((await page.hears('presence')).names).toEqual([]);
	});

	test('is closed when it says what nobody understands', async ({ here, line }) => {
		for (const text of [
			'not json',
			'{}',
			'[]',
			'null',
			'{"type":"shout"}',
			'{"type":"watch-thread","threadId":"1","version":1}',
		]) {
			const page = await line(here);
			page.sayRaw(text);
			expect({ text, code: await page.closed }).toEqual({ text, code: 1008 });
		}
	});

	test('is closed when it sends far too much at once', async ({ here, line }) => {
		const page = await line(here);
		page.sayRaw(JSON.stringify({ type: 'pong', more: 'x'.repeat(20_000) }));
		expect(await page.closed).toBe(1009);
	});

	test('is closed when it talks without end, and only then', async ({ here, line }) => {
		const [calm, noisy] = [await line(here), await line(here)];
		for (let count = 0; count < 25; count++) calm.say({ type: 'pong' });
		for (let count = 0; count < 60; count++) noisy.say({ type: 'pong' });
		expect(await noisy.closed).toBe(1008);
		const { question } = await answered(here.app);
		await watches(calm, question.id, 1);
	});

	test('that reads nothing any more is dropped, and the others go on', async ({ here, line }) => {
		const { asker, helper, question } = await answered(here.app);
		const [deaf, page] = [await line(here), await line(here)];
		for (const one of [deaf, page]) await watches(one, question.id, 1);
		deaf.socket.pause();
		const title = 'x'.repeat(5000);
		let sent = 0;
		const flood = async () => {
			for (let count = 0; count < 400; count++, sent++) {
				await here.app.deps.live.announce(here.app.sql, {
					topic: `thread:${question.id}`,
					message: { type: 'thread-changed', threadId: question.id, version: sent, title } as never,
				});
			}
		};
		await expect
			.poll(
				async () => {
					await flood();
					const { value } = await here.app.call(readThread, { params: { threadId: question.id } });
					await answer(here.app, helper, value.thread.id);
					return (await page.hears('presence', ({ reading }) => reading === 1, 50).catch(() => null)) !== null;
				},
				{ timeout: 60_000 },
			)
			.toBe(true);
		await vote(here.app, asker, (await answer(here.app, helper, question.id)).id);
		page.forget();
		await page.hears('numbers');
	}, 90_000);

	test('is closed with its server, whose end it does not hold up', async ({ database, line }) => {
		const short = await openProcess(database);
		const page = await line(short);
		const began = performance.now();
		await short.stop();
		await page.closed;
		expect(performance.now() - began).toBeLessThan(3000);
	});
});

describe('what moves on a desk of the company', () => {
	test('reaches staff at the board on another process, and nobody else', async ({ here, there, line }) => {
		const [product, customer, moderator] = [
			await member(here.app, { role: 'product' }),
			await member(here.app),
			await member(here.app, { role: 'moderator' }),
		];
		const lines = {
			product: await line(there, product),
			customer: await line(there, customer),
			moderator: await line(there, moderator),
			visitor: await line(there),
		};
		for (const page of Object.values(lines)) page.say({ type: 'watch-desk', desk: 'insights' });
		await lines.product.hears('watching-desk');
		await here.app.deps.live.announce(here.app.sql, {
			topic: 'desk:insights',
			message: { type: 'desk-changed', desk: 'insights', ids: [7] },
		});
		expect(await lines.product.hears('desk-changed')).toMatchObject({ desk: 'insights', ids: [7] });
		for (const page of [lines.customer, lines.moderator, lines.visitor]) {
			expect(page.heard.filter(({ type }) => type.includes('desk'))).toEqual([]);
		}
	});

	test('is no longer told to who has lost the role', async ({ here, line }) => {
		const [admin, product] = [await member(here.app, { role: 'admin' }), await member(here.app, { role: 'product' })];
		const page = await line(here, product);
		page.say({ type: 'watch-desk', desk: 'insights' });
		await page.hears('watching-desk');
		const actor = await actorById(here.app.sql, admin.id);
		if (!actor) throw new Error('The admin is gone');
		await inTransaction(here.app.sql, (tx) => setRole(tx, actor, product.id, 'member'));
		await here.app.deps.live.announce(here.app.sql, {
			topic: `member:${product.id}`,
			message: { type: 'rights-changed', memberId: product.id },
		});
		await expect
			.poll(async () => {
				page.forget();
				await here.app.deps.live.announceAll(here.app.sql, [
					{ topic: 'desk:insights', message: { type: 'desk-changed', desk: 'insights', ids: [8] } },
					{ topic: `member:${product.id}`, message: { type: 'inbox', unseen: 3 } },
				]);
				await page.hears('inbox', () => true, 300).catch(() => null);
				return page.heard.filter(({ type }) => type === 'desk-changed').length;
			})
			.toBe(0);
	});
});

describe('the link between the processes', () => {
	test('that broke is mended, and every page is told to look again', async ({ here, there, line }) => {
		const { helper, question, version } = await answered(here.app);
		const page = await line(there);
		await watches(page, question.id, version);
		page.forget();
		await here.app.sql`
			select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and query ilike 'listen%'`;
		expect(await page.hears('watching', () => true, 10_000)).toMatchObject({ threadId: question.id, behind: true });
		await answer(here.app, helper, question.id);
		await page.hears('answer-posted');
	});
});
