import { withoutPasswords } from '@ikatan/process/line';
import { first, type Db, type Tx } from './db.ts';
import { maxAttempts, notRead } from './events.ts';

/** Longest piece of an error that is shown. */
const longest = 500;

/** An error as admins may read it: without the passwords that addresses of services carry. */
export const withoutSecrets = (error: string): string => withoutPasswords(error).slice(0, longest);

/** False until a worker has run for the first time: pg-boss makes its tables then. */
async function hasQueues(sql: Db): Promise<boolean> {
	const row = first(await sql<{ made: boolean }[]>`select to_regclass('pgboss.job') is not null as made`);
	return row?.made ?? false;
}

export type QueueRow = {
	name: string;
	cron: string | null;
	waiting: number;
	active: number;
	failed: number;
	lastDoneAt: string | null;
};

/** Our own queues with what is in them; pg-boss forgets what is done after some days. */
export async function listQueues(sql: Db): Promise<QueueRow[]> {
	if (!(await hasQueues(sql))) return [];
	return await sql<QueueRow[]>`
		select q.name, (select s.cron from pgboss.schedule s where s.name = q.name limit 1) as cron,
			count(j.id) filter (where j.state in ('created', 'retry')) as waiting,
			count(j.id) filter (where j.state = 'active') as active,
			count(j.id) filter (where j.state = 'failed') as failed,
			max(j.completed_on) filter (where j.state = 'completed') as last_done_at
		from pgboss.queue q left join pgboss.job j on j.name = q.name
		where q.name not like '\\_\\_%'
		group by q.name order by q.name`;
}

export type FailedJobRow = { id: string; name: string; tries: number; failedAt: string | null; error: string };

/** Jobs given up on, newest first. */
export async function listFailedJobs(sql: Db, limit: number): Promise<FailedJobRow[]> {
	if (!(await hasQueues(sql))) return [];
	const rows = await sql<FailedJobRow[]>`
		select id, name, retry_count + 1 as tries, completed_on as failed_at,
			coalesce(output ->> 'message', output ->> 'value', output::text, '') as error
		from pgboss.job where state = 'failed' order by completed_on desc nulls last limit ${limit}`;
	return rows.map((row) => ({ ...row, error: withoutSecrets(row.error) }));
}

export async function countFailedJobs(sql: Db): Promise<number> {
	if (!(await hasQueues(sql))) return 0;
	return first(await sql<{ count: number }[]>`select count(*) from pgboss.job where state = 'failed'`)?.count ?? 0;
}

/** Has a failed job done once more, as pg-boss itself does it. Returns its name, undefined when there is none. */
export async function retryJob(tx: Tx, id: string): Promise<string | undefined> {
	if (!(await hasQueues(tx))) return undefined;
	return first(
		await tx<{ name: string }[]>`
			update pgboss.job set state = 'retry', retry_limit = retry_limit + 1, completed_on = null, start_after = now()
			where id = ${id} and state = 'failed' returning name`,
	)?.name;
}

/** Forgets a failed job. Returns its name, undefined when there is none. */
export async function dropJob(tx: Tx, id: string): Promise<string | undefined> {
	if (!(await hasQueues(tx))) return undefined;
	return first(
		await tx<{ name: string }[]>`
			delete from pgboss.job where id = ${id} and state = 'failed' returning name`,
	)?.name;
}

export type FailedEffectRow = {
	eventId: number;
	event: string;
	subscriber: string;
	at: string;
	tries: number;
	error: string;
	askedAgain: boolean;
};

/** Effects of events that were given up on, newest first; those that somebody left be are left out. */
export async function listFailedEffects(sql: Db, limit: number): Promise<FailedEffectRow[]> {
	const rows = await sql<FailedEffectRow[]>`
		select f.event_id, e.name as event, f.subscriber, e.at, f.failed_attempts as tries, f.error,
			f.asked_again_at is not null as asked_again
		from event_effects f join events e on e.id = f.event_id
		where f.error is not null and f.dismissed_at is null and f.failed_attempts >= ${maxAttempts}
		order by f.event_id desc, f.subscriber limit ${limit}`;
	return rows.map((row) => ({ ...row, error: withoutSecrets(row.error) }));
}

/** Has an effect tried once more; false when there is no failed one. */
export async function askEffectAgain(tx: Tx, eventId: number, subscriber: string): Promise<boolean> {
	const rows = await tx`
		update event_effects set asked_again_at = now()
		where event_id = ${eventId} and subscriber = ${subscriber} and error is not null and failed_attempts >= ${maxAttempts}
		returning event_id`;
	if (rows.length > 0) await tx`select pg_notify('ikatan_events', '')`;
	return rows.length > 0;
}

/** Leaves a failed effect be; false when there is none. */
export async function dismissEffect(tx: Tx, eventId: number, subscriber: string): Promise<boolean> {
	const rows = await tx`
		update event_effects set dismissed_at = now(), asked_again_at = null
		where event_id = ${eventId} and subscriber = ${subscriber} and error is not null and dismissed_at is null
		returning event_id`;
	return rows.length > 0;
}

/** Events that wait for their effects, and since when the oldest does. */
export async function countWaitingEvents(sql: Db): Promise<{ count: number; since: string | null }> {
	const row = first(
		await sql<{ count: number; since: string | null }[]>`
			select count(*), min(e.at) as since from events e where ${notRead(sql)}`,
	);
	return row ?? { count: 0, since: null };
}
