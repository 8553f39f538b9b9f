import type { Sql, Tx } from '../../platform/db.ts';
import type { Lookups } from './lookups.ts';
import type { Writer } from './records.ts';
import type { Renderer } from './rendering.ts';
import type { Tally } from './tally.ts';

/** How one source writes its texts and addresses. */
export type Dialect = {
	/** Markdown as CommonMark, of a body and of a comment as they were typed. */
	body: (typed: string) => string;
	comment: (typed: string) => string;
	tags: (written: string) => string[];
	/** Why a thread was closed, from what the history says of it. */
	closeReason: (comment: string | undefined) => string | null;
	/** Where a post stands at the source; null when the source's address is not known. */
	postUrl: (kind: 'question' | 'answer', sourceId: string) => string | null;
	commentUrl: (sourceId: string, postSourceId: string) => string | null;
	/** The licence of what was written then, where the row itself names none. */
	licence: (createdAt: string) => string | null;
};

/** Everything that an import knows while it runs. */
export type Arrival = {
	sql: Sql;
	/** Names the source in the database: format and site. */
	source: string;
	spaceId: number;
	/** Of the texts, for search. */
	language: string;
	render: Renderer;
	dialect: Dialect;
	lookups: Lookups;
	/** Names of tags that were looked up or made already. */
	tagsMet: Set<string>;
};

/** Writes what was prepared, in one transaction. */
export type Write = (tx: Tx) => Promise<void>;

/**
 * Reads from the database what a batch needs, renders it and counts what becomes of each row, all before the transaction:
 * that must never wait for a renderer, and a rehearsal does just this and writes nothing.
 */
export type Arrive<Record> = (arrival: Arrival, records: Record[], tally: Tally) => Promise<Write>;

/** The members behind these writers, by their ids at the source. */
export async function findWriters(arrival: Arrival, writers: Writer[]): Promise<Map<string, number>> {
	return await arrival.lookups.present(
		'member',
		writers.map((writer) => writer.memberSourceId),
	);
}

/** The author of a post: a member, or the bare name where the account is gone. */
export function authorOf(
	writer: Writer,
	members: Map<string, number>,
): { authorId: number | null; authorName: string | null } {
	const authorId = writer.memberSourceId === null ? null : (members.get(writer.memberSourceId) ?? null);
	if (authorId !== null) return { authorId, authorName: null };
	return {
		authorId,
		authorName: writer.name ?? (writer.memberSourceId === null ? null : `user${writer.memberSourceId}`),
	};
}
