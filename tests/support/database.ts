import { randomBytes } from 'node:crypto';
import { inject, test as base } from 'vitest';
import { connect } from '../../api/src/platform/db.ts';
import type { Sql } from '../../api/src/platform/db.ts';
import { cloneTemplate, dropDatabase } from './services.ts';

/** A migrated, empty database and a place in Meilisearch that belong to one test file alone. */
export type TestDatabase = {
	url: string;
	/** A pool as the API opens it: columns in camelCase, ids as numbers, times as ISO strings. */
	sql: Sql;
	meiliUrl: string;
	meiliKey: string;
	/** Indexes of this file begin with it (MEILI_PREFIX); they are deleted with the database. */
	meiliPrefix: string;
	/** Opens a second pool, for tests that need another process's view; closed with the file. */
	connect(options?: { max?: number; name?: string }): Sql;
};

/** `test` with a `database` of its own for the file, made when the first test asks for it. */
export const test = base.extend('database', { scope: 'file' }, async ({}, { onCleanup }): Promise<TestDatabase> => {
	const { databaseUrl, meiliUrl, meiliKey } = inject('services');
	const name = `test_${randomBytes(6).toString('hex')}`;
	const url = await cloneTemplate(databaseUrl, name);
	const pools: Sql[] = [];
	const open = (options?: { max?: number; name?: string }) => {
		const pool = connect(url, options);
		pools.push(pool);
		return pool;
	};
	onCleanup(async () => {
		await Promise.all(pools.map((pool) => pool.end({ timeout: 2 })));
		await dropDatabase(databaseUrl, name);
		await deleteIndexes(meiliUrl, meiliKey, name);
	});
	return { url, sql: open({ max: 5, name: 'test' }), meiliUrl, meiliKey, meiliPrefix: name, connect: open };
});

async function deleteIndexes(meiliUrl: string, key: string, prefix: string): Promise<void> {
	const headers = { authorization: `Bearer ${key}` };
	const listed = await fetch(`${meiliUrl}/indexes?limit=1000`, { headers });
	const { results } = (await listed.json()) as { results: { uid: string }[] };
	for (const { uid } of results.filter((index) => index.uid.startsWith(prefix))) {
		await fetch(`${meiliUrl}/indexes/${uid}`, { method: 'DELETE', headers });
	}
}
