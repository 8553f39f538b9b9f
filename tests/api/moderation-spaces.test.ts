import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnPost, actOnThread, readPostActs, readThreadActs, undoDeed } from '@ikatan/contracts/acting';
import { listAudit } from '@ikatan/contracts/audit';
import {
	deletePost,
	editPost,
	listRevisions,
	readPostSource,
	restorePost,
	rollBackPost,
} from '@ikatan/contracts/editing';
import {
	claimQueueItem,
	decideQueueItems,
	liftSanction,
	readMemberRecord,
	readQueueItem,
	sanctionMember,
	undoDecision,
} from '@ikatan/contracts/moderation';
import { deleteStaffNote, editStaffNote, listStaffNotes, writeStaffNote } from '@ikatan/contracts/notes';
import { acceptAnswer, linkDuplicate, solveOtherwise, unlinkDuplicate } from '@ikatan/contracts/solving';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, thread } from '../support/builders.ts';
import { decide, itemOf, queueOf, report, scene } from '../support/moderation.ts';

const because = () => ({ reason: 'Because.', requestKey: randomUUID() });
const act = (app: TestApp, as: Caller, threadId: number, asked: object) =>
	app.call(actOnThread, { as, params: { threadId }, body: { ...asked, ...because() } as never });
const actPost = (app: TestApp, as: Caller, postId: number, what: 'hold' | 'release' | 'delete' | 'restore') =>
	app.call(actOnPost, { as, params: { postId }, body: { act: what, ...because() } });
const undo = (app: TestApp, as: Caller, deedId: number | null) =>
	app.call(undoDeed, { as, params: { deedId: deedId ?? 0 }, body: { requestKey: randomUUID() } });
const silence = (app: TestApp, as: Caller, memberId: number, hours: number) =>
	app.call(sanctionMember, { as, params: { memberId }, body: { kind: 'silence', hours, ...because() } });
const lift = (app: TestApp, as: Caller, sanctionId: number) => app.call(liftSanction, { as, params: { sanctionId } });

/** A space with something for every verb of its own moderator to have been done, or to be done. */
async function busyScene(app: TestApp) {
	const it = await scene(app);
	const { mona, asked, asker, rude } = it;
	const other = await thread(app, asker, { spaceId: it.space.id });
	const [held, gone, judged, accepted] = [
		await answer(app, rude, asked.id),
		await answer(app, rude, asked.id),
		await answer(app, rude, asked.id),
		await answer(app, rude, other.id),
	];
	const below = await comment(app, asker, held.id);
	await app.call(acceptAnswer, { as: asker, params: { postId: accepted.id }, body: { accepted: true } });
	const duplicate = await thread(app, asker, { spaceId: it.space.id });
	await app.call(linkDuplicate, { as: mona, params: { threadId: duplicate.id }, body: { ofThreadId: other.id } });
	const lock = (await act(app, mona, other.id, { act: 'lock' })).value.deedId;
	const hold = (await actPost(app, mona, held.id, 'hold')).value.deedId;
	await actPost(app, mona, gone.id, 'delete');
	await report(app, asker, judged.id);
	const { value: decision } = await decide(app, mona, await itemOf(app, mona, judged.id), {
		action: 'hide',
		reason: 'Rude.',
	});
	await report(app, asker, it.post.id);
	const item = await itemOf(app, mona, it.post.id);
	const note = await app.call(writeStaffNote, {
		as: mona,
		params: { subject: 'thread', subjectId: asked.id },
		body: { requestKey: randomUUID(), sourceText: 'Watch this.' },
	});
	const { value: sanction } = await silence(app, mona, rude.id, 720);
	await app.settle();
	return {
		...it,
		other,
		held,
		gone,
		accepted,
		below,
		duplicate,
		lock,
		hold,
		decision,
		item,
		note: note.value,
		sanction,
	};
}
type Busy = Awaited<ReturnType<typeof busyScene>>;

/** Everything that moderating writes, as one word: it changes when anything does. */
async function stateOf(app: TestApp): Promise<string> {
	const tables = [
		'threads',
		'posts',
		'revisions',
		'thread_stats',
		'thread_links',
		'thread_deeds',
		'thread_merges',
		'post_holds',
	];
	tables.push(
		'queue_items',
		'queue_decisions',
		'reports',
		'sanctions',
		'staff_notes',
		'audit_log',
		'events',
		'notices',
	);
	const sums = [];
	for (const table of tables) {
		const [row] = await app.sql<{ sum: string | null }[]>`
			select md5(string_agg(t::text, ' ' order by t::text)) as sum from ${app.sql(table)} t`;
		sums.push(`${table} ${row?.sum}`);
	}
	return sums.join('\n');
}

