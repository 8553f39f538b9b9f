import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { storeOf } from '../modules/files/index.ts';
import { rebuild } from '../modules/search/index.ts';
import { connect, first, type Sql, type Tx } from '../platform/db.ts';
import type { Deps } from '../platform/deps.ts';
import { knownMigrations, migrate } from '../platform/migrate.ts';
import { openProcess } from '../processes.ts';
import { restoreFiles } from './backup/files.ts';
import { places, readManifest, type Manifest } from './backup/manifest.ts';
import { LineCount, verifySealed } from './backup/streams.ts';
import * as tables from './backup/tables.ts';

const usage = `Usage: npm run restore -- <folder>
  Brings a backup back into an empty database: members stay signed in, mail that waited goes out, the search index is made anew.
  A backup of an older version is brought up to this one; one of a newer version is refused.`;

/** Restores the backup in the folder that the words name. */
export async function runRestore(words: string[]): Promise<void> {
	const [folder] = words;
	if (!folder || folder.startsWith('-')) throw new Error(usage);
	const { deps, close } = openProcess('restore');
	try {
		const manifest = await restore(deps, path.resolve(folder));
		const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
		console.log(`Restored ${rows} rows and ${manifest.files.count} files as they stood at ${manifest.madeAt}.`);
		const threads = await rebuild(deps);
		console.log(`Made the search index of ${threads} threads anew.`);
	} finally {
		await close();
	}
}

/**
 * Verifies every checksum, brings the files back and then all rows in one transaction: after a failure the database is as empty as
 * before. Throws a sentence when the database is not empty, or the backup is newer, damaged or not whole. The search index is left.
 */
export async function restore(deps: Deps, folder: string): Promise<Manifest> {
	const manifest = await readManifest(folder);
	await refuseUnknown(manifest);
	for (const table of manifest.tables) await verifySealed(places(folder).table(table.name), table);
	const url = deps.env.DATABASE_DIRECT_URL ?? deps.env.DATABASE_URL;
	const sql = connect(url, { max: 1, name: 'ikatan restore' });
	try {
		await refuseFilled(sql);
		await restoreFiles(storeOf(deps), folder, manifest.files);
		await bringSchemaTo(sql, url, manifest);
		await sql.begin((tx) => copyIn(tx, folder, manifest));
	} finally {
		await sql.end({ timeout: 5 });
	}
	await migrate(url);
	return manifest;
}

/** A backup's migrations have to be the first of ours, unchanged. */
async function refuseUnknown({ migrations, product }: Manifest): Promise<void> {
	const known = await knownMigrations();
	const newest = migrations.at(-1)?.version ?? 0;
	const ours = Math.max(...known.map(({ version }) => version));
	if (newest > ours)
		throw new Error(
			`The backup was made by a newer version (${product}, migration ${newest}; this one knows up to ${ours}): restore it with that version.`,
		);
	const upTo = known.filter(({ version }) => version <= newest).sort((one, other) => one.version - other.version);
	const same = (list: typeof known) => list.map(({ version, md5 }) => `${version} ${md5}`).join();
	if (same(upTo) !== same(migrations))
		throw new Error('The backup was made by another edition of the product: its migrations are not those of this one.');
}

const schemaFile = fileURLToPath(new URL('../../schema.sql', import.meta.url));

async function refuseFilled(sql: Sql): Promise<void> {
	const present = await tables.listAllTables(sql);
	const ours = new Set(
		[...(await readFile(schemaFile, 'utf8')).matchAll(/^create table (\w+)/gm)].map(([, name]) => name),
	).add('schema_versions');
	const foreign = present.filter((name) => !ours.has(name));
	if (foreign.length > 0)
		throw new Error(
			`The database holds tables of something else (${foreign.slice(0, 3).join(', ')}): name an empty one.`,
		);
	for (const table of ['members', 'threads', 'spaces', 'files'].filter((name) => present.includes(name))) {
		if (first(await sql`select from ${sql(table)} limit 1`))
			throw new Error(`The database is not empty: it has ${table}. A backup is restored into an empty one.`);
	}
}

/** Makes the tables as they were when the backup was made; those of this version are there already, and empty. */
async function bringSchemaTo(sql: Sql, url: string, { migrations }: Manifest): Promise<void> {
	const wanted = migrations.at(-1)?.version ?? 0;
	const present = await tables.listAllTables(sql);
	const has = present.includes('schema_versions') ? ((await tables.listMigrations(sql)).at(-1)?.version ?? 0) : 0;
	if (has === wanted) return;
	if (has > wanted) {
		await sql`drop schema public cascade`;
		await sql`create schema public`;
	}
	await migrate(url, wanted);
}

async function copyIn(tx: Tx, folder: string, manifest: Manifest): Promise<void> {
	await tx`set local idle_in_transaction_session_timeout = 0`;
	await tx`set local statement_timeout = 0`;
	const present = (await tables.listAllTables(tx)).filter((name) => name !== 'schema_versions');
	// Migrations have put first rows into some.
	await tx`truncate ${tx(present)} restart identity cascade`;
	await tables.setTriggers(tx, present, false);
	const keys = await tables.takeForeignKeys(tx);
	for (const table of manifest.tables) await copyTable(tx, folder, table);
	await tables.putForeignKeys(tx, keys);
	await tables.setTriggers(tx, present, true);
	await tables.setSequences(tx, manifest.sequences);
	await tx`analyze`;
}

async function copyTable(tx: Tx, folder: string, { name, columns, rows }: Manifest['tables'][number]): Promise<void> {
	const count = new LineCount();
	const into = await tx`copy ${tx(name)} (${tx(columns)}) from stdin`.writable();
	await pipeline(createReadStream(places(folder).table(name)), createGunzip(), count, into);
	if (count.lines !== rows)
		throw new Error(`The backup's table ${name} has ${count.lines} rows, its manifest says ${rows}.`);
}
