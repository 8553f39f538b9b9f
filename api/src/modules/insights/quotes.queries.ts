import { first, one, type Db, type Tx } from '../../platform/db.ts';

/** A quote as it is stored; numbers that it has not are null, words empty. */
export type NewQuote = {
	insightId: number | null;
	kind: 'passage' | 'post' | 'thread' | 'outside';
	state: 'accepted' | 'nominated';
	postId: number | null;
	threadId: number | null;
	postVersion: number | null;
	revision: number | null;
	words: string;
	prefix: string;
	suffix: string;
	threadTitle: string;
	spaceId: number | null;
	authorId: number | null;
	authorName: string;
	companyId: number | null;
	companyName: string;
	outsideSource: string;
	outsideUrl: string;
	outsideCustomer: string;
	importance: number;
	note: string;
	saidAt: string | null;
	quotedBy: number;
};

export async function insertQuote(tx: Tx, quote: NewQuote): Promise<number> {
	return one(
		await tx<{ id: number }[]>`
			insert into quotes (insight_id, kind, state, post_id, thread_id, post_version, revision, words, prefix, suffix,
				thread_title, space_id, author_id, author_name, company_id, company_name, outside_source, outside_url,
				outside_customer, importance, note, said_at, quoted_by)
			values (${quote.insightId}, ${quote.kind}, ${quote.state}, ${quote.postId}, ${quote.threadId}, ${quote.postVersion},
				${quote.revision}, ${quote.words}, ${quote.prefix}, ${quote.suffix}, ${quote.threadTitle}, ${quote.spaceId},
				${quote.authorId}, ${quote.authorName}, ${quote.companyId}, ${quote.companyName}, ${quote.outsideSource},
				${quote.outsideUrl}, ${quote.outsideCustomer}, ${quote.importance}, ${quote.note}, ${quote.saidAt}, ${quote.quotedBy})
			returning id`,
	).id;
}

/** What deeds on a quote ask about. */
export type QuoteFacts = {
	id: number;
	state: 'accepted' | 'nominated' | 'declined';
	insightId: number | null;
	kind: string;
	postId: number | null;
	threadId: number | null;
	threadTitle: string;
	words: string;
	note: string;
	importance: number;
	quotedBy: number | null;
	decidedAt: string | null;
	createdAt: string;
};

export async function lockQuote(tx: Tx, id: number): Promise<QuoteFacts | undefined> {
	return first(
		await tx<QuoteFacts[]>`
			select id, state, insight_id, kind, post_id, thread_id, thread_title, words, note, importance, quoted_by, decided_at, created_at
			from quotes where id = ${id} for update`,
	);
}

/** Writes what is given of a quote; what is undefined stays. */
export async function updateQuote(
	tx: Tx,
	id: number,
	{ insightId, importance, note }: { insightId?: number; importance?: number; note?: string },
): Promise<void> {
	await tx`
		update quotes set insight_id = coalesce(${insightId ?? null}, insight_id),
			importance = coalesce(${importance ?? null}, importance), note = coalesce(${note ?? null}, note)
		where id = ${id}`;
}

export async function removeQuote(tx: Tx, id: number): Promise<void> {
	await tx`delete from quotes where id = ${id}`;
}

/** Puts an accepted nomination back among those that wait. */
export async function reopenNomination(tx: Tx, id: number): Promise<void> {
	await tx`
		update quotes set state = 'nominated', insight_id = null, decided_by = null, decided_at = null, answer = ''
		where id = ${id}`;
}

export async function putDecision(
	tx: Tx,
	id: number,
	{
		insightId,
		importance,
		actorId,
		answer,
	}: { insightId: number | null; importance: number; actorId: number; answer: string },
): Promise<void> {
	await tx`
		update quotes set state = ${insightId === null ? 'declined' : 'accepted'}, insight_id = ${insightId},
			importance = ${importance}, decided_by = ${actorId}, decided_at = now(), answer = ${answer}
		where id = ${id}`;
}

/** True for an insight that nobody has done anything with but start it by a quote, captured at `startedAt`, within the hour. */
export async function isBare(tx: Tx, insightId: number, actorId: number, startedAt: string): Promise<boolean> {
	const rows = await tx`
		select from insights i
		where i.id = ${insightId} and i.created_by = ${actorId} and i.version = 1
			and date_trunc('milliseconds', i.created_at) = ${startedAt}
			and i.created_at > now() - interval '1 hour'
			and not exists (select from quotes q where q.insight_id = i.id)
			and not exists (select from insight_notes n where n.insight_id = i.id)
			and not exists (select from insight_moves m where i.id in (m.from_id, m.into_id))`;
	return rows.length > 0;
}

/** All companies by name, as far as a list can be chosen from. */
export async function listCompanies(sql: Db): Promise<{ id: number; name: string }[]> {
	return await sql<{ id: number; name: string }[]>`
		select id, name from companies where merged_into is null order by lower(name), id limit 2000`;
}

export async function findCompanyName(sql: Db, id: number): Promise<string | undefined> {
	return first(await sql<{ name: string }[]>`select name from companies where id = ${id} and merged_into is null`)
		?.name;
}
