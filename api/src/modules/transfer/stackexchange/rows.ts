import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RowScanner, type Row } from './row-scanner.ts';

export type { Row } from './row-scanner.ts';

/** Rows that belong together for one transaction; `next` is the number of rows of the file that are behind us after them. */
export type RowBatch = { rows: Row[]; next: number; bytesRead: number };

/** `version` is another one once the file was written again. */
export type DumpFile = { name: string; path: string; bytes: number; version: string };

/** What became of reading one file; `damage` names the first place where it stopped being XML. */
export type Reading = { rows: number; damage?: string };

const fileNames = ['Users', 'Badges', 'Tags', 'PostHistory', 'Posts', 'Comments', 'Votes', 'PostLinks'] as const;
export type FileName = (typeof fileNames)[number];

/** Finds the files of a dump in a folder, whatever the case of their names; those that are absent are left out of the map. */
export async function findDumpFiles(folder: string): Promise<Map<FileName, DumpFile>> {
	const present = new Map((await readdir(folder)).map((name) => [name.toLowerCase(), name]));
	const found = new Map<FileName, DumpFile>();
	for (const name of fileNames) {
		const actual = present.get(`${name.toLowerCase()}.xml`);
		if (!actual) continue;
		const path = join(folder, actual);
		const { size, mtime } = await stat(path);
		found.set(name, { name: actual, path, bytes: size, version: `${size} ${mtime.toISOString()}` });
	}
	return found;
}

/** The files a whole dump has, and this one lacks. */
export function missingFiles(found: Map<FileName, DumpFile>): string[] {
	return fileNames.filter((name) => !found.has(name)).map((name) => `${name}.xml`);
}

type BatchSize = { rows: number; bytes: number };
const defaultSize: BatchSize = { rows: 2000, bytes: 4_000_000 };

/**
 * Streams a dump file as batches of rows, past the first `from` rows (`passed` hears of those), holding one batch and one chunk of the file at a time.
 * A file that breaks off or is not XML ends there: what came before is given, and `reading.damage` says where.
 */
export async function* readRows(
	file: DumpFile,
	reading: Reading,
	from = 0,
	size: BatchSize = defaultSize,
	passed: (row: Row) => void = () => {},
): AsyncGenerator<RowBatch> {
	const waiting: Row[] = [];
	const scanner = new RowScanner();
	const stream = createReadStream(file.path, { encoding: 'latin1', highWaterMark: 128 * 1024 });
	for await (const chunk of stream) {
		for (const row of scanner.scan(chunk as string)) {
			reading.rows += 1;
			if (reading.rows > from) waiting.push(row);
			else passed(row);
		}
		for (let full = fullBatch(waiting, size); full > 0; full = fullBatch(waiting, size)) {
			const rows = waiting.splice(0, full);
			yield { rows, next: reading.rows - waiting.length, bytesRead: stream.bytesRead };
		}
		if (scanner.damage) break;
	}
	reading.damage = scanner.end();
	if (waiting.length > 0) yield { rows: waiting, next: reading.rows, bytesRead: stream.bytesRead };
}

/** How many of these rows make a full batch; 0 while there are too few. */
function fullBatch(rows: Row[], size: BatchSize): number {
	let bytes = 0;
	for (let place = 0; place < rows.length; place++) {
		bytes += rows[place]!.extent.length;
		if (place + 1 === size.rows || bytes >= size.bytes) return place + 1;
	}
	return 0;
}
