import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { storeOf } from '../modules/files/index.ts';
import { noteBackup } from '../modules/running/index.ts';
import { connect, one, type Tx } from '../platform/db.ts';
import type { Deps } from '../platform/deps.ts';
import { openProcess } from '../processes.ts';
import { copyFiles } from './backup/files.ts';
import { places, writeManifest, type Manifest } from './backup/manifest.ts';
import { writeSealed } from './backup/streams.ts';
import { listMigrations, listSequences, listTables, type Table } from './backup/tables.ts';

const usage = `Usage: npm run backup -- <folder>
  Writes the whole community (database, files, settings) into an empty folder, as it stands at one moment, while the product runs.
  The folder holds what members wrote and their password hashes: keep it as safe as the database.`;

/** Backs the community up into the folder that the words name. */
export async function runBackup(words: string[]): Promise<void> {
	const [folder] = words;
	if (!folder || folder.startsWith('-')) throw new Error(usage);
	const { deps, close } = openProcess('backup');
	try {
		const { manifest, bytes } = await backUp(deps, path.resolve(folder));
		const rows = rowsOf(manifest);
		console.log(
			`Backed up ${manifest.tables.length} tables with ${rows} rows and ${manifest.files.count} files (${Math.ceil(bytes / 1024)} kB) into ${folder}.`,
		);
		if (manifest.files.missing > 0)
			console.log(`${manifest.files.missing} files that the database names are not there any more.`);
	} finally {
		await close();
	}
}

const rowsOf = ({ tables }: Pick<Manifest, 'tables'>) => tables.reduce((sum, { rows }) => sum + rows, 0);

type Written = { manifest: Manifest; bytes: number };

/** Backs up as `writeBackup` does, and notes it in the database. */
export async function backUp(deps: Deps, folder: string): Promise<Written> {
	const startedAt = new Date();
	const written = await writeBackup(deps, folder);
	const { manifest, bytes } = written;
	await noteBackup(deps.sql, { startedAt, bytes, rowCount: rowsOf(manifest), files: manifest.files.count });
	return written;
}

/**
 * Writes tables by COPY in one snapshot, then the files that it names. Only the owner may read the folder; it has to be empty or
 * new. Memory does not grow with the size of the community. Returns what was written and its bytes.
 */
export async function writeBackup(deps: Deps, folder: string): Promise<Written> {
	await claim(folder);
	const madeAt = new Date().toISOString();
	const sql = connect(deps.env.DATABASE_DIRECT_URL ?? deps.env.DATABASE_URL, { max: 1, name: 'ikatan backup' });
	try {
		const taken = await sql.begin('isolation level repeatable read read only', (tx) => copyOut(tx, folder));
		const files = await copyFiles(storeOf(deps), folder);
		const manifest = await writeManifest(folder, {
			...taken,
			madeAt,
			product: await ownVersion(),
			files: files.sealed,
		});
		return { manifest, bytes: files.bytes + taken.tables.reduce((sum, table) => sum + table.bytes, 0) };
	} finally {
		await sql.end({ timeout: 5 });
	}
}

async function claim(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	if ((await readdir(folder)).length > 0)
		throw new Error(`${folder} is not empty: a backup goes into a folder of its own.`);
	for (const part of ['tables', 'files']) await mkdir(path.join(folder, part), { mode: 0o700 });
}

type Taken = Pick<Manifest, 'postgresql' | 'migrations' | 'tables' | 'sequences'>;

async function copyOut(tx: Tx, folder: string): Promise<Taken> {
	// A slow disk must not end the snapshot.
	await tx`set local idle_in_transaction_session_timeout = 0`;
	await tx`set local statement_timeout = 0`;
	const { version } = one(await tx<{ version: string }[]>`select current_setting('server_version') as version`);
	const migrations = await listMigrations(tx);
	const tables: Manifest['tables'] = [];
	for (const table of await listTables(tx)) {
		const written = await writeSealed(await rowsAsText(tx, table), places(folder).table(table.name));
		tables.push({ name: table.name, columns: [...table.columns], ...written });
	}
	const keys = await tx`copy (select storage_key from files order by id) to stdout`.readable();
	await writeSealed(keys, `${places(folder).fileList}.keys`);
	return { postgresql: version, migrations, tables, sequences: await listSequences(tx) };
}

function rowsAsText(tx: Tx, { name, columns }: Table): Promise<Readable> {
	return tx`copy ${tx(name)} (${tx(columns)}) to stdout`.readable();
}

async function ownVersion(): Promise<string> {
	const file = fileURLToPath(new URL('../../../package.json', import.meta.url));
	return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
