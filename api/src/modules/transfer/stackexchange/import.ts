import { stat } from 'node:fs/promises';
import { inTransaction, type Sql } from '../../../platform/db.ts';
import { importSpace } from '../../spaces/index.ts';
import type { Arrival } from '../arrival.ts';
import { countRest, countThreads } from '../arriving/counting.ts';
import { finishStep, oneAhead, together, writeBatches } from '../batches.ts';
import { IdSet } from '../id-set.ts';
import { databaseLookups, type Lookups } from '../lookups.ts';
import { keepMemoryLow } from '../memory.ts';
import { ProgressMeter, type PartName, type Progress } from '../progress.ts';
import { renderTexts } from '../rendering.ts';
import { finishRun, openRun, stepOf, tallyOf, withImportLock, type Run } from '../runs.ts';
import { Tally } from '../tally.ts';
import { dialectOf, languageOf } from './dialect.ts';
import { openHistory } from './history-file.ts';
import {
	findDumpFiles,
	missingFiles,
	readRows,
	type DumpFile,
	type FileName,
	type Reading,
	type RowBatch,
} from './rows.ts';
import { rehearse } from './rehearsal.ts';
import { dropHistory, refreshStatistics } from '../transfer.queries.ts';
import { findSite, spaceName, spaceSlug, type Site } from './site.ts';
import { stages, steps, type Step } from './steps.ts';

export type ImportOptions = {
	sql: Sql;
	/** Where the XML files of the dump lie. */
	folder: string;
	/** Slug of the space that takes the threads; by default one named for the site, made when there is none. */
	space?: string;
	/** Host of the site, for the links to the originals; by default the dump tells. */
	site?: string;
	/** Reads and counts all, and writes nothing. */
	dryRun?: boolean;
	onProgress?: (progress: Progress) => void;
	/** Rows in one transaction; for tests, which need many batches of few rows. */
	batchRows?: number;
};

export type ImportReport = {
	site: Site;
	space: string;
	dryRun: boolean;
	/** It went on where a run had broken off. */
	resumed: boolean;
	tally: Tally;
	missingFiles: string[];
	seconds: number;
};

type Files = Map<FileName, DumpFile>;

/**
 * Brings a Stack Exchange data dump over. Running it again brings what is new in the dump and leaves what had arrived as it
 * is here: people may have gone on with it. Throws when the folder holds no Posts.xml or another process imports the same site.
 */
export async function importStackExchange(options: ImportOptions): Promise<ImportReport> {
	const begun = performance.now();
	keepMemoryLow();
	const files = await findDumpFiles(await existingFolder(options.folder));
	if (!files.has('Posts')) throw new Error(`There is no Posts.xml in ${options.folder}`);
	const site = await findSite(options.folder, files, options.site);
	const source = `stackexchange:${site.key}`;
	const space = options.space ?? spaceSlug(site);
	const outcome = options.dryRun
		? { tally: await rehearsal(options, files, site, source), resumed: false }
		: await withImportLock(options.sql, source, () => bringOver(options, files, site, source, space));
	const seconds = (performance.now() - begun) / 1000;
	return { site, space, dryRun: options.dryRun ?? false, ...outcome, missingFiles: missingFiles(files), seconds };
}

async function existingFolder(folder: string): Promise<string> {
	const found = await stat(folder).catch(() => null);
	if (!found?.isDirectory()) throw new Error(`There is no folder ${folder}`);
	return folder;
}

async function bringOver(options: ImportOptions, files: Files, site: Site, source: string, slug: string) {
	const { sql } = options;
	const run = await openRun(
		sql,
		source,
		Object.fromEntries([...files.values()].map((file) => [file.name, file.version])),
	);
	const space = await inTransaction(sql, (tx) => importSpace(tx, slug, spaceName(slug)));
	const meter = new ProgressMeter(costs(files));
	const history = await openHistory(files.get('PostHistory'));
	try {
		const arrival = {
			...arrivalOf(sql, source, site, databaseLookups(sql, source, run.first, history.read)),
			spaceId: space.id,
		};
		for (const stage of stages) {
			await together(
				run,
				stage.map((step) => takeStep(step, files, arrival, run, meter, options)),
			);
		}
	} finally {
		await history.close();
	}
	await count(sql, source, run, meter, options);
	await inTransaction(sql, (tx) => finishRun(tx, run, source, space.id));
	return { tally: tallyOf(run), resumed: run.resumed };
}

