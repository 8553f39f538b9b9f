import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderAt, makeFolder, readJson, repository, writePrivateJson } from './folder.ts';
import type { Folder } from './folder.ts';
import { Problem } from './problem.ts';
import { identify, isAlive } from './processes.ts';

export type Kind = 'demo' | 'start' | 'dev' | 'task' | 'tests';

/** Who uses a data folder at this moment, and how to reach its services. */
export type Running = {
	pid: number;
	startedAt: string;
	kind: Kind;
	/** Environment of the running programs, with the connection addresses; absent while it still starts. */
	environment?: Record<string, string>;
};

/** The right to use a data folder, held by this process. */
export type Claim = {
	/** Tells others how to reach the services of this folder. */
	publish(environment: Record<string, string>): void;
	release(): void;
};

/** Takes a data folder for this process. Throws a Problem when another living process has it. */
export function claimFolder(folder: Folder, kind: Kind): Claim {
	makeWritable(folder);
	const file = runningFile(folder);
	const mine: Running = { pid: process.pid, startedAt: identify(process.pid)?.startedAt ?? '', kind };
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
	try {
		// A hard link is made by one process only, with its content complete: two starts at once cannot both win.
		while (!linked(draft, file)) {
			const other = readRunning(folder);
			if (other) throw new Problem(inUse(folder, other));
			rmSync(file, { force: true });
		}
	} finally {
		rmSync(draft, { force: true });
	}
	return {
		publish: (environment) => writePrivateJson(file, { ...mine, environment }),
		release: () => rmSync(file, { force: true }),
	};
}

function makeWritable(folder: Folder): void {
	try {
		makeFolder(folder);
		writePrivateJson(path.join(folder.root, 'write-test.json'), {});
		rmSync(path.join(folder.root, 'write-test.json'));
	} catch (error) {
		throw new Problem(
			[
				`The data folder ${folder.root} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}).`,
				'It may belong to another user: run as that user, or choose another folder with IKATAN_DATA=<folder>.',
			].join('\n'),
		);
	}
}

function linked(from: string, to: string): boolean {
	try {
		linkSync(from, to);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

function inUse(folder: Folder, other: Running): string {
	const where = path.relative(process.cwd(), folder.root) || folder.root;
	const command = other.kind === 'task' ? 'A command' : `npm run ${other.kind}`;
	return [
		`${command} is already running on the data folder ${where} (process ${other.pid}).`,
		other.kind === 'task'
			? 'Wait until it has finished, or stop it with Ctrl-C in its terminal.'
			: 'Stop it with Ctrl-C in its terminal first, or use another folder: IKATAN_DATA=<folder> PORT=3100 API_PORT=3101 …',
	].join('\n');
}

/** Reads who uses this folder; undefined when nobody does, also when its last user was killed. */
export function readRunning(folder: Folder): Running | undefined {
	const running = readJson<Running>(runningFile(folder));
	return running && isAlive(running) ? running : undefined;
}

/** Finds the demo, start or dev that runs in the usual place and answers already. */
export function findRunning(
	root: string = path.join(repository, '.data'),
): { folder: Folder; running: Running } | undefined {
	for (const kind of ['start', 'demo', 'dev']) {
		const folder = folderAt(path.join(root, kind));
		const running = readRunning(folder);
		if (running?.environment) return { folder, running };
	}
	return undefined;
}

/** True when the folder was claimed once and its owner is gone, or when nobody claimed it within a minute of `madeAt` (ms). */
export function isAbandoned(folder: Folder, madeAt: number): boolean {
	if (readRunning(folder)) return false;
	const claimed = readdirSync(folder.root).includes(path.basename(runningFile(folder)));
	return claimed || Date.now() - madeAt > 60_000;
}

function runningFile(folder: Folder): string {
	return path.join(folder.root, 'running.json');
}
