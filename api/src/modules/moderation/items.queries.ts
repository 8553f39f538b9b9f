import type { QueueCause } from '@ikatan/contracts/moderation';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import type { Finding } from '../threads/index.ts';
import { reachable, type Reach } from './reach.ts';

export type OpenedItem = { id: number; spaceId: number; authorId: number | null };

/** Adds causes and findings to the open item of a post, or opens one, and locks it; undefined when there is no such post. */
export async function putItem(
	tx: Tx,
	postId: number,
	{ causes, findings = [] }: { causes: QueueCause[]; findings?: Finding[] },
): Promise<OpenedItem | undefined> {
	return first(
		await tx<OpenedItem[]>`
			insert into queue_items (post_id, space_id, company_id, author_id, causes, findings)
			select p.id, t.space_id, t.company_id, p.author_id, ${causes}::text[], ${tx.json(findings)}::jsonb
			from posts p join threads t on t.id = p.thread_id where p.id = ${postId}
			on conflict (post_id) where state = 'open' do update set
				causes = array(select distinct c from unnest(queue_items.causes || excluded.causes) c order by c),
				findings = (select coalesce(jsonb_agg(distinct f), '[]') from jsonb_array_elements(queue_items.findings || excluded.findings) f)
			returning id, space_id, author_id`,
	);
}

export type LockedItem = {
	id: number;
	postId: number;
	spaceId: number;
	threadId: number;
	authorId: number | null;
	causes: QueueCause[];
	state: 'open' | 'decided' | 'dropped';
	/** Of the item and its post together. */
	version: number;
	postState: 'published' | 'pending' | 'held' | 'deleted';
	/** Null once the time of the claim is over. */
	claimedBy: number | null;
	claimedByName: string | null;
};

function lockedColumns(sql: Db, now: Date) {
	return sql`q.id, q.post_id, t.space_id, t.id as thread_id, q.author_id, q.causes, q.state, q.version + p.version as version, p.state as post_state,
		case when q.claimed_until > ${now} then q.claimed_by end as claimed_by,
		(select display_name from members where id = q.claimed_by) as claimed_by_name`;
}

/** An item within reach, locked until the transaction ends: a decision is made once. Post and thread are locked after it. */
export async function lockItem(tx: Tx, reach: Reach, itemId: number, now: Date): Promise<LockedItem | undefined> {
	// Waits first, looks then: what another transaction decided meanwhile is seen.
	await tx`select from queue_items where id = ${itemId} for no key update`;
	return first(
		await tx<LockedItem[]>`
			select ${lockedColumns(tx, now)}
			from queue_items q join posts p on p.id = q.post_id join threads t on t.id = p.thread_id
			where q.id = ${itemId} and ${reachable(tx, reach)}`,
	);
}

/** The open item of a post, locked, whoever asks. */
export async function lockOpenItem(tx: Tx, postId: number, now: Date): Promise<LockedItem | undefined> {
	await tx`select from queue_items where post_id = ${postId} and state = 'open' for no key update`;
	return first(
		await tx<LockedItem[]>`
			select ${lockedColumns(tx, now)}
			from queue_items q join posts p on p.id = q.post_id join threads t on t.id = p.thread_id
			where q.post_id = ${postId} and q.state = 'open'`,
	);
}

export async function putClaim(tx: Tx, itemId: number, claim: { memberId: number; until: Date } | null): Promise<void> {
	await tx`
		update queue_items set claimed_by = ${claim?.memberId ?? null}, claimed_until = ${claim?.until ?? null} where id = ${itemId}`;
}

export async function markDecided(tx: Tx, itemId: number, memberId: number | null): Promise<void> {
	await tx`
		update queue_items set state = 'decided', decided_at = now(), decided_by = ${memberId}, claimed_by = null, claimed_until = null,
			version = version + 1
		where id = ${itemId}`;
}

