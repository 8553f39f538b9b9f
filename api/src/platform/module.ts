import type { FastifyInstance } from 'fastify';
import type { Deps } from './deps.ts';
import type { Subscriptions } from './events.ts';
import type { Jobs } from './jobs.ts';
import type { MailCarrier } from './mail.ts';
import type { Rounds } from './rounds.ts';

/** What the worker hands to a module's jobs. */
export type WorkerContext = {
	deps: Deps;
	subscriptions: Subscriptions;
	jobs: Jobs;
	/** What must not wait for the jobs' polling: seconds, or at once on a NOTIFY. */
	rounds: Rounds;
	carrier: MailCarrier;
};

/** A domain as app.ts and worker.ts see it. */
export type Module = {
	name: string;
	/** Registers the domain's routes. */
	routes?: (app: FastifyInstance) => Promise<void> | void;
	/** Declares what happens afterwards: subscriptions to events, jobs by the clock, rounds. */
	jobs?: (context: WorkerContext) => void;
};
