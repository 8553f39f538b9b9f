import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';

/** Where somebody moderates and may read: whole spaces, and of company-only ones their own company's threads. */
export type Reach = { wholeIds: number[]; ownIds: number[]; companyId: number | null; memberId: number | null };

export function reachOf(visibility: Visibility): Reach {
	const { moderatedSpaceIds, companyId, memberId } = visibility;
	const moderated = (id: number) => moderatedSpaceIds === null || moderatedSpaceIds.includes(id);
	return {
		wholeIds: visibility.openSpaceIds.filter(moderated),
		ownIds: visibility.ownCompanySpaceIds.filter(moderated),
		companyId,
		memberId,
	};
}

export async function reachFor(sql: Db, actor: Actor): Promise<{ visibility: Visibility; reach: Reach }> {
	const visibility = await visibilityFor(sql, actor);
	return { visibility, reach: reachOf(visibility) };
}

/** A condition on `threads t`: where the reader moderates, as the thread stands now. */
export function moderatedThread(sql: Db, { wholeIds, ownIds, companyId }: Reach) {
	if (ownIds.length === 0) return sql`t.space_id = any(${wholeIds}::bigint[])`;
	return sql`(t.space_id = any(${wholeIds}::bigint[])
		or (t.space_id = any(${ownIds}::bigint[]) and t.company_id = ${companyId}))`;
}

/** A condition on `queue_items q`: the same by the item's own columns. */
export function itemWithin(sql: Db, { wholeIds, ownIds, companyId }: Reach) {
	if (ownIds.length === 0) return sql`q.space_id = any(${wholeIds}::bigint[])`;
	return sql`(q.space_id = any(${wholeIds}::bigint[])
		or (q.space_id = any(${ownIds}::bigint[]) and q.company_id = ${companyId}))`;
}

/** The same without what is about oneself, which others judge. */
export function moderatedItem(sql: Db, reach: Reach) {
	return sql`${itemWithin(sql, reach)} and q.author_id is distinct from ${reach.memberId}`;
}

/** Both: what a list finds by the item is shown only where the thread says so too. */
export function reachable(sql: Db, reach: Reach) {
	return sql`${moderatedItem(sql, reach)} and ${moderatedThread(sql, reach)}`;
}
