import type { AdminMember, AdminMemberRow, AdminMembersQuery } from '@ikatan/contracts/admin-members';
import { first, type Db, type Fragment } from '../../platform/db.ts';
import { escapeLike } from './directory.queries.ts';

function rowColumns(sql: Db, now: Date) {
	return sql`m.id, m.handle, m.display_name as name, m.mail, m.mail_verified_at is not null as mail_verified, m.role,
		case when m.state_until <= ${now} then 'active' else m.state end as state,
		case when m.state_until > ${now} then m.state_until end as state_until,
		c.name as company, m.created_at as joined_at, m.last_seen_at`;
}

type Wanted = Omit<AdminMembersQuery, 'after'> & { after: number | undefined; limit: number };

/** So many of the newest are looked through first: a part of a name that many have is found there at once. */
const lookedThrough = 3000;

/** Members of any state but deleted, newest first; `q` is a part of name, handle or address. */
export async function listForAdmin(sql: Db, wanted: Wanted, now: Date): Promise<AdminMemberRow[]> {
	if (!wanted.q) return await listWithin(sql, wanted, now, { from: sql`members`, order: sql`m.id` });
	const after = wanted.after === undefined ? sql`true` : sql`id < ${wanted.after}`;
	const newest = sql`(select * from members where ${after} order by id desc limit ${lookedThrough})`;
	const found = await listWithin(sql, wanted, now, { from: newest, order: sql`m.id` });
	if (found.length === wanted.limit) return found;
	// What few have is found by the trigrams of the words; the sum keeps the planner from walking all members by their ids.
	return await listWithin(sql, wanted, now, { from: sql`members`, order: sql`m.id + 0` });
}

async function listWithin(
	sql: Db,
	{ q, role, state, companyId, groupId, unverified, after, limit }: Wanted,
	now: Date,
	{ from, order }: { from: Fragment; order: Fragment },
): Promise<AdminMemberRow[]> {
	const pattern = q ? `%${escapeLike(q.toLowerCase().replace(/^@/, ''))}%` : undefined;
	const all = sql`true`;
	return await sql<AdminMemberRow[]>`
		select ${rowColumns(sql, now)}
		from ${from} m left join companies c on c.id = m.company_id
		where m.state <> 'deleted'
			and ${pattern === undefined ? all : sql`((m.handle || ' ' || lower(m.display_name)) like ${pattern} or lower(m.mail) like ${pattern})`}
			and ${role ? sql`m.role = ${role}` : all}
			and ${state === undefined ? all : inState(sql, state, now)}
			and ${companyId === undefined ? all : sql`m.company_id = ${companyId}`}
			and ${groupId === undefined ? all : sql`m.id in (select member_id from group_members where group_id = ${groupId})`}
			and ${unverified ? sql`m.mail is not null and m.mail_verified_at is null` : all}
			and ${after === undefined ? all : sql`m.id < ${after}`}
		order by ${order} desc
		limit ${limit}`;
}

/** A silence or suspension whose time is over is over, also before the sweep writes it down. */
function inState(sql: Db, state: 'active' | 'silenced' | 'suspended', now: Date) {
	if (state === 'active') return sql`(m.state = 'active' or m.state_until <= ${now})`;
	return sql`m.state = ${state} and m.state not in ('active', 'deleted') and (m.state_until is null or m.state_until > ${now})`;
}

export type MemberForAdmin = Omit<AdminMember, 'groups' | 'allGroups' | 'audit'>;

export async function findForAdmin(sql: Db, memberId: number, now: Date): Promise<MemberForAdmin | undefined> {
	return first(
		await sql<MemberForAdmin[]>`
			select ${rowColumns(sql, now)}, m.title, m.trust_level, m.language,
				(select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.id), '[]')
					from space_moderators sm join spaces s on s.id = sm.space_id where sm.member_id = m.id) as moderates,
				(select count(*) from sessions x where x.member_id = m.id and x.expires_at > ${now}) as devices,
				coalesce(st.threads, 0) as threads, coalesce(st.answers, 0) as answers,
				m.role = 'admin' and not exists (
					select from members o where o.role = 'admin' and o.state in ('active', 'silenced') and o.id <> m.id) as last_admin
			from members m left join companies c on c.id = m.company_id left join member_stats st on st.member_id = m.id
			where m.id = ${memberId} and m.state <> 'deleted'`,
	);
}

export async function findCompanyName(sql: Db, companyId: number): Promise<{ id: number; name: string } | undefined> {
	return first(await sql<{ id: number; name: string }[]>`select id, name from companies where id = ${companyId}`);
}

/** A company that stands for itself, by name, whatever the case of the letters. */
export async function findCompanyByName(sql: Db, name: string): Promise<number | undefined> {
	const row = first(
		await sql<{ id: number }[]>`
			select id from companies where lower(name) = lower(${name}) and merged_into is null`,
	);
	return row?.id;
}
