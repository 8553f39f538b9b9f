import type { ImportedRevision } from '../../threads/index.ts';
import { authorOf, type Arrival } from '../arrival.ts';
import { sourceIdsOf, type HistoryRecord, type Writer } from '../records.ts';
import type { Arriving, Rendered } from '../rendering.ts';
import { revisionsOf, type RevisionRecord } from '../revisions.ts';
import type { Tally } from '../tally.ts';

type Written = { sourceId: string; writer: Writer; createdAt: string; html: () => string };

/** A body with its past: what was typed where the history tells, else Markdown made of the HTML. */
export type BodyText = { rendered: Rendered; revisions: RevisionRecord[]; history: HistoryRecord[] };

/** Finds the history of these posts and renders each as it stands now. */
export async function readBodies(arrival: Arrival, posts: Written[], tally: Tally): Promise<BodyText[]> {
	const { dialect, render, lookups } = arrival;
	const histories = await lookups.history(sourceIdsOf(posts));
	const past = posts.map((post) => {
		const history = histories.get(post.sourceId) ?? [];
		return { history, revisions: revisionsOf(history, { markdown: dialect.body, tags: dialect.tags }) };
	});
	const texts: Arriving[] = posts.map((post, place) => {
		const last = past[place]!.revisions.at(-1);
		return last ? { markdown: last.markdown } : { html: post.html() };
	});
	const rendered = await render(texts);
	noteTexts(posts, rendered, tally);
	return posts.map((_, place) => ({ ...past[place]!, rendered: rendered[place]! }));
}

/** Counts what could not be kept of these texts. */
export function noteTexts(posts: { sourceId: string }[], rendered: Rendered[], tally: Tally): void {
	posts.forEach(({ sourceId }, place) => {
		if (rendered[place]!.cut) tally.problem('text-cut', sourceId);
		if (rendered[place]!.sourceText === '') tally.problem('text-empty', sourceId);
	});
}

/** Everybody who wrote or edited these posts. */
export function writersOf(posts: Written[], bodies: BodyText[]): Writer[] {
	return [
		...posts.map((post) => post.writer),
		...bodies.flatMap((body) => body.revisions.map((revision) => revision.writer)),
	];
}

/** The revisions as they are stored: none for a post that nobody edited, the original included for one that somebody did. */
export function storedRevisions(body: BodyText, members: Map<string, number>): ImportedRevision[] {
	if (body.revisions.length < 2) return [];
	return body.revisions.map(({ writer, markdown, ...revision }) => {
		const { authorId, authorName } = authorOf(writer, members);
		return { ...revision, editorId: authorId, editorName: authorName, sourceText: markdown };
	});
}
