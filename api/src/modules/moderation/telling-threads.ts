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
	const mayRead = (await readersAmong(tx, post, [author.id])).has(author.id);
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
