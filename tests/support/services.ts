import { claimScratchFolder, startStack } from '@ikatan/local-stack';
import { connect } from '../../api/src/platform/db.ts';

/** What test files need to reach the one PostgreSQL and the one Meilisearch of a test run. */
export type TestServices = { databaseUrl: string; meiliUrl: string; meiliKey: string; folder: string };

/** A database that holds the migrated schema and nothing else; test files clone it. */
export const templateDatabase = 'ikatan_template';

declare module 'vitest' {
	interface ProvidedContext {
		services: TestServices;
	}
}

type Shared = { started: Promise<{ services: TestServices; stop(): Promise<void> }>; users: number };

// Each project loads this file anew, in one process: what they share must hang on the process itself.
const place = globalThis as typeof globalThis & { ikatanTestServices?: Shared };

/** Starts the services of the test run, or joins those that another project has started. Each caller must `leave`. */
export async function joinServices(): Promise<{ services: TestServices; leave(): Promise<void> }> {
	const shared = (place.ikatanTestServices ??= { started: startServices(), users: 0 });
	shared.users += 1;
	const { services, stop } = await shared.started;
	return {
		services,
		leave: async () => {
			shared.users -= 1;
			if (shared.users > 0) return;
			place.ikatanTestServices = undefined;
			await stop();
		},
	};
}

async function startServices(): Promise<{ services: TestServices; stop(): Promise<void> }> {
	const scratch = await claimScratchFolder('tests');
	// For a run that is interrupted: PostgreSQL ends by itself when its folder is gone.
	process.once('exit', scratch.remove);
	const stack = await startStack({ folder: scratch.folder.root, durable: false }).catch((error: unknown) => {
		scratch.remove();
		throw error;
	});
	const stop = async () => {
		await stack.stop();
		process.off('exit', scratch.remove);
		scratch.remove();
	};
	try {
		if (!stack.meiliUrl || !stack.meiliKey)
			throw new Error('The tests need Meilisearch, and npm brought none for this platform.');
		await makeTemplate(stack.databaseUrl);
		const { databaseUrl, meiliUrl, meiliKey } = stack;
		return { services: { databaseUrl, meiliUrl, meiliKey, folder: scratch.folder.root }, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function makeTemplate(adminUrl: string): Promise<void> {
	const sql = connect(adminUrl, { max: 1, name: 'tests' });
	try {
		await sql`create database ${sql(templateDatabase)}`;
	} finally {
		// A template can be cloned only while nobody is connected to it; migrate() closes its own connection.
		await sql.end();
	}
	const { migrate } = await import('../../api/src/platform/migrate.ts');
	await migrate(databaseNamed(adminUrl, templateDatabase));
}

/** The same server, another database. */
export function databaseNamed(url: string, name: string): string {
	const address = new URL(url);
	address.pathname = `/${name}`;
	return address.href;
}

/** Makes a database as a copy of the migrated template and returns its address. */
export async function cloneTemplate(adminUrl: string, name: string): Promise<string> {
	const sql = connect(adminUrl, { max: 1, name: 'tests' });
	try {
		await sql`create database ${sql(name)} template ${sql(templateDatabase)} strategy = file_copy`;
	} finally {
		await sql.end();
	}
	return databaseNamed(adminUrl, name);
}

/** Drops a database, whoever is still connected to it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
	const sql = connect(adminUrl, { max: 1, name: 'tests' });
	try {
		await sql`drop database if exists ${sql(name)} with (force)`;
	} finally {
		await sql.end();
	}
}
