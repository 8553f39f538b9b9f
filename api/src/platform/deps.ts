import type { Meter } from '@ikatan/process/meter';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from './clock.ts';
import type { Sql } from './db.ts';
import type { Env } from './env.ts';
import type { Live } from './live.ts';
import type { Outside } from './outside/request.ts';
import type { Replica } from './replica.ts';
import type { SearchPort } from './search.ts';

/** Everything from outside of a request that modules use; built once per process, handed in by tests. */
export type Deps = {
	env: Env;
	sql: Sql;
	/** For what visitors read, where there is one. */
	replica?: Replica | undefined;
	clock: Clock;
	live: Live;
	search: SearchPort;
	/** The network beyond this machine. */
	outside: Outside;
	log: FastifyBaseLogger;
	/** What whoever watches over the process may know of it. */
	meter: Meter;
	/** Aborted once the process is asked to stop: it takes on nothing that lasts. */
	leaving: AbortSignal;
};
