// Runs one program of the repository with the services that it needs.
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { Ended, listenForEnd } from './ending.ts';
import { environmentOf } from './environment.ts';
import { folderAt, repository } from './folder.ts';
import type { Folder } from './folder.ts';
import { Problem } from './problem.ts';
import { endProcess, politely } from './processes.ts';
import { runCommand } from './product.ts';
import { claimFolder, findRunning, readRunning } from './running.ts';
import { claimScratchFolder } from './scratch.ts';
import { reapServices, startServices } from './services.ts';
import { createSupervisor } from './supervisor.ts';
import { createTerminal } from './terminal.ts';

const usage = `Usage: node packages/local-stack/src/with-stack.ts [--scratch | --scratch-search] <script> [arguments …]

Runs a Node program of this repository with PostgreSQL and Meilisearch, migrated and ready, and stops what it started.
The data folder is IKATAN_DATA, or that of the demo, start or dev that runs now (whose services it then uses), or .data/start.
DATABASE_URL and MEILI_URL with MEILI_KEY point at servers of your own.

  --scratch         a throw-away database in the temporary folder, without Meilisearch
  --scratch-search  the same with Meilisearch
`;

const terminal = createTerminal();
const ending = listenForEnd(() => {});

/** Where the services are, in which environment the program runs, and how to let go of them. */
type Place = { environment: NodeJS.ProcessEnv; release(): Promise<void> };

async function main(words: string[]): Promise<number> {
	const scratch = words[0] === '--scratch' || words[0] === '--scratch-search';
	const [script, ...args] = scratch ? words.slice(1) : words;
	if (!script || script.startsWith('-')) {
		process.stderr.write(usage);
		return 2;
	}
	const place = scratch ? await scratchPlace(words[0] === '--scratch-search') : await folderPlace();
	try {
		return await runScript(path.resolve(repository, script), args, place.environment);
	} finally {
		await place.release();
	}
}

async function scratchPlace(withSearch: boolean): Promise<Place> {
	const { folder, remove } = await claimScratchFolder('task');
	const given = { ...process.env, DATABASE_URL: undefined, MEILI_URL: withSearch ? undefined : '' };
	return ownPlace(folder, given, { durable: false, release: remove });
}

async function folderPlace(): Promise<Place> {
	const named = process.env.IKATAN_DATA ? folderAt(process.env.IKATAN_DATA) : undefined;
	const inUse = named ? readRunning(named)?.environment : undefined;
	const found = named ? undefined : findRunning();
	const reach = inUse ?? found?.running.environment;
	if (reach) {
		process.stderr.write(`Using the running services of ${(named ?? found?.folder)?.root}.\n`);
		return { environment: { ...process.env, ...reach }, release: async () => {} };
	}
	const folder = named ?? folderAt(path.join(repository, '.data', 'start'));
	const claim = claimFolder(folder, 'task');
	return ownPlace(folder, process.env, { durable: true, release: claim.release });
}

async function ownPlace(
	folder: Folder,
	given: NodeJS.ProcessEnv,
	options: { durable: boolean; release(): void },
): Promise<Place> {
	const supervisor = createSupervisor(terminal, (name) =>
		ending.abort(new Problem(`${name} does not stay up. Its log: ${folder.logs}/${name}.log`)),
	);
	const release = async () => {
		terminal.muteWarnings();
		await supervisor.stopAll();
		options.release();
	};
	try {
		await reapServices(folder);
		const services = await startServices(supervisor, folder, given, options.durable);
		const environment = environmentOf('task', folder, services.environment, given);
		const setting = { folder, environment, terminal, supervisor, signal: ending.signal };
		await runCommand(setting, 'migrate');
		if (services.needsRebuild) await runCommand(setting, 'search:rebuild');
		return { environment, release };
	} catch (error) {
		await release();
		throw error;
	}
}

/** Runs the script in the terminal of the person, from the folder they stand in, and returns its exit code. */
function runScript(script: string, args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [script, ...args], {
			cwd: process.env.INIT_CWD ?? process.cwd(),
			env: environment,
			stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		});
		const end = () =>
			void endProcess(
				child.pid ?? 0,
				politely.map((step) => ({ ...step, group: false })),
			);
		ending.signal.addEventListener('abort', end, { once: true });
		child.once('error', reject);
		child.once('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)));
	});
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Ended)) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = error instanceof Ended ? 130 : 1;
}
process.exit();
