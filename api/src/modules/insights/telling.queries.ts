import type { Stage } from '@ikatan/contracts/insight-choices';
import { one, type Db, type Tx } from '../../platform/db.ts';
import { evidenceThreads, family } from './evidence.queries.ts';
import { owedOf } from './owed.queries.ts';

/** Somebody's words in one line, 300 characters at most. */
const shortWords = (sql: Db) => sql`
	case when length(o.words) > 300 then left(regexp_replace(o.words, '\\s+', ' ', 'g'), 299) || '…'
		else regexp_replace(o.words, '\\s+', ' ', 'g') end`;

type OwedRow = {
	memberId: number;
	ranks: number[];
	words: string;
	threadId: number;
	threadTitle: string;
};

/** Who would be told, the strongest reason first. */
export async function listOwedPeople(
	sql: Db,
	insightId: number,
	{ after, limit }: { after?: { rank: number; memberId: number }; limit: number },
): Promise<OwedRow[]> {
	return await sql<OwedRow[]>`
		select o.member_id, o.ranks, ${shortWords(sql)} as words, t.id as thread_id, t.title as thread_title
		from ${owedOf(sql, [insightId])} o join threads t on t.id = o.thread_id
		where ${after ? sql`(o.ranks[1], o.member_id) > (${after.rank}, ${after.memberId})` : sql`true`}
		order by o.ranks[1], o.member_id limit ${limit}`;
}

/** How many would be told, by the strongest of their reasons. */
export async function countOwedPeople(sql: Db, insightId: number) {
	return await sql<{ rank: number; count: number }[]>`
		select o.ranks[1] as rank, count(*) from ${owedOf(sql, [insightId])} o group by 1 order by 1`;
}

export type ReplyThread = {
	id: number;
	title: string;
	space: string;
	replied: boolean;
	whole: boolean;
};

/** Threads that can be replied to: open ones in which evidence stands, those about it as a whole first. */
export async function listReplyThreads(sql: Db, insightId: number, stage: Stage): Promise<ReplyThread[]> {
	return await sql<ReplyThread[]>`
		with recursive ${family(sql, [insightId])}
		select t.id, t.title, s.name as space, e.whole, exists (
			select from telling_replies r join tellings x on x.id = r.telling_id and x.stage = ${stage}
			where r.thread_id = t.id and x.insight_id in (select part_id from family)) as replied
		from ${evidenceThreads(sql, [insightId])} e
		join threads t on t.id = e.thread_id and t.state = 'published' and t.closed_at is null and t.locked_at is null
		join spaces s on s.id = t.space_id
		order by e.whole desc, t.id limit 200`;
}

type TellingRow = {
	id: number;
	stage: Stage;
	text: string;
	actorId: number | null;
	at: string;
	told: number;
	replies: number;
};

/** What was told of an insight and of those that went into it, newest first. */
export async function listTellings(sql: Db, insightId: number): Promise<TellingRow[]> {
	return await sql<TellingRow[]>`
		with recursive ${family(sql, [insightId])}
		select t.id, t.stage, t.text, t.actor_id, t.at, t.told, t.replies from tellings t
		where t.insight_id in (select part_id from family where until = 'infinity') order by t.id desc limit 50`;
}

export async function insertTelling(
	tx: Tx,
	telling: { insightId: number; stage: Stage; text: string; actorId: number },
): Promise<number> {
	const { insightId, stage, text, actorId } = telling;
	return one(
		await tx<{ id: number }[]>`
			insert into tellings (insight_id, stage, text, actor_id) values (${insightId}, ${stage}, ${text}, ${actorId})
			returning id`,
	).id;
}

/** Puts all who are owed a word on the list of a telling; returns how many these are. */
export async function putRecipients(tx: Tx, tellingId: number, insightId: number, reasons: readonly string[]) {
	const put = await tx`
		insert into telling_recipients (telling_id, member_id, insight_id, stage, reasons, words, thread_id)
		select ${tellingId}, o.member_id, o.insight_id, o.stage,
			array(select (${[...reasons]}::text[])[rank] from unnest(o.ranks) as rank), ${shortWords(tx)}, o.thread_id
		from ${owedOf(tx, [insightId])} o
		on conflict (insight_id, stage, member_id) do nothing`;
	return put.count;
}

export async function putReplies(tx: Tx, tellingId: number, threadIds: number[]): Promise<void> {
	await tx`
		insert into telling_replies (telling_id, thread_id)
		select ${tellingId}, id from unnest(${threadIds}::bigint[]) as thread (id)`;
}

export async function countTelling(tx: Tx, tellingId: number, told: number, replies: number): Promise<void> {
	await tx`update tellings set told = ${told}, replies = ${replies} where id = ${tellingId}`;
}

/** Has the worker begin to send, once this is committed. */
export async function callForDelivery(tx: Tx): Promise<void> {
	await tx`select pg_notify('ikatan_tellings', '')`;
}
