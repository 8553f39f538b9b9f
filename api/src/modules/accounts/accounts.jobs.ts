import type { Deps } from '../../platform/deps.ts';
import {
	forgetMailsBefore,
	mailChannel,
	resumeInterrupted,
	sendDueMails,
	type Sender,
} from '../../platform/mail-outbox.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { deleteOldFailures } from './attempts.queries.ts';
import { sweepNeverVerified } from './departure.service.ts';
import { restoreExpiredStates } from './members.queries.ts';
import { deleteOldRequestKeys } from './profile.queries.ts';
import { deleteExpiredSessions } from './sessions.queries.ts';
import { deleteOldTokens } from './tokens.queries.ts';

const keptDays = 30;
/** A worker that has lost its lock to another notices within 2 s, and needs a moment to stop; ms. */
const relievedAfter = 6_000;

export function accountsJobs({ deps, subscriptions, jobs, every, carrier }: WorkerContext): void {
	const { sql, clock, log, env } = deps;
	// Without SMTP the outbox is where mail is read.
	const keepsText = env.LOCAL_MAILBOX || env.SMTP_URL === '';
	const sender = { sql, clock, log, carrier, origin: env.PUBLIC_ORIGIN, keepsText };
	every(2000, async (stopping) => void (await sendDueMails(sender, stopping)), mailChannel);
	every(relievedAfter, resumingOnce(sender));

	subscriptions.on('accounts', 'member.rights-changed', (tx, { payload: { memberId } }) =>
		deps.live.announce(tx, { topic: `member:${memberId}`, message: { type: 'rights-changed', memberId } }),
	);

	jobs.add({ name: 'accounts.restore', cron: '* * * * *', act: () => restoreExpiredStates(sql, clock.now()) });
	jobs.add({ name: 'accounts.sweep', cron: '17 3 * * *', act: () => sweep(deps) });
}

/** Sends what a worker before this one had in hand when it died; once, and not before it has surely stopped. */
function resumingOnce(sender: Sender): () => Promise<void> {
	const startedAt = sender.clock.now();
	const earliest = performance.now() + relievedAfter - 1000;
	let resumed = false;
	return async () => {
		if (resumed || performance.now() < earliest) return;
		await resumeInterrupted(sender, startedAt);
		resumed = true;
	};
}

/** Takes away what has served its time. */
async function sweep(deps: Deps): Promise<void> {
	const now = deps.clock.now();
	const before = new Date(now.getTime() - keptDays * 24 * 3_600_000);
	await deleteExpiredSessions(deps.sql, now);
	await deleteOldTokens(deps.sql, now);
	await deleteOldFailures(deps.sql, now);
	await deleteOldRequestKeys(deps.sql, before);
	await forgetMailsBefore(deps.sql, before);
	await sweepNeverVerified(deps);
}
