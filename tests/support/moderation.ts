import { randomUUID } from 'node:crypto';
import { decideQueueItem, listQueue, type QueueRow, type Verdict } from '@ikatan/contracts/moderation';
import { reportPost, type ReportReason } from '@ikatan/contracts/reports';
import type { Caller, TestApp } from './app.ts';
import { answer, member, space, thread } from './builders.ts';

/** Reports a post over HTTP. */
export const report = (
	app: TestApp,
	as: Caller | undefined,
	postId: number,
	reason: ReportReason = 'rude',
	words = '',
) => app.call(reportPost, { as, params: { postId }, body: { requestKey: randomUUID(), reason, words } });

/** What waits in the queue as a moderator sees it, once the worker has done its part. */
export async function queueOf(app: TestApp, as: Caller, query: object = {}): Promise<QueueRow[]> {
	await app.settle();
	const { status, value, error } = await app.call(listQueue, { as, query });
	if (status !== 200) throw new Error(`The queue answered ${status} ${JSON.stringify(error)}`);
	return value.items;
}

/** The open item about a post. */
export async function itemOf(app: TestApp, as: Caller, postId: number, query: object = {}): Promise<QueueRow> {
	const item = (await queueOf(app, as, query)).find((one) => one.postId === postId);
	if (!item) throw new Error(`No item is about post ${postId}`);
	return item;
}

/** Decides an item over HTTP, as it was seen. */
export const decide = (app: TestApp, as: Caller, item: QueueRow, verdict: Partial<Verdict> & Pick<Verdict, 'action'>) =>
	app.call(decideQueueItem, {
		as,
		params: { itemId: item.id },
		body: { requestKey: randomUUID(), version: item.version, ...verdict },
	});

/** Has somebody moderate a space. */
export async function moderatorOf(app: TestApp, spaceId: number, wanted: Parameters<typeof member>[1] = {}) {
	const made = await member(app, wanted);
	await app.sql`insert into space_moderators (space_id, member_id) values (${spaceId}, ${made.id})`;
	return made;
}

/** A space of its own with a thread, an answer by `rude`, and a moderator of that space alone. */
export async function scene(app: TestApp, wanted: Parameters<typeof space>[1] = {}) {
	const place = await space(app, wanted);
	const [asker, rude, mona] = [await member(app), await member(app), await moderatorOf(app, place.id)];
	const asked = await thread(app, asker, { spaceId: place.id });
	const post = await answer(app, rude, asked.id, 'You are all wrong about receipts.');
	await app.settle();
	// What first posts bring into the queue is told elsewhere.
	await app.sql`update queue_items set state = 'dropped'`;
	await app.sql`delete from notices`;
	return { space: place, asker, rude, mona, asked, post };
}
