import { translate } from '@ikatan/messages';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import type { DomainEvent } from '../../platform/events.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { tellMembers } from '../notices/index.ts';
import { listAllSpaces, readersAmong } from '../spaces/index.ts';
import { findDeedOnThread } from './decisions.queries.ts';
import { pathOf, wordsShown } from './telling.ts';
import { findThreadTitle, findToldPost, listListeners, type ToldPost } from './telling.queries.ts';

/** Deeds on a thread that its author hears of; a pin and a change of kind stand on it for all to see. */
type Told = 'lock' | 'close' | 'unlist' | 'move' | 'merge';
type ThreadEvent = DomainEvent<'thread.locked' | 'thread.closed' | 'thread.listed' | 'thread.moved' | 'thread.merged'>;

export function threadsTold({ deps, subscriptions }: WorkerContext): void {
	subscriptions.on('moderation.threads', 'thread.locked', (tx, event) =>
		tell(deps, tx, event, 'lock', event.payload.on),
	);
	subscriptions.on('moderation.threads', 'thread.closed', (tx, event) =>
		tell(deps, tx, event, 'close', event.payload.on),
	);
	subscriptions.on('moderation.threads', 'thread.listed', (tx, event) =>
		tell(deps, tx, event, 'unlist', !event.payload.on),
	);
	subscriptions.on('moderation.threads', 'thread.moved', (tx, event) => tell(deps, tx, event, 'move', true));
	subscriptions.on('moderation.threads', 'thread.merged', (tx, event) =>
		tell(deps, tx, event, 'merge', event.payload.on),
	);
}

/** Tells a thread's author what a moderator did to it and why, in their language; `done` false: it was taken back. */
async function tell(deps: Deps, tx: Tx, event: ThreadEvent, act: Told, done: boolean): Promise<void> {
	const { postId, threadId } = event.payload;
	const post = await findToldPost(tx, postId);
	if (!post || post.authorId === null || post.authorId === event.actorId) return;
	const [author] = await listListeners(tx, [post.authorId]);
	if (!author) return;
	const mayRead = await reads(tx, post, author.id);
	if (!mayRead && !(done && (await wentOutOfSight(tx, event, act, post, author.id)))) return;
	const said = done
		? await sentences(tx, author.language, { act, threadId, post, mayRead })
		: translate(author.language, 'notices.moderated.undone');
	const title = (await findThreadTitle(tx, threadId)) ?? post.title;
	await tellMembers(deps, tx, { eventId: null, actorId: null }, [
		{
			memberId: author.id,
			kind: 'moderated',
			threadId: mayRead && post.threadShown ? post.threadId : null,
			title,
			path: mayRead ? pathOf(post) : '/inbox',
			words: excerpt(post.beginning, wordsShown),
			said,
			groupKey: `moderated:${postId}:${act}`,
		},
	]);
}

async function reads(tx: Tx, place: Pick<ToldPost, 'spaceId' | 'companyId'>, memberId: number): Promise<boolean> {
	return (await readersAmong(tx, place, [memberId])).has(memberId);
}

/** Whether it was this deed that took a thread out of its author's sight; what is done to it from then on is not theirs to hear. */
async function wentOutOfSight(
	tx: Tx,
	{ payload }: ThreadEvent,
	act: Told,
	{ companyId }: ToldPost,
	authorId: number,
): Promise<boolean> {
	if (act === 'merge') return await reads(tx, { spaceId: payload.spaceId, companyId }, authorId);
	if (!('fromSpaceId' in payload)) return false;
	const before = { companyId, ...(await findDeedOnThread(tx, payload.threadId, act))?.before };
	return await reads(tx, { spaceId: payload.fromSpaceId, companyId: before.companyId }, authorId);
}

type What = { act: Told; threadId: number; post: ToldPost; mayRead: boolean };

/** What was done, and the reason that was given; of a place that the author may not read, no more than that it is one. */
async function sentences(tx: Tx, language: string, { act, threadId, post, mayRead }: What): Promise<string> {
	if (!mayRead) return translate(language, 'notices.moderated.outOfSight');
	const reason = (await findDeedOnThread(tx, threadId, act))?.reason;
	const params = { space: '', title: post.title };
	if (act === 'move') params.space = (await listAllSpaces(tx)).find(({ id }) => id === post.spaceId)?.name ?? '';
	const because = act === 'close' ? 'thread.closedReason' : 'notices.moderated.reason';
	return [
		translate(language, `notices.moderated.${act}`, params),
		...(reason ? [translate(language, because, { reason })] : []),
	].join(' ');
}
