import { silentMeter, type Count, type Meter } from '@ikatan/process/meter';
import { inSpan } from '@ikatan/process/tracer';
import type { FastifyBaseLogger } from 'fastify';
import { inTransaction, keepPlans, onceCommitted, type Db, type Sql, type Statement, type Tx } from './db.ts';

/** Names and payloads of events; each module adds its own by interface merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface EventMap {}

export type EventName = keyof EventMap & string;
export type DomainEvent<Name extends EventName = EventName> = {
	id: number;
	name: Name;
	actorId: number | null;
	payload: EventMap[Name];
	at: string;
};
export type Subscriber<Name extends EventName = EventName> = (tx: Tx, event: DomainEvent<Name>) => Promise<void>;

/** Writes an event in the deed's own transaction: it happens exactly when the deed does. */
export async function publish<Name extends EventName>(
	tx: Tx,
	name: Name,
	actorId: number | null,
	payload: EventMap[Name],
): Promise<void> {
	await publishing(tx, name, actorId, payload);
}

/** The same as a statement that is not sent yet. */
export function publishing<Name extends EventName>(
	tx: Tx,
	name: Name,
	actorId: number | null,
	payload: EventMap[Name],
): Statement {
	onceCommitted(tx, callWorker);
	return tx`insert into events (name, actor_id, payload) values (${name}, ${actorId}, ${tx.json(payload as never)})`;
}

/** The same for many payloads, in one statement. */
export async function publishMany<Name extends EventName>(
	tx: Tx,
	name: Name,
	actorId: number | null,
	payloads: EventMap[Name][],
): Promise<void> {
	if (payloads.length === 0) return;
	await tx`
		insert into events (name, actor_id, payload)
		select ${name}, ${actorId}, payload from jsonb_array_elements(${tx.json(payloads as never)}) as payload`;
	onceCommitted(tx, callWorker);
}

/** The worker is called for all events of so many milliseconds at once. */
const callWithinMs = 50;
const calling = new WeakSet<Sql>();

/** Has the worker look for events now; a call that gets lost costs a second, since it looks by the clock as well. */
function callWorker(sql: Sql): void {
	if (calling.has(sql)) return;
	calling.add(sql);
	setTimeout(() => {
		calling.delete(sql);
		sql`select pg_notify('ikatan_events', '')`.catch(() => {});
	}, callWithinMs).unref();
}

/** `together`: acts once for many events; they come in order, at least one. */
type Subscription = {
	subscriber: string;
	name: EventName;
	together: boolean;
	act: (tx: Tx, events: DomainEvent[]) => Promise<void>;
};

/** Who hears of what; filled by the modules' jobs, read by the worker. */
export class Subscriptions {
	readonly all: Subscription[] = [];

	/**
	 * Has `act` run once for each event of this name, in a transaction that undoes it when it fails. `subscriber` is unique per event
	 * name.
	 */
	on<Name extends EventName>(subscriber: string, name: Name, act: Subscriber<Name>): void {
		const each = async (tx: Tx, events: DomainEvent[]) => {
			for (const event of events) await (act as unknown as Subscriber)(tx, event);
		};
		this.add({ subscriber, name, together: false, act: each });
	}

	/** The same for what many events bring about together for less: after the effects of `on`, which see each event by itself. */
	onMany<Name extends EventName>(
		subscriber: string,
		name: Name,
		act: (tx: Tx, events: DomainEvent<Name>[]) => Promise<void>,
	): void {
		this.add({ subscriber, name, together: true, act: act as unknown as Subscription['act'] });
	}

	private add(subscription: Subscription): void {
		const { subscriber, name } = subscription;
		if (this.all.some((known) => known.subscriber === subscriber && known.name === name)) {
			throw new Error(`${subscriber} hears of ${name} twice`);
		}
		this.all.push(subscription);
	}
}

/** So many failures, and an effect is given up on until somebody asks for it again. */
export const maxAttempts = 5;

/** Events that are read at once. */
const readAtOnce = 100;
/** Events are told together until so many milliseconds have passed: nobody waits longer for a row that their effects hold. */
const togetherForMs = 100;

type Read = DomainEvent & { transactionId: string };

/** Reads events in order, once no older transaction can still add one before them, and hands each to its subscribers. */
export class EventReader {
	private readonly sql: Sql;
	private readonly subscriptions: Subscriptions;
	private readonly log: FastifyBaseLogger;
	private readonly count: Count<'event' | 'subscriber' | 'outcome'>;
	private checked = false;
	/** So many events more are handed out one by one: one of them failed in company. */
	private alone = 0;