type Try = [verb: string, reply: Promise<{ status: number }>];

/** Every verb of a moderator, on what is in `there`. `own` is a thread where they do moderate. */
function verbs(app: TestApp, as: Caller, there: Busy, own: { id: number; spaceId: number }): Try[] {
	const { asked, other, held, gone, post, item, rude, accepted, duplicate, below } = there;
	const key = () => ({ requestKey: randomUUID() });
	const on = (threadId: number) => ({ as, params: { threadId } });
	const to = (postId: number) => ({ as, params: { postId } });
	const switches = ['lock', 'unlock', 'close', 'reopen', 'pin', 'unpin', 'unlist', 'list'] as const;
	const about = { subject: 'thread', subjectId: asked.id } as const;
	const noteText = { sourceText: 'Not mine.' };
	const split = {
		act: 'split',
		postIds: [post.id],
		title: 'A thread of its own',
		spaceId: own.spaceId,
		kind: 'question',
	};
	return [
		...switches.map((one): Try => [one, act(app, as, one === 'unlock' ? other.id : asked.id, { act: one })]),
		['move away', act(app, as, asked.id, { act: 'move', spaceId: own.spaceId })],
		['change-kind', act(app, as, asked.id, { act: 'change-kind', kind: 'idea' })],
		['merge from there', act(app, as, asked.id, { act: 'merge', intoThreadId: own.id })],
		['merge into there', act(app, as, own.id, { act: 'merge', intoThreadId: asked.id })],
		['split', act(app, as, asked.id, split)],
		['read acts of a thread', app.call(readThreadActs, on(asked.id))],
		['read acts of a post', app.call(readPostActs, to(post.id))],
		['hold', actPost(app, as, post.id, 'hold')],
		['release', actPost(app, as, held.id, 'release')],
		['delete', actPost(app, as, post.id, 'delete')],
		['delete a thread', actPost(app, as, asked.postId, 'delete')],
		['restore', actPost(app, as, gone.id, 'restore')],
		['undo a lock', undo(app, as, there.lock)],
		['undo a hold', undo(app, as, there.hold)],
		[
			'edit',
			app.call(editPost, { ...to(post.id), body: { ...key(), version: 1, sourceText: 'Mine now.', reason: 'So.' } }),
		],
		['roll back', app.call(rollBackPost, { ...to(post.id), body: { ...key(), revision: 1, version: 1 } })],
		['delete by the author’s way', app.call(deletePost, { ...to(post.id), body: { reason: 'So.' } })],
		['restore by the author’s way', app.call(restorePost, to(gone.id))],
		['read the source of what is held', app.call(readPostSource, to(held.id))],
		['read the history of what is held', app.call(listRevisions, { ...to(held.id), query: {} })],
		['read the history below it', app.call(listRevisions, { ...to(below.id), query: {} })],
		['read the history of what is deleted', app.call(listRevisions, { ...to(gone.id), query: {} })],
		['accept', app.call(acceptAnswer, { ...to(post.id), body: { accepted: true } })],
		['take an acceptance back', app.call(acceptAnswer, { ...to(accepted.id), body: { accepted: false } })],
		['say how it was solved', app.call(solveOtherwise, { ...on(asked.id), body: { text: 'By hand.' } })],
		['link a duplicate', app.call(linkDuplicate, { ...on(asked.id), body: { ofThreadId: own.id } })],
		['unlink a duplicate', app.call(unlinkDuplicate, on(duplicate.id))],
		['read an item', app.call(readQueueItem, { as, params: { itemId: item.id } })],
		['claim', app.call(claimQueueItem, { as, params: { itemId: item.id }, body: { claimed: true } })],
		['decide', decide(app, as, item, { action: 'delete', reason: 'So.' })],
		['undo a decision', app.call(undoDecision, { as, params: { decisionId: there.decision.decisionId } })],
		['silence', silence(app, as, rude.id, 24)],
		['lift', lift(app, as, there.sanction.id)],
		['read a record', app.call(readMemberRecord, { as, params: { memberId: rude.id } })],
		['read notes', app.call(listStaffNotes, { as, params: about })],
		['read notes on a member', app.call(listStaffNotes, { as, params: { subject: 'member', subjectId: rude.id } })],
		['write a note', app.call(writeStaffNote, { as, params: about, body: { ...noteText, ...key() } })],
		['change a note', app.call(editStaffNote, { as, params: { noteId: there.note.id }, body: noteText })],
		['delete a note', app.call(deleteStaffNote, { as, params: { noteId: there.note.id } })],
	];
}

