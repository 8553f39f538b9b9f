import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { isDatabaseAway, one, type Sql } from './db.ts';
import { keepAs } from './kept.ts';

/** A copy of the database that follows it, for what visitors read. */
export type Replica = {
	/** Its pool while it holds all that the database held 0.8 s ago; nothing while it is behind or away. */
	fresh(): Sql | undefined;
	/** Whether the database itself can do what the replica could not: then it is left alone until it was looked at again. */
	failed(error: unknown): boolean;
	stop(): Promise<void>;
};

/** How often the replica is asked for what the database held the time before. */
const lookEveryMs = 200;
/** Most that visitors see late by it. A replica that hangs, or is slow to answer, is left once that has passed. */
const mostLateMs = 800;

/**
 * Watches over a replica. Its clock says nothing of how far it is behind (an idle database has nothing to replay), so its place in the
 * log is compared with that of the database. What is kept briefly (spaces, settings) is read from the database itself.
 */
export function openReplica(database: Sql, replica: Sql, log: FastifyBaseLogger): Replica {
	keepAs(replica, database);
	const stopping = new AbortController();
	/** A place in the database's log, and when the database was there at the earliest. */
	let sought: { place: string | null; at: number } = { place: null, at: 0 };
	let trustedUntil = 0;
	let inUse = false;

	const look = async () => {
		const { place: reached, at: reachedAt } = sought;
		const at = performance.now();
		const [{ place }, { there }] = await Promise.all([
			database<{ place: string }[]>`select pg_current_wal_lsn()::text as place`.then(one),
			replica<{ there: boolean | null }[]>`
				select pg_last_wal_replay_lsn() >= ${reached}::text::pg_lsn as there`.then(one),
		]);
		sought = { place, at };
		if (there) trustedUntil = reachedAt + mostLateMs;
	};
	const watch = async () => {
		while (!stopping.signal.aborted) {
			const err: unknown = await look().then(
				() => undefined,
				(error: unknown) => error,
			);
			const fresh = performance.now() < trustedUntil;
			if (fresh !== inUse)
				log.info({ err }, fresh ? 'visitors read from the replica' : 'the replica is behind or away');
			inUse = fresh;
			await sleep(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
		}
	};
	const watching = watch();
	return {
		fresh: () => (performance.now() < trustedUntil ? replica : undefined),
		failed: (error) => {
			if (!isDatabaseAway(error) && !isConflict(error)) return false;
			trustedUntil = 0;
			return true;
		},
		stop: async () => {
			stopping.abort();
			await replica.end({ timeout: 2 });
			await watching;
		},
	};
}

/** A read that had to make way for what came from the database: 40001. */
const isConflict = (error: unknown) => (error as { code?: unknown } | null)?.code === '40001';