	constructor(sql: Sql, subscriptions: Subscriptions, log: FastifyBaseLogger, meter: Meter = silentMeter) {
		this.sql = sql;
		this.subscriptions = subscriptions;
		this.log = log;
		this.count = meter.count('effects_total', 'Effects of events, by what they came to', [
			'event',
			'subscriber',
			'outcome',
		]);
	}

	/**
	 * Hands out all that waits and returns how many events that were; stops at one whose effect failed, to try it again, and
	 * before the next one when the worker stops.
	 */
	async drain(stopping?: AbortSignal): Promise<number> {
		let handled = 0;
		if (!this.checked) await mendAfterRestore(this.sql);
		this.checked = true;
		await this.tryAgain(stopping);
		for (;;) {
			const events = await this.next();
			for (let at = 0; at < events.length;) {
				if (stopping?.aborted) return handled;
				const done = await this.handOutSome(events.slice(at), stopping);
				if (done === 0) return handled;
				at += done;
				handled += done;
			}
			// What came meanwhile has called.
			if (events.length < readAtOnce) return handled;
		}
	}

	private async next() {
		return await this.sql<Read[]>`
			select e.id, e.name, e.actor_id, e.payload, e.at, e.transaction_id::text from events e
			where ${notRead(this.sql)}
				and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
			order by e.transaction_id, e.id
			limit ${readAtOnce}`;
	}

	/** Hands out the first of these events or, while nothing fails, more; returns how many. */
	private async handOutSome(events: Read[], stopping?: AbortSignal): Promise<number> {
		if (this.alone === 0) {
			try {
				return await inTransaction(this.sql, (tx) => this.handOutTogether(tx, events, stopping));
			} catch (error) {
				this.log.warn({ err: error, eventId: events[0]?.id }, 'events failed together, and go on one by one');
				this.alone = events.length;
			}
		}
		const event = events[0]!;
		if (!(await this.handOut(event))) return 0;
		await moveCursor(this.sql, event);
		this.alone = Math.max(0, this.alone - 1);
		return 1;
	}

	/**
	 * All effects of some events in one transaction, which moves the cursor past them: that they are done needs no row for each.
	 * Returns none when another reader was faster.
	 */
	private async handOutTogether(tx: Tx, events: Read[], stopping?: AbortSignal): Promise<number> {
		await keepPlans(tx);
		if (!(await holdCursor(tx, events[0]!))) return 0;
		if (await isBegun(tx, events)) throw new Error('Some of them began one by one');
		const until = performance.now() + togetherForMs;
		const later = new Map<Subscription, DomainEvent[]>();
		const effects: { event: string; subscriber: string }[] = [];
		let done = 0;
		for (const event of events) {
			if (done > 0 && (stopping?.aborted || performance.now() > until)) break;
			for (const subscription of this.subscriptions.all.filter(({ name }) => name === event.name)) {
				effects.push({ event: event.name, subscriber: subscription.subscriber });
				if (!subscription.together) await act(subscription, tx, [event]);
				else later.set(subscription, [...(later.get(subscription) ?? []), event]);
			}
			done++;
		}
		for (const [subscription, all] of later) await act(subscription, tx, all);
		await moveCursor(tx, events[done - 1]!);
		onceCommitted(tx, () => effects.forEach((effect) => this.count({ ...effect, outcome: 'done' })));
		return done;
	}

	/** True when every subscriber is done with it, or it failed so often that the rest must go on. */
	private async handOut(event: Read): Promise<boolean> {
		let done = true;
		for (const subscription of this.subscriptions.all) {
			const { subscriber, name } = subscription;
			if (name !== event.name) continue;
			try {
				await inTransaction(this.sql, async (tx) => {
					if (!(await holdCursor(tx, event))) return;
					if (await beginEffect(tx, event.id, subscriber)) await act(subscription, tx, [event]);
				});
				this.count({ event: event.name, subscriber, outcome: 'done' });
			} catch (error) {
				this.count({ event: event.name, subscriber, outcome: 'failed' });
				done = (await this.noteFailure(event, subscriber, error)) && done;
			}
		}
		return done;
	}

	/** Gives effects that somebody has asked for once more one try each. */
	private async tryAgain(stopping?: AbortSignal): Promise<void> {
		const asked = await this.sql<(DomainEvent & { subscriber: string })[]>`
			select e.id, e.name, e.actor_id, e.payload, e.at, f.subscriber
			from event_effects f join events e on e.id = f.event_id
			where f.asked_again_at is not null order by f.asked_again_at limit 100`;
		for (const { subscriber, ...event } of asked) {
			if (stopping?.aborted) return;
			const heard = this.subscriptions.all.find((one) => one.subscriber === subscriber && one.name === event.name);
			try {
				await inTransaction(this.sql, async (tx) => {
					const fresh = await tx`
						update event_effects set error = null, asked_again_at = null
						where event_id = ${event.id} and subscriber = ${subscriber} and asked_again_at is not null
						returning event_id`;
					if (fresh.length > 0 && heard) await act(heard, tx, [event]);
				});
			} catch (error) {
				await this.noteFailure(event, subscriber, error);
			}
		}
	}

