import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { describeSchema } from '../../api/src/commands/schema.ts';
import { migrate } from '../../api/src/platform/migrate.ts';
import { test } from '../support/database.ts';

describe('the schema', () => {
	test('in api/schema.sql is what the migrations make (npm run schema writes it anew)', async ({ database }) => {
		const written = await readFile(path.resolve(import.meta.dirname, '../../api/schema.sql'), 'utf8');
		expect(await describeSchema(database.sql)).toBe(written);
	});

	test('is migrated once: a second run finds nothing to do', async ({ database }) => {
		expect(await migrate(database.url)).toEqual([]);
	});

	test('refuses a migration that was edited after it ran', async ({ database }) => {
		await database.sql`update schema_versions set md5 = 'edited' where version = 1`;
		await expect(migrate(database.url)).rejects.toThrow(/MD5|checksum/i);
	});

	test('refuses a migration that comes late', async ({ database }) => {
		const [gone] = await database.sql<{ name: string }[]>`delete from schema_versions where version = 2 returning name`;
		await expect(migrate(database.url)).rejects.toThrow(
			/0002\.do\.accounts\.sql comes before one that has already run/,
		);
		expect(gone?.name).toContain('accounts');
	});
});
