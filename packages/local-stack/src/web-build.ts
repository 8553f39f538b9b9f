import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from './folder.ts';
import type { NodeProgram } from './programs.ts';

const web = path.join(repository, 'web');
const fingerprintFile = path.join(web, 'build', 'fingerprint.txt');

/** All that the build is made of. The lock file stands for the packages from npm. */
const sources = [
	'web/src',
	'web/static',
	'web/package.json',
	'web/tsconfig.json',
	'web/vite',
	'web/vite.config.ts',
	'packages/client/src',
	'packages/contracts/src',
	'packages/messages/src',
	'packages/process/src',
	'package-lock.json',
];

/** A hash of names and contents, not of times: a fresh checkout of the same code need not be built again. */
export function fingerprint(root: string, parts: string[]): string {
	const hash = createHash('sha256');
	for (const part of parts) {
		for (const file of filesBelow(path.join(root, part)))
			hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex');
}

function filesBelow(place: string): string[] {
	if (!existsSync(place)) return [];
	if (statSync(place).isFile()) return [place];
	return readdirSync(place, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name))
		.sort();
}

/** True when `web/build` is missing or was made from other sources. */
export function isWebStale(): boolean {
	const built = existsSync(fingerprintFile) ? readFileSync(fingerprintFile, 'utf8') : '';
	return built !== fingerprint(repository, sources);
}

/** Builds the web: `run` is given the program and resolves when it has ended well. Sources that change meanwhile leave the build stale. */
export async function buildWeb(
	environment: NodeJS.ProcessEnv,
	run: (program: NodeProgram) => Promise<unknown>,
): Promise<void> {
	const made = fingerprint(repository, sources);
	rmSync(fingerprintFile, { force: true });
	await run({
		name: 'build',
		args: [viteProgram(), 'build'],
		cwd: web,
		environment: { ...environment, NODE_ENV: 'production' },
	});
	mkdirSync(path.dirname(fingerprintFile), { recursive: true });
	writeFileSync(fingerprintFile, made);
}

/** The script that starts vite, as the web's own package.json resolves it. */
export function viteProgram(): string {
	const described = createRequire(path.join(web, 'package.json')).resolve('vite/package.json');
	return path.join(path.dirname(described), 'bin', 'vite.js');
}
