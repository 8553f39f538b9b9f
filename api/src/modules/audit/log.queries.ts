import type { Db, Fragment } from '../../platform/db.ts';

export type LogLine = {
	id: number;
	at: string;
	actorId: number | null;
	action: string;
	subjectKind: string;
	subjectId: number | null;
	details: Record<string, unknown>;
};

export type AuditWanted = {
	/** Null: every line; else those of these spaces alone. */
	spaceIds: number[] | null;
	actorId?: number;
	/** `thread.locked`, or `thread` for all of its kind. */
	action?: string;
	subjectKind?: string;
	subjectId?: number;
	/** Days, the last one included, as they are counted in the reader's time zone. */
	from?: string;
	to?: string;
	timeZone: string;
	/** Lines with a lower number, newest first. */
	before?: number;
	limit: number;
};

function chosen(sql: Db, { actorId, subjectKind, subjectId, from, to, timeZone, before }: AuditWanted) {
	const all = sql`true`;
	return sql`${before === undefined ? all : sql`a.id < ${before}`}
		and ${actorId === undefined ? all : sql`a.actor_id = ${actorId}`}
		and ${subjectKind === undefined ? all : sql`a.subject_kind = ${subjectKind}`}
		and ${subjectId === undefined ? all : sql`a.subject_id = ${subjectId}`}
		and ${from === undefined ? all : sql`a.at >= ${from}::date::timestamp at time zone ${timeZone}`}
		and ${to === undefined ? all : sql`a.at < (${to}::date + 1)::timestamp at time zone ${timeZone}`}`;
}

/** A whole name, or all that begins so before its dot, by the operators of the index. */
function ofAction(sql: Db, action: string | undefined) {
	if (action === undefined) return sql`true`;
	if (action.includes('.')) return sql`a.action = ${action}`;
	return sql`(a.action ~>=~ ${`${action}.`} and a.action ~<~ ${`${action}/`})`;
}

const isOf = (name: string, asked: string) => name === asked || (!asked.includes('.') && name.startsWith(`${asked}.`));

/** The newest lines that fit. */
export async function listLines(sql: Db, wanted: AuditWanted): Promise<LogLine[]> {
	const { spaceIds, limit } = wanted;
	const narrow = wanted.actorId !== undefined || wanted.subjectId !== undefined;
	const byAction = spaceIds !== null && !narrow && wanted.action !== undefined;
	const actions = byAction ? (await listActions(sql)).filter((name) => isOf(name, wanted.action ?? '')) : undefined;
	const from = spaceIds === null || narrow ? sql`audit_log a` : inSpaces(sql, wanted, spaceIds, actions);
	const where = spaceIds === null ? sql`true` : sql`a.space_id = any(${spaceIds}::bigint[])`;
	return await sql<LogLine[]>`
		select a.id, a.at, a.actor_id, a.action, a.subject_kind, a.subject_id, a.details
		from ${from} where ${where} and ${chosen(sql, wanted)} and ${ofAction(sql, wanted.action)}
		order by a.id desc limit ${limit}`;
}

/**
 * Of each space (and action) the newest lines, however long the log of the others. Said as ranges, in the order of the index: as
 * equations they would be looked for along the whole log.
 */
function inSpaces(sql: Db, wanted: AuditWanted, spaceIds: number[], actions: string[] | undefined): Fragment {
	const { limit } = wanted;
	if (actions === undefined)
		return sql`unnest(${spaceIds}::bigint[]) as s (id) cross join lateral (
			select * from audit_log a where a.space_id >= s.id and a.space_id <= s.id and ${chosen(sql, wanted)}
			order by a.space_id, a.id desc limit ${limit}) a`;
	return sql`unnest(${spaceIds}::bigint[]) as s (id) cross join unnest(${actions}::text[]) as n (action) cross join lateral (
		select * from audit_log a
		where a.space_id = s.id and a.action >= n.action and a.action <= n.action and ${chosen(sql, wanted)}
		order by a.action, a.id desc limit ${limit}) a`;
}

/** Every action that the log names, each found by one step in the index. */
export async function listActions(sql: Db): Promise<string[]> {
	const rows = await sql<{ action: string }[]>`
		with recursive known as (
			(select action from audit_log order by action using ~<~ limit 1)
			union all
			select (select a.action from audit_log a where a.action ~>~ known.action order by a.action using ~<~ limit 1)
			from known where known.action is not null
		)
		select action from known where action is not null`;
	return rows.map((row) => row.action);
}
