import { currentTracing } from '@ikatan/process/tracer';
import type { Sql } from './db.ts';

/** As much of a postgres.js query as is needed to see when it is sent and done; fragments inside others never are sent. */
type Query = {
	handler: (query: Query) => void;
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
const gates = new WeakMap<object, Gate>();
let patched = false;

/**
 * Keeps count of what a pool does, and makes a span of every statement while a trace is at work. postgres.js tells neither, so
 * its queries are watched from inside (pinned version; a test holds it).
 */
export function watchPool(sql: Sql, max: number): PoolLoad {
	const load: PoolLoad = { max, statements: 0, transactions: 0, waitingTransactions: 0 };
	loads.set(handlerOf(sql), load);
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

/** Lets only so many through at a time, the others in the order in which they came. */
class Gate {
	private free: number;
	private readonly waiting: (() => void)[] = [];

	constructor(places: number) {
		this.free = places;
	}

	enter(act: () => void): void {
		if (this.free === 0) return void this.waiting.push(act);
		this.free -= 1;
		act();
	}

	leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free += 1;
	}
}

/**
 * Has every statement and every transaction wait for a connection of its own. Left to itself postgres.js sends a statement behind
 * another one that is still under way, and a PgBouncer in transaction mode then gives the connection away between the two.
 */
export function sendOneByOne(sql: Sql, max: number): void {
	const gate = new Gate(max);
	gates.set(handlerOf(sql), gate);
	const begin = sql.begin.bind(sql) as unknown as (...given: unknown[]) => Promise<unknown>;
	const alone = async (...given: unknown[]): Promise<unknown> => {
		await new Promise<void>((enter) => gate.enter(enter));
		return await begin(...given).finally(() => setImmediate(() => gate.leave()));
	};
	Object.assign(sql, { begin: alone });
}

/** What all statements of a pool have in common that are not in a transaction. */
function handlerOf(sql: Sql): object {
	const probe = sql`select` as unknown as Query;
	patchQueries(Object.getPrototypeOf(probe) as Query);
	return probe.handler;
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
	const gate = gates.get(query.handler);
	const tracing = currentTracing();
	const span = tracing?.isWanted()
		? tracing.begin(verbOf(query.strings), 'client', { 'db.system.name': 'postgresql' })
		: undefined;
	// The begin of a transaction is counted with it.
	const begins = /^begin\b/.test(query.strings[0] ?? '');
	const counted = begins ? undefined : load;
	const gated = begins ? undefined : gate;
	if (!counted && !span && !gated) return;
	if (counted) counted.statements += 1;
	const { resolve, reject, handler } = query;
	if (gated) query.handler = () => gated.enter(() => handler(query));
	let open = true;
	const done = (mistake?: unknown) => {
		if (!open) return;
		open = false;
		if (counted) counted.statements -= 1;
		// Once postgres.js has put the connection back.
		if (gated) setImmediate(() => gated.leave());
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