/**
 * Opens a decided item again. Where another item of the post has opened since, its causes and waiting reports go there. Returns the
 * number of the open one.
 */
export async function reopen(tx: Tx, item: { id: number; postId: number }): Promise<number> {
	const other = first(
		await tx<{ id: number }[]>`
			update queue_items q set
				causes = array(select distinct c from unnest(q.causes || i.causes) c order by c),
				findings = (select coalesce(jsonb_agg(distinct f), '[]') from jsonb_array_elements(q.findings || i.findings) f),
				version = q.version + 1
			from queue_items i
			where i.id = ${item.id} and q.post_id = i.post_id and q.state = 'open' returning q.id`,
	);
	if (!other) {
		await tx`
			update queue_items set state = 'open', decided_at = null, decided_by = null, version = version + 1 where id = ${item.id}`;
		return item.id;
	}
	await tx`
		update reports r set item_id = ${other.id}
		where r.item_id = ${item.id} and r.outcome is null
			and not exists (select from reports o where o.item_id = ${other.id} and o.reporter_id = r.reporter_id)`;
	await tx`update queue_items set version = version + 1 where id = ${item.id}`;
	return other.id;
}

/** Weighs an item's waiting reports anew; an item that nothing speaks for any more is dropped. */
export async function weigh(
	tx: Tx,
	itemId: number,
): Promise<{ weight: number; reportCount: number; dropped: boolean }> {
	return one(
		await tx<{ weight: number; reportCount: number; dropped: boolean }[]>`
			with n as (
				select count(*)::int as reports, coalesce(sum(weight), 0)::real as weight from reports where item_id = ${itemId} and outcome is null
			)
			update queue_items q set report_count = n.reports, weight = n.weight,
				causes = case when n.reports = 0 then array_remove(q.causes, 'reported') else q.causes end,
				state = case when n.reports = 0 and q.causes <@ array['reported'] then 'dropped' else q.state end
			from n where q.id = ${itemId}
			returning q.weight, q.report_count, q.state = 'dropped' as dropped`,
	);
}

/** Has open items stand where their posts are now. */
export async function followPosts(tx: Tx, of: { postIds: number[] } | { threadId: number }): Promise<number[]> {
	const which = 'postIds' in of ? tx`p.id = any(${of.postIds}::bigint[])` : tx`p.thread_id = ${of.threadId}`;
	const rows = await tx<{ id: number }[]>`
		update queue_items q set space_id = t.space_id, company_id = t.company_id
		from posts p join threads t on t.id = p.thread_id
		where ${which} and q.post_id = p.id
			and (q.space_id, q.company_id) is distinct from (t.space_id, t.company_id)
		returning q.id`;
	return rows.map((row) => row.id);
}

/** Has items of one company's threads count for another, as its threads do. Returns those that wait. */
export async function moveCompany(tx: Tx, fromId: number, intoId: number): Promise<number[]> {
	const rows = await tx<{ id: number; open: boolean }[]>`
		update queue_items set company_id = ${intoId} where company_id = ${fromId} returning id, state = 'open' as open`;
	return rows.filter((row) => row.open).map((row) => row.id);
}

/** Notes that moderators are asked to look at an item; false when they were before. */
export async function markTold(tx: Tx, itemId: number): Promise<boolean> {
	const told = await tx`update queue_items set told_at = now() where id = ${itemId} and told_at is null`;
	return told.count > 0;
}

/** Whom to ask for a decision: who moderates the space or the site; admins where there is nobody else who may. Never the author. */
export async function listJudges(
	sql: Db,
	spaceId: number,
	authorId: number | null,
): Promise<{ id: number; admin: boolean }[]> {
	return await sql<{ id: number; admin: boolean }[]>`
		select m.id, m.role = 'admin' as admin
		from members m
		where m.state = 'active' and m.id is distinct from ${authorId}
			and (m.role in ('moderator', 'admin')
				or m.id in (select member_id from space_moderators where space_id = ${spaceId}))`;
}
