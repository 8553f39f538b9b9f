import type { AdminGroup } from '@ikatan/contracts/admin-groups';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

function groupColumns(sql: Db) {
	return sql`g.id, g.name,
		(select count(*) from group_members gm where gm.group_id = g.id) as members,
		(select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.id), '[]')
			from space_groups sg join spaces s on s.id = sg.space_id where sg.group_id = g.id) as spaces`;
}

/** All groups by name; there are tens of them, not thousands. */
export async function listGroups(sql: Db): Promise<AdminGroup[]> {
	return await sql<AdminGroup[]>`select ${groupColumns(sql)} from groups g order by lower(g.name), g.id`;
}

export async function findGroup(sql: Db, groupId: number): Promise<AdminGroup | undefined> {
	return first(await sql<AdminGroup[]>`select ${groupColumns(sql)} from groups g where g.id = ${groupId}`);
}

/** The group, held until the transaction ends. */
export async function lockGroup(tx: Tx, groupId: number): Promise<{ id: number; name: string } | undefined> {
	return first(await tx<{ id: number; name: string }[]>`select id, name from groups where id = ${groupId} for update`);
}

export type GroupPerson = { id: number; handle: string; name: string; company: string | null };

/** Members of a group by handle. */
export async function listGroupMembers(
	sql: Db,
	groupId: number,
	{ after, limit }: { after: string | undefined; limit: number },
): Promise<GroupPerson[]> {
	return await sql<GroupPerson[]>`
		select m.id, m.handle, m.display_name as name, c.name as company
		from group_members gm join members m on m.id = gm.member_id left join companies c on c.id = m.company_id
		where gm.group_id = ${groupId} and m.state <> 'deleted' and ${after === undefined ? sql`true` : sql`m.handle > ${after}`}
		order by m.handle
		limit ${limit}`;
}

/** One at a time asks, until the transaction ends: of two who choose the same name at once one hears that it is taken. */
export async function isGroupName(tx: Tx, name: string, exceptId: number | null): Promise<boolean> {
	await tx`select pg_advisory_xact_lock(hashtextextended('group-names', 0))`;
	return (
		(await tx`select from groups where lower(name) = lower(${name}) and id is distinct from ${exceptId}`).length > 0
	);
}

export async function insertGroup(tx: Tx, name: string): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into groups (slug, name) values ('group-' || gen_random_uuid(), ${name}) returning id`,
	);
	return id;
}

export async function updateGroup(tx: Tx, groupId: number, name: string): Promise<void> {
	await tx`update groups set name = ${name} where id = ${groupId}`;
}

/** Deletes a group and returns who was in it. */
export async function deleteGroup(tx: Tx, groupId: number): Promise<number[]> {
	const rows = await tx<{ memberId: number }[]>`
		delete from group_members where group_id = ${groupId} returning member_id`;
	await tx`delete from groups where id = ${groupId}`;
	return rows.map((row) => row.memberId);
}

/** True when the member was not in it before. */
export async function insertGroupMember(tx: Tx, groupId: number, memberId: number): Promise<boolean> {
	const made = await tx`
		insert into group_members (group_id, member_id) values (${groupId}, ${memberId}) on conflict do nothing`;
	return made.count > 0;
}

/** True when the member was in it. */
export async function deleteGroupMember(tx: Tx, groupId: number, memberId: number): Promise<boolean> {
	return (await tx`delete from group_members where group_id = ${groupId} and member_id = ${memberId}`).count > 0;
}

export async function listGroupsOf(sql: Db, memberId: number): Promise<{ id: number; name: string }[]> {
	return await sql<{ id: number; name: string }[]>`
		select g.id, g.name from group_members gm join groups g on g.id = gm.group_id
		where gm.member_id = ${memberId} order by lower(g.name), g.id`;
}

/** Makes these the member's groups; ids that are no group are passed over. True when that changed anything. */
export async function putGroupsOf(tx: Tx, memberId: number, groupIds: number[]): Promise<boolean> {
	const gone = await tx`
		delete from group_members where member_id = ${memberId} and group_id <> all(${groupIds}::bigint[])`;
	const made = await tx`
		insert into group_members (group_id, member_id)
		select id, ${memberId} from groups where id = any(${groupIds}::bigint[]) on conflict do nothing`;
	return gone.count + made.count > 0;
}
