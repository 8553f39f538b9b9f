import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'vitest';
import { connect } from '../../api/src/platform/db.ts';
import { readEnv } from '../../api/src/platform/env.ts';
import { readLoad, watchPool } from '../../api/src/platform/statements.ts';
import { test } from '../support/database.ts';

test('a pool tells how many of its connections work and who waits for one', async ({ database }) => {
	const sql = connect(database.url, { max: 2, name: 'watched' });
	const load = watchPool(sql, 2);
	expect(readLoad(load)).toEqual({ used: 0, waiting: 0 });
	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	const transactions = Array.from({ length: 3 }, () => sql.begin(async () => await held));
	await expect.poll(() => readLoad(load)).toEqual({ used: 2, waiting: 1 });
	const statement = sql`select 1 as one`.then((rows) => rows);
	await expect.poll(() => readLoad(load)).toEqual({ used: 2, waiting: 2 });
	release();
	await Promise.all([...transactions, statement]);
	await expect(sql`select 1 / 0`).rejects.toThrow('division by zero');
	await expect(sql.begin((tx) => tx`select 1 / 0`)).rejects.toThrow('division by zero');
	// A piece of a statement is none itself.
	await sql`select 1 where ${sql`true`}`;
	expect(readLoad(load)).toEqual({ used: 0, waiting: 0 });
	await sql.end();
});

test.for([1, 2])(
	'behind a PgBouncer every statement has a connection of its own, in the order in which they came: of %i',
	async (max, { database }) => {
		const sql = connect(database.url, { max, name: 'pooled', pooled: true });
		const load = watchPool(sql, max);
		const order: number[] = [];
		const ask = async (place: number) => {
			// Without and with parameters: left to itself the driver would send one behind the other.
			if (place % 4 === 0) await sql`select 1 as one`;
			else if (place % 4 === 1) await sql`select ${place}::bigint as n, ${[1, 2]}::bigint[] as list`;
			else if (place % 4 === 2) await sql.begin(async (tx) => await tx`select ${place}::int as n`);
			else await expect(sql`select ${place}::int / 0 as n`).rejects.toThrow('division by zero');
			order.push(place);
		};
		const asked: Promise<void>[] = [];
		for (let place = 0; place < 40; place++) {
			asked.push(ask(place));
			await nextTurn();
		}
		expect(readLoad(load).waiting).toBeGreaterThan(10);
		await Promise.all(asked);
		const [opened] = await database.sql<{ count: number }[]>`
			select count(*) from pg_stat_activity where application_name = 'pooled' and datname = current_database()`;
		expect(opened?.count).toBeLessThanOrEqual(max);
		// Where there are two, one may overtake the other on its way back.
		const came = max === 1 ? order : order.toSorted((one, other) => one - other);
		expect(came).toEqual(Array.from({ length: 40 }, (_, place) => place));
		expect(readLoad(load)).toEqual({ used: 0, waiting: 0 });
		const [prepared] = await sql<{ count: number }[]>`select count(*) from pg_prepared_statements`;
		expect(prepared?.count).toBe(0);
		await sql.end();
	},
);

test('a pooled database without a way past the pooler is refused at the start', () => {
	const given = { DATABASE_URL: 'postgres://x', WEB_SECRET: 'x'.repeat(16), APP_SECRET: 'x'.repeat(16) };
	expect(() => readEnv({ ...given, DATABASE_POOLED: '1' })).toThrow('DATABASE_DIRECT_URL');
	expect(readEnv({ ...given, DATABASE_POOLED: '1', DATABASE_DIRECT_URL: 'postgres://y' }).DATABASE_POOLED).toBe(true);
});
