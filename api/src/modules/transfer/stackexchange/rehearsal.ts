import type { Sql } from '../../../platform/db.ts';
import type { Arrival } from '../arrival.ts';
import { IdSet } from '../id-set.ts';
import { rehearsalLookups } from '../lookups.ts';
import type { Progress, ProgressMeter } from '../progress.ts';
import { renderNothing } from '../rendering.ts';
import { Tally } from '../tally.ts';
import { dialectOf, languageOf } from './dialect.ts';
import { readRows, type DumpFile, type FileName, type Reading } from './rows.ts';
import type { Site } from './site.ts';
import { steps, type Step } from './steps.ts';

type OnProgress = (progress: Progress) => void;

/** Goes through the whole dump as an import would, writing and rendering nothing, and counts what would become of each row. */
export async function rehearse(
	sql: Sql,
	source: string,
	site: Site,
	files: Map<FileName, DumpFile>,
	meter: ProgressMeter,
	onProgress?: OnProgress,
): Promise<Tally> {
	const arrival: Arrival = {
		sql,
		source,
		spaceId: 0,
		language: languageOf(site),
		render: renderNothing,
		dialect: dialectOf(site),
		lookups: rehearsalLookups(sql, source),
		tagsMet: new Set(),
	};
	const tally = new Tally();
	for (const step of steps) {
		const file = files.get(step.file);
		if (file) await rehearseStep(step, file, arrival, meter, tally, onProgress);
		else tally.problem('file-missing', `${step.file}.xml`);
	}
	return tally;
}

async function rehearseStep(
	step: Step,
	file: DumpFile,
	arrival: Arrival,
	meter: ProgressMeter,
	tally: Tally,
	onProgress?: OnProgress,
): Promise<void> {
	const reading: Reading = { rows: 0 };
	const seen = new IdSet();
	meter.enter(step.name);
	for await (const { rows, bytesRead } of readRows(file, reading)) {
		await step.prepare(arrival, rows, tally, seen);
		onProgress?.(meter.advance(step.name, rows.length, bytesRead / file.bytes));
	}
	if (reading.damage) tally.problem('file-damaged', `${file.name}: ${reading.damage}`);
}