	private async noteFailure(event: DomainEvent, subscriber: string, error: unknown): Promise<boolean> {
		const [row] = await this.sql<{ failedAttempts: number }[]>`
			insert into event_effects (event_id, subscriber, failed_attempts, error)
			values (${event.id}, ${subscriber}, 1, ${String(error)})
			on conflict (event_id, subscriber) do update
				set failed_attempts = event_effects.failed_attempts + 1, error = excluded.error, asked_again_at = null
			returning failed_attempts`;
		const attempts = row?.failedAttempts ?? 1;
		this.log.error({ err: error, event: event.name, eventId: event.id, subscriber, attempts }, 'event effect failed');
		return attempts >= maxAttempts;
	}
}

/** Has other readers wait until the transaction ends; false when one of them is past this event. */
async function holdCursor(tx: Tx, { transactionId, id }: Read): Promise<boolean> {
	const rows = await tx`
		select from event_cursor where (transaction_id, event_id) < (${transactionId}::xid8, ${id}) for update`;
	return rows.length > 0;
}

/** True when effects of some of these events have been tried one by one. */
async function isBegun(tx: Tx, events: Read[]): Promise<boolean> {
	const rows = await tx`
		select from event_effects where event_id = any(${events.map(({ id }) => id)}::bigint[]) limit 1`;
	return rows.length > 0;
}

/** Notes that an effect begins; false when it is done already, or given up. */
async function beginEffect(tx: Tx, eventId: number, subscriber: string): Promise<boolean> {
	const rows = await tx`
		insert into event_effects (event_id, subscriber) values (${eventId}, ${subscriber})
		on conflict (event_id, subscriber) do update set error = null
			where event_effects.error is not null and event_effects.failed_attempts < ${maxAttempts}
		returning event_id`;
	return rows.length > 0;
}

/** Shown as a part of a trace of its own. */
async function act({ subscriber, name, act }: Subscription, tx: Tx, events: DomainEvent[]): Promise<void> {
	await inSpan(`event ${name}`, { 'ikatan.subscriber': subscriber }, () => act(tx, events));
}

async function moveCursor(db: Db, { transactionId, id }: Read): Promise<void> {
	await db`
		update event_cursor set transaction_id = ${transactionId}::xid8, event_id = ${id}
		where (transaction_id, event_id) < (${transactionId}::xid8, ${id})`;
}

/**
 * A database restored on another server counts its transactions anew, often from a lower number: then what was read is marked as
 * the oldest, what waited as the next, and what was told since the restore as the last before all that is still to come.
 */
async function mendAfterRestore(sql: Sql): Promise<void> {
	await inTransaction(sql, async (tx) => {
		const limits = await tx<{ next: string; lastId: number }[]>`
			select s.next::text, greatest(c.event_id, max(e.id)) as last_id
			from (select pg_snapshot_xmax(pg_current_snapshot()) as next) s
			cross join event_cursor c left join events e on e.transaction_id >= s.next
			group by s.next, c.event_id, c.transaction_id
			having c.transaction_id >= s.next or count(e.id) > 0`;
		for (const { next, lastId } of limits) {
			await tx`
				update events e
				set transaction_id = case
					when e.transaction_id < ${next}::xid8 and e.id > ${lastId} then '3'
					when (e.transaction_id, e.id) <= (c.transaction_id, c.event_id) then '1'
					else '2' end::xid8
				from event_cursor c`;
			await tx`
				update event_cursor
				set transaction_id = '1', event_id = coalesce((select max(id) from events where transaction_id = '1'), 0)`;
		}
	});
}

/**
 * A condition on `events e`: that the worker has yet to read it. Two values, not a join, since only then the index is entered behind
 * what was read and not walked from its beginning.
 */
export function notRead(sql: Db) {
	return sql`(e.transaction_id, e.id) > ((select transaction_id from event_cursor), (select event_id from event_cursor))`;
}

/** Forgets events from before a moment that all subscribers are done with; returns how many. */
export async function forgetEventsBefore(sql: Sql, before: Date): Promise<number> {
	const gone = await sql`
		delete from events e where e.at < ${before} and not ${notRead(sql)}`;
	return gone.count;
}
