import { readFileSync } from 'node:fs';

/** What may be handed over in a file, whose path then stands in `<name>_FILE`, as containers do with secrets. */
const secretNames = [
	'DATABASE_URL',
	'DATABASE_DIRECT_URL',
	'DATABASE_READ_URL',
	'DATABASE_PASSWORD',
	'MEILI_KEY',
	'WEB_SECRET',
	'APP_SECRET',
	'SMTP_URL',
	'METRICS_TOKEN',
];
const databaseAddresses = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL'];

/**
 * The environment with every `<name>_FILE` read (one line break at its end is none of the secret) and DATABASE_PASSWORD put
 * into database addresses that carry none. Throws a sentence that names the variable when a file cannot be read, or when
 * both ways are used.
 */
export function withSecretFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const filled = { ...environment };
	for (const name of secretNames) {
		const file = environment[`${name}_FILE`];
		if (!file) continue;
		if (environment[name]) throw new Error(`Both ${name} and ${name}_FILE are set: one of them is enough`);
		filled[name] = readSecret(`${name}_FILE`, file);
	}
	if (!filled.DATABASE_PASSWORD) return filled;
	for (const name of databaseAddresses) {
		const address = filled[name];
		if (address) filled[name] = withPassword(address, filled.DATABASE_PASSWORD);
	}
	return filled;
}

function readSecret(name: string, file: string): string {
	try {
		return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
	} catch (error) {
		throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
	}
}

function withPassword(address: string, password: string): string {
	const url = new URL(address);
	if (url.password) return address;
	url.password = encodeURIComponent(password);
	return url.href;
}
