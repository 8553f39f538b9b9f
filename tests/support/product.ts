import { setTimeout as sleep } from 'node:timers/promises';
import { createSupervisor } from '@ikatan/local-stack/supervisor';
import { createTerminal } from '@ikatan/local-stack/terminal';
import { environmentOf, reachOf } from '@ikatan/local-stack/environment';
import { folderAt } from '@ikatan/local-stack/folder';
import { freePort } from '@ikatan/local-stack/ports';
import { ensureWebBuilt, runCommand, startPrograms } from '@ikatan/local-stack/product';
import { connect } from '../../api/src/platform/db.ts';
import { cloneTemplate } from './services.ts';
import type { TestServices } from './services.ts';

/** The password that all demo members have, by what loading them said; empty where none were loaded. */
export const passwordIn = (said: string): string => /password (\S+)/.exec(said)?.[1] ?? '';

/** A running product, on ports of its own. */
export type Product = {
	/** What the address bar shows. */
	origin: string;
	/** Where the API itself listens. */
	apiOrigin: string;
	databaseUrl: string;
	/** Every demo member signs in with it; empty without the demo. */
	password: string;
	stop(): Promise<void>;
};

/**
 * Builds the web if it is stale and starts API, worker and web, with the demo community or before the first run, in a database
 * and an index that are called `name`. Leaves nothing behind when it fails.
 */
export async function startProduct(
	services: TestServices,
	name: string,
	content: 'demo' | 'none' = 'demo',
): Promise<Product> {
	const terminal = createTerminal();
	const failing = new AbortController();
	const supervisor = createSupervisor(terminal, (program) => failing.abort(new Error(`${program} does not stay up`)));
	const stop = async () => {
		terminal.muteWarnings();
		await supervisor.stopAll();
	};
	try {
		const environment = await environmentFor(services, name);
		const setting = { folder: folderAt(services.folder), environment, terminal, supervisor, signal: failing.signal };
		await ensureWebBuilt(setting);
		const said = content === 'demo' ? await runCommand(setting, 'demo') : '';
		const password = passwordIn(said);
		await startPrograms(setting);
		const { PUBLIC_ORIGIN = '', API_URL = '', DATABASE_URL = '' } = reachOf(environment);
		if (content === 'demo') await untilFound(API_URL, DATABASE_URL);
		return { origin: PUBLIC_ORIGIN, apiOrigin: API_URL, databaseUrl: DATABASE_URL, password, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function environmentFor(services: TestServices, name: string): Promise<NodeJS.ProcessEnv> {
	const given = {
		...process.env,
		PORT: String(await freePort()),
		API_PORT: String(await freePort()),
		MEILI_PREFIX: name,
		// Mail is bundled for ten minutes; a test does not wait that long.
		MAIL_WAIT_SECONDS: '2',
	};
	const reach = {
		DATABASE_URL: await cloneTemplate(services.databaseUrl, name),
		MEILI_URL: services.meiliUrl,
		MEILI_KEY: services.meiliKey,
	};
	return environmentOf('demo', folderAt(services.folder), reach, given);
}

/** Waits until Meilisearch answers, and holds all that the demo wrote; throws after a minute. */
async function untilFound(apiOrigin: string, databaseUrl: string): Promise<void> {
	const sql = connect(databaseUrl, { max: 1 });
	try {
		for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
			const [row] = await sql<{ waits: boolean }[]>`
				select exists (select from search_outbox) or exists (select from search_entry_outbox) as waits`;
			const reply = await fetch(`${apiOrigin}/api/search?q=printer`);
			if (!row!.waits && !((await reply.json()) as { limited: boolean }).limited) return;
		}
		throw new Error('The search index does not follow');
	} finally {
		await sql.end();
	}
}
