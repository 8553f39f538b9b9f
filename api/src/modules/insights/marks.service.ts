import { asRead, findAgain, quoteAt } from '@ikatan/contracts/anchor';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Quotable, QuoteMark } from '@ikatan/contracts/quotes';
import { isStaff, type SignedIn } from '../../platform/actor.ts';
import type { Sql } from '../../platform/db.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { authorsByIds } from '../accounts/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import * as places from './quotable.queries.ts';
import { authorOf } from './quote-view.ts';

/** What of a thread has been captured, for staff; for a champion what they nominated there. Throws 404. */
export async function readMarks(sql: Sql, actor: SignedIn, threadId: number) {
	const visibility = await visibilityFor(sql, actor);
	if (!(await places.isThreadVisible(sql, visibility, threadId))) throw notFound();
	const all = isStaff(actor);
	const [rows, threadQuoted] = await Promise.all([
		places.listMarkRows(sql, visibility, threadId, all ? null : actor.id),
		all ? places.findThreadQuoted(sql, visibility, threadId) : undefined,
	]);
	const texts = await places.listTexts(sql, [...new Set(rows.map((row) => row.postId))]);
	const textOf = new Map(texts.map(({ id, version, plainText }) => [id, { version, text: asRead(plainText) }]));
	return {
		items: rows.flatMap((row) => {
			const now = textOf.get(row.postId);
			return now ? [asMark(row, now, all)] : [];
		}),
		threadQuoted: threadQuoted ?? null,
	};
}

/** Where the words stand in the text as it is now; those that are gone keep the passage as it was. */
function asMark(row: places.MarkRow, now: { version: number; text: string }, all: boolean): QuoteMark {
	const quote = { exact: row.words, prefix: row.prefix, suffix: row.suffix };
	const span = findAgain(now.text, quote);
	const { quoteId, postId, state, revision, words } = row;
	return {
		quoteId,
		postId,
		passage: row.kind === 'post' ? null : span ? quoteAt(now.text, span) : quote,
		state,
		insight: all && row.insightId !== null ? { id: row.insightId, title: row.title ?? '' } : null,
		importance: all ? row.importance : 0,
		note: row.note,
		words,
		sinceChanged: span === undefined,
		revision,
	};
}

/** A post, or a thread as a whole, as it would be captured. Throws 404, 422 without either. */
export async function readQuotable(
	sql: Sql,
	actor: SignedIn,
	{ postId, threadId }: { postId?: number | undefined; threadId?: number | undefined },
): Promise<Quotable> {
	const place = postId !== undefined ? { postId } : threadId !== undefined ? { threadId } : undefined;
	if (!place) throw invalid({ postId: 'required' });
	const row = await places.findQuotable(sql, await visibilityFor(sql, actor), place);
	if (!row) throw notFound();
	const authors = await authorsByIds(sql, row.authorId === null ? [] : [row.authorId]);
	const twins = isStaff(actor) ? await places.listTwins(sql, place) : [];
	const thread = { id: row.threadId, title: row.threadTitle };
	const twin = twins.find((one) => one.kind !== 'passage' && one.state === 'accepted');
	return {
		kind: postId === undefined ? 'thread' : 'post',
		postId: row.postId,
		threadId: row.threadId,
		version: row.version,
		text: asRead(row.plainText),
		author: authorOf(authors, row),
		threadTitle: row.threadTitle,
		threadKind: row.threadKind,
		path: row.opening ? threadPath(thread) : postPath(thread, row.postId),
		saidAt: row.saidAt,
		supporters: row.opening ? row.supporters : 0,
		quoted: twin && twin.insightId !== null ? { id: twin.insightId, title: twin.title ?? '' } : null,
	};
}
