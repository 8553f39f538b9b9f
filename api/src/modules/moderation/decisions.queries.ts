import type { QueueAction } from '@ikatan/contracts/moderation';
import type { ReportReason } from '@ikatan/contracts/reports';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

/** What undoing needs. */
export type Before = {
	/** Deeds of the threads module, in the order in which they were done. */
	deedIds: number[];
	/** The revision that an edit made. */
	revision?: number;
	/** The reason that stood beside a post that was held already. */
	heldReason?: string;
	/** A silence by reports that a `keep` ended. */
	liftedId?: number;
};

export type NewDecision = {
	itemId: number;
	actorId: number | null;
	action: QueueAction;
	rule: ReportReason | null;
	reason: string;
	toReporters: string;
	before: Before;
	sanctionId: number | null;
};

export async function insertDecision(tx: Tx, decision: NewDecision): Promise<number> {
	const { itemId, actorId, action, rule, reason, toReporters, before, sanctionId } = decision;
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into queue_decisions (item_id, actor_id, action, rule, reason, to_reporters, before, sanction_id)
			values (${itemId}, ${actorId}, ${action}, ${rule}, ${reason}, ${toReporters}, ${tx.json(before as never)}, ${sanctionId})
			returning id`,
	);
	return id;
}

export type DecisionRow = {
	id: number;
	itemId: number;
	action: QueueAction;
	before: Before;
	sanctionId: number | null;
	undoneAt: string | null;
};

/** A decision; lock its item first where it is to be undone. */
export async function findDecision(sql: Db, id: number): Promise<DecisionRow | undefined> {
	return first(
		await sql<DecisionRow[]>`
			select id, item_id, action, before, sanction_id, undone_at from queue_decisions where id = ${id}`,
	);
}

export async function markUndone(tx: Tx, id: number, memberId: number): Promise<void> {
	await tx`update queue_decisions set undone_at = now(), undone_by = ${memberId} where id = ${id}`;
}

/** Closes the waiting reports of an item; returns whose they were. */
export async function closeReports(
	tx: Tx,
	itemId: number,
	{ outcome, answer }: { outcome: 'acted' | 'kept'; answer: string },
): Promise<number[]> {
	const rows = await tx<{ reporterId: number }[]>`
		update reports set outcome = ${outcome}, answer = ${answer}, decided_at = now()
		where item_id = ${itemId} and outcome is null returning reporter_id`;
	return rows.map((row) => row.reporterId);
}

/** Has the decided reports of an item wait again; returns whose they are. */
export async function reopenReports(tx: Tx, itemId: number): Promise<number[]> {
	const rows = await tx<{ reporterId: number }[]>`
		update reports set outcome = null, answer = '', decided_at = null
		where item_id = ${itemId} and outcome in ('acted', 'kept') returning reporter_id`;
	return rows.map((row) => row.reporterId);
}

/** Whether an event was told by a decision on the post, or its undoing: they share one transaction, and so one moment. */
export async function isOfQueue(tx: Tx, eventId: number, postId: number): Promise<boolean> {
	const rows = await tx`
		select from events e, queue_items q join queue_decisions d on d.item_id = q.id
		where e.id = ${eventId} and q.post_id = ${postId} and (d.at = e.at or d.undone_at = e.at) limit 1`;
	return rows.length > 0;
}

/** The newest deed of a kind on a post, with its reason and rule. */
export async function findDeedOn(
	sql: Db,
	postId: number,
	act: 'hold' | 'release' | 'delete',
): Promise<{ id: number; reason: string; undone: boolean } | undefined> {
	return first(
		await sql<{ id: number; reason: string; undone: boolean }[]>`
			select id, reason, undone_at is not null as undone from thread_deeds
			where post_id = ${postId} and act = ${act} order by id desc limit 1`,
	);
}

/** The newest deed of a kind on a thread as a whole; `before` has the company where that changed. */
export async function findDeedOnThread(
	sql: Db,
	threadId: number,
	act: string,
): Promise<{ reason: string; before: { companyId?: number | null } } | undefined> {
	return first(
		await sql<{ reason: string; before: { companyId?: number | null } }[]>`
			select reason, before from thread_deeds
			where thread_id = ${threadId} and post_id is null and act = ${act} order by id desc limit 1`,
	);
}

/** The post that an item is about. */
export async function findPostOf(sql: Db, itemId: number): Promise<number> {
	const { postId } = one(await sql<{ postId: number }[]>`select post_id from queue_items where id = ${itemId}`);
	return postId;
}
