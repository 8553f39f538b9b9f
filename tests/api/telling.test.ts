import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { deleteAccount } from '@ikatan/contracts/accounts';
import { actOnThread, undoDeed } from '@ikatan/contracts/acting';
import { mergeInsights, splitInsight, undoInsightMove } from '@ikatan/contracts/insight-writing';
import { listInsightDeeds, readInsight } from '@ikatan/contracts/insights';
import { chooseNotices } from '@ikatan/contracts/notices';
import { listOwed, readTelling, tell } from '@ikatan/contracts/telling';
import { readThread } from '@ikatan/contracts/threads';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, password, space, thread } from '../support/builders.ts';
import { inboxOf, watch } from '../support/inbox.ts';
import { insight, quoteRow } from '../support/insights.ts';
import { mailsTo } from '../support/mailbox.ts';
import { decide, preview, said, telling } from '../support/telling.ts';

const vote = (app: TestApp, as: Caller, postId: number) =>
	app.call(castVote, { as, params: { postId }, body: { value: 1 } });

/** An idea with a backer, as evidence of a shipped insight of its own. */
async function shippedIdea(app: TestApp, wanted: { spaceId?: number } = {}) {
	const [product, asker, backer] = [await member(app, { role: 'product' }), await member(app), await member(app)];
	const spaceId = wanted.spaceId ?? (await space(app)).id;
	const idea = await thread(app, asker, { spaceId, kind: 'idea', title: 'Print receipts without a signal' });
	await vote(app, backer, idea.postId);
	const insightId = await insight(app, product);
	await quoteRow(app, insightId, { threadId: idea.id, authorId: asker.id });
	await decide(app, product, insightId, 'shipped');
	return { product, asker, backer, idea, insightId, spaceId };
}

const owedOn = async (app: TestApp, as: Caller, insightId: number) =>
	(await app.call(readInsight, { as, params: { insightId }, query: {} })).value.insight.owed;

const toldOf = async (app: TestApp, as: Caller) =>
	(await inboxOf(app, as)).items.filter((notice) => notice.kind === 'told');

