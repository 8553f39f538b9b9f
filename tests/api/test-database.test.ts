import { describe, expect } from 'vitest';
import { currentSettings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test } from '../support/database.ts';
import { guardPool } from '../support/guarded-pool.ts';

describe('the database of a test file', () => {
	test('is migrated and empty', async ({ database }) => {
		const [ran] = await database.sql<{ files: number }[]>`select count(*) as files from schema_versions`;
		const [members] = await database.sql<{ count: number }[]>`select count(*) as count from members`;
		expect(ran?.files).toBeGreaterThan(1);
		expect(members?.count).toBe(0);
	});

	test('belongs to this file alone and stays the same in all its tests', async ({ database }) => {
		const [first] = await database.sql<{ name: string }[]>`select current_database() as name`;
		const [second] = await database.connect({ max: 1 })<{ name: string }[]>`select current_database() as name`;
		expect(first?.name).toBe(database.meiliPrefix);
		expect(second?.name).toBe(first?.name);
	});
});

describe('the pool of an app in tests', () => {
	test('refuses what code sends over it while it has a transaction open, settings that were kept before as well', async ({
		database,
	}) => {
		const refused: string[] = [];
		const sql = guardPool(database.connect({ max: 2, name: 'guarded' }), refused);
		await currentSettings(sql);
		const over = 'The pool was used inside an open transaction';
		await expect(inTransaction(sql, async () => await sql`select 1 as one`)).rejects.toThrow(over);
		await expect(inTransaction(sql, () => currentSettings(sql))).rejects.toThrow(over);
		await expect(inTransaction(sql, () => inTransaction(sql, (tx) => tx`select 1`))).rejects.toThrow(over);
		expect(refused).toHaveLength(3);
		// Pieces of a statement are sent by whoever sends the statement; and what is over is over.
		const rows = await inTransaction(sql, (tx) => tx<{ one: number }[]>`select 1 as one where ${sql`true`}`);
		expect([rows[0]?.one, (await sql`select 1`).length, refused.length]).toEqual([1, 1, 3]);
	});
});
