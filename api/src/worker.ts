import { setTimeout as sleep } from 'node:timers/promises';
import { modules } from './app.ts';
import { connect } from './platform/db.ts';
import { EventReader, forgetEventsBefore, Subscriptions } from './platform/events.ts';
import { giveWay } from './platform/give-way.ts';
import { Jobs } from './platform/jobs.ts';
import { keepingCarrier, smtpCarrier } from './platform/mail.ts';
import { Rounds, type Every } from './platform/rounds.ts';
import { measureWork } from './platform/worker-gauges.ts';
import { openLastingProcess } from './processes.ts';

const lockKey = 7_061_002;
const eventsKeptDays = 30;
const { deps, env, log, stopWith, limitSeconds } = await openLastingProcess('worker');
const direct = connect(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, {
	max: 1,
	name: 'ikatan worker lock',
	lasting: true,
});

// Nobody waits for the worker: where processors are short, whoever asks for a page or writes comes first.
giveWay();

// One worker at a time: another one waits here until this one is gone.
await direct`select pg_advisory_lock(${lockKey})`;

/** The lock goes with its connection, which comes back by itself: then it is taken again, or another worker has it. */
async function keepLock(): Promise<void> {
	const [row] = await direct<{ mine: boolean }[]>`
		select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and objid::bigint = ${lockKey}
			and granted) or pg_try_advisory_lock(${lockKey}) as mine`;
	if (row?.mine) return;
	log.error('another worker has taken over');
	process.kill(process.pid, 'SIGTERM');
}

const subscriptions = new Subscriptions();
const jobs = new Jobs(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, log, deps.meter);
const rounds = new Rounds(log, deps.meter);
const carrier = env.SMTP_URL ? smtpCarrier(env.SMTP_URL, env.MAIL_FROM) : keepingCarrier;
const every: Every = (milliseconds, act, channel) => rounds.add(milliseconds, act, channel);
for (const module of modules) module.jobs?.({ deps, subscriptions, jobs, every, carrier });

const reader = new EventReader(deps.sql, subscriptions, log, deps.meter);
/** While this many events or more come at once, the worker rests between rounds: many settle together for less than one by one. */
const busyEvents = 5;
const restMs = 250;
// A failed effect waits for its next try, hence also by the clock.
every(
	1000,
	async (stopping) => {
		const handled = await reader.drain(stopping);
		if (handled >= busyEvents) await sleep(restMs, undefined, { signal: stopping }).catch(() => {});
	},
	'ikatan_events',
);
every(2_000, keepLock);
jobs.add({
	name: 'events.forget',
	cron: '7 4 * * *',
	act: async () => {
		const before = new Date(deps.clock.now().getTime() - eventsKeptDays * 24 * 3_600_000);
		await forgetEventsBefore(deps.sql, before);
	},
});

await jobs.start();
await deps.live.start();
await rounds.start(direct);
measureWork(deps);
log.info('worker ready');

stopWith(async () => {
	await Promise.all([jobs.stop(limitSeconds - 4), rounds.stop()]);
	await direct.end({ timeout: 2 });
});
