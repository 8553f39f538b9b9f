import type { InsightRow, Trend } from '@ikatan/contracts/insights';
import { first, one, type Db, type Fragment, type Tx } from '../../platform/db.ts';
import { pictureUrl } from '../accounts/index.ts';

/** What narrows a list, with every name resolved to a number; undefined: not asked for. */
export type Narrowing = {
	q?: string;
	areaId?: number | null;
	typeId?: number | null;
	columnId?: number;
	importance?: number;
	ownerId?: number | null;
	team?: string;
	companyId?: number;
	trend?: Trend;
};

/** A condition on `insights i`: neither merged away nor deleted. */
export const onBoard = (sql: Db) => sql`i.merged_into is null and i.deleted_at is null`;

/** Rising: at least 3 quotes in 30 days and more than in the 30 before; falling: fewer than before. */
const trendOf = (sql: Db) => sql`
	case when i.quotes_30 >= 3 and i.quotes_30 > i.quotes_before_30 then 'rising'
		when i.quotes_30 < i.quotes_before_30 then 'falling' else 'steady' end`;

const likePattern = (words: string) => `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** So many words are looked for. */
const mostWords = 8;

/** What is looked for, word by word: short words only where there are no longer ones. */
function wordsOf(typed: string): string[] {
	const words = [...new Set(typed.toLowerCase().split(/\s+/).filter(Boolean))];
	const telling = words.filter((word) => word.length > 2);
	return (telling.length > 0 ? telling : words).slice(0, mostWords);
}

/** Has the word in its title or in one of its quotes: in any form or as a beginning; what is no plain word just as it stands. */
function having(sql: Db, word: string): Fragment {
	const pattern = likePattern(word);
	if (!/^[\p{L}\p{N}]+$/u.test(word)) {
		return sql`and (lower(i.title) like ${pattern} or i.id in (
			select insight_id from quotes where state = 'accepted' and lower(words) like ${pattern}))`;
	}
	const query = sql`(plainto_tsquery('english', ${word}) || plainto_tsquery('indonesian', ${word})
		|| to_tsquery('simple', quote_literal(${word}) || ':*'))`;
	return sql`and (lower(i.title) like ${pattern} or i.title_words @@ ${query} or i.id in (
		select insight_id from quotes where state = 'accepted' and words_found @@ ${query}))`;
}

/** A condition on `insights i`. */
export function narrowedTo(sql: Db, wanted: Narrowing): Fragment {
	const equal = (column: string, value: number | null | undefined) => {
		if (value === undefined) return sql``;
		return value === null ? sql`and ${sql(column)} is null` : sql`and ${sql(column)} = ${value}`;
	};
	return sql`${onBoard(sql)}
		${equal('i.area_id', wanted.areaId)} ${equal('i.type_id', wanted.typeId)}
		${equal('i.column_id', wanted.columnId)} ${equal('i.owner_id', wanted.ownerId)}
		${wanted.importance === undefined ? sql`` : sql`and i.importance >= ${wanted.importance}`}
		${wanted.team === undefined ? sql`` : sql`and i.team = ${wanted.team}`}
		${wanted.trend === undefined ? sql`` : sql`and ${trendOf(sql)} = ${wanted.trend}`}
		${wanted.companyId === undefined ? sql`` : heardFrom(sql, wanted.companyId)}
		${wordsOf(wanted.q ?? '').reduce((all, word) => sql`${all} ${having(sql, word)}`, sql``)}`;
}

const heardFrom = (sql: Db, companyId: number) =>
	sql`and i.id in (select insight_id from quotes where company_id = ${companyId} and state = 'accepted')`;

type Row = Omit<InsightRow, 'owner'> & {
	ownerId: number | null;
	ownerName: string | null;
	ownerPicture: number | null;
	weight: number;
	place: number;
	changedAt: string;
};

/** An insight with what its place in lists depends on. */
export type PlacedRow = InsightRow & { weight: number; place: number; changedAt: string };

const columnsOf = (sql: Db) => sql`
	i.id, i.title, i.column_id, i.area_id, i.type_id, i.importance, i.team, i.customers, i.companies, i.quotes, i.told, i.owed,
	i.public, i.version, i.created_at, i.column_since, i.last_quote_at, i.weight, i.place, i.changed_at,
	${trendOf(sql)} as trend,
	o.id as owner_id, o.display_name as owner_name, o.picture_file_id as owner_picture,
	(select left(q.words, 240) from quotes q where q.insight_id = i.id and q.state = 'accepted'
		order by q.importance desc, q.id desc limit 1) as top_quote`;

function asRow({ ownerId, ownerName, ownerPicture, ...row }: Row): PlacedRow {
	const owner = ownerId === null ? null : { id: ownerId, name: ownerName ?? '', pictureUrl: pictureUrl(ownerPicture) };
	return { ...row, owner };
}

/** Insights that fit, in an order, so many. */
export async function listRows(
	sql: Db,
	{ where, beyond = sql``, order, limit }: { where: Fragment; beyond?: Fragment; order: Fragment; limit: number },
): Promise<PlacedRow[]> {
	const rows = await sql<Row[]>`
		with chosen as materialized (select i.* from insights i where ${where} ${beyond} order by ${order} limit ${limit})
		select ${columnsOf(sql)} from chosen i left join members o on o.id = i.owner_id order by ${order}`;
	return rows.map(asRow);
}

export async function countRows(sql: Db, where: Fragment): Promise<number> {
	return one(await sql<{ count: number }[]>`select count(*) from insights i where ${where}`).count;
}

/** More cards of one column, in the order of their places. */
export async function listCell(
	sql: Db,
	columnId: number,
	{ wanted, after, limit }: { wanted: Narrowing; after?: { place: number; id: number }; limit: number },
): Promise<PlacedRow[]> {
	return await listRows(sql, {
		where: sql`i.column_id = ${columnId} and ${narrowedTo(sql, wanted)}`,
		beyond: after && sql`and (i.place, i.id) > (${after.place}, ${after.id})`,
		order: sql`i.place, i.id`,
		limit,
	});
}

/** How many insights stand in each column, by area. */
export async function countCells(sql: Db, where: Fragment) {
	return await sql<{ columnId: number; areaId: number | null; count: number }[]>`
		select i.column_id, i.area_id, count(*) from insights i where ${where} group by i.column_id, i.area_id`;
}

/** The first cards of many cells at once: each cell a column, and with lanes an area (null: none). */
export async function listCells(
	sql: Db,
	cells: { columnId: number; areaId?: number | null }[],
	where: Fragment,
	limit: number,
): Promise<PlacedRow[]> {
	const lanes = cells.some((cell) => cell.areaId !== undefined);
	const within = (area: Fragment) => sql`(
		select i.* from insights i where i.column_id = cell.column_id and ${area} and ${where}
		order by i.place, i.id limit ${limit})`;
	const rows = await sql<Row[]>`
		with chosen as materialized (
			select found.* from unnest(
				${cells.map((cell) => cell.columnId)}::bigint[], ${cells.map((cell) => cell.areaId ?? null)}::bigint[]
			) as cell (column_id, area_id)
			cross join lateral (
				${
					lanes
						? sql`${within(sql`i.area_id = cell.area_id`)} union all
							${within(sql`cell.area_id is null and i.area_id is null`)}`
						: within(sql`true`)
				}
			) found
		)
		select ${columnsOf(sql)} from chosen i left join members o on o.id = i.owner_id order by i.place, i.id`;
	return rows.map(asRow);
}

export type InsightFacts = {
	id: number;
	title: string;
	description: string;
	areaId: number | null;
	typeId: number | null;
	importance: number;
	columnId: number;
	stage: string;
	ownerId: number | null;
	team: string;
	public: boolean;
	publicTitle: string;
	publicText: string;
	mergedInto: number | null;
	deletedAt: string | null;
	createdBy: number | null;
	version: number;
};

const factsOf = (sql: Db) => sql`
	select i.id, i.title, i.description, i.area_id, i.type_id, i.importance, i.column_id, c.stage, i.owner_id, i.team, i.public,
		i.public_title, i.public_text, i.merged_into, i.deleted_at, i.created_by, i.version
	from insights i join board_columns c on c.id = i.column_id`;

export async function findInsight(sql: Db, id: number): Promise<InsightFacts | undefined> {
	return first(await sql<InsightFacts[]>`${factsOf(sql)} where i.id = ${id}`);
}

/** Locks insights for a deed, in the order of their numbers. */
export async function lockInsights(tx: Tx, ids: number[]): Promise<InsightFacts[]> {
	// Locked first and read then: a row that another deed moved to another column meanwhile would be missing from the join.
	await tx`select from insights where id = any(${ids}::bigint[]) order by id for update`;
	return await tx<InsightFacts[]>`${factsOf(tx)} where i.id = any(${ids}::bigint[]) order by i.id`;
}

/** The row of one insight as lists show it, deleted and merged ones too. */
export async function findRow(sql: Db, id: number): Promise<PlacedRow | undefined> {
	return first(await listRows(sql, { where: sql`i.id = ${id}`, order: sql`i.id`, limit: 1 }));
}
