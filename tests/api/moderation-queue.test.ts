import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnPost } from '@ikatan/contracts/acting';
import { readSession } from '@ikatan/contracts/accounts';
import { mergeCompany } from '@ikatan/contracts/admin-companies';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { deletePost, editPost, listRevisions } from '@ikatan/contracts/editing';
import {
	claimQueueItem,
	decideQueueItem,
	decideQueueItems,
	listQueue,
	readQueueItem,
	undoDecision,
} from '@ikatan/contracts/moderation';
import { readRail } from '@ikatan/contracts/pages';
import { readThread } from '@ikatan/contracts/threads';
import { changeSettings, forgetSettings, type Settings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { decide, itemOf, moderatorOf, queueOf, report, scene } from '../support/moderation.ts';

const claim = (app: TestApp, as: Caller, itemId: number, claimed = true) =>
	app.call(claimQueueItem, { as, params: { itemId }, body: { claimed } });
const undo = (app: TestApp, as: Caller, decisionId: number) => app.call(undoDecision, { as, params: { decisionId } });
const open = (app: TestApp, as: Caller, itemId: number) => app.call(readQueueItem, { as, params: { itemId } });
const postOf = async (app: TestApp, threadId: number, postId: number, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId } })).value.answers.find((one) => one.id === postId);
const audited = (app: TestApp, action: string, subjectId: number) =>
	app.sql<{ actorId: number; spaceId: number; details: Record<string, unknown> }[]>`
		select actor_id, space_id, details from audit_log where action = ${action} and subject_id = ${subjectId} order by id`;
async function set(app: TestApp, changes: Partial<Settings>) {
	await inTransaction(app.sql, (tx) => changeSettings(tx, changes, null));
	forgetSettings(app.sql);
	forgetSettings(app.deps.sql);
}

