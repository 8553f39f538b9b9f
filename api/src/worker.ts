import { modules } from './app.ts';
import { connect } from './platform/db.ts';
import { EventReader, forgetEventsBefore, Subscriptions } from './platform/events.ts';
import { Jobs } from './platform/jobs.ts';
import { keepingCarrier, smtpCarrier } from './platform/mail.ts';
import { Rounds, type Every } from './platform/rounds.ts';
import { openProcess, stopGracefully } from './processes.ts';

const lockKey = 7_061_002;
const eventsKeptDays = 30;
const { deps, env, log, close } = openProcess('worker');
const direct = connect(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, { max: 2, name: 'ikatan worker lock' });

// One worker at a time: another one waits here until this one is gone.
const held = await direct.reserve();
await held`select pg_advisory_lock(${lockKey})`;

const subscriptions = new Subscriptions();
const jobs = new Jobs(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, log);
const rounds = new Rounds(log);
const carrier = env.SMTP_URL ? smtpCarrier(env.SMTP_URL, env.MAIL_FROM) : keepingCarrier;
const every: Every = (milliseconds, act, channel) => rounds.add(milliseconds, act, channel);
for (const module of modules) module.jobs?.({ deps, subscriptions, jobs, every, carrier });

const reader = new EventReader(deps.sql, subscriptions, log);
// A failed effect waits for its next try, hence also by the clock.
every(1000, async () => void (await reader.drain()), 'ikatan_events');
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
log.info('worker ready');

stopGracefully(log, async () => {
	await jobs.stop();
	await rounds.stop();
	await direct.end({ timeout: 2 });
	await close();
});
