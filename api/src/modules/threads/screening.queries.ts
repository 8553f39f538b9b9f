import type { Role } from '@ikatan/contracts/common';
import { first, type Tx } from '../../platform/db.ts';
import type { DraftPlace } from './write.queries.ts';

/** How long somebody has been here, and what they have written: `published` counts up to `atMost`. */
export type Standing = {
	role: Role;
	trustLevel: number;
	joinedAt: string;
	published: number;
	threads: number;
	replies: number;
};

export async function findStanding(
	tx: Tx,
	memberId: number,
	{ since, atMost }: { since: Date; atMost: number },
): Promise<Standing | undefined> {
	return first(
		await tx<Standing[]>`
			select m.role, m.trust_level, m.created_at as joined_at,
				(select count(*) from (select from posts where author_id = m.id and state = 'published' limit ${atMost}) p)::int as published,
				n.threads, n.replies
			from members m cross join lateral (
				select count(*) filter (where p.kind = 'opening')::int as threads, count(*) filter (where p.kind <> 'opening')::int as replies
				from (
					select kind from posts where author_id = m.id and state = 'published' and created_at > ${since}
					union all
					select kind from posts where author_id = m.id and state <> 'published' and created_at > ${since}
				) p
			) n
			where m.id = ${memberId}`,
	);
}

/** Whether a draft was kept there before a moment, also by the same person before signing in. */
export async function hasDraft(
	tx: Tx,
	who: { memberId: number; visitorHash: string | null },
	place: DraftPlace,
	before: Date,
): Promise<boolean> {
	const rows = await tx`
		select from drafts
		where kind = ${place.kind} and target_id = ${place.targetId} and updated_at < ${before}
			and (member_id = ${who.memberId} or visitor_hash = ${who.visitorHash}) limit 1`;
	return rows.length > 0;
}
