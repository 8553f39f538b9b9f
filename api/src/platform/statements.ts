import { currentTracing } from '@ikatan/process/tracer';
import type { Sql } from './db.ts';

/** As much of a postgres.js query as is needed to see when it is sent and done; fragments inside others never are sent. */
type Query = {
	handler: object;
	executed: boolean;
	statement: { string: string } | null;
	strings: readonly string[];
	resolve(value: unknown): void;
	reject(error: unknown): void;
	handle(): Promise<void>;
};

/** How busy a pool is. */
export type PoolLoad = { max: number; statements: number; transactions: number; waitingTransactions: number };

const loads = new WeakMap<object, PoolLoad>();
let patched = false;

/**
 * Keeps count of what a pool does, and makes a span of every statement while a trace is at work. postgres.js tells neither, so
 * its queries are watched from inside (pinned version; a test holds it).
 */
export function watchPool(sql: Sql, max: number): PoolLoad {
	const load: PoolLoad = { max, statements: 0, transactions: 0, waitingTransactions: 0 };
	const probe = sql`select` as unknown as Query;
	patchQueries(Object.getPrototypeOf(probe) as Query);
	loads.set(probe.handler, load);
	const begin = sql.begin.bind(sql) as unknown as (...given: unknown[]) => Promise<unknown>;
	const counted = async (...given: unknown[]): Promise<unknown> => {
		const act = given.pop() as (tx: unknown) => unknown;
		load.waitingTransactions += 1;
		let begun = false;
		try {
			return await begin(...given, (tx: unknown) => {
				begun = true;
				load.waitingTransactions -= 1;
				load.transactions += 1;
				return act(tx);
			});
		} finally {
			if (begun) load.transactions -= 1;
			else load.waitingTransactions -= 1;
		}
	};
	Object.assign(sql, { begin: counted });
	return load;
}

/** Connections at work, and who waits for one. A statement goes to a busy connection's queue once all of them are taken. */
export function readLoad({ max, statements, transactions, waitingTransactions }: PoolLoad) {
	const wanted = statements + transactions + waitingTransactions;
	return { used: Math.min(max, wanted), waiting: Math.max(0, wanted - max) };
}

function patchQueries(prototype: Query): void {
	if (patched) return;
	patched = true;
	const handle = prototype.handle;
	prototype.handle = function (this: Query) {
		if (!this.executed) follow(this);
		return handle.call(this);
	};
}

function follow(query: Query): void {
	const load = loads.get(query.handler);
	const tracing = currentTracing();
	const span = tracing?.isWanted()
		? tracing.begin(verbOf(query.strings), 'client', { 'db.system.name': 'postgresql' })
		: undefined;
	// The begin of a transaction is counted with it.
	const counted = /^begin\b/.test(query.strings[0] ?? '') ? undefined : load;
	if (!counted && !span) return;
	if (counted) counted.statements += 1;
	const { resolve, reject } = query;
	let open = true;
	const done = (mistake?: unknown) => {
		if (!open) return;
		open = false;
		if (counted) counted.statements -= 1;
		// With its placeholders: what stands in their place is of people.
		span?.set({ 'db.query.text': query.statement?.string?.replaceAll(/\s+/g, ' ').trim().slice(0, 2000) });
		span?.end(mistake);
	};
	query.resolve = (value) => {
		done();
		resolve(value);
	};
	query.reject = (error) => {
		done(error ?? new Error());
		reject(error);
	};
}

const verbOf = (strings: readonly string[]) => /[a-z]+/i.exec(strings[0] ?? '')?.[0].toUpperCase() ?? 'SQL';
