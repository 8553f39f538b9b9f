import type { Db, Fragment } from '../../platform/db.ts';

/**
 * A condition on `members m` and `spaces s`: may read a thread of that space and, in a company-only space, of this company. The same
 * rules as mayReadSpace and readsAllCompanies; tests/api/spaces.test.ts holds the two against each other.
 */
export const isReader = (sql: Db, companyId: Fragment) => sql`
	m.state not in ('suspended', 'deleted')
	and (
		s.kind in ('public', 'members')
		or m.role in ('agent', 'product', 'success', 'admin')
		or (m.role = 'moderator' and s.kind = 'groups')
		or exists (select 1 from space_moderators sm where sm.space_id = s.id and sm.member_id = m.id)
		or (s.kind = 'groups' and exists (
			select 1 from space_groups sg join group_members gm on gm.group_id = sg.group_id
			where sg.space_id = s.id and gm.member_id = m.id))
		or (s.kind = 'company' and exists (
			select 1 from space_companies sc where sc.space_id = s.id and sc.company_id = m.company_id))
		or (s.kind = 'company_only' and m.company_id = ${companyId})
	)`;

/** Of these members, those who may read a thread of this space (and company, in a company-only space); one statement for many. */
export async function readersAmong(
	sql: Db,
	place: { spaceId: number; companyId: number | null },
	memberIds: number[],
): Promise<Set<number>> {
	if (memberIds.length === 0) return new Set();
	const rows = await sql<{ id: number }[]>`
		select m.id from members m join spaces s on s.id = ${place.spaceId}
		where m.id = any(${memberIds}::bigint[]) and ${isReader(sql, sql`${place.companyId}::bigint`)}`;
	return new Set(rows.map((row) => row.id));
}

/**
 * Whom to ask for a decision in a space: its own moderators; where it has none those of the whole site, and admins where there are
 * none of those either.
 */
export async function moderatorsOf(sql: Db, spaceId: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select id from (
			select m.id, rank() over (order by n.nearness) as place
			from members m cross join lateral (
				select case
					when exists (select from space_moderators sm where sm.space_id = ${spaceId} and sm.member_id = m.id) then 1
					when m.role = 'moderator' then 2
					when m.role = 'admin' then 3 end as nearness
			) n
			where m.state = 'active' and n.nearness is not null
		) ranked
		where place = 1`;
	return rows.map((row) => row.id);
}
