import type { Db } from './db.ts';

type Entry = { until: number; value: Promise<unknown> };
let kept = new WeakMap<Db, Map<string, Entry>>();
/** The database that a replica is a copy of. */
const originals = new WeakMap<Db, Db>();

/**
 * What `load` reads, kept for so many milliseconds: for the few things that nearly every request asks for first. A transaction reads
 * anew. Whoever gets it must not change it.
 */
export function keptBriefly<Value>(
	db: Db,
	name: string,
	milliseconds: number,
	load: (db: Db) => Promise<Value>,
): Promise<Value> {
	if (!('begin' in db)) return load(db);
	const database = originals.get(db) ?? db;
	const ofDatabase = kept.get(database) ?? new Map<string, Entry>();
	kept.set(database, ofDatabase);
	const known = ofDatabase.get(name);
	if (known && known.until > performance.now()) return known.value as Promise<Value>;
	const value = load(database);
	ofDatabase.set(name, { until: performance.now() + milliseconds, value });
	value.catch(() => ofDatabase.delete(name));
	return value;
}

/** Has what is kept for readers of a replica read from the database itself: what it is late by would come on top of the keeping. */
export function keepAs(replica: Db, database: Db): void {
	originals.set(replica, database);
}

/** Has this process read all of that anew, of one database or of all: call it when a change of what is kept has committed. */
export function forgetKept(db?: Db): void {
	if (db) kept.delete(db);
	else kept = new WeakMap();
}
