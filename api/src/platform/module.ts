import type { FastifyInstance } from 'fastify';
import type { Deps } from './deps.ts';
import type { Derived } from './derived.ts';
import type { Subscriptions } from './events.ts';
import type { Jobs } from './jobs.ts';
import type { MailCarrier } from './mail.ts';
import type { Every } from './rounds.ts';

/** What the worker hands to a module's jobs. */
export type WorkerContext = {
	deps: Deps;
	subscriptions: Subscriptions;
	jobs: Jobs;
	/** For what must not wait for the jobs' polling: every so many milliseconds, and at once on a NOTIFY channel. */
	every: Every;
	carrier: MailCarrier;
};

/** A domain as app.ts and worker.ts see it. */
export type Module = {
	name: string;
	/** Registers the domain's routes. */
	routes?: (app: FastifyInstance) => Promise<void> | void;
	/** Declares what happens afterwards: subscriptions to events, jobs by the clock, rounds of work. */
	jobs?: (context: WorkerContext) => void;
	/** Numbers that follow from other rows, which `npm run recount` compares and mends; in the order in which they rest on each other. */
	derived?: Derived[];
};
