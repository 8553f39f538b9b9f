import { createSupervisor } from '@ikatan/local-stack/supervisor';
import { createTerminal } from '@ikatan/local-stack/terminal';
import { environmentOf, reachOf } from '@ikatan/local-stack/environment';
import { folderAt } from '@ikatan/local-stack/folder';
import { freePort } from '@ikatan/local-stack/ports';
import { ensureWebBuilt, runCommand, startPrograms } from '@ikatan/local-stack/product';
import type { TestProject } from 'vitest/node';
import { unpackChromium } from './chromium.ts';
import { cloneTemplate, joinServices } from './services.ts';
import type { TestServices } from './services.ts';

/** The running product that the browser tests share: with the demo community, on ports of its own. */
export type TestProduct = {
	/** What the address bar shows. */
	origin: string;
	/** Where the API itself listens. */
	apiOrigin: string;
	databaseUrl: string;
	chromium: string;
	/** Every demo member signs in with it. */
	password: string;
};

declare module 'vitest' {
	interface ProvidedContext {
		product: TestProduct;
	}
}

/** Builds the web if it is stale, starts API, worker and web with the demo community, and unpacks the browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { services, leave } = await joinServices();
	const terminal = createTerminal();
	const failing = new AbortController();
	const supervisor = createSupervisor(terminal, (name) => failing.abort(new Error(`${name} does not stay up`)));
	const stop = async () => {
		terminal.muteWarnings();
		await supervisor.stopAll();
		await leave();
	};
	try {
		const environment = await environmentFor(services);
		const setting = { folder: folderAt(services.folder), environment, terminal, supervisor, signal: failing.signal };
		await ensureWebBuilt(setting);
		const password = /password (\S+)/.exec(await runCommand(setting, 'demo'))?.[1] ?? '';
		const [chromium] = await Promise.all([unpackChromium(), startPrograms(setting)]);
		const { PUBLIC_ORIGIN, API_URL, DATABASE_URL } = reachOf(environment);
		project.provide('product', {
			origin: PUBLIC_ORIGIN ?? '',
			apiOrigin: API_URL ?? '',
			databaseUrl: DATABASE_URL ?? '',
			chromium,
			password,
		});
	} catch (error) {
		await stop();
		throw error;
	}
	return stop;
}

async function environmentFor(services: TestServices): Promise<NodeJS.ProcessEnv> {
	const given = {
		...process.env,
		PORT: String(await freePort()),
		API_PORT: String(await freePort()),
		MEILI_PREFIX: 'e2e',
		// Mail is bundled for ten minutes; a test does not wait that long.
		MAIL_WAIT_SECONDS: '2',
	};
	const reach = {
		DATABASE_URL: await cloneTemplate(services.databaseUrl, 'e2e'),
		MEILI_URL: services.meiliUrl,
		MEILI_KEY: services.meiliKey,
	};
	return environmentOf('demo', folderAt(services.folder), reach, given);
}