describe('the queue', () => {
	test('gathers what speaks against a post in one item, heaviest first, then oldest', async ({ app }) => {
		const { mona, asked, post, asker } = await scene(app);
		const [second, third] = [
			await answer(app, await member(app), asked.id),
			await answer(app, await member(app), asked.id),
		];
		await app.settle();
		await app.sql`update queue_items set state = 'dropped'`;
		for (const { id } of [second, third, post]) await report(app, asker, id);
		await report(app, await member(app), third.id);
		const rows = await queueOf(app, mona);
		expect(rows.map((row) => row.postId)).toEqual([third.id, second.id, post.id]);
		expect(rows[0]).toMatchObject({
			reportCount: 2,
			decision: null,
			authorRecord: { posts: 1, actedOn: 0, state: 'active' },
		});
		const { value } = await app.call(listQueue, { as: mona, query: {} });
		expect(value.counts).toEqual({ open: 3, mine: 0 });
		expect((await app.call(readRail, { as: mona })).value.team).toEqual({ moderation: 3, product: null });
		expect((await app.call(readRail, { as: asker })).value.team).toBeNull();
	});

	test('pages by key without losing or repeating any', async ({ app }) => {
		const { mona, asked, space: place } = await scene(app);
		const author = await member(app, { role: 'champion' });
		for (let count = 0; count < 35; count++) await answer(app, author, asked.id);
		await app.sql`
			insert into queue_items (post_id, space_id, author_id, causes, weight)
			select id, ${place.id}, author_id, '{reported}', (id % 3)::real / 3 from posts where author_id = ${author.id}`;
		const first = (await app.call(listQueue, { as: mona, query: {} })).value;
		const rest = (await app.call(listQueue, { as: mona, query: { after: first.next! } })).value;
		const all = [...first.items, ...rest.items];
		expect([first.items.length, rest.items.length, rest.next]).toEqual([30, 5, null]);
		expect(new Set(all.map((row) => row.id)).size).toBe(35);
		const sorted = all.toSorted((one, other) => other.weight - one.weight || one.id - other.id);
		expect(all.map((row) => row.id)).toEqual(sorted.map((row) => row.id));
		expect((await app.call(listQueue, { as: mona, query: { after: 'bad' } })).status).toBe(422);
	});

	test('has what rules hold and mark: first posts, watched words, what is typed too fast', async ({ app }) => {
		const { mona, asked } = await scene(app);
		await set(app, {
			watchedWords: [
				{ pattern: 'casino', action: 'hold' },
				{ pattern: 'lottery', action: 'flag' },
			],
		});
		const fresh = await member(app, { fresh: true });
		const held = await answer(app, fresh, asked.id, 'Come to the casino.');
		expect(held.state).toBe('held');
		expect(await itemOf(app, mona, held.id)).toMatchObject({
			causes: ['held', 'first-post', 'watched-word'],
			postState: 'held',
			weight: 0,
		});
		const flagged = await answer(app, await member(app), asked.id, 'A lottery.');
		expect(await itemOf(app, mona, flagged.id, { cause: 'watched-word' })).toMatchObject({ postState: 'published' });
		const { value } = await open(app, mona, (await itemOf(app, mona, held.id)).id);
		expect(value.findings).toContainEqual({ rule: 'watched-word', detail: 'casino' });
		await set(app, { watchedWords: [] });
	});

	test('keeps what is about a company’s thread for the company that it is merged into', async ({ app }) => {
		const [from, into] = [await company(app), await company(app, `Merged ${randomUUID()}`)];
		const judge = await member(app, { role: 'moderator', companyId: from });
		const place = await space(app, { kind: 'company_only' });
		const [asker, colleague] = [await member(app, { companyId: from }), await member(app, { companyId: from })];
		const asked = await thread(app, asker, { spaceId: place.id });
		await report(app, colleague, asked.postId);
		expect((await itemOf(app, judge, asked.postId)).space.id).toBe(place.id);
		const [{ name }] = await app.sql<[{ name: string }]>`select name from companies where id = ${into}`;
		const admin = await member(app, { role: 'admin' });
		await app.call(mergeCompany, { as: admin, params: { companyId: from }, body: { into: name } });
		expect((await itemOf(app, judge, asked.postId)).space.id).toBe(place.id);
	});

	test('loses an item whose post its author deletes, held ones too, and takes a moderator’s press elsewhere for a decision', async ({
		app,
	}) => {
		const { mona, asked, post, rude, asker } = await scene(app);
		const held = await answer(app, rude, asked.id);
		await app.settle();
		await app.call(actOnPost, {
			as: mona,
			params: { postId: held.id },
			body: { act: 'hold', reason: 'Look.', requestKey: randomUUID() },
		});
		await app.settle();
		expect((await inboxOf(app, rude)).items[0]).toMatchObject({
			kind: 'moderated',
			said: expect.stringContaining('Look.'),
		});
		await report(app, asker, post.id);
		await app.call(actOnPost, {
			as: mona,
			params: { postId: post.id },
			body: { act: 'delete', reason: 'Spam it is.', requestKey: randomUUID() },
		});
		expect(await queueOf(app, mona)).toEqual([]);
		const [decided] = await queueOf(app, mona, { view: 'decided' });
		expect(decided).toMatchObject({
			postId: post.id,
			decision: { action: 'delete', reason: 'Spam it is.', undone: false },
		});
		expect((await inboxOf(app, asker)).items).toMatchObject([{ kind: 'report-decided' }]);
		expect((await undo(app, mona, decided!.decision!.id)).status).toBe(200);
		expect(await itemOf(app, mona, post.id)).toMatchObject({ postState: 'published', reportCount: 1 });
		await app.call(deletePost, { as: rude, params: { postId: post.id }, body: {} });
		expect(await queueOf(app, mona)).toEqual([]);
	});

	test('follows a thread that moves to another space', async ({ app }) => {
		const [here, there] = [await scene(app), await scene(app)];
		await report(app, here.asker, here.post.id);
		await itemOf(app, here.mona, here.post.id);
		await app.sql`update threads set space_id = ${there.space.id} where id = ${here.asked.id}`;
		expect(await queueOf(app, here.mona)).toEqual([]);
		await app.sql`
			insert into events (name, actor_id, payload)
			values ('posts.moved', null, ${app.sql.json({ threadId: here.asked.id, fromThreadId: 1, postIds: [here.post.id] })})`;
		expect(await itemOf(app, there.mona, here.post.id)).toMatchObject({ space: { id: there.space.id } });
		expect(await queueOf(app, here.mona)).toEqual([]);
	});
});