describe('a moderator of one space', () => {
	test('does nothing in another one, by no verb, and learns nothing of it', { timeout: 120_000 }, async ({ app }) => {
		const [here, there] = [await scene(app), await busyScene(app)];
		const before = await stateOf(app);
		const own = { id: here.asked.id, spaceId: here.space.id };
		const done: string[] = [];
		for (const [verb, reply] of verbs(app, here.mona, there, own)) {
			const { status } = await reply;
			if (status !== 403 && status !== 404) done.push(`${verb}: ${status}`);
		}
		expect(done).toEqual([]);
		const verdict = { action: 'hide', reason: 'So.' } as const;
		const body = { requestKey: randomUUID(), ids: [there.item.id], verdict };
		const { value: many } = await app.call(decideQueueItems, { as: here.mona, body });
		expect(many).toEqual({ decided: [], left: [there.item.id] });
		expect(await queueOf(app, here.mona)).toEqual([]);
		expect(await queueOf(app, here.mona, { space: there.space.slug })).toEqual([]);
		const { value: log } = await app.call(listAudit, { as: here.mona, query: { actor: there.mona.handle } });
		expect(log.items).toEqual([]);
		expect(await stateOf(app)).toBe(before);
	});

	test('undoes nothing of their own once it stands in another one, but takes back what they sent there', async ({
		app,
	}) => {
		const [here, there] = [await scene(app), await scene(app)];
		const admin = await member(app, { role: 'admin' });
		const { value: lock } = await act(app, here.mona, here.asked.id, { act: 'lock' });
		const { value: moved } = await act(app, admin, here.asked.id, { act: 'move', spaceId: there.space.id });
		expect((await undo(app, here.mona, lock.deedId)).status).toBe(403);
		expect((await undo(app, here.mona, moved.deedId)).status).toBe(403);
		expect((await undo(app, there.mona, lock.deedId)).status).toBe(201);
		const { value: merged } = await act(app, admin, here.asked.id, { act: 'merge', intoThreadId: there.asked.id });
		expect((await undo(app, here.mona, merged.deedId)).status).toBe(403);
		const sent = await thread(app, here.asker, { spaceId: here.space.id });
		const { value: away } = await act(app, here.mona, sent.id, { act: 'move', spaceId: there.space.id });
		expect((await undo(app, here.mona, away.deedId)).status).toBe(201);
	});

	test('neither lifts nor shortens a silence of others, but one that comes from their own space', async ({ app }) => {
		const [here, there] = [await scene(app), await scene(app)];
		const { rude } = here;
		await answer(app, rude, there.asked.id);
		const { value: theirs } = await silence(app, there.mona, rude.id, 720);
		const seen = (await app.call(readMemberRecord, { as: here.mona, params: { memberId: rude.id } })).value.sanctions;
		expect(seen).toMatchObject([{ id: theirs.id, mayLift: false }]);
		expect((await lift(app, here.mona, theirs.id)).status).toBe(403);
		expect((await silence(app, here.mona, rude.id, 24)).status).toBe(403);
		expect((await lift(app, there.mona, theirs.id)).status).toBe(204);
		// A colleague decides it in the space: whoever moderates that may end it.
		await app.sql`insert into space_moderators (space_id, member_id) values (${here.space.id}, ${there.mona.id})`;
		await report(app, here.asker, here.post.id);
		const sanction = { kind: 'silence', hours: 72 } as const;
		const item = await itemOf(app, there.mona, here.post.id);
		expect((await decide(app, there.mona, item, { action: 'hide', reason: 'Rude.', sanction })).status).toBe(201);
		const [standing] = (await app.call(readMemberRecord, { as: here.mona, params: { memberId: rude.id } })).value
			.sanctions;
		expect(standing).toMatchObject({ mayLift: true });
		expect((await lift(app, here.mona, standing!.id)).status).toBe(204);
	});
});
