import { AsyncLocalStorage } from 'node:async_hooks';
import postgres from 'postgres';
import { sendOneByOne } from './statements.ts';

const int8 = { to: 20, from: [20], serialize: (value: number) => String(value), parse: (text: string) => Number(text) };
/** A moment as PostgreSQL writes it where its clock shows UTC; the usual case, ten times as quick as reading it as a date. */
const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\d*\+00$/;
const isoOf = (text: string) => {
	const [, day, time, fraction = ''] = inUtc.exec(text) ?? [];
	return day ? `${day}T${time}.${fraction.padEnd(3, '0')}Z` : new Date(text).toISOString();
};
const timestamptz = {
	to: 1184,
	from: [1184],
	serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
	parse: isoOf,
};
/** Half of a pair of UTF-16, as JSON.stringify writes it when the other is not there; behind an even number of backslashes. */
const halves = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
const json = {
	to: 114,
	from: [114, 3802],
	// PostgreSQL refuses halves of pairs in JSON; in text they arrive as U+FFFD, and so they do here.
	serialize: (value: unknown) => JSON.stringify(value ?? null).replace(halves, '$1\ufffd'),
	parse: (text: string): unknown => JSON.parse(text),
};

const types = { int8, timestamptz, json };
type Types = { int8: number; timestamptz: string | Date };

export type Sql = postgres.Sql<Types>;
export type Tx = postgres.TransactionSql<Types>;
/** Either a pool or an open transaction: reads do not care. */
export type Db = Sql | Tx;
/** A piece of a statement, to be put into another one. */
export type Fragment = postgres.Fragment;
/** A whole statement, which is sent once somebody waits for it, or by `sendLast`. */
export type Statement<Row = unknown> = Promise<readonly Row[]> & { execute(): unknown };

export type ConnectOptions = {
	max?: number;
	name?: string;
	/** Connections stay open while the process lives, for a session's lock; else each is made anew after 30 to 60 min. */
	lasting?: boolean;
	/** Through a PgBouncer in transaction mode: no statement is prepared by name, and the pooler ends idle transactions. */
	pooled?: boolean;
};

/** Seconds before a connection that failed is tried again: postgres.js itself waits up to 20 s, long after the database is back. */
const soonAgain = (retries: number) => Math.min(1, 0.05 * 2 ** retries);

/**
 * Opens a pool. Columns arrive in camelCase (keys inside JSON stay as they are), int8 as number, timestamptz as ISO string;
 * a transaction that idles for 10 s is ended by the server (behind a PgBouncer by its `idle_transaction_timeout`).
 */
export function connect(
	url: string,
	{ max = 10, name = 'ikatan', lasting = false, pooled = false }: ConnectOptions = {},
): Sql {
	const sql = postgres(url, {
		max,
		types,
		...(lasting && { max_lifetime: null }),
		onnotice: () => {},
		backoff: soonAgain,
		prepare: !pooled,
		connection: { application_name: name, ...(!pooled && { idle_in_transaction_session_timeout: 10_000 }) },
		transform: { undefined: null, column: { from: postgres.toCamel, to: postgres.fromCamel } },
	}) as unknown as Sql;
	if (pooled) sendOneByOne(sql, max);
	return sql;
}

/** What is to be done once transactions have committed. */
const afterwards = new WeakMap<Tx, ((sql: Sql) => void)[]>();

/** What transactions sent last, and did not wait for. */
const lastStatements = new WeakMap<Tx, Statement[]>();

/**
 * Sends statements that the commit follows at once: a round trip less while the transaction holds its locks, for what a deed writes
 * last. Their rows are there when `inTransaction` returns; when one of them fails, all is undone and `inTransaction` throws.
 */
export function sendLast(tx: Tx, ...statements: Statement[]): void {
	const sent = lastStatements.get(tx);
	if (!sent) throw new Error('Only inTransaction waits for what is sent last');
	for (const statement of statements) {
		statement.execute();
		// Thrown by inTransaction, once the transaction is over.
		statement.catch(() => {});
		sent.push(statement);
	}
}

/** What the first transaction that commits brings with it: both, or neither. */
type Opening = { enter: (tx: Tx) => Promise<void>; state: 'waits' | 'enters' | 'past' };
const openings = new AsyncLocalStorage<Opening>();

/** Runs `act`; the first transaction that it commits does `enter` before anything else. Tells whether there was one. */
export async function opening(enter: Opening['enter'], act: () => Promise<void>): Promise<boolean> {
	const opened: Opening = { enter, state: 'waits' };
	try {
		await openings.run(opened, act);
		return opened.state === 'past';
	} finally {
		// What runs on after the reply brings nothing more.
		opened.state = 'past';
	}
}

