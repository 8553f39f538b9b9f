import { first, one, type Db } from '../../platform/db.ts';

/** The advisory lock that the one worker holds; see worker.ts. */
const workerLock = 7_061_002;

const countedUpTo = 100_000;

export async function isWorkerThere(sql: Db): Promise<boolean> {
	const rows = await sql`
		select from pg_locks where locktype = 'advisory' and objid::bigint = ${workerLock} and granted
			and database = (select oid from pg_database where datname = current_database())`;
	return rows.length > 0;
}

export type Sizes = {
	postgresql: string;
	databaseBytes: number;
	fileBytes: number;
	files: number;
	threads: number;
	posts: number;
};

/** Where there are many threads and posts, as PostgreSQL estimates them: counting millions takes its time. */
export async function readSizes(sql: Db): Promise<Sizes> {
	return one(
		await sql<Sizes[]>`
			select current_setting('server_version') as postgresql, pg_database_size(current_database()) as database_bytes,
				(select coalesce(sum(bytes), 0)::bigint from files) as file_bytes, (select count(*) from files) as files,
				(select case when reltuples < ${countedUpTo} then (select count(*) from threads) else reltuples::bigint end
					from pg_class where oid = 'threads'::regclass) as threads,
				(select case when reltuples < ${countedUpTo} then (select count(*) from posts) else reltuples::bigint end
					from pg_class where oid = 'posts'::regclass) as posts`,
	);
}

/** The newest migration that has run, and how many have. */
export async function findMigration(sql: Db): Promise<{ newest: number; count: number }> {
	const row = first(
		await sql<{ newest: number; count: number }[]>`
			select coalesce(max(version), 0)::bigint as newest, count(*) filter (where version > 0) as count from schema_versions`,
	);
	return row ?? { newest: 0, count: 0 };
}

export type Backup = { finishedAt: string; bytes: number };

/** Notes that a backup was made, and forgets the oldest of many. */
export async function noteBackup(
	sql: Db,
	backup: { startedAt: Date; bytes: number; rowCount: number; files: number },
): Promise<void> {
	await sql`
		insert into backups (started_at, bytes, row_count, files)
		values (${backup.startedAt}, ${backup.bytes}, ${backup.rowCount}, ${backup.files})`;
	await sql`delete from backups where id not in (select id from backups order by id desc limit 100)`;
}

export async function findLastBackup(sql: Db): Promise<Backup | undefined> {
	return first(await sql<Backup[]>`select finished_at, bytes from backups order by finished_at desc limit 1`);
}