describe('who is owed a word', () => {
	test('is everyone who asked, voted, said me-too, watches or was quoted, each once by the strongest reason', async ({
		app,
	}) => {
		const { product, asker, backer, idea, insightId } = await shippedIdea(app);
		const place = await space(app);
		const problem = await thread(app, backer, { spaceId: place.id, kind: 'problem' });
		const [echo, watcher, quoted, colleague] = [
			await member(app),
			await member(app),
			await member(app),
			await member(app, { role: 'agent' }),
		];
		await app.call(sayMeToo, { as: echo, params: { threadId: problem.id }, body: { on: true } });
		await watch(app, watcher, 'thread', idea.id, 'all');
		await vote(app, colleague, idea.postId);
		const reply = await answer(app, quoted, problem.id);
		await quoteRow(app, insightId, { threadId: problem.id, authorId: backer.id });
		await quoteRow(app, insightId, {
			postId: reply.id,
			authorId: quoted.id,
			words: 'Our market has no\n signal at all',
		});
		await app.settle();
		const value = await preview(app, product, insightId);
		expect(value.owed.map(({ member: { id }, reasons, words }) => ({ id, reasons, words }))).toEqual([
			{ id: quoted.id, reasons: ['quoted', 'watched'], words: 'Our market has no signal at all' },
			{ id: asker.id, reasons: ['asked', 'watched'], words: 'Print receipts without a signal' },
			{ id: backer.id, reasons: ['asked', 'voted', 'watched'], words: expect.any(String) as string },
			{ id: echo.id, reasons: ['me-too', 'watched'], words: expect.any(String) as string },
			{ id: watcher.id, reasons: ['watched'], words: 'Print receipts without a signal' },
		]);
		expect(value.total).toBe(5);
		expect(value.byReason).toEqual([
			{ reason: 'quoted', count: 1 },
			{ reason: 'asked', count: 2 },
			{ reason: 'me-too', count: 1 },
			{ reason: 'watched', count: 1 },
		]);
		expect(value.threads.map(({ id, proposed, replied }) => ({ id, proposed, replied }))).toEqual([
			{ id: idea.id, proposed: true, replied: false },
			{ id: problem.id, proposed: true, replied: false },
		]);
	});

	test('is told of a merged thread by a title that they may read', async ({ app }) => {
		const [product, mona] = [await member(app, { role: 'product' }), await member(app, { role: 'moderator' })];
		const backer = await member(app);
		const [secret, open] = [await space(app, { kind: 'groups' }), await space(app)];
		const from = await thread(app, mona, { spaceId: secret.id, kind: 'problem', title: 'What the board fears' });
		const into = await thread(app, mona, { spaceId: secret.id, kind: 'problem', title: 'Drawers, all of them' });
		const insightId = await insight(app, product);
		await quoteRow(app, insightId, { threadId: from.id });
		await decide(app, product, insightId, 'planned');
		const act = (threadId: number, asked: object) =>
			app.call(actOnThread, {
				as: mona,
				params: { threadId },
				body: { ...asked, requestKey: randomUUID(), reason: '' } as never,
			});
		expect((await act(from.id, { act: 'merge', intoThreadId: into.id })).status).toBe(201);
		expect((await act(into.id, { act: 'move', spaceId: open.id })).status).toBe(201);
		await vote(app, backer, from.postId);
		await app.settle();
		const { owed } = await preview(app, product, insightId);
		expect(owed.find(({ member: { id } }) => id === backer.id)).toMatchObject({ words: 'Drawers, all of them' });
	});

	test('comes page by page, and agrees with the count on the card', async ({ app }) => {
		const { product, idea, insightId } = await shippedIdea(app);
		const ids = await app.sql<{ id: number }[]>`
			insert into members (handle, display_name) select 'crowd' || n, 'Crowd ' || n from generate_series(1, 60) n returning id`;
		await app.sql`
			insert into votes (post_id, member_id, value) select ${idea.postId}, id, 1 from unnest(${ids.map(({ id }) => id)}::bigint[]) m (id)`;
		await app.runJob('insights.recount');
		const first = await preview(app, product, insightId);
		const second = await preview(app, product, insightId, first.next ?? undefined);
		expect([first.owed.length, second.owed.length, first.total]).toEqual([50, 12, 62]);
		expect(new Set([...first.owed, ...second.owed].map((one) => one.member.id)).size).toBe(62);
		expect(second.next).toBeNull();
		expect(await owedOn(app, product, insightId)).toBe(62);
	});

	test('is told by a thread that they may read, else not at all', async ({ app }) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const secret = await space(app, { kind: 'company_only' });
		const open = await space(app);
		const product = await member(app, { role: 'product' });
		const [insider, mover] = [await member(app, { companyId: ours }), await member(app, { companyId: ours })];
		const hidden = await thread(app, insider, {
			spaceId: secret.id,
			kind: 'idea',
			title: 'Only our company knows this',
		});
		const readable = await thread(app, insider, { spaceId: open.id, kind: 'idea', title: 'Everybody may know this' });
		for (const { postId } of [hidden, readable]) await vote(app, mover, postId);
		const stranger = await member(app, { companyId: ours });
		await vote(app, stranger, hidden.postId);
		// Both work elsewhere now.
		await app.sql`update members set company_id = ${theirs} where id in (${mover.id}, ${stranger.id})`;
		const insightId = await insight(app, product);
		for (const { id } of [hidden, readable]) await quoteRow(app, insightId, { threadId: id, authorId: insider.id });
		await decide(app, product, insightId, 'planned');
		const value = await preview(app, product, insightId);
		expect(value.owed.map(({ member: { id }, threadTitle }) => [id, threadTitle])).toEqual([
			[insider.id, 'Only our company knows this'],
			[mover.id, 'Everybody may know this'],
		]);
		expect(await owedOn(app, product, insightId)).toBe(2);
		await telling(app, product, insightId, { stage: 'planned', reply: false });
		expect(await toldOf(app, stranger)).toEqual([]);
		expect(await toldOf(app, mover)).toMatchObject([{ words: 'Everybody may know this' }]);
	});

	test.for(['the thread', 'its opening text'] as const)(
		'stays who spoke in %s that was merged into another one since, and is told of it there',
		async (evidence, { app }) => {
			const [product, mona] = [await member(app, { role: 'product' }), await member(app, { role: 'moderator' })];
			const [asker, echo, backer, watcher, other, elsewhere] = await Promise.all(
				Array.from({ length: 6 }, () => member(app)),
			);
			const { id: spaceId } = await space(app);
			const from = await thread(app, asker!, { spaceId, kind: 'problem', title: 'The drawer opens by itself' });
			const into = await thread(app, other!, { spaceId, kind: 'problem', title: 'Drawers, all of them' });
			await app.call(sayMeToo, { as: echo!, params: { threadId: from.id }, body: { on: true } });
			await app.call(sayMeToo, { as: elsewhere!, params: { threadId: into.id }, body: { on: true } });
			await vote(app, backer!, from.postId);
			await watch(app, watcher!, 'thread', from.id, 'all');
			const insightId = await insight(app, product);
			const place = evidence === 'the thread' ? { threadId: from.id } : { postId: from.postId };
			await quoteRow(app, insightId, { ...place, authorId: asker!.id, words: 'The drawer opens by itself' });
			await decide(app, product, insightId, 'shipped');
			await app.settle();
			await app.runJob('insights.recount');
			const seen = async () => {
				await app.settle();
				const { owed, threads } = await preview(app, product, insightId);
				const { insight: row, quotes } = (
					await app.call(readInsight, { as: product, params: { insightId }, query: {} })
				).value;
				return {
					owed: owed.map((one) => [one.member.id, one.words, one.threadTitle]),
					counted: row.owed,
					customers: row.customers,
					threads: threads.map(({ id }) => id),
					quote: quotes.map(({ sinceDeleted, supporters }) => ({ sinceDeleted, supporters })),
				};
			};
			const before = await seen();
			expect(before.owed.map(([id]) => id).sort()).toEqual([asker!.id, echo!.id, backer!.id, watcher!.id].sort());
			const { value } = await app.call(actOnThread, {
				as: mona,
				params: { threadId: from.id },
				body: { act: 'merge', intoThreadId: into.id, requestKey: randomUUID(), reason: '' },
			});
			expect(await seen()).toEqual({
				...before,
				owed: before.owed.map(([id, words]) => [id, words, 'Drawers, all of them']),
				threads: [into.id],
			});
			await app.call(undoDeed, { as: mona, params: { deedId: value.deedId ?? 0 }, body: { requestKey: randomUUID() } });
			expect(await seen()).toEqual(before);
		},
	);

	test('leaves out who is suspended or gone', async ({ app }) => {
		const { product, asker, backer, insightId } = await shippedIdea(app);
		await app.sql`update members set state = 'suspended' where id = ${backer.id}`;
		const { status } = await app.call(deleteAccount, { as: asker, body: { password } as never });
		expect(status).toBeLessThan(300);
		expect((await preview(app, product, insightId)).total).toBe(0);
	});

	test('is nobody on a stage that is no decision', async ({ app }) => {
		const { product, insightId } = await shippedIdea(app);
		await decide(app, product, insightId, 'progress');
		expect(await preview(app, product, insightId)).toMatchObject({ decided: false, total: 0, owed: [], threads: [] });
		expect(await telling(app, product, insightId, { stage: 'progress' })).toMatchObject({
			status: 422,
			error: { fields: { stage: 'bad-value' } },
		});
	});

	test('stands in the list of those still owed, longest first, until they are told', async ({ app }) => {
		const first = await shippedIdea(app);
		const second = await shippedIdea(app);
		await app.sql`update insights set column_since = now() - interval '9 days' where id = ${second.insightId}`;
		const list = async () => {
			const { value } = await app.call(listOwed, { as: first.product, query: {} });
			return value;
		};
		const before = await list();
		const ids = before.items.map(({ insightId }) => insightId);
		expect(ids[0]).toBe(second.insightId);
		expect(ids).toContain(first.insightId);
		expect(before.people).toBe(before.items.reduce((sum, { owed }) => sum + owed, 0));
		await telling(app, first.product, second.insightId);
		expect((await list()).items.map(({ insightId }) => insightId)).not.toContain(second.insightId);
	});
});

