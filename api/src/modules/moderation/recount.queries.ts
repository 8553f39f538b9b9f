import { inTransaction, type Db } from '../../platform/db.ts';
import { differencesOf, type Compared, type Derived } from '../../platform/derived.ts';
import { weigh } from './items.queries.ts';

async function compareItems(sql: Db, ids: number[]): Promise<Compared[]> {
	return await sql<Compared[]>`
		select q.id, jsonb_build_object('reports', q.report_count, 'weight', round(q.weight::numeric, 2)) as stored,
			jsonb_build_object('reports', count(r.id), 'weight', round(coalesce(sum(r.weight), 0)::numeric, 2)) as counted
		from queue_items q left join reports r on r.item_id = q.id and r.outcome is null
		where q.id = any(${ids}::bigint[]) group by q.id order by q.id`;
}

/** What waiting reports weigh on the items that are open. */
export const moderationDerived: Derived[] = [
	{
		name: 'moderation.items',
		followsWithin: 0,
		list: async ({ sql }, afterId, limit) => {
			const rows = await sql<{ id: number }[]>`
				select id from queue_items where state = 'open' and id > ${afterId} order by id limit ${limit}`;
			return rows.map(({ id }) => id);
		},
		differing: async ({ sql }, ids) => differencesOf(await compareItems(sql, ids)),
		mend: async ({ sql }, ids) => {
			for (const id of ids)
				await inTransaction(sql, async (tx) => {
					await tx`select from queue_items where id = ${id} for update`;
					await weigh(tx, id);
				});
		},
	},
];
