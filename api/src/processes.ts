import { shownError } from '@ikatan/process/line';
import { silentMeter, type Meter } from '@ikatan/process/meter';
import { stopGracefully, stopSettings } from '@ikatan/process/stopping';
import { pino, type Logger } from 'pino';
import { systemClock } from './platform/clock.ts';
import { connect, isDatabaseAway, type Sql } from './platform/db.ts';
import type { Deps } from './platform/deps.ts';
import { readEnv, readSurroundings, type Env } from './platform/env.ts';
import { PostgresLive } from './platform/live.ts';
import { outside } from './platform/outside/request.ts';
import { openReplica, type Replica } from './platform/replica.ts';
import { createSearch } from './platform/search.ts';
import { readLoad, watchPool } from './platform/statements.ts';
import { openWatch } from './platform/watch.ts';

/** A process's parts and how to let go of them. */
export type Process = { deps: Deps; env: Env; log: Logger; close(): Promise<void> };

type Lasting = { meter: Meter; leaving: AbortSignal };
const noWatch: Lasting = { meter: silentMeter, leaving: new AbortController().signal };

/**
 * Opens what every process of the API needs: environment, log, pool, live link, search. A command goes past any PgBouncer: it may hold
 * a lock for as long as it lasts.
 */
export function openProcess(name: string, lasting?: Lasting): Process {
	const { meter, leaving } = lasting ?? noWatch;
	const env = readEnv();
	const log = openLog(name, env);
	const directUrl = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL;
	const sql = connect(lasting ? env.DATABASE_URL : directUrl, {
		max: env.DATABASE_POOL,
		name: `ikatan ${name}`,
		pooled: lasting !== undefined && env.DATABASE_POOLED,
	});
	const direct = connect(directUrl, { max: 2, name: `ikatan ${name} live` });
	const live = new PostgresLive(direct, log);
	const search = createSearch({ sql, env, log });
	return {
		deps: { env, sql, clock: systemClock, live, search, outside, log, meter, leaving },
		env,
		log,
		close: async () => {
			await live.stop();
			await Promise.all([sql.end({ timeout: 5 }), direct.end({ timeout: 5 })]);
		},
	};
}

function openLog(name: string, env: Env): Logger {
	return pino({
		name,
		level: env.LOG_LEVEL,
		base: { name },
		redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'],
		serializers: { err: shownError },
	});
}

/** A process that runs until somebody stops it. */
export type LastingProcess = Process & {
	/** Has it stop by itself when it is asked to: `end` lets what is under way end, then the rest is let go of. */
	stopWith(end: () => Promise<void>): void;
	/** Most seconds for what is under way once the process is asked to stop. */
	limitSeconds: number;
};

/** Opens a process of the API that lasts: with its inner port, its traces, and a graceful stop. */
export async function openLastingProcess(name: string): Promise<LastingProcess> {
	const leaving = new AbortController();
	const settings = stopSettings(readSurroundings());
	let answers: () => Promise<unknown> = () => Promise.reject(new Error('not there yet'));
	const watch = await openWatch(name, async () => {
		await answers();
		return !leaving.signal.aborted;
	});
	const opened = openProcess(name, { meter: watch.meter, leaving: leaving.signal });
	const { deps, env, log } = opened;
	outliveLostConnections(log);
	answers = async () => await deps.sql`select 1`;
	measurePool(deps.sql, env.DATABASE_POOL, watch.meter);
	if (name === 'api' && env.DATABASE_READ_URL) deps.replica = followReplica(env.DATABASE_READ_URL, deps);
	const close = async () => {
		await deps.replica?.stop();
		await opened.close();
		await watch.close();
	};
	const stopWith = (end: () => Promise<void>) =>
		stopGracefully({
			...settings,
			say: (message, facts, mistake) =>
				mistake ? log.error({ ...facts, err: mistake }, message) : log.info(facts, message),
			leave: () => leaving.abort(),
			close: async () => {
				await end();
				await close();
			},
		});
	return { ...opened, close, stopWith, limitSeconds: settings.limitSeconds - settings.delaySeconds };
}

function followReplica(url: string, { sql, env, log, meter }: Deps): Replica {
	const replica = openReplica(sql, connect(url, { max: env.DATABASE_POOL, name: 'ikatan api replica' }), log);
	meter.gauge('replica_in_use', 'Whether visitors read from the replica now', () => [
		{ value: replica.fresh() ? 1 : 0 },
	]);
	return replica;
}

/** postgres.js asks every new connection for its types, and nobody hears when that one breaks meanwhile: no reason to fall. */
function outliveLostConnections(log: Logger): void {
	process.on('unhandledRejection', (error) => {
		if (!isDatabaseAway(error)) throw error;
		log.warn({ err: error }, 'a connection broke before it was used');
	});
}

function measurePool(sql: Sql, max: number, meter: Meter): void {
	const load = watchPool(sql, max);
	meter.gauge(
		'database_connections',
		'Connections of this process to the database: at work, wanted beyond that, and allowed',
		() => {
			const { used, waiting } = readLoad(load);
			return [
				{ value: used, labels: { state: 'used' } },
				{ value: waiting, labels: { state: 'waiting' } },
				{ value: max, labels: { state: 'allowed' } },
			];
		},
		['state'],
	);
}