describe('telling', () => {
	test('sends each one notice by inbox and mail, with their own words and what was done', async ({ app }) => {
		const { product, backer, idea, insightId } = await shippedIdea(app);
		const quoted = await member(app);
		const reply = await answer(app, quoted, idea.id);
		await quoteRow(app, insightId, { postId: reply.id, authorId: quoted.id, words: 'The market has no signal.' });
		await app.settle();
		expect(await telling(app, product, insightId, { reply: false })).toMatchObject({
			status: 201,
			value: { told: 3, replies: 0 },
		});
		expect(await toldOf(app, quoted)).toMatchObject([
			{ words: 'The market has no signal.', said, threadTitle: 'Print receipts without a signal', count: 1 },
		]);
		expect(await toldOf(app, backer)).toMatchObject([
			{ words: 'Print receipts without a signal', said, path: idea.path, actors: [{ handle: product.handle }] },
		]);
		app.clock.pass(11 * 60_000);
		await app.settle();
		const mails = (await mailsTo(app, quoted.mail)).filter((mail) => mail.subject.startsWith('What became'));
		expect(mails).toHaveLength(1);
		for (const words of ['The market has no signal.', said]) expect(mails[0]!.textPart).toContain(words);
	});

	test('goes down in the history, the audit log and what was told before, and leaves nobody owed', async ({ app }) => {
		const { product, insightId } = await shippedIdea(app);
		await telling(app, product, insightId);
		const { value: history } = await app.call(listInsightDeeds, { as: product, params: { insightId }, query: {} });
		expect(history.items[0]).toMatchObject({ what: 'told', details: { stage: 'shipped', count: 2, replies: 1 } });
		const audited = await app.sql`
			select details from audit_log where action = 'insight.told' and subject_id = ${insightId}`;
		expect(audited).toMatchObject([{ details: { told: 2, replies: 1 } }]);
		expect((await preview(app, product, insightId)).before).toMatchObject([
			{ stage: 'shipped', text: said, told: 2, replies: 1, by: { id: product.id } },
		]);
		const { value } = await app.call(readInsight, { as: product, params: { insightId }, query: {} });
		expect(value.insight).toMatchObject({ told: 2, owed: 0 });
	});

	test('a second time tells only those who came since, and refuses when there is nobody', async ({ app }) => {
		const { product, asker, idea, insightId } = await shippedIdea(app);
		await telling(app, product, insightId);
		expect(await telling(app, product, insightId)).toMatchObject({ status: 409, error: { code: 'nobody-owed' } });
		const late = await member(app);
		await vote(app, late, idea.postId);
		expect((await telling(app, product, insightId, { text: 'And now also on paper rolls.' })).value.told).toBe(1);
		expect(await toldOf(app, late)).toMatchObject([{ said: 'And now also on paper rolls.' }]);
		expect(await toldOf(app, asker)).toMatchObject([{ said, count: 1 }]);
	});

	test('of the next stage tells all again, and of one that was told before nobody', async ({ app }) => {
		const { product, asker, insightId } = await shippedIdea(app);
		await decide(app, product, insightId, 'planned');
		expect((await telling(app, product, insightId, { stage: 'planned', text: 'We plan to do it.' })).value.told).toBe(
			2,
		);
		await decide(app, product, insightId, 'shipped');
		expect((await telling(app, product, insightId)).value.told).toBe(2);
		await decide(app, product, insightId, 'planned');
		expect((await telling(app, product, insightId, { stage: 'planned' })).status).toBe(409);
		expect((await toldOf(app, asker)).map((notice) => notice.said)).toEqual([said, 'We plan to do it.']);
	});

	test('by two at once reaches everybody once', async ({ app }) => {
		const { product, asker, backer, insightId } = await shippedIdea(app);
		const other = await member(app, { role: 'product' });
		const replies = await Promise.all([telling(app, product, insightId), telling(app, other, insightId)]);
		expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
		for (const as of [asker, backer]) expect(await toldOf(app, as)).toMatchObject([{ count: 1 }]);
	});

	test('twice with one key is told once, and answers the same', async ({ app }) => {
		const { product, asker, insightId } = await shippedIdea(app);
		const requestKey = randomUUID();
		const first = await telling(app, product, insightId, { requestKey });
		const second = await telling(app, product, insightId, { requestKey });
		expect([second.status, second.value]).toEqual([201, first.value]);
		expect(await toldOf(app, asker)).toHaveLength(1);
	});

	test('is refused when the stage moved meanwhile, and for an insight that is gone', async ({ app }) => {
		const { product, asker, insightId } = await shippedIdea(app);
		await decide(app, product, insightId, 'declined');
		expect(await telling(app, product, insightId)).toMatchObject({ status: 409, error: { code: 'stage-changed' } });
		await app.sql`update insights set deleted_at = now() where id = ${insightId}`;
		expect((await telling(app, product, insightId, { stage: 'declined' })).status).toBe(404);
		expect(await toldOf(app, asker)).toEqual([]);
	});

	test('respects who wants none of it; they count as told', async ({ app }) => {
		const { product, backer, insightId } = await shippedIdea(app);
		const items = (['told', 'watched'] as const).map((kind) => ({ kind, app: false, mail: false }));
		await app.call(chooseNotices, { as: backer, body: { items } });
		expect((await telling(app, product, insightId)).value.told).toBe(2);
		expect((await inboxOf(app, backer)).items).toEqual([]);
		expect((await preview(app, product, insightId)).total).toBe(0);
	});

	test('is headed with the public title, never with the one of the staff', async ({ app }) => {
		const { product, asker, insightId } = await shippedIdea(app);
		await app.sql`
			update insights set title = 'Acme is about to leave', public = true, public_title = 'Offline receipts' where id = ${insightId}`;
		expect((await preview(app, product, insightId)).heading).toBe('Offline receipts');
		await telling(app, product, insightId);
		const notices = await toldOf(app, asker);
		expect(notices).toMatchObject([{ threadTitle: 'Offline receipts' }]);
		expect(JSON.stringify(notices)).not.toContain('Acme');
	});

	test('takes the words of an erased member out again', async ({ app }) => {
		const { product, asker, insightId } = await shippedIdea(app);
		await telling(app, product, insightId);
		await app.call(deleteAccount, { as: asker, body: { password } as never });
		await app.settle();
		expect(await app.sql`select from telling_recipients where member_id = ${asker.id}`).toHaveLength(0);
		expect((await preview(app, product, insightId)).before).toMatchObject([{ told: 2 }]);
	});

	test('is for staff', async ({ app }) => {
		const { asker, insightId } = await shippedIdea(app);
		const champion = await member(app, { role: 'champion' });
		const moderator = await member(app, { role: 'moderator' });
		for (const as of [asker, champion, moderator]) {
			expect((await telling(app, as, insightId)).status).toBe(403);
			expect((await app.call(readTelling, { as, params: { insightId }, query: {} })).status).toBe(403);
			expect((await app.call(listOwed, { as, query: {} })).status).toBe(403);
		}
		const body = { requestKey: randomUUID(), stage: 'shipped' as const, text: said };
		expect((await app.call(tell, { params: { insightId }, body })).status).toBe(401);
	});
});

