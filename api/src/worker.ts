import { modules } from './app.ts';
import { connect } from './platform/db.ts';
import { EventReader, Subscriptions } from './platform/events.ts';
import { Jobs } from './platform/jobs.ts';
import { keepingCarrier, smtpCarrier } from './platform/mail.ts';
import { openProcess, stopGracefully } from './processes.ts';

const lockKey = 7_061_002;
const { deps, env, log, close } = openProcess('worker');
const direct = connect(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, { max: 2, name: 'ikatan worker lock' });

// One worker at a time: another one waits here until this one is gone.
const held = await direct.reserve();
await held`select pg_advisory_lock(${lockKey})`;

const subscriptions = new Subscriptions();
const jobs = new Jobs(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL, log);
const carrier = env.SMTP_URL ? smtpCarrier(env.SMTP_URL, env.MAIL_FROM) : keepingCarrier;
for (const module of modules) module.jobs?.({ deps, subscriptions, jobs, carrier });
await jobs.start();
await deps.live.start();

const reader = new EventReader(deps.sql, subscriptions, log);
let running = false;
let again = false;
let stopped = false;

/** One drain at a time; a call in the midst of one has it run once more. */
async function drain(): Promise<void> {
	if (running || stopped) {
		again = true;
		return;
	}
	running = true;
	try {
		do {
			again = false;
			await reader.drain();
		} while (again && !stopped);
	} catch (error) {
		log.error({ err: error }, 'events not read');
	} finally {
		running = false;
	}
}

await direct.listen('ikatan_events', () => void drain(), () => void drain());
// A notice may get lost with the connection, and a failed effect waits for its next try.
const tick = setInterval(() => void drain(), 1000);
log.info('worker ready');

stopGracefully(log, async () => {
	stopped = true;
	clearInterval(tick);
	await jobs.stop();
	while (running) await new Promise((resolve) => setTimeout(resolve, 20));
	await direct.end({ timeout: 2 });
	await close();
});
