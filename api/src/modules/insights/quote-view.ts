import type { Author } from '@ikatan/contracts/common';
import type { Quote } from '@ikatan/contracts/insights';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Db } from '../../platform/db.ts';
import { authorsByIds } from '../accounts/index.ts';
import type { QuoteRow } from './reading.queries.ts';

/** Somebody who has no account here. */
const byName = (name: string): Author => ({
	id: null,
	handle: null,
	name,
	pictureUrl: null,
	badge: null,
	title: null,
	company: null,
	former: false,
});

/** Whoever said it: a member, somebody known by name only, or nobody any more. */
export function authorOf(
	authors: Map<number, Author>,
	{ authorId, authorName }: { authorId: number | null; authorName: string },
): Author | null {
	const known = authorId === null ? undefined : authors.get(authorId);
	return known ?? (authorName ? byName(authorName) : null);
}

function pathOf({ threadId, threadTitle, postId }: QuoteRow): string | null {
	if (threadId === null || threadTitle === null) return null;
	const thread = { id: threadId, title: threadTitle };
	return postId === null ? threadPath(thread) : postPath(thread, postId);
}

/** Rows as staff see them, with authors in one statement. */
export async function asQuotes(sql: Db, rows: QuoteRow[]): Promise<Quote[]> {
	const ids = rows.flatMap((row) => [row.authorId, row.quotedById]).filter((id) => id !== null);
	const authors = await authorsByIds(sql, ids);
	return rows.map((row) => {
		const quotedBy = row.quotedById === null ? undefined : authors.get(row.quotedById);
		return {
			id: row.id,
			insightId: row.insightId,
			kind: row.kind,
			words: row.words,
			author: authorOf(authors, row),
			company: row.companyName || null,
			importance: row.importance,
			note: row.note,
			path: pathOf(row),
			threadTitle: row.threadTitle ?? (row.quotedTitle || null),
			space: row.space,
			sinceChanged: row.sinceChanged,
			sinceDeleted: row.sinceDeleted,
			revision: row.revision,
			supporters: row.supporters,
			outside:
				row.kind === 'outside'
					? { source: row.outsideSource, url: row.outsideUrl || null, customer: row.outsideCustomer }
					: null,
			quotedBy: { id: row.quotedById ?? 0, name: quotedBy?.name ?? '' },
			saidAt: row.saidAt,
			createdAt: row.createdAt,
		};
	});
}