describe('the reply in the threads', () => {
	const answersOf = async (app: TestApp, threadId: number) => {
		await app.settle();
		return (await app.call(readThread, { params: { threadId }, query: {} })).value.answers;
	};

	test('stands there in the name of who told, word for word', async ({ app }) => {
		const { product, idea, insightId } = await shippedIdea(app);
		const text = 'It is *here*.\nUpdate to 4.2_1.';
		await telling(app, product, insightId, { text });
		const [reply, ...more] = await answersOf(app, idea.id);
		expect(more).toEqual([]);
		expect(reply).toMatchObject({ author: { id: product.id }, state: 'published' });
		expect(reply!.html).toContain('It is *here*.');
		expect(reply!.html).toContain('<br');
	});

	test('is announced to watchers, but not to those who were told directly', async ({ app }) => {
		const { product, asker, backer, idea, insightId } = await shippedIdea(app);
		const colleague = await member(app, { role: 'agent' });
		await watch(app, colleague, 'thread', idea.id, 'all');
		await watch(app, backer, 'thread', idea.id, 'all');
		await telling(app, product, insightId);
		expect((await inboxOf(app, asker)).items.map(({ kind }) => kind)).toEqual(['told']);
		expect((await inboxOf(app, backer)).items.map(({ kind }) => kind)).toEqual(['told']);
		expect((await inboxOf(app, colleague)).items).toMatchObject([{ kind: 'watched' }]);
		app.clock.pass(11 * 60_000);
		await app.settle();
		expect((await mailsTo(app, asker.mail)).map(({ subject }) => subject)).toHaveLength(1);
	});

	test('goes only where the sender wants it, and once per stage', async ({ app }) => {
		const { product, idea, insightId, spaceId, backer } = await shippedIdea(app);
		const aside = await thread(app, backer, { spaceId });
		const quoted = await answer(app, backer, aside.id);
		await quoteRow(app, insightId, { postId: quoted.id, authorId: backer.id });
		const threads = async () =>
			(await preview(app, product, insightId)).threads.map(({ id, proposed, replied }) => [id, proposed, replied]);
		expect(await threads()).toEqual([
			[idea.id, true, false],
			[aside.id, false, false],
		]);
		expect((await telling(app, product, insightId, { replyIn: [aside.id, 999_999] })).value.replies).toBe(1);
		expect(await answersOf(app, idea.id)).toEqual([]);
		expect(await threads()).toEqual([
			[idea.id, true, false],
			[aside.id, false, true],
		]);
		// Nobody is owed a word, but one thread still waits for its reply.
		expect((await telling(app, product, insightId)).value).toEqual({ told: 0, replies: 1 });
		expect(await answersOf(app, idea.id)).toHaveLength(1);
		expect((await telling(app, product, insightId)).status).toBe(409);
	});

	test('is left out of closed and locked threads, and of one that is closed on the way', async ({ app }) => {
		const { product, idea, insightId } = await shippedIdea(app);
		await telling(app, product, insightId);
		await app.sql`update threads set locked_at = now() where id = ${idea.id}`;
		expect(await answersOf(app, idea.id)).toEqual([]);
		expect((await preview(app, product, insightId)).before).toMatchObject([{ told: 2, replies: 0 }]);
		const closed = await shippedIdea(app);
		await app.sql`update threads set closed_at = now() where id = ${closed.idea.id}`;
		expect((await preview(app, closed.product, closed.insightId)).threads).toEqual([]);
		expect((await telling(app, closed.product, closed.insightId)).value).toEqual({ told: 2, replies: 0 });
	});
});

