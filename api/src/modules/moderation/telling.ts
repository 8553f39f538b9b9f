import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { ReportReason } from '@ikatan/contracts/reports';
import { translate } from '@ikatan/messages';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { tellMembers } from '../notices/index.ts';
import { readersAmong } from '../spaces/index.ts';
import { listJudges, markTold } from './items.queries.ts';
import { findToldPost, listListeners, type ToldPost } from './telling.queries.ts';

/** Where moderators decide, and where members see what came of their reports. */
export const queuePath = '/moderation';
export const myReportsPath = '/settings/reports';
/** So much of one's own words stands in a notice about them. */
export const wordsShown = 160;

/** What was decided of a post, as its author hears it. */
export type Decided = 'hidden' | 'deleted' | 'edited' | 'published' | 'autoHidden' | 'undone';
export type Because = { rule?: ReportReason | null; reason?: string };

function sentences(language: string, what: Decided, { rule, reason }: Because): string {
	return [
		translate(language, `notices.moderated.${what}`),
		...(rule
			? [translate(language, 'notices.moderated.rule', { rule: translate(language, `notices.rule.${rule}`) })]
			: []),
		...(reason ? [translate(language, 'notices.moderated.reason', { reason })] : []),
	].join(' ');
}

/** Where a post stands. */
export function pathOf(post: ToldPost): string {
	const thread = { id: post.threadId, title: post.title };
	return post.kind === 'opening' ? threadPath(thread) : postPath(thread, post.postId);
}

/** Tells a post's author what was decided of it and why, in their language; who decided is not said. */
export async function tellAuthor(deps: Deps, tx: Tx, postId: number, what: Decided, because: Because): Promise<void> {
	const post = await findToldPost(tx, postId);
	if (!post || post.authorId === null) return;
	const [author] = await listListeners(tx, [post.authorId]);
	if (!author) return;
	await tellMembers(deps, tx, { eventId: null, actorId: null }, [
		{
			memberId: author.id,
			kind: 'moderated',
			threadId: post.threadShown ? post.threadId : null,
			title: post.title,
			path:
				what === 'deleted' && post.kind !== 'opening'
					? threadPath({ id: post.threadId, title: post.title })
					: pathOf(post),
			words: excerpt(post.beginning, wordsShown),
			said: sentences(author.language, what, because),
			groupKey: `moderated:${postId}`,
		},
	]);
}

/** Tells those who reported a post what came of it, as far as they may still read the place. */
export async function tellReporters(
	deps: Deps,
	tx: Tx,
	postId: number,
	reporterIds: number[],
	{ outcome, answer }: { outcome: 'acted' | 'kept' | 'undone'; answer: string },
): Promise<void> {
	const post = await findToldPost(tx, postId);
	if (!post || reporterIds.length === 0) return;
	const readers = await readersAmong(tx, post, reporterIds);
	const listeners = await listListeners(tx, [...readers]);
	await tellMembers(
		deps,
		tx,
		{ eventId: null, actorId: null },
		listeners.map(({ id, language }) => ({
			memberId: id,
			kind: 'report-decided',
			threadId: post.threadShown ? post.threadId : null,
			title: post.title,
			path: post.shown ? pathOf(post) : myReportsPath,
			said: [translate(language, `notices.reported.${outcome}`), ...(answer ? [answer] : [])].join(' '),
			groupKey: `report-decided:${postId}`,
		})),
	);
}

/** Asks those who decide in the post's space to look, once an item, one notice for all that waits; admins only where nobody else may. */
export async function tellJudges(
	deps: Deps,
	tx: Tx,
	{ itemId, postId }: { itemId: number; postId: number },
): Promise<void> {
	const post = await findToldPost(tx, postId);
	if (!post || !(await markTold(tx, itemId))) return;
	const judges = await listJudges(tx, post.spaceId, post.authorId);
	const readers = await readersAmong(
		tx,
		post,
		judges.map((judge) => judge.id),
	);
	const able = judges.filter((judge) => readers.has(judge.id));
	const moderators = able.filter((judge) => !judge.admin);
	await tellMembers(
		deps,
		tx,
		{ eventId: null, actorId: null },
		(moderators.length > 0 ? moderators : able).map(({ id }) => ({
			memberId: id,
			kind: 'judgement',
			// One notice for all that waits, wherever it is: by the time it is read, another title may not be theirs to see.
			title: '',
			path: queuePath,
			groupKey: 'judgement',
		})),
	);
}
