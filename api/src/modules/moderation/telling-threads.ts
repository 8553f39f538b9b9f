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
import { findThreadTitle, findToldPost, listFirstAnswers, listListeners, type ToldPost } from './telling.queries.ts';

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
	subscriptions.on('moderation.threads', 'thread.split', (tx, event) => tellSplit(deps, tx, event));
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
		noticeOf({ memberId: author.id, post, mayRead, title, said, act }),
	]);
}

type Heard = { memberId: number; post: ToldPost; mayRead: boolean; title: string; said: string; act: Told | 'split' };

function noticeOf({ memberId, post, mayRead, title, said, act }: Heard) {
	return {
		memberId,
		kind: 'moderated',
		threadId: mayRead && post.threadShown ? post.threadId : null,
		title,
		path: mayRead ? pathOf(post) : '/inbox',
		words: excerpt(post.beginning, wordsShown),
		said,
		groupKey: `moderated:${post.postId}:${act}`,
	} as const;
}

/** Tells each author of answers that became a thread of their own where the first of theirs is now, in their language. */
async function tellSplit(deps: Deps, tx: Tx, { payload, actorId }: DomainEvent<'thread.split'>): Promise<void> {
	const from = await findToldPost(tx, payload.postId);
	const answers = await listFirstAnswers(tx, payload.on ? payload.newThreadId : payload.threadId, payload.postIds);
	const [there] = answers;
	if (!from || !there) return;
	const authorIds = answers.flatMap(({ authorId }) => (authorId === null || authorId === actorId ? [] : [authorId]));
	const [mayRead, knows] = [await readersAmong(tx, there, authorIds), await readersAmong(tx, from, authorIds)];
	const reason = payload.on ? await reasonOf(tx, payload.threadId, 'split') : undefined;
	const heard: Heard[] = [];
	for (const { id, language } of await listListeners(tx, authorIds)) {
		const post = answers.find(({ authorId }) => authorId === id);
		if (!post || !(mayRead.has(id) || (payload.on && knows.has(id)))) continue;
		const said = payload.on
			? translate(language, `notices.moderated.${mayRead.has(id) ? 'split' : 'outOfSight'}`, { title: there.title })
			: translate(language, 'notices.moderated.undone');
		const { title } = knows.has(id) ? from : there;
		const why = mayRead.has(id) ? because(language, 'split', reason) : '';
		heard.push({ memberId: id, post, mayRead: mayRead.has(id), title, said: said + why, act: 'split' });
	}
	await tellMembers(deps, tx, { eventId: null, actorId: null }, heard.map(noticeOf));
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
	const params = { space: '', title: post.title };
	if (act === 'move') params.space = (await listAllSpaces(tx)).find(({ id }) => id === post.spaceId)?.name ?? '';
	const reason = await reasonOf(tx, threadId, act);
	return translate(language, `notices.moderated.${act}`, params) + because(language, act, reason);
}

async function reasonOf(tx: Tx, threadId: number, act: Told | 'split'): Promise<string | undefined> {
	return (await findDeedOnThread(tx, threadId, act))?.reason;
}

/** The reason that was given, as a sentence behind what was done; nothing without one. */
function because(language: string, act: Told | 'split', reason: string | undefined): string {
	if (!reason) return '';
	return ` ${translate(language, act === 'close' ? 'thread.closedReason' : 'notices.moderated.reason', { reason })}`;
}
