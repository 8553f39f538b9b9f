import { first, one, type Db } from '../../platform/db.ts';

export type RunKind = 'rebuild' | 'compare';
export type RunRow = {
	startedAt: string;
	endedAt: string | null;
	done: number;
	total: number;
	differing: number | null;
	error: string | null;
};

const runsKept = 20;

/** Notes that a run begins, and forgets old ones. */
export async function beginRun(sql: Db, kind: RunKind, total: number): Promise<number> {
	const { id } = one(
		await sql<{ id: number }[]>`
			insert into search_runs (kind, started_at, total) values (${kind}, now(), ${total}) returning id`,
	);
	await sql`
		delete from search_runs where kind = ${kind} and id not in (
			select id from search_runs where kind = ${kind} order by id desc limit ${runsKept})`;
	return id;
}

/** Says how many threads a rebuild has taken over. */
export async function noteDone(sql: Db, runId: number, done: number): Promise<void> {
	await sql`update search_runs set done = ${done} where id = ${runId}`;
}

export async function endRun(
	sql: Db,
	runId: number,
	{ differing = null, error = null }: { differing?: number | null; error?: string | null },
): Promise<void> {
	await sql`
		update search_runs set ended_at = now(), differing = ${differing}, error = ${error} where id = ${runId}`;
}

export async function findLastRun(sql: Db, kind: RunKind): Promise<RunRow | undefined> {
	return first(
		await sql<RunRow[]>`
			select started_at, ended_at, done, total, differing, error from search_runs
			where kind = ${kind} order by id desc limit 1`,
	);
}

/** True while a rebuild gives signs of life. */
export async function isRebuilding(sql: Db): Promise<boolean> {
	const rows = await sql`select from search_rebuild where alive_at > now() - interval '3 minutes'`;
	return rows.length > 0;
}

export type CountRow = { kind: 'thread' | 'member' | 'tag' | 'document'; postgresql: number };

/** What PostgreSQL's index holds, by kind. */
export async function countHeld(sql: Db): Promise<CountRow[]> {
	return await sql<CountRow[]>`
		select 'thread' as kind, count(*) as postgresql from search_documents
		union all select kind, count(*) from search_entries group by kind`;
}

/** Changes that wait for an index, and since when the oldest does. */
export async function countWaiting(sql: Db): Promise<{ waiting: number; since: string | null }> {
	return one(
		await sql<{ waiting: number; since: string | null }[]>`
			select count(*) as waiting, min(queued_at) as since from (
				select queued_at from search_outbox union all select queued_at from search_entry_outbox) o`,
	);
}
