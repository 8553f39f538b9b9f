import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writePrivateJson } from './folder.ts';
import type { Folder } from './folder.ts';

/** What tells one process from another that later got the same number. */
export type Identity = { pid: number; startedAt: string; command: string };

/** Looks a living process up; undefined when it is gone (or only waits to be buried by its parent). */
export function identify(pid: number): Identity | undefined {
	return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

function identifyByProc(pid: number): Identity | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the program's name in brackets and may itself hold spaces and brackets.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
		const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
		return { pid, startedAt: `${boot}/${fields[19]}`, command };
	} catch {
		return undefined;
	}
}

function identifyByPs(pid: number): Identity | undefined {
	const ps = spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'stat=', '-o', 'lstart=', '-o', 'command='], {
		encoding: 'utf8',
		env: { ...process.env, LC_ALL: 'C' },
	});
	const found = /^(\S+)\s+(\w{3} \w{3}\s+\d+ [\d:]+ \d{4})\s+(.*)$/.exec((ps.stdout ?? '').trim());
	if (!found || found[1]?.startsWith('Z')) return undefined;
	return { pid, startedAt: found[2] ?? '', command: found[3] ?? '' };
}

/** True while the number is anybody's, also a dead process's that its parent has not buried. */
export function isTaken(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** True while exactly this process lives: same number, same start. */
export function isAlive(known: Pick<Identity, 'pid' | 'startedAt'>): boolean {
	return identify(known.pid)?.startedAt === known.startedAt;
}

/** Waits until a process is gone; false when it still lives after `milliseconds`. */
export async function isGoneWithin(pid: number, milliseconds: number): Promise<boolean> {
	const end = Date.now() + milliseconds;
	while (identify(pid)) {
		if (Date.now() >= end) return false;
		await sleep(20);
	}
	return true;
}

/** One signal, how long it may take (ms), and whether the whole process group gets it. */
export type Step = { signal: NodeJS.Signals; wait: number; group?: boolean };

/** How programs of ours are ended: asked, then, if they do not listen, with everything they started, forced. */
export const politely: Step[] = [
	{ signal: 'SIGTERM', wait: 8_000, group: true },
	{ signal: 'SIGKILL', wait: 5_000, group: true },
];

/** Sends the steps' signals one after another until the process is gone; one that is gone already is no error. */
export async function endProcess(pid: number, steps: Step[]): Promise<void> {
	for (const step of steps) {
		if (!identify(pid)) break;
		sendSignal(pid, step);
		if (await isGoneWithin(pid, step.wait)) break;
	}
	// What a group leader leaves behind (a bundler's service, a restarted child) goes with it.
	if (steps.some((step) => step.group)) sendSignal(pid, { signal: 'SIGKILL', group: true });
}

/** Sends a signal to a process, or to its group; nobody there is no error. */
export function sendSignal(pid: number, { signal, group }: Pick<Step, 'signal' | 'group'>): void {
	try {
		process.kill(group ? -pid : pid, signal);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code !== 'ESRCH' && code !== 'EPERM') throw error;
	}
}

/** A pid file: the process, and a word that its command line must contain (a data folder, a script). */
type PidFile = { pid: number; startedAt: string; mark: string };

/** Notes a started process in the data folder, so that the next start finds it should we be killed. */
export function notePid(folder: Folder, name: string, pid: number, mark: string): void {
	const identity = identify(pid);
	if (!identity) return;
	const note: PidFile = { pid, startedAt: identity.startedAt, mark };
	writePrivateJson(pidFile(folder, name), note);
}

/** Takes a note back, once its process has ended. */
export function forgetPid(folder: Folder, name: string): void {
	rmSync(pidFile(folder, name), { force: true });
}

/** Ends what a killed run left behind in this folder, and returns the names. A number that now belongs to another process is left alone. */
export async function reapOrphans(
	folder: Folder,
	stepsOf: (name: string) => Step[] = () => politely,
): Promise<string[]> {
	const names = notedNames(folder);
	const reaped: string[] = [];
	for (const name of names) {
		const note = readJson<PidFile>(pidFile(folder, name));
		const found = note ? identify(note.pid) : undefined;
		if (note && found && found.startedAt === note.startedAt && found.command.includes(note.mark)) {
			await endProcess(note.pid, stepsOf(name));
			reaped.push(name);
		}
		forgetPid(folder, name);
	}
	return reaped;
}

/** Databases last: what uses them is ended before them. */
function notedNames(folder: Folder): string[] {
	const last = ['meilisearch', 'postgres'];
	const names = listFiles(folder.processes)
		.filter((file) => file.endsWith('.json'))
		.map((file) => path.basename(file, '.json'));
	return names.sort((a, b) => last.indexOf(a) - last.indexOf(b));
}

function listFiles(of: string): string[] {
	try {
		return readdirSync(of);
	} catch {
		return [];
	}
}

function pidFile(folder: Folder, name: string): string {
	return path.join(folder.processes, `${name}.json`);
}
