import type { Arrive } from '../arrival.ts';
import type { HistoryPlace } from '../records.ts';
import { noteHistory } from '../transfer.queries.ts';

/** Where history stands is noted first: a dump orders it by time, and each post needs its own when it arrives. */
export const arriveHistory: Arrive<HistoryPlace> = async ({ source }, records, tally) => {
	tally.add('history', 'found', records.length);
	return (tx) => noteHistory(tx, source, records);
};
