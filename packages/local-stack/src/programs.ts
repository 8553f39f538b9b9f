import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Folder } from './folder.ts';
import { logFile, openLog } from './logs.ts';
import { endProcess, forgetPid, notePid, politely } from './processes.ts';
import type { Program } from './supervisor.ts';
import type { Terminal } from './terminal.ts';

/** A Node program of this repository: what to run, from where, with which environment. */
export type NodeProgram = {
	name: string;
	args: string[];
	cwd: string;
	environment: NodeJS.ProcessEnv;
	/** Gives it a channel whose end tells it that we were killed; not for `node --watch`, which keeps the channel to itself. */
	leashed?: boolean;
};

/** Makes a supervised program: its output goes to `<folder>/logs/<name>.log`, its warnings and errors to the terminal as well. */
export function nodeProgram(
	folder: Folder,
	terminal: Terminal,
	{ name, args, cwd, environment, leashed }: NodeProgram,
): Program {
	return {
		name,
		essential: true,
		start: async () => {
			const child = spawn(process.execPath, args, {
				cwd,
				env: environment,
				// A group of its own: Ctrl-C reaches us alone, and we stop programs in the right order.
				detached: true,
				stdio: leashed ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
			});
			notePid(folder, name, child.pid ?? 0, args.at(-1) ?? '');
			keepLog(folder, name, child, terminal);
			const stop = async () => {
				await endProcess(child.pid ?? 0, politely);
				forgetPid(folder, name);
			};
			return { child, stop };
		},
	};
}

function keepLog(folder: Folder, name: string, child: ChildProcess, terminal: Terminal): void {
	const log = createWriteStream(logFile(folder, name), { fd: openLog(folder, name) });
	const follow = (stream: Readable, problemIn: (line: string) => string | undefined) => {
		const lines = createInterface({ input: stream });
		lines.on('line', (line) => {
			log.write(`${line}\n`);
			const problem = problemIn(line);
			if (problem) terminal.warn(name, problem);
		});
		return new Promise((resolve) => lines.once('close', resolve));
	};
	const ended = [
		child.stdout && follow(child.stdout, problemOf),
		child.stderr && follow(child.stderr, (line) => problemOf(line) ?? (line.startsWith('{') ? undefined : line)),
	];
	void Promise.all(ended).then(() => log.end());
}

type LogEntry = { level?: number | string; msg?: string; place?: string; err?: { message?: string }; error?: string };

/** The words of a log line (JSON: pino's of the API, the web's own) of level warning or higher; undefined for all others. */
export function problemOf(line: string): string | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		const entry = JSON.parse(line) as LogEntry;
		const isProblem =
			typeof entry.level === 'number' ? entry.level >= 40 : /^(warn|error|fatal)$/.test(entry.level ?? '');
		if (!isProblem) return undefined;
		const words = [entry.place, entry.msg, entry.err?.message, entry.error?.split('\n')[0]];
		return [...new Set(words.filter(Boolean))].join(': ');
	} catch {
		return undefined;
	}
}

/** Runs a Node program to its end and returns what it wrote to stdout. Rejects with its last words when it fails or `signal` aborts it. */
export function runToEnd(program: NodeProgram, folder: Folder, signal: AbortSignal): Promise<string> {
	const { name, args, cwd, environment } = program;
	return new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const child = spawn(process.execPath, args, {
			cwd,
			env: environment,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		notePid(folder, name, child.pid ?? 0, args[0] ?? '');
		const abort = () => void endProcess(child.pid ?? 0, politely);
		signal.addEventListener('abort', abort, { once: true });
		const log = createWriteStream(logFile(folder, name), { fd: openLog(folder, name) });
		let output = '';
		let complaint = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			log.write(text);
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			complaint += text;
			log.write(text);
		});
		child.once('error', reject);
		child.once('close', (code) => {
			signal.removeEventListener('abort', abort);
			forgetPid(folder, name);
			log.end();
			if (signal.aborted) reject(signal.reason as Error);
			else if (code === 0) resolve(output);
			else reject(new Error(`${name} failed (code ${code}):\n${(complaint || output).trim()}`));
		});
	});
}
