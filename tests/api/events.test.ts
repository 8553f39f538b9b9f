import { pino } from 'pino';
import { describe, expect } from 'vitest';
import { inTransaction, type Sql } from '../../api/src/platform/db.ts';
import {
	EventReader,
	forgetEventsBefore,
	notRead,
	publish,
	Subscriptions,
	type DomainEvent,
} from '../../api/src/platform/events.ts';
import { test as base } from '../support/database.ts';

declare module '../../api/src/platform/events.ts' {
	interface EventMap {
		'test.happened': { place: string };
		'test.elsewhere': { place: string };
	}
}

const log = pino({ level: 'silent' });
const tell = (sql: Sql, place: string) => inTransaction(sql, (tx) => publish(tx, 'test.happened', 7, { place }));

type Hearing = (event: DomainEvent<'test.happened'>) => Promise<void> | void;

/** Empties what other tests of this file have left. */
const test = base.extend('sql', async ({ database }): Promise<Sql> => {
	await database.sql`truncate events, event_effects`;
	await database.sql`update event_cursor set transaction_id = '0', event_id = 0`;
	return database.sql;
});

/** A reader whose subscribers are these, by name. */
function readerOf(sql: Sql, subscribers: Record<string, Hearing>): EventReader {
	const subscriptions = new Subscriptions();
	for (const [name, hear] of Object.entries(subscribers)) {
		subscriptions.on(name, 'test.happened', async (_tx, event) => hear(event));
	}
	return new EventReader(sql, subscriptions, log);
}

/** Reads until `done`; other test files on the same server may hold the oldest transaction for a moment. */
async function readUntil(reader: EventReader, done: () => boolean): Promise<void> {
	await expect
		.poll(
			async () => {
				await reader.drain();
				return done();
			},
			{ timeout: 15_000, interval: 20 },
		)
		.toBe(true);
}

