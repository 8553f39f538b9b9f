import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Folder } from './folder.ts';

/** A log that grew past this (bytes) is put aside as `<name>.old.log` at the next start. */
const longEnough = 10_000_000;

/** The log file of a program. */
export function logFile(folder: Folder, name: string): string {
	return path.join(folder.logs, `${name}.log`);
}

/** Opens the log of a program to add to it; the caller closes the handle. */
export function openLog(folder: Folder, name: string): number {
	const file = logFile(folder, name);
	if (existsSync(file) && statSync(file).size > longEnough) renameSync(file, path.join(folder.logs, `${name}.old.log`));
	return openSync(file, 'a', 0o600);
}

/** The end of a program's log, to say why it did not start. */
export function lastLines(folder: Folder, name: string, count = 12): string {
	const file = logFile(folder, name);
	if (!existsSync(file)) return '(it wrote nothing)';
	return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
