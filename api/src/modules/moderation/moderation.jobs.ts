import type { QueueAction, QueueCause } from '@ikatan/contracts/moderation';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import type { DomainEvent } from '../../platform/events.ts';
import type { WorkerContext } from '../../platform/module.ts';
import type { Finding } from '../threads/index.ts';
import * as decisions from './decisions.queries.ts';
import { announceDesk } from './desk.ts';
import { followPosts, lockOpenItem, markDecided, moveCompany, putItem } from './items.queries.ts';
import { forgetMember } from './notes.service.ts';
import { threadsTold } from './telling-threads.ts';
import { tellAuthor, tellJudges, tellReporters } from './telling.ts';

/** What the queue hears: posts that rules held or marked, and what was done to posts elsewhere than in the queue. */
export function moderationJobs(context: WorkerContext): void {
	const { deps, subscriptions } = context;
	threadsTold(context);
	subscriptions.on('moderation', 'post.flagged', (tx, { payload }) =>
		gather(deps, tx, payload.postId, causesOf(payload.findings), payload.findings),
	);
	subscriptions.on('moderation', 'post.held', async (tx, event) => {
		const { postId, known, findings } = event.payload;
		if (known && event.actorId !== null) return await settle(deps, tx, event, 'hide');
		// What reports hid is in the queue already: they opened its item in the same transaction.
		if (findings.some(({ rule }) => rule === 'reports')) return;
		await gather(deps, tx, postId, ['held', ...causesOf(findings)], findings);
	});
	subscriptions.on('moderation', 'post.released', (tx, event) => settle(deps, tx, event, 'keep'));
	subscriptions.on('moderation', 'post.deleted', (tx, event) => settle(deps, tx, event, 'delete'));
	subscriptions.on('moderation', 'post.discarded', (tx, event) => settle(deps, tx, event, 'delete'));
	subscriptions.on('moderation', 'posts.moved', async (tx, { payload: { postIds } }) =>
		announceDesk(deps, tx, await followPosts(tx, { postIds })),
	);
	subscriptions.on('moderation', 'thread.moved', async (tx, { payload: { threadId } }) =>
		announceDesk(deps, tx, await followPosts(tx, { threadId })),
	);
	subscriptions.on('moderation', 'company.merged', async (tx, { payload: { fromId, intoId } }) =>
		announceDesk(deps, tx, await moveCompany(tx, fromId, intoId)),
	);
	subscriptions.on('moderation', 'member.deleted', (tx, { payload }) => forgetMember(deps, tx, payload.memberId));
}

function causesOf(findings: Finding[]): QueueCause[] {
	const rules = findings.map(({ rule }) => rule);
	return (['first-post', 'watched-word'] as const).filter((cause) => rules.includes(cause));
}

async function gather(deps: Deps, tx: Tx, postId: number, causes: QueueCause[], findings: Finding[]): Promise<void> {
	const item = await putItem(tx, postId, { causes, findings });
	if (!item) return;
	// A first post that nobody complains of can wait until somebody opens the queue.
	if (causes.some((cause) => cause !== 'first-post')) await tellJudges(deps, tx, { itemId: item.id, postId });
	await announceDesk(deps, tx, [item.id]);
}

type PostEvent = DomainEvent<'post.held' | 'post.released' | 'post.deleted' | 'post.discarded'>;
const acts = { hide: 'hold', keep: 'release', delete: 'delete' } as const;

/**
 * A deed on a post done elsewhere than in the queue decides its open item: reporters hear of it, and the author why a moderator hid
 * or deleted it. What authors do themselves decides nothing but a deletion.
 */
async function settle(deps: Deps, tx: Tx, event: PostEvent, action: Exclude<QueueAction, 'edit'>): Promise<void> {
	const { actorId, payload, id: eventId } = event;
	const { postId, authorId } = payload;
	const own = actorId !== null && actorId === authorId;
	if ((own && action !== 'delete') || (await decisions.isOfQueue(tx, eventId, postId))) return;
	const deed = own ? undefined : await decisions.findDeedOn(tx, postId, acts[action]);
	const reason = deed?.reason ?? '';
	if (deed && !deed.undone && action === 'hide') await tellAuthor(deps, tx, postId, 'hidden', { reason });
	if (deed && !deed.undone && action === 'delete') await tellAuthor(deps, tx, postId, 'deleted', { reason });
	const item = await lockOpenItem(tx, postId, deps.clock.now());
	if (!item) return;
	await markDecided(tx, item.id, actorId);
	const outcome = action === 'keep' ? 'kept' : 'acted';
	const reporterIds = await decisions.closeReports(tx, item.id, { outcome, answer: '' });
	await decisions.insertDecision(tx, {
		itemId: item.id,
		actorId,
		action,
		rule: null,
		reason,
		toReporters: '',
		before: { deedIds: deed && !deed.undone ? [deed.id] : [] },
		sanctionId: null,
	});
	await tellReporters(deps, tx, postId, reporterIds, { outcome, answer: '' });
	await announceDesk(deps, tx, [item.id]);
}
