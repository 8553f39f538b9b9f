import { open, type FileHandle } from 'node:fs/promises';
import type { ReadHistory } from '../lookups.ts';
import type { HistoryPlace, HistoryRecord } from '../records.ts';
import { readHistory } from './records.ts';
import { RowScanner } from './row-scanner.ts';
import type { DumpFile } from './rows.ts';

/** Rows closer to each other than this are read in one go, up to so many bytes. */
const smallGap = 32 * 1024;
const mostAtOnce = 1024 * 1024;

/** Opens PostHistory.xml for reading it again here and there. Reading throws where the file does not hold what was noted. */
export async function openHistory(file: DumpFile | undefined): Promise<{ read: ReadHistory; close(): Promise<void> }> {
	if (!file) return { read: async () => [], close: async () => {} };
	const handle = await open(file.path);
	const read: ReadHistory = async (places) => {
		const history: HistoryRecord[] = [];
		for (const group of neighbours(places)) history.push(...(await readGroup(handle, group, file.name)));
		return history;
	};
	return { read, close: () => handle.close() };
}

/** The places in the order of the file, those that stand close to each other together. */
function neighbours(places: HistoryPlace[]): HistoryPlace[][] {
	const groups: HistoryPlace[][] = [];
	for (const place of places.toSorted((one, other) => one.start - other.start)) {
		const group = groups.at(-1);
		if (group && isNear(group, place)) group.push(place);
		else groups.push([place]);
	}
	return groups;
}

function isNear(group: HistoryPlace[], place: HistoryPlace): boolean {
	return place.start - endOf(group.at(-1)!) < smallGap && endOf(place) - group[0]!.start < mostAtOnce;
}

const endOf = ({ start, length }: HistoryPlace): number => start + length;

async function readGroup(handle: FileHandle, group: HistoryPlace[], name: string): Promise<HistoryRecord[]> {
	const from = group[0]!.start;
	const bytes = Buffer.allocUnsafe(endOf(group.at(-1)!) - from);
	await handle.read(bytes, 0, bytes.length, from);
	return group.map((place) => {
		const [row] = new RowScanner().scan(bytes.toString('latin1', place.start - from, endOf(place) - from));
		const record = row && readHistory(row);
		if (record?.sourceId === place.sourceId) return record;
		throw new Error(`${name} is no longer the file that this import began with: run it again`);
	});
}
