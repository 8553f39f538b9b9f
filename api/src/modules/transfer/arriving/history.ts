import type { Arrive } from '../arrival.ts';
import type { HistoryRecord } from '../records.ts';
import { keepHistory } from '../transfer.queries.ts';

/** History is set aside first: a dump orders it by time, and each post needs its own when it arrives. */
export const arriveHistory: Arrive<HistoryRecord> = async ({ source }, records, tally) => {
	tally.add('history', 'found', records.length);
	return (tx) => keepHistory(tx, source, records);
};
