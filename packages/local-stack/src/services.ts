import postgres from 'postgres';
import type { Folder } from './folder.ts';
import { hasMeilisearch, startMeilisearch } from './meilisearch.ts';
import type { Meilisearch } from './meilisearch.ts';
import { postgresSteps, startPostgres } from './postgres.ts';
import { Problem } from './problem.ts';
import { politely, reapOrphans } from './processes.ts';
import type { Supervisor } from './supervisor.ts';

/** How the programs reach the services, and what the person at the terminal should know about them. */
export type Services = {
	environment: { DATABASE_URL: string; MEILI_URL?: string; MEILI_KEY?: string };
	/** True when the index is empty and the database is not: it has to be rebuilt. */
	needsRebuild: boolean;
	/** Said when search is limited, and how to have all of it. */
	note?: string;
};

/** Ends databases, search engines and programs that a killed run left behind in this folder; returns their names. */
export function reapServices(folder: Folder): Promise<string[]> {
	return reapOrphans(folder, (name) => (name === 'postgres' ? postgresSteps : politely));
}

/**
 * Brings PostgreSQL and Meilisearch up under the supervisor, or uses the real servers that DATABASE_URL and MEILI_URL (with
 * MEILI_KEY) name. An empty MEILI_URL means: no Meilisearch. `durable: false` is for throw-away databases.
 */
export async function startServices(
	supervisor: Supervisor,
	folder: Folder,
	given: NodeJS.ProcessEnv,
	durable = true,
): Promise<Services> {
	const [database, search] = await Promise.allSettled([
		given.DATABASE_URL ? givenDatabase(given.DATABASE_URL) : startOwnPostgres(supervisor, folder, durable),
		given.MEILI_URL === undefined ? startOwnMeilisearch(supervisor, folder) : givenMeilisearch(given),
	]);
	if (database.status === 'rejected') throw database.reason;
	if (search.status === 'rejected') throw search.reason;
	const { indexIsNew, note, ...reach } = search.value;
	const needsRebuild = indexIsNew && !database.value.isNew;
	return { environment: { DATABASE_URL: database.value.url, ...reach }, needsRebuild, note };
}

async function startOwnPostgres(
	supervisor: Supervisor,
	folder: Folder,
	durable: boolean,
): Promise<{ url: string; isNew: boolean }> {
	let again = false;
	const start = async () => {
		const started = await startPostgres(folder, { durable, again });
		again = true;
		return started;
	};
	const server = await supervisor.start({ name: 'postgres', essential: true, start });
	return { url: server.url(), isNew: server.isNew };
}

async function givenDatabase(url: string): Promise<{ url: string; isNew: boolean }> {
	const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
	try {
		await sql`select 1`;
		return { url, isNew: false };
	} catch (error) {
		throw new Problem(`The database of DATABASE_URL does not answer: ${(error as Error).message}`);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

type Search = { MEILI_URL?: string; MEILI_KEY?: string; indexIsNew: boolean; note?: string };

async function startOwnMeilisearch(supervisor: Supervisor, folder: Folder): Promise<Search> {
	if (!hasMeilisearch()) {
		const note =
			'  Search is limited: npm has no Meilisearch for this platform, so PostgreSQL searches alone.\n' +
			'  For all of it, point MEILI_URL and MEILI_KEY at a Meilisearch of your own.';
		return { indexIsNew: false, note };
	}
	let again = false;
	const start = async (): Promise<Meilisearch> => {
		const started = await startMeilisearch(folder, { again });
		again = true;
		return started;
	};
	const { url, key, isNew } = await supervisor.start({ name: 'meilisearch', essential: false, start });
	return { MEILI_URL: url, MEILI_KEY: key, indexIsNew: isNew };
}

async function givenMeilisearch({ MEILI_URL, MEILI_KEY }: NodeJS.ProcessEnv): Promise<Search> {
	if (!MEILI_URL)
		return { indexIsNew: false, note: '  Search is limited: MEILI_URL is empty, so PostgreSQL searches alone.' };
	const answers = await fetch(`${MEILI_URL}/health`, { signal: AbortSignal.timeout(3000) }).then(
		(reply) => reply.ok,
		() => false,
	);
	const note = answers
		? undefined
		: `  Search is limited: nothing answers at ${MEILI_URL}. PostgreSQL searches until it does.`;
	return { note, MEILI_URL, ...(MEILI_KEY ? { MEILI_KEY } : {}), indexIsNew: false };
}
