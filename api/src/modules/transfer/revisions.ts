import type { HistoryRecord, Writer } from './records.ts';

/** A text as it stood after one edit, its writer still as the source names them. */
export type RevisionRecord = {
	writer: Writer;
	title: string | null;
	tags: string[] | null;
	markdown: string;
	reason: string;
	/** Number of the earlier revision that this one brought back. */
	rollbackOf: number | null;
	createdAt: string;
};

/** How the source says that an edit brought an earlier one back, by the name of its group. */
const rolledBackTo = /^Rollback to \[?([0-9a-f-]{36})\]?/;

type Reading = { markdown: (text: string) => string; tags: (text: string) => string[] };

/**
 * Makes revisions of a post's history, oldest first: parts changed together are one revision, parts that an edit left alone
 * stand as before. Empty when the history holds no text of the body.
 */
export function revisionsOf(history: HistoryRecord[], read: Reading): RevisionRecord[] {
	const texts = history.filter((record) => record.part === 'title' || record.part === 'body' || record.part === 'tags');
	const firstBody = texts.find((record) => record.part === 'body');
	if (!firstBody) return [];
	const firstMarkdown = read.markdown(firstBody.text);
	const revisions: RevisionRecord[] = [];
	const groups: string[] = [];
	for (const record of texts) {
		const before = revisions.at(-1);
		if (record.group !== groups.at(-1) || !before) {
			const rollback = rolledBackTo.exec(record.comment)?.[1];
			const place = rollback ? groups.indexOf(rollback) : -1;
			groups.push(record.group);
			revisions.push({
				writer: record.writer,
				title: before?.title ?? null,
				tags: before?.tags ?? null,
				markdown: before?.markdown ?? firstMarkdown,
				reason: rollback ? '' : record.comment.slice(0, 500).toWellFormed(),
				rollbackOf: place < 0 ? null : place + 1,
				createdAt: record.at,
			});
		}
		const revision = revisions.at(-1)!;
		if (record.part === 'title') revision.title = record.text;
		else if (record.part === 'tags') revision.tags = read.tags(record.text);
		else revision.markdown = record === firstBody ? firstMarkdown : read.markdown(record.text);
	}
	return revisions;
}

/** Why the thread was closed last, as the source says it; undefined when the history tells nothing of it. */
export function lastClosing(history: HistoryRecord[]): HistoryRecord | undefined {
	return history.findLast((record) => record.part === 'closed');
}

/** Since when a thread is locked; null when it is not, or not any more. */
export function lockedSince(history: HistoryRecord[]): string | null {
	const last = history.findLast((record) => record.part === 'locked' || record.part === 'unlocked');
	return last?.part === 'locked' ? last.at : null;
}
