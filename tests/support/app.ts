import { silentMeter } from '@ikatan/process/meter';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Endpoint, WireError } from '@ikatan/contracts';
import type { z } from 'zod';
import { buildApp, modules } from '../../api/src/app.ts';
import type { Clock } from '../../api/src/platform/clock.ts';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import type { Deps } from '../../api/src/platform/deps.ts';
import { readEnv } from '../../api/src/platform/env.ts';
import { EventReader, Subscriptions } from '../../api/src/platform/events.ts';
import type { Jobs } from '../../api/src/platform/jobs.ts';
import { keepAs } from '../../api/src/platform/kept.ts';
import { PostgresLive } from '../../api/src/platform/live.ts';
import { keepingCarrier, type MailCarrier } from '../../api/src/platform/mail.ts';
import type { Outside } from '../../api/src/platform/outside/request.ts';
import type { Replica } from '../../api/src/platform/replica.ts';
import { createSearch } from '../../api/src/platform/search.ts';
import { test as databaseTest, type TestDatabase } from './database.ts';
import { guardPool } from './guarded-pool.ts';

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
	private offsetMs = 0;

	now(): Date {
		return new Date(Date.now() + this.offsetMs);
	}

	/** Moves the time on. */
	pass(milliseconds: number): void {
		this.offsetMs += milliseconds;
	}
}

/** Somebody with a session: hand it to `call` as `as`. */
export type Caller = { cookie: string; address?: string };

type Input<Schema> = NonNullable<Schema> extends z.ZodType ? z.input<NonNullable<Schema>> : undefined;
export type CallOptions<E extends Endpoint> = {
	as?: Caller;
	params?: Input<E['params']>;
	query?: Input<E['query']>;
	body?: Input<E['body']>;
	headers?: Record<string, string>;
};
export type CallReply<E extends Endpoint> = {
	status: number;
	/** What came back, as it was sent. */
	text: string;
	/** The reply of a success. */
	value: z.output<E['reply']>;
	/** The refusal. */
	error: WireError;
	cookies: { name: string; value: string }[];
	headers: Record<string, string | string[] | number | undefined>;
};

export type TestApp = {
	app: FastifyInstance;
	deps: Deps;
	sql: Sql;
	clock: TestClock;
	/** Speaks HTTP to the real app, typed by the endpoint. */
	call<E extends Endpoint>(endpoint: E, options?: CallOptions<E>): Promise<CallReply<E>>;
	/** Lets the worker do all that waits: events with their effects, rounds (search feeding, mail). */
	settle(): Promise<void>;
	/** Runs a job of the clock now. */
	runJob(name: string): Promise<void>;
};

/** Builds an app on the file's database; `close` lets go of it. */
export async function openApp(
	database: TestDatabase,
	overrides: Record<string, string> = {},
	carrier: MailCarrier = keepingCarrier,
) {
	const env = readEnv({
		NODE_ENV: 'test',
		DATABASE_URL: database.url,
		MEILI_URL: database.meiliUrl,
		MEILI_KEY: database.meiliKey,
		MEILI_PREFIX: database.meiliPrefix,
		WEB_SECRET: 'test-web-secret-0123456789',
		APP_SECRET: 'test-app-secret-0123456789',
		PUBLIC_ORIGIN: 'http://localhost:3000',
		FILES_FOLDER: `/tmp/ikatan-test-files/${database.meiliPrefix}`,
		LOCAL_MAILBOX: '1',
		LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
		...overrides,
	});
	const log = pino({ level: env.LOG_LEVEL });
	const refused: string[] = [];
	const sql = guardPool(database.connect({ max: 10, name: 'test api' }), refused);
	const direct = database.connect({ max: 2, name: 'test live' });
	const reading = connect(`${database.url}?default_transaction_read_only=on`, { max: 3, name: 'test replica' });
	const clock = new TestClock();
	const live = new PostgresLive(direct, log);
	const search = createSearch({ sql, env, log });
	const deps: Deps = {
		env,
		sql,
		clock,
		live,
		search,
		replica: readOnlyReplica(reading, sql, refused),
		outside: noOutside,
		log,
		meter: silentMeter,
		leaving: new AbortController().signal,
	};
	const app = await buildApp(deps);
	await app.ready();
	const worker = openWorker(deps, carrier);
	const call: TestApp['call'] = (endpoint, options = {}) => inject(app, endpoint, options);
	const opened: TestApp = { app, deps, sql, clock, call, settle: worker.settle, runJob: worker.runJob };
	const close = async () => {
		await app.close();
		await reading.end({ timeout: 2 });
		if (refused.length > 0) throw new Error(`Statements where they must not be: ${refused.join('; ')}`);
	};
	return { ...opened, close };
}