async function rehearsal({ sql, onProgress }: ImportOptions, files: Files, site: Site, source: string): Promise<Tally> {
	const tally = await rehearse(sql, source, site, files, new ProgressMeter(costs(files)), onProgress);
	noteLostAcceptances(tally, tally);
	return tally;
}

/** Questions whose accepted answer never came. */
function noteLostAcceptances(counted: Tally, into: Tally): void {
	const lost = counted.of('accepted', 'found') - counted.of('accepted', 'made') - counted.of('accepted', 'known');
	if (lost <= 0) return;
	into.problem('accepted-answer-missing', '', lost);
	into.add('accepted', 'left', lost);
}

function arrivalOf(sql: Sql, source: string, site: Site, lookups: Lookups): Arrival {
	return {
		sql,
		source,
		spaceId: 0,
		language: languageOf(site),
		render: renderTexts,
		dialect: dialectOf(site),
		lookups,
		tagsMet: new Set(),
	};
}

const countingCost = 0.5;

/** What each step costs, in bytes of Votes.xml; counting at the end as a share of the posts. */
function costs(files: Files): { name: PartName; cost: number }[] {
	const parts = steps.map(({ name, file, weight }) => ({
		name: name as PartName,
		cost: (files.get(file)?.bytes ?? 0) * weight,
	}));
	return [...parts, { name: 'counting', cost: (files.get('Posts')?.bytes ?? 0) * countingCost }];
}

async function takeStep(
	step: Step,
	files: Files,
	arrival: Arrival,
	run: Run,
	meter: ProgressMeter,
	{ sql, batchRows, onProgress }: ImportOptions,
): Promise<void> {
	const file = files.get(step.file);
	const { place, done } = stepOf(run, step.name);
	meter.enter(step.name, done ? 1 : 0);
	if (done) return;
	const ending = new Tally();
	if (!file) {
		ending.problem('file-missing', `${step.file}.xml`);
		return await finishStep(sql, run, step.name, ending);
	}
	const reading: Reading = { rows: 0 };
	const seen = new IdSet();
	const size = { rows: batchRows ?? step.rows, bytes: 2_000_000 };
	const batches = readRows(file, reading, place, size, (row) => seen.add(row.get('Id') ?? ''));
	const prepare = async ({ rows, next, bytesRead }: RowBatch) => {
		const tally = new Tally();
		const write = await step.prepare(arrival, rows, tally, seen);
		return { next, done: rows.length, tally, write, share: bytesRead / file.bytes };
	};
	// Three at a time: one is written while the next is prepared and the one after it is read.
	const prepared = oneAhead(
		oneAhead(batches, async (batch) => batch),
		prepare,
	);
	await writeBatches(sql, run, step.name, prepared, (batch) =>
		onProgress?.(meter.advance(step.name, batch.done, batch.share)),
	);
	if (run.broken) return;
	if (reading.damage) ending.problem('file-damaged', `${file.name}: ${reading.damage}`);
	await finishStep(sql, run, step.name, ending);
}

/** From so many threads on, statistics are worth the second that they take. */
const manyThreads = 5000;

async function count(
	sql: Sql,
	source: string,
	run: Run,
	meter: ProgressMeter,
	{ onProgress }: ImportOptions,
): Promise<void> {
	const { place, done } = stepOf(run, 'counting');
	if (done) return;
	const arrived = tallyOf(run);
	const total = arrived.of('threads', 'made') + arrived.of('threads', 'known');
	meter.enter('counting');
	if (total > manyThreads) await refreshStatistics(sql);
	let counted = 0;
	await writeBatches(sql, run, 'counting', countThreads(sql, source, place), (batch) => {
		counted += batch.done;
		onProgress?.(meter.advance('counting', batch.done, Math.min(1, counted / Math.max(1, total))));
	});
	const ending = new Tally();
	await countRest(sql, source, ending);
	noteLostAcceptances(arrived, ending);
	await finishStep(sql, run, 'counting', ending, (tx) => dropHistory(tx, source));
}
