import type { BoardColumn, InsightType, ProductArea, Stage } from '@ikatan/contracts/insight-choices';
import { staffRoles } from '@ikatan/contracts/common';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

export async function listColumns(sql: Db): Promise<BoardColumn[]> {
	return await sql<BoardColumn[]>`
		select id, slug, name, stage, position from board_columns where archived_at is null order by position, id`;
}

export async function listTypes(sql: Db): Promise<InsightType[]> {
	return await sql<InsightType[]>`
		select id, slug, name, tone, position from insight_types where archived_at is null order by position, id`;
}

export async function listAreas(sql: Db): Promise<ProductArea[]> {
	return await sql<ProductArea[]>`
		select id, slug, name, description, position from product_areas where archived_at is null order by position, id`;
}

/** Staff who can own an insight. */
export async function listOwners(sql: Db): Promise<{ id: number; name: string; handle: string }[]> {
	return await sql<{ id: number; name: string; handle: string }[]>`
		select id, display_name as name, handle from members
		where role = any(${[...staffRoles]}) and state = 'active' order by lower(display_name), id limit 500`;
}

export async function listTeams(sql: Db): Promise<string[]> {
	const rows = await sql<
		{ team: string }[]
	>`select distinct team from insights where team <> '' order by team limit 200`;
	return rows.map((row) => row.team);
}

/** Companies that were heard in an insight. */
export async function listQuotedCompanies(sql: Db): Promise<{ id: number; name: string }[]> {
	return await sql<{ id: number; name: string }[]>`
		select c.id, c.name from companies c
		where exists (select from quotes q where q.company_id = c.id and q.state = 'accepted') order by lower(c.name) limit 1000`;
}

type Named = { table: 'product_areas' | 'board_columns' | 'insight_types'; id: number };

/** Puts a row at the end of its list; the address part is made from the name and kept for good. */
export async function insertArea(tx: Tx, slug: string, name: string, description: string): Promise<ProductArea> {
	return one(
		await tx<ProductArea[]>`
			insert into product_areas (slug, name, description, position)
			values (${slug}, ${name}, ${description}, (select coalesce(max(position), 0) + 1 from product_areas))
			returning id, slug, name, description, position`,
	);
}

export async function updateArea(tx: Tx, id: number, name: string, description: string) {
	return first(
		await tx<ProductArea[]>`
			update product_areas set name = ${name}, description = ${description} where id = ${id} and archived_at is null
			returning id, slug, name, description, position`,
	);
}

export async function insertColumn(tx: Tx, slug: string, name: string, stage: Stage): Promise<BoardColumn> {
	return one(
		await tx<BoardColumn[]>`
			insert into board_columns (slug, name, stage, position)
			values (${slug}, ${name}, ${stage}, (select coalesce(max(position), 0) + 1 from board_columns))
			returning id, slug, name, stage, position`,
	);
}

export async function updateColumn(tx: Tx, id: number, name: string | null, stage: Stage) {
	return first(
		await tx<BoardColumn[]>`
			update board_columns set name = ${name}, stage = ${stage} where id = ${id} and archived_at is null
			returning id, slug, name, stage, position`,
	);
}

export async function insertType(tx: Tx, slug: string, name: string, tone: InsightType['tone']): Promise<InsightType> {
	return one(
		await tx<InsightType[]>`
			insert into insight_types (slug, name, tone, position)
			values (${slug}, ${name}, ${tone}, (select coalesce(max(position), 0) + 1 from insight_types))
			returning id, slug, name, tone, position`,
	);
}

export async function updateType(tx: Tx, id: number, name: string | null, tone: InsightType['tone']) {
	return first(
		await tx<InsightType[]>`
			update insight_types set name = ${name}, tone = ${tone} where id = ${id} and archived_at is null
			returning id, slug, name, tone, position`,
	);
}

/** True when an address part is taken, by archived rows too. */
export async function isSlugTaken(tx: Tx, table: Named['table'], slug: string): Promise<boolean> {
	return (await tx`select from ${tx(table)} where slug = ${slug}`).length > 0;
}

export async function putInOrder(tx: Tx, table: Named['table'], ids: number[]): Promise<void> {
	await tx`
		update ${tx(table)} c set position = o.place
		from unnest(${ids}::bigint[]) with ordinality as o (id, place) where c.id = o.id`;
}

export async function archive(tx: Tx, { table, id }: Named): Promise<boolean> {
	const rows =
		await tx`update ${tx(table)} set archived_at = now() where id = ${id} and archived_at is null returning id`;
	return rows.length > 0;
}

/** Insights on the board that stand in an area, a column or a type; of columns their deleted ones too. */
export async function countIn(tx: Tx, { table, id }: Named): Promise<number> {
	const column = { product_areas: 'area_id', board_columns: 'column_id', insight_types: 'type_id' }[table];
	const rows = await tx<{ count: number }[]>`select count(*) from insights where ${tx(column)} = ${id}`;
	return one(rows).count;
}

/** Has the insights of one row stand in another one, or in none. */
export async function moveAll(tx: Tx, { table, id }: Named, to: number | null): Promise<void> {
	if (table === 'board_columns') {
		await tx`
			update insights i set column_id = ${to}, column_since = now(), version = version + 1,
				place = i.place + coalesce((select max(place) from insights where column_id = ${to}), 0)
			where column_id = ${id}`;
		return;
	}
	const column = table === 'product_areas' ? 'area_id' : 'type_id';
	await tx`update insights set ${tx(column)} = ${to}, version = version + 1 where ${tx(column)} = ${id}`;
}
