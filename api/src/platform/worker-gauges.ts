import type { Deps } from './deps.ts';
import { countWaitingEvents, listQueues } from './failed-work.ts';
import { countWaitingMails } from './mail-outbox.ts';

/** What waits to be done, told by the one worker that does it. */
export function measureWork({ sql, clock, meter }: Pick<Deps, 'sql' | 'clock' | 'meter'>): void {
	const secondsSince = (at: string | null) =>
		at === null ? 0 : Math.max(0, (clock.now().getTime() - Date.parse(at)) / 1000);
	meter.gauge('events_waiting', 'Events whose effects are still to come', async () => [
		{ value: (await countWaitingEvents(sql)).count },
	]);
	meter.gauge('events_lag_seconds', 'Age of the oldest event whose effects are still to come', async () => [
		{ value: secondsSince((await countWaitingEvents(sql)).since) },
	]);
	meter.gauge(
		'jobs',
		'Jobs by what became of them; done ones are forgotten',
		async () =>
			(await listQueues(sql)).flatMap(({ name, waiting, active, failed }) => [
				{ value: waiting, labels: { job: name, state: 'waiting' } },
				{ value: active, labels: { job: name, state: 'active' } },
				{ value: failed, labels: { job: name, state: 'failed' } },
			]),
		['job', 'state'],
	);
	meter.gauge(
		'mails',
		'Mail that waits to be sent, and mail given up on',
		async () => {
			const { due, failed } = await countWaitingMails(sql, clock.now());
			return [
				{ value: due, labels: { state: 'due' } },
				{ value: failed, labels: { state: 'failed' } },
			];
		},
		['state'],
	);
}
