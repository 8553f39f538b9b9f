import { first, type Db, type Tx } from '../../platform/db.ts';
import { publicTitle } from './roadmap.queries.ts';

type Waiting = {
	tellingId: number;
	memberId: number;
	insightId: number;
	stage: string;
	text: string;
	actorId: number | null;
	words: string;
	threadId: number;
	threadTitle: string;
	/** What the notice is headed with; null: the thread's title. */
	heading: string | null;
};

/** Locks the next recipients of the oldest telling that wait for their notice. */
export async function takeWaiting(tx: Tx, limit: number): Promise<Waiting[]> {
	return await tx<Waiting[]>`
		select r.telling_id, r.member_id, r.insight_id, r.stage, t.text, t.actor_id, r.words, h.id as thread_id, h.title as thread_title,
			case when i.public then ${publicTitle(tx)} end as heading
		from telling_recipients r join tellings t on t.id = r.telling_id join insights i on i.id = r.insight_id
		join threads h on h.id = r.thread_id
		where r.notified_at is null
			and r.telling_id = (select min(telling_id) from telling_recipients where notified_at is null)
		order by r.member_id limit ${limit} for update of r skip locked`;
}

export async function markNotified(tx: Tx, tellingId: number, memberIds: number[]): Promise<void> {
	await tx`
		update telling_recipients set notified_at = now()
		where telling_id = ${tellingId} and member_id = any(${memberIds}::bigint[])`;
}

export type WaitingReply = {
	tellingId: number;
	threadId: number;
	insightId: number;
	stage: string;
	text: string;
	actorId: number | null;
};

/** The next reply that is to be posted: of a telling whose notices are all out. */
export async function findWaitingReply(sql: Db): Promise<WaitingReply | undefined> {
	return first(
		await sql<WaitingReply[]>`
			select r.telling_id, r.thread_id, t.insight_id, t.stage, t.text, t.actor_id
			from telling_replies r join tellings t on t.id = r.telling_id
			where r.post_id is null and not exists (
				select from telling_recipients w where w.telling_id = r.telling_id and w.notified_at is null)
			order by r.telling_id, r.thread_id limit 1`,
	);
}

export async function noteReply(sql: Db, reply: WaitingReply, postId: number): Promise<void> {
	await sql`
		update telling_replies set post_id = ${postId}
		where telling_id = ${reply.tellingId} and thread_id = ${reply.threadId}`;
}

/** Takes a reply off that cannot be posted any more. */
export async function dropReply(tx: Tx, reply: WaitingReply): Promise<void> {
	await tx`delete from telling_replies where telling_id = ${reply.tellingId} and thread_id = ${reply.threadId}`;
	await tx`update tellings set replies = replies - 1 where id = ${reply.tellingId}`;
}

/** Takes an erased member's words out of what was told; the numbers of the tellings stay. */
export async function forgetRecipient(tx: Tx, memberId: number): Promise<void> {
	await tx`delete from telling_recipients where member_id = ${memberId}`;
}
