import type { Stage } from '@ikatan/contracts/insight-choices';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { one, type Db } from '../../platform/db.ts';

type Row = {
	insightId: number;
	title: string;
	stage: Stage;
	columnSince: string;
	owed: number;
	told: number;
	owner: string | null;
	/** Where it stands in the list. */
	place: number;
};

/** A condition on `insights i`, as its index has it. */
const owing = (sql: Db) => sql`i.owed > 0 and i.merged_into is null and i.deleted_at is null`;

/** Insights whose people wait for a word, those that wait longest first. */
export async function listOwedRows(
	sql: Db,
	{ after, limit }: { after?: { since: number; id: number }; limit: number },
): Promise<Row[]> {
	return await sql<Row[]>`
		select i.id as insight_id, i.title, c.stage, i.column_since, i.owed, i.told, m.display_name as owner,
			${microsecondsOf(sql, sql`i.column_since`)} as place
		from insights i join board_columns c on c.id = i.column_id left join members m on m.id = i.owner_id
		where ${owing(sql)}
			and ${after ? sql`(i.column_since, i.id) > (${momentOf(sql, after.since)}, ${after.id})` : sql`true`}
		order by i.column_since, i.id limit ${limit}`;
}

/** How many words are owed in all: a person counts once per insight. */
export async function countOwedInAll(sql: Db): Promise<number> {
	return one(
		await sql<{ people: number }[]>`
		select coalesce(sum(i.owed), 0)::int as people from insights i where ${owing(sql)}`,
	).people;
}
