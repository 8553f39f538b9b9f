import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the whole repository. */
export const repository = path.resolve(import.meta.dirname, '../../..');

/** Where everything lives that one installation keeps: databases, files, logs, secrets. */
export type Folder = {
	root: string;
	postgres: string;
	meilisearch: string;
	binaries: string;
	files: string;
	logs: string;
	processes: string;
	compiled: string;
};

/** Names the parts of a data folder; makes nothing. */
export function folderAt(root: string): Folder {
	const absolute = path.resolve(root);
	return {
		root: absolute,
		postgres: path.join(absolute, 'postgres'),
		meilisearch: path.join(absolute, 'meilisearch'),
		binaries: path.join(absolute, 'bin'),
		files: path.join(absolute, 'files'),
		logs: path.join(absolute, 'logs'),
		processes: path.join(absolute, 'processes'),
		compiled: path.join(absolute, 'compiled'),
	};
}

/** Makes the folders that do not exist yet. The root stays open to pass through: PostgreSQL may run as another user. */
export function makeFolder(folder: Folder): void {
	mkdirSync(folder.root, { recursive: true, mode: 0o755 });
	for (const part of [folder.files, folder.logs, folder.processes]) mkdirSync(part, { recursive: true, mode: 0o700 });
}

/** Writes JSON so that a reader sees the old or the new file, never half of one; only the owner may read it. */
export function writePrivateJson(file: string, value: unknown): void {
	const draft = `${file}.${process.pid}.new`;
	writeFileSync(draft, `${JSON.stringify(value, null, '\t')}\n`, { mode: 0o600 });
	renameSync(draft, file);
}

/** Reads a JSON file, or undefined where it is missing or was cut short. */
export function readJson<Value>(file: string): Value | undefined {
	if (!existsSync(file)) return undefined;
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Value;
	} catch {
		return undefined;
	}
}

export type Secrets = { postgresPassword: string; meilisearchKey: string; webSecret: string; appSecret: string };

/** The secrets of this installation: random, made once, kept with mode 0600 in `secrets.json`. */
export function secretsOf(folder: Folder): Secrets {
	const file = path.join(folder.root, 'secrets.json');
	const kept = readJson<Partial<Secrets>>(file) ?? {};
	const secrets: Secrets = {
		postgresPassword: kept.postgresPassword ?? secret(),
		meilisearchKey: kept.meilisearchKey ?? secret(),
		webSecret: kept.webSecret ?? secret(),
		appSecret: kept.appSecret ?? secret(),
	};
	if (JSON.stringify(kept) !== JSON.stringify(secrets)) writePrivateJson(file, secrets);
	return secrets;
}

function secret(): string {
	return randomBytes(32).toString('base64url');
}