describe('a claim', () => {
	test('keeps others off for half an hour, and is let go', async ({ app }) => {
		const { mona, space: place, post, asker } = await scene(app);
		const other = await moderatorOf(app, place.id);
		await report(app, asker, post.id);
		const item = await itemOf(app, mona, post.id);
		expect((await claim(app, mona, item.id)).value.claimedBy).toMatchObject({ id: mona.id, mine: true });
		const late = await claim(app, other, item.id);
		expect([late.status, late.error.code, Boolean(late.error.params.name)]).toEqual([409, 'claimed-already', true]);
		expect((await decide(app, other, item, { action: 'keep' })).error.code).toBe('claimed-already');
		expect((await queueOf(app, mona, { view: 'mine' })).map((row) => row.id)).toEqual([item.id]);
		expect(await queueOf(app, other, { view: 'mine' })).toEqual([]);
		await claim(app, mona, item.id, false);
		expect((await claim(app, other, item.id)).status).toBe(200);
		app.clock.pass(31 * 60_000);
		expect((await claim(app, mona, item.id)).value.claimedBy).toMatchObject({ mine: true });
	});
});

describe('a decision', () => {
	test('keeps a post: its author learns nothing, its reporters that it stays', async ({ app }) => {
		const { mona, post, rude, asker, asked, space: place } = await scene(app);
		await report(app, asker, post.id);
		const { status, value } = await decide(app, mona, await itemOf(app, mona, post.id), { action: 'keep' });
		expect([status, value.item.decision?.action, value.nextId]).toEqual([201, 'keep', null]);
		expect((await postOf(app, asked.id, post.id))?.state).toBe('published');
		expect((await inboxOf(app, rude)).items).toEqual([]);
		expect((await inboxOf(app, asker)).items).toMatchObject([{ kind: 'report-decided', actors: [] }]);
		expect(await audited(app, 'queue.decided', post.id)).toMatchObject([
			{ actorId: mona.id, spaceId: place.id, details: { action: 'keep', reports: 1 } },
		]);
	});

	test('keeps a held first post: it is published, and its author hears', async ({ app }) => {
		const { mona, asked } = await scene(app);
		await set(app, { holdFirstPosts: 1 });
		const fresh = await member(app, { language: 'id' });
		const held = await answer(app, fresh, asked.id);
		await decide(app, mona, await itemOf(app, mona, held.id), { action: 'keep' });
		expect((await postOf(app, asked.id, held.id))?.state).toBe('published');
		expect((await inboxOf(app, fresh)).items[0]?.said).toMatch(/^Moderator sudah memeriksanya/);
		await set(app, { holdFirstPosts: 0 });
	});

	test('hides with a reason that the author reads with the rule and their own words, and not without', async ({
		app,
	}) => {
		const { mona, post, rude, asker, asked } = await scene(app);
		await report(app, asker, post.id);
		const item = await itemOf(app, mona, post.id);
		expect((await decide(app, mona, item, { action: 'hide' })).error.fields).toEqual({ reason: 'required' });
		expect((await decide(app, mona, item, { action: 'hide', rule: 'rude', reason: 'We do not insult.' })).status).toBe(
			201,
		);
		expect(await postOf(app, asked.id, post.id)).toBeUndefined();
		expect((await postOf(app, asked.id, post.id, rude))?.held?.reason).toBe('We do not insult.');
		const [told] = (await inboxOf(app, rude)).items;
		expect(told).toMatchObject({ kind: 'moderated', words: 'You are all wrong about receipts.', actors: [] });
		for (const part of ['hidden', 'rude or hurtful', 'We do not insult.']) expect(told?.said).toContain(part);
		expect(JSON.stringify(await inboxOf(app, rude))).not.toContain(asker.handle);
	});

	test('deletes, and an undo brings it back with its acceptance and lets reporters know', async ({ app }) => {
		const { mona, post, rude, asker, asked } = await scene(app);
		await app.call(acceptAnswer, { as: asker, params: { postId: post.id }, body: { accepted: true } });
		await report(app, asker, post.id);
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), { action: 'delete', reason: 'Spam.' });
		expect(await postOf(app, asked.id, post.id)).not.toMatchObject({ state: 'published' });
		const back = await undo(app, mona, value.decisionId);
		expect([back.status, back.value.postState, back.value.reportCount]).toEqual([200, 'published', 1]);
		expect(back.value.decision).toMatchObject({ action: 'delete', undone: true });
		expect((await postOf(app, asked.id, post.id))?.state).toBe('published');
		expect((await inboxOf(app, rude)).items[0]?.said).toMatch(/taken back/);
		expect((await inboxOf(app, asker)).items[0]?.said).toMatch(/taken back/);
		expect((await undo(app, mona, value.decisionId)).error.code).toBe('nothing-to-undo');
		expect(await audited(app, 'queue.undone', post.id)).toHaveLength(1);
	});

	test('edits with a reason; an undo is a rollback, refused once somebody else has edited', async ({ app }) => {
		const { mona, post, asker, asked, rude } = await scene(app);
		await report(app, asker, post.id);
		const verdict = {
			action: 'edit',
			reason: 'Without the insult.',
			sourceText: 'I see receipts another way.',
		} as const;
		expect(
			(await decide(app, mona, await itemOf(app, mona, post.id), { action: 'edit', reason: 'x' })).error.fields,
		).toEqual({ sourceText: 'required' });
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), verdict);
		expect((await postOf(app, asked.id, post.id))?.html).toContain('another way');
		await undo(app, mona, value.decisionId);
		expect((await postOf(app, asked.id, post.id))?.html).toContain('all wrong');
		const { value: history } = await app.call(listRevisions, { as: mona, params: { postId: post.id }, query: {} });
		expect(history.items.map((row) => row.rollbackOf)).toEqual([1, null, null]);
		const again = await decide(app, mona, await itemOf(app, mona, post.id), verdict);
		const shown = await postOf(app, asked.id, post.id, rude);
		const body = { requestKey: randomUUID(), sourceText: 'My own words again.', version: shown!.version };
		expect((await app.call(editPost, { as: rude, params: { postId: post.id }, body })).status).toBe(200);
		expect((await undo(app, mona, again.value.decisionId)).status).toBe(409);
	});

	test('silences the author with it, and an undo lifts that', async ({ app }) => {
		const { mona, post, rude, asker } = await scene(app);
		await report(app, asker, post.id);
		const sanction = { kind: 'silence', hours: 24 } as const;
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), {
			action: 'hide',
			reason: 'Rude.',
			sanction,
		});
		const state = async () => (await app.call(readSession, { as: rude })).value.viewer;
		expect(await state()).toMatchObject({ state: 'silenced', stateReason: 'Rude.' });
		expect((await inboxOf(app, rude)).items.map((notice) => notice.kind)).toEqual(['moderated', 'moderated']);
		await undo(app, mona, value.decisionId);
		expect(await state()).toMatchObject({ state: 'active', stateReason: '', stateUntil: null });
	});

	test('falls whole or not at all: who may not suspend decides nothing with it', async ({ app }) => {
		const { mona, post, asker, asked } = await scene(app);
		await report(app, asker, post.id);
		const item = await itemOf(app, mona, post.id);
		const refused = await decide(app, mona, item, {
			action: 'delete',
			reason: 'Out.',
			sanction: { kind: 'suspend', hours: 24 },
		});
		expect(refused.status).toBe(403);
		expect((await postOf(app, asked.id, post.id))?.state).toBe('published');
		expect((await itemOf(app, mona, post.id)).version).toBe(item.version);
	});

	test('is made once: by one of two at the same moment, and by the same form sent again', async ({ app }) => {
		const { mona, space: place, post, asker, asked } = await scene(app);
		const other = await moderatorOf(app, place.id);
		await report(app, asker, post.id);
		const item = await itemOf(app, mona, post.id);
		const both = await Promise.all([
			decide(app, mona, item, { action: 'hide', reason: 'Rude.' }),
			decide(app, other, item, { action: 'keep' }),
		]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
		expect(both.find(({ status }) => status === 409)?.error.code).toBe('decided-already');
		expect((await app.sql`select from queue_decisions where item_id = ${item.id}`).length).toBe(1);
		const second = await answer(app, await member(app), asked.id);
		await report(app, asker, second.id);
		const next = await itemOf(app, mona, second.id);
		const body = { requestKey: randomUUID(), version: next.version, action: 'hide', reason: 'Off.' } as const;
		const call = () => app.call(decideQueueItem, { as: mona, params: { itemId: next.id }, body });
		const [once, twice] = [await call(), await call()];
		expect([once.status, twice.status, twice.value.decisionId]).toEqual([201, 201, once.value.decisionId]);
	});

	test('is refused when the post has changed since the moderator looked', async ({ app }) => {
		const { mona, post, rude, asker } = await scene(app);
		await report(app, asker, post.id);
		const item = await itemOf(app, mona, post.id);
		const body = { requestKey: randomUUID(), sourceText: 'I am sorry.', version: 1 };
		await app.call(editPost, { as: rude, params: { postId: post.id }, body });
		expect((await decide(app, mona, item, { action: 'delete', reason: 'Rude.' })).error.code).toBe('conflict');
		expect((await decide(app, mona, await itemOf(app, mona, post.id), { action: 'keep' })).status).toBe(201);
	});

	test('names the next item, passing over what others have claimed', async ({ app }) => {
		const { mona, space: place, post, asked, asker } = await scene(app);
		const other = await moderatorOf(app, place.id);
		const [second, third] = [
			await answer(app, await member(app), asked.id),
			await answer(app, await member(app), asked.id),
		];
		await app.settle();
		await app.sql`update queue_items set state = 'dropped'`;
		for (const { id } of [post, second, third]) await report(app, asker, id);
		const [one, two, three] = await queueOf(app, mona);
		await claim(app, other, two!.id);
		expect((await decide(app, mona, one!, { action: 'keep' })).value.nextId).toBe(three!.id);
		expect((await decide(app, mona, three!, { action: 'keep' })).value.nextId).toBeNull();
	});

	test('falls for many alike; what changed meanwhile is left and named', async ({ app }) => {
		const { mona, space: place, post, asked, asker } = await scene(app);
		const other = await moderatorOf(app, place.id);
		const second = await answer(app, await member(app), asked.id);
		for (const { id } of [post, second]) await report(app, asker, id);
		const [one, two] = await queueOf(app, mona);
		await decide(app, other, two!, { action: 'keep' });
		const ids = [one!.id, two!.id, 999_999];
		const body = { requestKey: randomUUID(), ids, verdict: { action: 'hide', reason: 'Spam.', rule: 'spam' } } as const;
		const many = () => app.call(decideQueueItems, { as: mona, body: { ...body, ids: [...ids] } });
		expect((await many()).value).toEqual({ decided: [one!.id], left: [two!.id, 999_999] });
		expect((await many()).value.decided).toEqual([one!.id]);
		expect((await app.sql`select from queue_decisions where item_id = ${one!.id}`).length).toBe(1);
	});

	test('that is undone joins what has come since', async ({ app }) => {
		const { mona, post, asker } = await scene(app);
		await report(app, asker, post.id);
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), { action: 'keep' });
		const later = await member(app);
		await report(app, later, post.id);
		const newer = await itemOf(app, mona, post.id);
		expect(newer.reportCount).toBe(1);
		const { value: joined } = await undo(app, mona, value.decisionId);
		expect([joined.id, joined.reportCount]).toEqual([newer.id, 2]);
	});
});

describe('what is about oneself', () => {
	test('is judged by others: one’s own post is in no queue of one’s own', async ({ app }) => {
		const { mona, asked, asker, space: place } = await scene(app);
		const other = await moderatorOf(app, place.id);
		const own = await answer(app, mona, asked.id);
		await report(app, asker, own.id, 'rude', 'The moderator insults me.');
		const item = await itemOf(app, other, own.id);
		expect(await queueOf(app, mona)).toEqual([]);
		expect((await open(app, mona, item.id)).status).toBe(404);
		expect((await claim(app, mona, item.id)).status).toBe(404);
		expect((await decide(app, mona, item, { action: 'keep' })).status).toBe(404);
		const { value } = await decide(app, other, item, { action: 'hide', reason: 'Rude.' });
		expect((await undo(app, mona, value.decisionId)).status).toBe(404);
	});
});
