import { secretsOf } from './folder.ts';
import type { Folder } from './folder.ts';
import type { Kind } from './running.ts';
import type { Services } from './services.ts';

/** Where the programs listen: the web for browsers, the API for the web. */
export type Ports = { web: number; api: number };

/** The ports of PORT and API_PORT, or 3000 and 3001. */
export function portsOf(given: NodeJS.ProcessEnv): Ports {
	return { web: Number(given.PORT || 3000), api: Number(given.API_PORT || 3001) };
}

/**
 * The environment of API, worker, web and command-line programs. What the person set (`given`) wins over what is made up
 * here, but for what follows from it (addresses) and for what other tools use the same name (NODE_ENV, HOST: WEB_HOST here).
 */
export function environmentOf(
	kind: Kind,
	folder: Folder,
	services: Services['environment'],
	given: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
	const secrets = secretsOf(folder);
	const ports = portsOf(given);
	return {
		WEB_SECRET: secrets.webSecret,
		APP_SECRET: secrets.appSecret,
		API_HOST: '127.0.0.1',
		PUBLIC_ORIGIN: `http://localhost:${ports.web}`,
		FILES_FOLDER: folder.files,
		LOCAL_MAILBOX: given.SMTP_URL ? '0' : '1',
		DEMO: kind === 'demo' || kind === 'dev' ? '1' : '0',
		MEILI_URL: '',
		// Node keeps what it compiled: programs start in half the time.
		NODE_COMPILE_CACHE: folder.compiled,
		...given,
		...services,
		NODE_ENV: kind === 'dev' ? 'development' : 'production',
		API_URL: `http://127.0.0.1:${ports.api}`,
		HOST: given.WEB_HOST || '127.0.0.1',
		PORT: String(ports.web),
		API_PORT: String(ports.api),
	};
}

/** The part of an environment that another command needs to reach the same services; it holds secrets. */
export function reachOf(environment: NodeJS.ProcessEnv): Record<string, string> {
	const names = [
		'DATABASE_URL',
		'MEILI_URL',
		'MEILI_KEY',
		'WEB_SECRET',
		'APP_SECRET',
		'PUBLIC_ORIGIN',
		'FILES_FOLDER',
		'LOCAL_MAILBOX',
		'API_HOST',
		'API_PORT',
		'API_URL',
		'PORT',
	];
	return Object.fromEntries(
		names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
	);
}