describe('an event', () => {
	test('has its effects run on plans that are kept, and nothing else', async ({ sql }) => {
		const modes: string[] = [];
		const subscriptions = new Subscriptions();
		subscriptions.on('planning', 'test.happened', async (tx) => {
			const [row] = await tx<{ planCacheMode: string }[]>`show plan_cache_mode`;
			modes.push(row!.planCacheMode);
		});
		await tell(sql, 'here');
		await readUntil(new EventReader(sql, subscriptions, log), () => modes.length > 0);
		const others = await Promise.all(
			Array.from({ length: 20 }, () => sql<{ planCacheMode: string }[]>`show plan_cache_mode`),
		);
		expect(modes).toEqual(['force_generic_plan']);
		expect(new Set(others.map(([row]) => row!.planCacheMode))).toEqual(new Set(['auto']));
	});

	test('waits for the next worker when this one stops', async ({ sql }) => {
		const heard: string[] = [];
		const stopping = new AbortController();
		const reader = readerOf(sql, {
			hearing: ({ payload }) => {
				heard.push(payload.place);
				stopping.abort();
			},
		});
		await tell(sql, 'first');
		await tell(sql, 'second');
		await expect.poll(() => reader.drain(stopping.signal).then(() => heard), { timeout: 15_000 }).toEqual(['first']);
		expect(await reader.drain(stopping.signal)).toBe(0);
		await readUntil(reader, () => heard.length === 2);
		expect(heard).toEqual(['first', 'second']);
	});

	test('is handed out in order, once, to all who subscribed, with who did it', async ({ sql }) => {
		const [first, second]: [string[], string[]] = [[], []];
		const heard: DomainEvent<'test.happened'>[] = [];
		const reader = readerOf(sql, {
			first: (event) => {
				first.push(event.payload.place);
				heard.push(event);
			},
			second: (event) => void second.push(event.payload.place),
		});
		const places = Array.from({ length: 250 }, (_, place) => String(place));
		for (const place of places) await tell(sql, place);
		await readUntil(reader, () => second.length === 250);
		expect(first).toEqual(places);
		expect(second).toEqual(places);
		expect(heard[0]).toMatchObject({ name: 'test.happened', actorId: 7, at: expect.any(String) as string });
		expect(await reader.drain()).toBe(0);
	});

	test('is heard together with others by who wants them so, once each and after those who do not', async ({ sql }) => {
		const heard: string[] = [];
		const subscriptions = new Subscriptions();
		subscriptions.onMany('many', 'test.happened', async (_tx, events) => {
			heard.push(events.map(({ payload }) => payload.place).join('+'));
		});
		subscriptions.on('each', 'test.happened', async (_tx, { payload }) => void heard.push(payload.place));
		await inTransaction(sql, async (tx) => {
			for (const place of ['one', 'two', 'three']) await publish(tx, 'test.happened', null, { place });
		});
		const reader = new EventReader(sql, subscriptions, log);
		await readUntil(reader, () => heard.length === 4);
		expect(heard).toEqual(['one', 'two', 'three', 'one+two+three']);
	});

	test('of which one effect was done alone before the worker died has only the others done', async ({ sql }) => {
		const heard: string[] = [];
		const reader = readerOf(sql, {
			ears: (event) => void heard.push(`${event.payload.place} by ears`),
			eyes: (event) => void heard.push(`${event.payload.place} by eyes`),
		});
		for (const place of ['one', 'two']) await tell(sql, place);
		await sql`insert into event_effects (event_id, subscriber) select min(id), 'ears' from events`;
		await readUntil(reader, () => heard.length >= 3);
		expect(heard).toEqual(['one by eyes', 'two by ears', 'two by eyes']);
	});

	test('of a deed that was rolled back never happened', async ({ sql }) => {
		const heard: string[] = [];
		const reader = readerOf(sql, { ears: (event) => void heard.push(event.payload.place) });
		await expect(
			inTransaction(sql, async (tx) => {
				await publish(tx, 'test.happened', null, { place: 'nowhere' });
				throw new Error('changed my mind');
			}),
		).rejects.toThrow('changed my mind');
		await tell(sql, 'here');
		await readUntil(reader, () => heard.length > 0);
		expect(heard).toEqual(['here']);
	});

	test('that nobody subscribed to is passed over', async ({ sql }) => {
		const heard: string[] = [];
		const reader = readerOf(sql, { ears: (event) => void heard.push(event.payload.place) });
		await inTransaction(sql, (tx) => publish(tx, 'test.elsewhere', null, { place: 'elsewhere' }));
		await tell(sql, 'here');
		await readUntil(reader, () => heard.length > 0);
		expect(heard).toEqual(['here']);
	});

	test('is handed out once by two readers at the same time', async ({ sql, database }) => {
		const heard: string[] = [];
		const hear: Hearing = async (event) => {
			await new Promise((resolve) => setTimeout(resolve, 2));
			heard.push(event.payload.place);
		};
		for (let place = 0; place < 40; place++) await tell(sql, String(place));
		const readers = [readerOf(sql, { ears: hear }), readerOf(database.connect({ max: 3 }), { ears: hear })];
		await expect
			.poll(
				async () => {
					await Promise.all(readers.map((reader) => reader.drain()));
					return heard.length;
				},
				{ timeout: 15_000 },
			)
			.toBe(40);
		expect(new Set(heard).size).toBe(40);
	});

	test('of a transaction that is still open is not overtaken by a later one', async ({ sql, database }) => {
		const heard: string[] = [];
		const reader = readerOf(sql, { ears: (event) => void heard.push(event.payload.place) });
		const slow = database.connect({ max: 1 });
		let finish = () => {};
		const told = new Promise<void>((resolve) => {
			void slow.begin(async (tx) => {
				await publish(tx, 'test.happened', null, { place: 'began first' });
				resolve();
				await new Promise<void>((end) => (finish = end));
			});
		});
		await told;
		await tell(sql, 'ended first');
		for (let turn = 0; turn < 5; turn++) expect(await reader.drain()).toBe(0);
		expect(heard).toEqual([]);
		finish();
		await readUntil(reader, () => heard.length === 2);
		expect(heard).toEqual(['began first', 'ended first']);
	});
});