/** What is to be entered by the transaction that begins now, if it is the first. */
function takeOpening(): Opening | undefined {
	const opened = openings.getStore();
	if (opened?.state !== 'waits') return undefined;
	opened.state = 'enters';
	return opened;
}

/** Runs `deed` in one transaction: all of it or nothing. Serialisation failures and deadlocks are tried again, twice. */
export async function inTransaction<T>(sql: Sql, deed: (tx: Tx) => Promise<T>): Promise<T> {
	const opened = takeOpening();
	let committed = false;
	try {
		for (let attempt = 1; ; attempt++) {
			const acts: ((sql: Sql) => void)[] = [];
			const sentLast: Statement[] = [];
			try {
				const done = (await sql.begin(async (tx) => {
					afterwards.set(tx, acts);
					lastStatements.set(tx, sentLast);
					await opened?.enter(tx);
					return await deed(tx);
				})) as T;
				// Where one failed PostgreSQL has undone all, and does not call that an error of the commit.
				await Promise.all(sentLast);
				committed = true;
				for (const act of acts) act(sql);
				return done;
			} catch (error) {
				if (committed || attempt === 3 || !isRetriable(error)) throw error;
			}
		}
	} finally {
		if (opened?.state === 'enters') opened.state = committed ? 'past' : 'waits';
	}
}

/**
 * Has PostgreSQL plan each statement of this transaction once for each connection and keep the plan, whatever the values are. Left
 * alone it plans most lists of ids anew each time, which takes several times as long as running them. For statements that enter by
 * number; not for lists that a `limit` cuts, whose plans depend on how much of them is wanted.
 */
export async function keepPlans(tx: Tx): Promise<void> {
	await tx`set local plan_cache_mode = force_generic_plan`;
}

/**
 * Ids as an array for SQL, of which PostgreSQL does not know beforehand how many there are. When it knows, a plan made for just these
 * looks better to it than the one it keeps, and it makes one anew for each statement.
 */
export function manyIds(sql: Db, ids: readonly number[]): Fragment {
	return sql`(select ${ids as number[]}::bigint[])::bigint[]`;
}

/** The same of texts. */
export function manyTexts(sql: Db, texts: readonly string[]): Fragment {
	return sql`(select ${texts as string[]}::text[])::text[]`;
}

/** How many rows are wanted, as part of the statement itself, so that the plan that is kept for it knows; for the sizes of pages. */
export function rowsWanted(sql: Db, count: number): Fragment {
	if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} rows cannot be asked for`);
	return sql.unsafe(String(count)) as unknown as Fragment;
}

/**
 * Runs `act` once the transaction has committed, and never when it is undone or the process ends in between: for calls that may get
 * lost. `act` must not throw. Told within the transaction, a NOTIFY would have every other commit with one wait for the disk.
 */
export function onceCommitted(tx: Tx, act: (sql: Sql) => void): void {
	afterwards.get(tx)?.push(act);
}

function isRetriable(error: unknown): boolean {
	const code = (error as { code?: string } | null)?.code;
	return code === '40001' || code === '40P01';
}

/** True when the error is a broken unique constraint (or exactly the one named). */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
	const found = error as { code?: string; constraint_name?: string } | null;
	return found?.code === '23505' && (constraint === undefined || found.constraint_name === constraint);
}

/** True when text was handed over that PostgreSQL does not take: it holds a zero byte. */
export function isUnstorableText(error: unknown): boolean {
	const code = (error as { code?: string } | null)?.code;
	return code === '22021' || code === '22P05';
}

/** Of postgres.js and of Node, when a connection breaks or none is to be had. */
const lostConnection =
	/^(CONNECTION_(CLOSED|DESTROYED|ENDED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)$/;
/** Of PostgreSQL: connection exceptions, too many connections, shutting down or starting up, read only for a while (a replica takes over). */
const awayState = /^(08...|53300|57P0[1-3]|25006)$/;

/** True when the database cannot be reached or does not take this now: the same may work in a moment. */
export function isDatabaseAway(error: unknown): boolean {
	const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
	// 55000 as an end of the connection: the database takes none for now. Of a statement it says something else.
	if (code === '55000') return severity === 'FATAL';
	return typeof code === 'string' && (lostConnection.test(code) || awayState.test(code));
}

/** True when there is no room: on the database's disk (53100), or on that of the files. */
export function isDiskFull(error: unknown): boolean {
	const code = (error as { code?: unknown } | null)?.code;
	return code === '53100' || code === 'ENOSPC' || code === 'EDQUOT';
}

/** The one row of a statement that always gives one; throws when there is none. */
export function one<Row>(rows: readonly Row[]): Row {
	const [row] = rows;
	if (row === undefined) throw new Error('Expected a row, found none');
	return row;
}

/** The first row, or undefined. */
export function first<Row>(rows: readonly Row[]): Row | undefined {
	return rows[0];
}
