import { describe, expect } from 'vitest';
import { test } from '../support/database.ts';

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
