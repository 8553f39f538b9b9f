import type { AdminSpace } from '@ikatan/contracts/admin-spaces';
import type { FormField } from '@ikatan/contracts/spaces';
import { first, one, type Db, type Tx } from '../../platform/db.ts';
import type { SpaceRule } from './spaces.policy.ts';

export type SpaceToKeep = {
	id: number;
	slug: string;
	name: string;
	description: string;
	kind: SpaceRule['kind'];
	colour: number;
	posting: SpaceRule['posting'];
	archived: boolean;
};

function spaceColumns(sql: Db) {
	return sql`s.id, s.slug, s.name, s.description, s.kind, s.colour, s.posting, s.archived_at is not null as archived`;
}

/** The space, held until the transaction ends. */
export async function lockSpace(tx: Tx, spaceId: number): Promise<SpaceToKeep | undefined> {
	return first(
		await tx<SpaceToKeep[]>`select ${spaceColumns(tx)} from spaces s where s.id = ${spaceId} for no key update`,
	);
}

type SpaceDetails = Omit<AdminSpace, 'allGroups'>;

/** A space with all that an admin says of it. */
export async function findSpaceDetails(sql: Db, spaceId: number): Promise<SpaceDetails | undefined> {
	return first(
		await sql<SpaceDetails[]>`
			select ${spaceColumns(sql)}, s.form_template, coalesce(st.threads, 0) as threads,
				(select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by g.name), '[]')
					from space_groups sg join groups g on g.id = sg.group_id where sg.space_id = s.id) as groups,
				(select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name), '[]')
					from space_companies sc join companies c on c.id = sc.company_id where sc.space_id = s.id) as companies,
				(select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'handle', m.handle, 'name', m.display_name) order by m.handle), '[]')
					from space_moderators sm join members m on m.id = sm.member_id where sm.space_id = s.id) as moderators,
				array(select f.slug from former_space_slugs f where f.space_id = s.id order by f.changed_at desc) as former_slugs
			from spaces s left join space_stats st on st.space_id = s.id
			where s.id = ${spaceId}`,
	);
}

export async function listGroupNames(sql: Db): Promise<{ id: number; name: string }[]> {
	return await sql<{ id: number; name: string }[]>`select id, name from groups order by lower(name), id`;
}

/** The next free place at the end of the list, and how many spaces there are. */
export async function findEnd(sql: Db): Promise<{ position: number; count: number }> {
	return one(
		await sql<{ position: number; count: number }[]>`
			select coalesce(max(position), 0) + 1 as position, count(*) as count from spaces`,
	);
}

/** The other space that has, or had, this address. */
export async function findSlugOwner(sql: Db, slug: string, exceptId: number | null): Promise<number | undefined> {
	const row = first(
		await sql<{ id: number }[]>`
			select id from spaces where slug = ${slug} and id is distinct from ${exceptId}
			union all
			select space_id from former_space_slugs where slug = ${slug} and space_id is distinct from ${exceptId}
			limit 1`,
	);
	return row?.id;
}

export type SpaceChanges = Partial<Pick<SpaceToKeep, 'name' | 'description' | 'slug' | 'colour' | 'posting'>>;

export async function updateSpace(tx: Tx, spaceId: number, space: Required<SpaceChanges>): Promise<void> {
	await tx`
		update spaces set name = ${space.name}, description = ${space.description}, slug = ${space.slug}, colour = ${space.colour},
			posting = ${space.posting}
		where id = ${spaceId}`;
}

/** Keeps an address that a space leaves, and forgets the one that it takes up again. */
export async function keepFormerSlug(tx: Tx, spaceId: number, left: string, taken: string, now: Date): Promise<void> {
	await tx`delete from former_space_slugs where slug = ${taken}`;
	await tx`
		insert into former_space_slugs (slug, space_id, changed_at) values (${left}, ${spaceId}, ${now})
		on conflict (slug) do update set space_id = excluded.space_id, changed_at = excluded.changed_at`;
}

