import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from './folder.ts';
import type { Folder } from './folder.ts';
import { Problem } from './problem.ts';
import { nodeProgram, runToEnd } from './programs.ts';
import type { NodeProgram } from './programs.ts';
import type { Supervisor } from './supervisor.ts';
import type { Terminal } from './terminal.ts';
import { buildWeb, isWebStale, viteProgram } from './web-build.ts';

/** What every step of bringing the product up needs. */
export type Setting = {
	folder: Folder;
	environment: NodeJS.ProcessEnv;
	terminal: Terminal;
	supervisor: Supervisor;
	signal: AbortSignal;
};

/** Runs a command of api/src/cli.ts and returns what it printed. Rejects with its last words when it fails. */
export function runCommand({ folder, environment, signal }: Setting, command: string): Promise<string> {
	const args = [path.join(repository, 'api/src/cli.ts'), command];
	return runToEnd({ name: command.replace(':', '-'), args, cwd: repository, environment }, folder, signal);
}

/** Builds the web unless the build there is of the same sources. */
export async function ensureWebBuilt({ folder, environment, terminal, signal }: Setting): Promise<void> {
	if (!isWebStale()) return;
	terminal.say('Building the web …');
	await buildWeb(environment, (program) => runToEnd(program, folder, signal));
}

/** Starts worker, API and web and waits until API and web answer. `watching` restarts them when their code changes. */
export async function startPrograms(setting: Setting, { watching = false } = {}): Promise<void> {
	const { folder, environment, terminal, supervisor } = setting;
	for (const program of programsOf(environment, watching))
		await supervisor.start(nodeProgram(folder, terminal, program));
	await Promise.all([
		untilReady(`${environment.API_URL}/api/ready`, 'The API', 500, setting),
		// A page that breaks while somebody works on it is theirs to see in the browser.
		untilReady(`http://127.0.0.1:${environment.PORT}/`, 'The web', watching ? 600 : 500, setting),
	]);
}

/**
 * Left alone, Node lets garbage pile up with the memory of the machine: on 24 GB the API held 450 MB under load where it needs 200.
 * A small limit alone has V8 look through the whole heap whenever a third has come to it, which took a third of the web's time: the
 * web, which makes much for every page, looks when half of what there was has come.
 */
export const memoryFlags = {
	api: ['--max-semi-space-size=4', '--max-old-space-size=256', '--heap-growing-percent=50'],
	worker: ['--max-semi-space-size=8', '--max-old-space-size=256'],
	web: ['--max-semi-space-size=16', '--max-old-space-size=256', '--heap-growing-percent=50'],
};
/** Threads of one process share what they set aside: glibc's many shares, kept after each page that was packed, were 20 to 40 MB of the web's. */
export const memorySettings = { MALLOC_ARENA_MAX: '2' };

/** In the order in which they start; they stop in the other one. */
function programsOf(environment: NodeJS.ProcessEnv, watching: boolean): NodeProgram[] {
	const program = (name: keyof typeof memoryFlags, script: string): NodeProgram => ({
		name,
		args: watching ? ['--watch', '--watch-preserve-output', script] : [...memoryFlags[name], script],
		leashed: !watching,
		cwd: repository,
		environment: { ...memorySettings, ...environment, ...innerPortOf(name, environment) },
	});
	const vite = [
		viteProgram(),
		'dev',
		'--strictPort',
		'--host',
		environment.HOST ?? '127.0.0.1',
		'--port',
		environment.PORT ?? '3000',
	];
	return [
		program('worker', 'api/src/worker.ts'),
		program('api', 'api/src/server.ts'),
		watching
			? { name: 'web', args: vite, cwd: path.join(repository, 'web'), environment }
			: program('web', 'web/src/server.ts'),
	];
}

/** METRICS_PORT is the web's; the API's and the worker's follow it. */
function innerPortOf(name: string, { METRICS_PORT: first }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return first ? { METRICS_PORT: String(Number(first) + ['web', 'api', 'worker'].indexOf(name)) } : {};
}

/** Asks until the address answers with a status below `limit`; at most 60 s. */
async function untilReady(url: string, name: string, limit: number, { signal, folder }: Setting): Promise<void> {
	const end = Date.now() + 60_000;
	for (;;) {
		signal.throwIfAborted();
		const status = await fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
			async (reply) => {
				await reply.body?.cancel();
				return reply.status;
			},
			() => 0,
		);
		if (status > 0 && status < limit) return;
		if (Date.now() > end) {
			const says = status ? ` (it says ${status})` : '';
			throw new Problem(`${name} does not answer at ${url}${says}. The logs: ${folder.logs}`);
		}
		// Nobody there yet: soon. Somebody who fails: not so often that the log overflows.
		await sleep(status ? 1000 : 40);
	}
}