describe('merged and split insights', () => {
	test('those told under one that went into another are not told of the same stage again', async ({ app }) => {
		const one = await shippedIdea(app);
		const two = await shippedIdea(app);
		await telling(app, one.product, one.insightId);
		const { value: merged } = await app.call(mergeInsights, {
			as: one.product,
			params: { insightId: one.insightId },
			body: { intoId: two.insightId },
		});
		const value = await preview(app, two.product, two.insightId);
		expect(value.owed.map(({ member: { id } }) => id)).toEqual([two.asker.id, two.backer.id]);
		expect(value.before).toMatchObject([{ told: 2 }]);
		expect(value.threads.filter(({ replied }) => replied).map(({ id }) => id)).toEqual([one.idea.id]);
		expect(await owedOn(app, two.product, two.insightId)).toBe(2);
		expect(
			(await app.call(readTelling, { as: one.product, params: { insightId: one.insightId }, query: {} })).status,
		).toBe(404);
		expect((await telling(app, two.product, two.insightId)).value).toEqual({ told: 2, replies: 1 });
		for (const as of [one.asker, one.backer, two.asker]) expect(await toldOf(app, as)).toHaveLength(1);
		await app.call(undoInsightMove, { as: one.product, params: { moveId: merged.moveId } });
		expect((await preview(app, one.product, one.insightId)).total).toBe(0);
	});

	test('those told before a split are not told of the same stage by the part', async ({ app }) => {
		const { product, insightId, asker } = await shippedIdea(app);
		const [row] = await app.sql<{ id: number }[]>`select id from quotes where insight_id = ${insightId}`;
		await telling(app, product, insightId);
		const { value: part } = await app.call(splitInsight, {
			as: product,
			params: { insightId },
			body: { requestKey: randomUUID(), title: 'A part of it', quoteIds: [row!.id] },
		});
		expect((await preview(app, product, part.id)).total).toBe(0);
		await decide(app, product, part.id, 'declined');
		expect((await telling(app, product, part.id, { stage: 'declined' })).value.told).toBe(2);
		expect(await toldOf(app, asker)).toHaveLength(2);
	});
});
