import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import Postgrator from 'postgrator';

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));
const lockKey = 7_061_001;

/**
 * Brings the database to the newest migration (or only up to number `to`, for a restore) under an advisory lock and returns the
 * files run. Throws when a file that had run was edited, or when a new file comes before one that has run.
 */
export async function migrate(url: string, to?: number): Promise<string[]> {
	const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'ikatan migrate' } });
	try {
		await sql`select pg_advisory_lock(${lockKey})`;
		const postgrator = new Postgrator({
			driver: 'pg',
			migrationPattern: `${folder}*.sql`,
			schemaTable: 'public.schema_versions',
			validateChecksums: true,
			execQuery: async (query) => ({ rows: [...(await sql.unsafe(query).simple())] }),
			execSqlScript: async (script) => void (await sql.unsafe(script).simple()),
		});
		await refuseLateFiles(sql, postgrator);
		const applied = await postgrator.migrate(to === undefined ? undefined : String(to));
		return applied.map((migration) => migration.filename);
	} finally {
		await sql.end({ timeout: 5 });
	}
}

/** The migrations that this version of the product knows. */
export async function knownMigrations(): Promise<{ version: number; md5: string }[]> {
	const files = await new Postgrator({ driver: 'pg', migrationPattern: `${folder}*.sql` }).getMigrations();
	return files.map(({ version, md5 }) => ({ version, md5: md5 ?? '' }));
}

async function refuseLateFiles(sql: postgres.Sql, postgrator: Postgrator): Promise<void> {
	const [table] = await sql`select to_regclass('public.schema_versions') as name`;
	if (!table?.name) return;
	const ran = new Set((await sql`select version from schema_versions`).map((row) => Number(row.version)));
	const highest = Math.max(0, ...ran);
	const files = await postgrator.getMigrations();
	const late = files.filter((file) => file.version < highest && !ran.has(file.version));
	if (late.length === 0) return;
	const names = late.map((file) => file.filename.slice(folder.length) || file.filename).join(', ');
	throw new Error(`Migration ${names} comes before one that has already run: give it a higher number`);
}
