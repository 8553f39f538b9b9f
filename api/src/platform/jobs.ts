import { silentMeter, type Meter } from '@ikatan/process/meter';
import { inSpan } from '@ikatan/process/tracer';
import type { FastifyBaseLogger } from 'fastify';
import { fromBunSql, PgBoss } from 'pg-boss';
import postgres from 'postgres';

export type Job = {
	name: string;
	/** Cron line in UTC, e.g. `*\/5 * * * *`. */
	cron?: string;
	act: (payload: object) => Promise<void>;
};

/** pg-boss hands JSON over as text, which postgres.js would write as JSON once more. */
const json = {
	to: 114,
	from: [114, 3802],
	serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
	parse: (text: string): unknown => JSON.parse(text),
};

/**
 * What takes long, waits, retries or comes by the clock. pg-boss gets a pool of its own (max 3): on the writers' pool it would
 * wait for connections that the writers hold.
 */
export class Jobs {
	private readonly pool: postgres.Sql<{ json: unknown }>;
	private readonly boss: PgBoss;
	private readonly jobs: Job[] = [];
	private readonly note: ReturnType<typeof noteJobs>;

	constructor(url: string, log: FastifyBaseLogger, meter: Meter = silentMeter) {
		this.note = noteJobs(meter);
		// Not the pool of db.ts: pg-boss reads its own columns by their own names, and times as dates.
		this.pool = postgres(url, {
			max: 3,
			types: { json },
			onnotice: () => {},
			connection: { application_name: 'ikatan jobs' },
		});
		this.boss = new PgBoss({ db: fromBunSql(this.pool as never) });
		this.boss.on('error', (error) => log.error({ err: error }, 'jobs'));
	}

	/** Declares a job; before start(). */
	add(job: Job): void {
		this.jobs.push(job);
	}

	async start(): Promise<void> {
		await this.boss.start();
		for (const { name, cron, act } of this.jobs) {
			await this.boss.createQueue(name, { retryLimit: 5, retryDelay: 10, retryBackoff: true });
			await this.boss.work<object>(name, { batchSize: 1, pollingIntervalSeconds: 2 }, async ([job]) => {
				await this.note(name, () => inSpan(`job ${name}`, {}, () => act(job?.data ?? {})));
			});
			if (cron) await this.boss.schedule(name, cron, {}, { tz: 'UTC' });
		}
	}

	/** Queues a job; the same `singletonKey` waits only once. */
	async send(
		name: string,
		payload: object = {},
		options: { startAfterSeconds?: number; singletonKey?: string } = {},
	): Promise<void> {
		await this.boss.send(name, payload, { startAfter: options.startAfterSeconds, singletonKey: options.singletonKey });
	}

	/** Lets jobs under way end; one that takes longer than so many seconds is done again later, as one that failed. */
	async stop(withinSeconds = 4): Promise<void> {
		await this.boss.stop({ graceful: true, timeout: withinSeconds * 1000 }).catch(() => {});
		await this.pool.end({ timeout: 2 });
	}
}

/** Counts what jobs came to, and how long they took. */
function noteJobs(meter: Meter) {
	const count = meter.count('jobs_done_total', 'Jobs that ended, by how', ['job', 'outcome']);
	const time = meter.time('job_seconds', 'Seconds that a job took', ['job']);
	return async (job: string, act: () => Promise<void>): Promise<void> => {
		const begun = performance.now();
		let outcome = 'failed';
		try {
			await act();
			outcome = 'done';
		} finally {
			count({ job, outcome });
			time((performance.now() - begun) / 1000, { job });
		}
	};
}