/** Stands for a replica in every test: what visitors read must write nothing. */
function readOnlyReplica(reading: Sql, sql: Sql, refused: string[]): Replica {
	keepAs(reading, sql);
	return {
		fresh: () => reading,
		failed: (error) => {
			if ((error as { code?: unknown }).code === '25006') refused.push(`a visitor's reading writes: ${String(error)}`);
			return false;
		},
		stop: async () => {},
	};
}

/** No test reaches beyond this machine; those about the outside network put something in its place. */
const noOutside: Outside = {
	resolve: () => Promise.reject(new Error('There is no outside network in tests')),
	request: () => Promise.reject(new Error('There is no outside network in tests')),
};

function openWorker(deps: Deps, carrier: MailCarrier) {
	const subscriptions = new Subscriptions();
	const rounds: (() => Promise<void>)[] = [];
	/** No round is asked to stop early. */
	const staying = new AbortController().signal;
	const declared = new Map<string, (payload: object) => Promise<void>>();
	const queue: { name: string; payload: object }[] = [];
	// pg-boss has its own test; here its jobs run at once, in order.
	const jobs = {
		add: (job: { name: string; act: (payload: object) => Promise<void> }) => void declared.set(job.name, job.act),
		send: async (name: string, payload: object = {}) => void queue.push({ name, payload }),
	} as unknown as Jobs;
	for (const module of modules) {
		module.jobs?.({
			deps,
			subscriptions,
			jobs,
			carrier,
			every: (_milliseconds, act) => void rounds.push(() => act(staying)),
		});
	}
	const reader = new EventReader(deps.sql, subscriptions, deps.log);
	const runJob = async (name: string, payload: object = {}) => {
		const act = declared.get(name);
		if (!act) throw new Error(`There is no job ${name}`);
		await act(payload);
	};
	return {
		runJob,
		settle: async () => {
			for (;;) {
				const handled = await reader.drain();
				const sent = queue.splice(0);
				for (const { name, payload } of sent) await runJob(name, payload);
				for (const act of rounds) await act();
				if (handled > 0 || sent.length > 0 || queue.length > 0) continue;
				if (!(await eventsWait(deps.sql))) break;
				// A transaction of another test file, on the same server, is older than the event.
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			const failed = await deps.sql`
				select f.subscriber, e.name, f.error, count(*) from event_effects f join events e on e.id = f.event_id
				where f.error is not null group by 1, 2, 3 limit 5`;
			if (failed.length > 0) throw new Error(`Effects failed: ${JSON.stringify(failed)}`);
		},
	};
}

async function eventsWait(sql: Sql): Promise<boolean> {
	const rows = await sql`
		select from events e, event_cursor c where (e.transaction_id, e.id) > (c.transaction_id, c.event_id) limit 1`;
	return rows.length > 0;
}

async function inject<E extends Endpoint>(
	app: FastifyInstance,
	endpoint: E,
	options: CallOptions<E>,
): Promise<CallReply<E>> {
	const params = (options.params ?? {}) as Record<string, unknown>;
	const path = endpoint.path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(params[name])));
	const query: Record<string, string> = {};
	for (const [name, value] of Object.entries((options.query ?? {}) as Record<string, unknown>)) {
		if (value !== undefined) query[name] = String(value);
	}
	const response = await app.inject({
		method: endpoint.method,
		url: path,
		query,
		headers: {
			...(options.as && { cookie: options.as.cookie, origin: 'http://localhost:3000' }),
			...(options.as?.address && {
				'x-ikatan-web': app.deps.env.WEB_SECRET,
				'x-ikatan-client': options.as.address,
			}),
			...options.headers,
		},
		...(options.body !== undefined && { payload: options.body as object }),
	});
	// Read only where somebody looks: some tests look through thousands of replies as they are.
	let body: unknown;
	const read = () => (body ??= response.body === '' ? undefined : JSON.parse(response.body));
	return {
		status: response.statusCode,
		text: response.body,
		get value() {
			return read() as z.output<E['reply']>;
		},
		get error() {
			return read() as WireError;
		},
		cookies: response.cookies,
		headers: response.headers,
	};
}

/** `test` with an `app` of its own for the file, on its own database. */
export const test = databaseTest.extend(
	'app',
	{ scope: 'file' },
	async ({ database }, { onCleanup }): Promise<TestApp> => {
		const opened = await openApp(database);
		onCleanup(opened.close);
		return opened;
	},
);
