import type { Role } from '@ikatan/contracts/common';
import { first, type Tx } from '../../platform/db.ts';

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
