import { setTimeout as pause } from 'node:timers/promises';
import { one, type Db, type Sql, type Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { Tally, type Counted } from './tally.ts';
import { dropHistory } from './transfer.queries.ts';

declare module '../../platform/events.ts' {
	interface EventMap {
		/** The only event of an import: nobody is told of single posts. */
		'import.finished': { runId: number; source: string; spaceId: number };
	}
}

/** How far a step has come: rows (or the last id) behind us, and what they held. */
export type StepState = { place: number; done: boolean; tally: Counted };
type Checkpoint = { files: Record<string, string>; steps: Record<string, StepState> };
export type Run = {
	id: number;
	steps: Record<string, StepState>;
	/** Went on where it had broken off. */
	resumed: boolean;
	/** Nothing of this source had arrived before it began. */
	first: boolean;
	/** A step has failed: the others stop, too. */
	broken: boolean;
};

/** Goes on with the run that broke off, if the dump's files are the same still; else begins a new one. */
export async function openRun(sql: Sql, source: string, files: Record<string, string>): Promise<Run> {
	const [last] = await sql<{ id: number; checkpoint: Checkpoint; finished: boolean }[]>`
		select id, checkpoint, finished_at is not null as finished from import_runs
		where source = ${source} order by id desc limit 1`;
	if (last && !last.finished && isSame(last.checkpoint.files, files)) {
		return { id: last.id, steps: last.checkpoint.steps, resumed: true, first: false, broken: false };
	}
	// What a run noted that broke off is about files that are no longer there.
	await dropHistory(sql, source);
	const checkpoint: Checkpoint = { files, steps: {} };
	const { id } = one(
		await sql<{ id: number }[]>`
			insert into import_runs (source, checkpoint) values (${source}, ${sql.json(checkpoint)}) returning id`,
	);
	return { id, steps: {}, resumed: false, first: last === undefined, broken: false };
}

const isSame = (a: Record<string, string> = {}, b: Record<string, string>): boolean =>
	Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);

const notBegun: StepState = { place: 0, done: false, tally: { counts: {}, examples: {} } };

export const stepOf = (run: Run, step: string): StepState => run.steps[step] ?? notBegun;

/** What all steps of a run have counted so far. */
export function tallyOf(run: Run): Tally {
	return Object.values(run.steps).reduce((sum, { tally }) => sum.join(new Tally(tally)), new Tally());
}

/**
 * Keeps how far a step is, in the transaction of the rows that it tells of. Since both are kept or lost together, the commit
 * need not wait for the disk: after a crash of the server the import goes on a moment earlier.
 */
export async function keepStep(tx: Tx, runId: number, step: string, state: StepState): Promise<void> {
	await tx`
		update import_runs set checkpoint = jsonb_set(checkpoint, array['steps', ${step}], ${tx.json(state)})
		where id = ${runId}
		returning set_config('synchronous_commit', 'off', true)`;
}

/** Ends a run, once, and says so to whoever listens. */
export async function finishRun(tx: Tx, run: Run, source: string, spaceId: number): Promise<void> {
	const ended = await tx`
		update import_runs set finished_at = now(), report = ${tx.json(tallyOf(run).toJSON())}
		where id = ${run.id} and finished_at is null returning id`;
	if (ended.length > 0) await publish(tx, 'import.finished', null, { runId: run.id, source, spaceId });
}

const lockAttempts = 20;

/** Runs `deed` while nobody else imports from this source; throws when another process does so for longer than 5 s. */
export async function withImportLock<T>(sql: Sql, source: string, deed: () => Promise<T>): Promise<T> {
	// A session lock needs a connection of its own; when the process is killed, the server frees it with the connection.
	const connection = await sql.reserve();
	try {
		for (let attempt = 1; !(await tryLock(connection, source)); attempt++) {
			if (attempt === lockAttempts) throw new Error(`Another import of ${source} is running`);
			await pause(250);
		}
		return await deed().finally(() => unlock(connection, source));
	} finally {
		connection.release();
	}
}

async function tryLock(connection: Db, source: string): Promise<boolean> {
	const [row] = await connection<{ held: boolean }[]>`
		select pg_try_advisory_lock(hashtextextended(${`import ${source}`}, 0)) as held`;
	return row?.held ?? false;
}

async function unlock(connection: Db, source: string): Promise<void> {
	await connection`select pg_advisory_unlock(hashtextextended(${`import ${source}`}, 0))`;
}