/** The space whose address this was. */
export async function findBySlugBefore(sql: Db, slug: string): Promise<number | undefined> {
	return first(await sql<{ id: number }[]>`select space_id as id from former_space_slugs where slug = ${slug}`)?.id;
}

export async function updateReaders(
	tx: Tx,
	spaceId: number,
	{ kind, groupIds, companyIds }: Pick<SpaceRule, 'kind' | 'groupIds' | 'companyIds'>,
): Promise<void> {
	await tx`update spaces set kind = ${kind} where id = ${spaceId}`;
	await tx`delete from space_groups where space_id = ${spaceId} and group_id <> all(${groupIds}::bigint[])`;
	await tx`
		insert into space_groups (space_id, group_id) select ${spaceId}, unnest(${groupIds}::bigint[]) on conflict do nothing`;
	await tx`delete from space_companies where space_id = ${spaceId} and company_id <> all(${companyIds}::bigint[])`;
	await tx`
		insert into space_companies (space_id, company_id)
		select ${spaceId}, unnest(${companyIds}::bigint[]) on conflict do nothing`;
}

/** Gives threads that belong to no company yet their askers': in a company-only space nobody else would read their own. */
export async function giveThreadsTheirCompany(tx: Tx, spaceId: number): Promise<void> {
	await tx`
		update threads t set company_id = m.company_id from members m
		where t.space_id = ${spaceId} and t.company_id is null and m.id = t.author_id and m.company_id is not null
			and m.role not in ('agent', 'product', 'success', 'admin')`;
}

export async function countThreadsIn(sql: Db, spaceId: number): Promise<number> {
	const { count } = one(
		await sql<{ count: number }[]>`
			select count(*) from (select from threads where space_id = ${spaceId} and state <> 'deleted' limit 100000) t`,
	);
	return count;
}

export async function findGroupIds(sql: Db, ids: number[]): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`select id from groups where id = any(${ids}::bigint[])`;
	return rows.map((row) => row.id);
}

/** Companies by name, whatever the case of the letters. */
export async function findCompanies(sql: Db, names: string[]): Promise<{ id: number; name: string }[]> {
	const wanted = names.map((name) => name.toLowerCase());
	return await sql<{ id: number; name: string }[]>`
		select id, lower(name) as name from companies where lower(name) = any(${wanted}::text[]) and merged_into is null`;
}

/** Numbers all spaces anew in the order of the list, with one of them moved by a place; nothing moves past an end. */
export async function swapPlaces(tx: Tx, spaceId: number, step: -1 | 1): Promise<void> {
	await tx`
		with places as (select id, row_number() over (order by position, id) as place from spaces),
			pair as (
				select own.id as own_id, own.place as own_place, other.id as other_id, other.place as other_place
				from places own join places other on other.place = own.place + ${step}::int where own.id = ${spaceId})
		update spaces set position = case
				when spaces.id = pair.own_id then pair.other_place
				when spaces.id = pair.other_id then pair.own_place
				else places.place end
		from places, pair
		where places.id = spaces.id`;
}

export async function setArchivedAt(tx: Tx, spaceId: number, at: Date | null): Promise<void> {
	await tx`update spaces set archived_at = ${at} where id = ${spaceId}`;
}

export async function updateForm(tx: Tx, spaceId: number, fields: FormField[]): Promise<void> {
	await tx`update spaces set form_template = ${tx.json(fields as never)} where id = ${spaceId}`;
}

/** True when the member did not moderate it before. */
export async function insertModerator(tx: Tx, spaceId: number, memberId: number): Promise<boolean> {
	const made = await tx`
		insert into space_moderators (space_id, member_id) values (${spaceId}, ${memberId}) on conflict do nothing`;
	return made.count > 0;
}

/** True when the member moderated it. */
export async function deleteModerator(tx: Tx, spaceId: number, memberId: number): Promise<boolean> {
	const gone = await tx`delete from space_moderators where space_id = ${spaceId} and member_id = ${memberId}`;
	return gone.count > 0;
}
