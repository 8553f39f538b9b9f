import { createSupervisor } from '@ikatan/local-stack/supervisor';
import { createTerminal } from '@ikatan/local-stack/terminal';
import { environmentOf, reachOf } from '@ikatan/local-stack/environment';
import { folderAt } from '@ikatan/local-stack/folder';
import { freePort } from '@ikatan/local-stack/ports';
import { ensureWebBuilt, runCommand, startPrograms } from '@ikatan/local-stack/product';
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
