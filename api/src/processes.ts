import { pino, type Logger } from 'pino';
import { systemClock } from './platform/clock.ts';
import { connect } from './platform/db.ts';
import type { Deps } from './platform/deps.ts';
import { readEnv, type Env } from './platform/env.ts';
import { PostgresLive } from './platform/live.ts';
import { outside } from './platform/outside/request.ts';
import { createSearch } from './platform/search.ts';

/** A process's parts and how to let go of them. */
export type Process = { deps: Deps; env: Env; log: Logger; close(): Promise<void> };

/** Opens what every process of the API needs: environment, log, pool, live link, search. */
export function openProcess(name: string): Process {
	const env = readEnv();
	const log = pino({
		name,
		level: env.LOG_LEVEL,
		redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token'],
	});
	const sql = connect(env.DATABASE_URL, { max: env.DATABASE_POOL, name: `ikatan ${name}` });
	const direct = connect(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, { max: 2, name: `ikatan ${name} live` });
	const live = new PostgresLive(direct, log);
	const search = createSearch({ sql, env, log });
	return {
		deps: { env, sql, clock: systemClock, live, search, outside, log },
		env,
		log,
		close: async () => {
			await live.stop();
			await Promise.all([sql.end({ timeout: 5 }), direct.end({ timeout: 5 })]);
		},
	};
}

/** Runs `close` once on SIGTERM, SIGINT or a lost parent, then ends; after 10 s it ends anyway. */
export function stopGracefully(log: Logger, close: () => Promise<void>): void {
	let stopping = false;
	const stop = (reason: string) => {
		if (stopping) return;
		stopping = true;
		log.info({ reason }, 'stopping');
		setTimeout(() => process.exit(1), 10_000).unref();
		close().then(
			() => process.exit(0),
			(error: unknown) => {
				log.error({ err: error }, 'stop failed');
				process.exit(1);
			},
		);
	};
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
	process.on('disconnect', () => stop('parent gone'));
}