describe('an effect that fails', () => {
	test('is tried again, undone each time, while the others are not repeated and later events wait', async ({ sql }) => {
		await sql`create table if not exists effects (subscriber text, place text)`;
		const effectsOf = async (subscriber: string) =>
			(await sql`select place from effects where subscriber = ${subscriber}`).map((row) => row.place as string);
		let tries = 0;
		const subscriptions = new Subscriptions();
		for (const subscriber of ['steady', 'shaky'])
			subscriptions.on(subscriber, 'test.happened', async (tx, event) => {
				await tx`insert into effects values (${subscriber}, ${event.payload.place})`;
				if (subscriber === 'steady') return;
				tries += 1;
				if (tries < 4) throw new Error('not now');
			});
		const reader = new EventReader(sql, subscriptions, log);
		await tell(sql, 'one');
		await tell(sql, 'two');
		// Once together with the other event, and once alone.
		await readUntil(reader, () => tries === 2);
		expect([await effectsOf('steady'), await effectsOf('shaky')]).toEqual([['one'], []]);
		await readUntil(reader, () => tries === 5);
		expect([await effectsOf('steady'), await effectsOf('shaky')]).toEqual([
			['one', 'two'],
			['one', 'two'],
		]);
		expect(await sql`select 1 from event_effects where error is not null`).toHaveLength(0);
	});

	test('five times is left behind, and said so, and the rest goes on', async ({ sql }) => {
		const heard: string[] = [];
		let tries = 0;
		const reader = readerOf(sql, {
			shaky: (event) => {
				if (event.payload.place !== 'poison') return void heard.push(event.payload.place);
				tries += 1;
				throw new Error('never');
			},
		});
		for (const place of ['poison', 'bread', 'wine']) await tell(sql, place);
		await readUntil(reader, () => heard.length === 2);
		// Once together with the others, which failed with it, and then alone.
		expect(tries).toBe(1 + 5);
		expect(heard).toEqual(['bread', 'wine']);
		expect(await sql`select subscriber, failed_attempts, error from event_effects where error is not null`).toEqual([
			{ subscriber: 'shaky', failedAttempts: 5, error: 'Error: never' },
		]);
	});
});

describe('events', () => {
	test('go on after a restore on a server that counts transactions from a lower number', async ({ sql }) => {
		const heard: string[] = [];
		const hearing = { ears: (event: DomainEvent<'test.happened'>) => void heard.push(event.payload.place) };
		for (const place of ['read', 'waits', 'waits too']) await tell(sql, place);
		await sql`update events set transaction_id = (1e15::numeric::text)::xid8`;
		await sql`
			update event_cursor set transaction_id = (1e15::numeric::text)::xid8, event_id = (select min(id) from events)`;
		await tell(sql, 'new');
		await readUntil(readerOf(sql, hearing), () => heard.length === 3);
		expect(heard).toEqual(['waits', 'waits too', 'new']);
	});

	test('that were read before are not walked over to find what is new', async ({ sql }) => {
		await sql`
			insert into events (name, actor_id, payload, transaction_id)
			select 'test.happened', 7, '{"place": "long ago"}', '1' from generate_series(1, 5000)`;
		await sql`update event_cursor set transaction_id = '1', event_id = (select max(id) from events)`;
		await sql`analyze events`;
		const lines = await sql<{ 'QUERY PLAN': string }[]>`
			explain (analyze, buffers) select e.id from events e where ${notRead(sql)} order by e.transaction_id, e.id limit 100`;
		const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
		expect(plan).toMatch(/Index Cond: \(ROW\(transaction_id, id\) > ROW\(/);
		expect(plan).not.toMatch(/Rows Removed by/);
	});

	test('that all are done with can be forgotten, those that wait cannot', async ({ sql }) => {
		const heard: string[] = [];
		const reader = readerOf(sql, { ears: (event) => void heard.push(event.payload.place) });
		await tell(sql, 'old');
		await readUntil(reader, () => heard.length === 1);
		await tell(sql, 'waiting');
		expect(await forgetEventsBefore(sql, new Date(Date.now() - 60_000))).toBe(0);
		expect(await forgetEventsBefore(sql, new Date(Date.now() + 60_000))).toBe(1);
		await readUntil(reader, () => heard.length === 2);
		expect(await sql`select payload from events`).toEqual([{ payload: { place: 'waiting' } }]);
	});

	test('cannot be subscribed to twice under one name', () => {
		const subscriptions = new Subscriptions();
		subscriptions.on('ears', 'test.happened', async () => {});
		expect(() => subscriptions.on('ears', 'test.happened', async () => {})).toThrow(
			'ears hears of test.happened twice',
		);
	});
});
