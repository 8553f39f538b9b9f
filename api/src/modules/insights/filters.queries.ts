import type { SavedFilter } from '@ikatan/contracts/mining';
import { one, type Sql } from '../../platform/db.ts';

export async function listFilters(sql: Sql, memberId: number, page: SavedFilter['page']): Promise<SavedFilter[]> {
	return await sql<SavedFilter[]>`
		select id, page, name, query from saved_filters
		where member_id = ${memberId} and page = ${page} order by lower(name), id limit 100`;
}

export async function putFilter(
	sql: Sql,
	memberId: number,
	{ page, name, query }: Omit<SavedFilter, 'id'>,
): Promise<SavedFilter> {
	return one(
		await sql<SavedFilter[]>`
			insert into saved_filters (member_id, page, name, query) values (${memberId}, ${page}, ${name}, ${query})
			on conflict (member_id, page, name) do update set query = excluded.query
			returning id, page, name, query`,
	);
}

export async function countFilters(sql: Sql, memberId: number): Promise<number> {
	return one(await sql<{ count: number }[]>`select count(*) from saved_filters where member_id = ${memberId}`).count;
}

/** True when the member had it. */
export async function dropFilter(sql: Sql, memberId: number, id: number): Promise<boolean> {
	return (await sql`delete from saved_filters where id = ${id} and member_id = ${memberId} returning id`).length > 0;
}
