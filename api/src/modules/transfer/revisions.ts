import type { HistoryRecord, Writer } from './records.ts';

/** A text as it stood after one edit, its writer still as the source names them. */
export type RevisionRecord = {
	writer: Writer;
	title: string | null;
	tags: string[] | null;
	markdown: string;
	reason: string;
	createdAt: string;
};

type Reading = { markdown: (text: string) => string; tags: (text: string) => string[] };

/**
 * Makes revisions of a post's history, oldest first: parts changed together are one revision, parts that an edit left alone
 * stand as before. Empty when the history holds no text of the body.
 */
export function revisionsOf(history: HistoryRecord[], read: Reading): RevisionRecord[] {
	const texts = history.filter((record) => record.part === 'title' || record.part === 'body' || record.part === 'tags');
	const firstBody = texts.find((record) => record.part === 'body');
	if (!firstBody) return [];
	const revisions: RevisionRecord[] = [];
	let group: string | undefined;
	for (const record of texts) {
		const before = revisions.at(-1);
		if (record.group !== group || !before) {
			group = record.group;
			revisions.push({
				writer: record.writer,
				title: before?.title ?? null,
				tags: before?.tags ?? null,
				markdown: before?.markdown ?? read.markdown(firstBody.text),
				reason: readableReason(record.comment),
				createdAt: record.at,
			});
		}
		const revision = revisions.at(-1)!;
		if (record.part === 'title') revision.title = record.text;
		else if (record.part === 'tags') revision.tags = read.tags(record.text);
		else revision.markdown = read.markdown(record.text);
	}
	return revisions;
}

/** What the editor wrote, without the long numbers by which the source names an earlier revision. */
function readableReason(comment: string): string {
	return comment
		.replace(/\s*\[?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\]?/g, '')
		.slice(0, 500)
		.toWellFormed();
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
