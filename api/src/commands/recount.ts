import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { modules } from '../app.ts';
import { isWorkerThere } from '../modules/running/index.ts';
import type { Deps } from '../platform/deps.ts';
import { recount, type Derived, type Difference, type Found } from '../platform/derived.ts';
import { countWaitingEvents } from '../platform/failed-work.ts';
import { openProcess } from '../processes.ts';

const usage = `Usage: npm run recount [-- --check]
  Counts all derived numbers anew (votes, answers, reputation, spaces, tags, insights, search indexes …), says which differ from
  what they follow from, and mends them; safe while the product runs.
  --check   only report; the exit code is 1 when something differs`;

/** Every derived number of every module. */
export const allDerived: Derived[] = modules.flatMap(({ derived = [] }) => derived);

/** Compares all derived numbers with what they follow from, and mends them; exit code 1 when something is (still) wrong. */
export async function runRecount(words: string[]): Promise<void> {
	const { values } = parseArgs({ args: words, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
	if (values.help) return console.log(usage);
	const { deps, close } = openProcess('recount');
	try {
		const patient = await isWorkerThere(deps.sql);
		if (patient) await untilToldOf(deps, 30);
		else await sayWhatWaits(deps);
		const check = values.check ?? false;
		const found = await recount(deps, allDerived, {
			check,
			wait: (seconds) => (patient ? sleep(seconds * 1000) : Promise.resolve()),
			onFound: (one) => linesOf(one, check).forEach((line) => console.log(line)),
		});
		const wrong = found.filter(({ left, error }) => left > 0 || error !== undefined);
		console.log(lastLine(found, check));
		if (wrong.length > 0) process.exitCode = 1;
	} finally {
		await close();
	}
}

/** Without a worker nobody hands out events, and what follows from them has not followed yet. */
async function sayWhatWaits({ sql }: Deps): Promise<void> {
	const { count } = await countWaitingEvents(sql);
	if (count > 0)
		console.log(`No worker runs, and ${count} events wait for one: numbers that follow from them differ until then.`);
}

/** What has happened is told to all first, for so many seconds at most: what waits for its effects is no mistake. */
async function untilToldOf({ sql }: Deps, seconds: number): Promise<void> {
	const begun = Date.now();
	for (;;) {
		const { count, since } = await countWaitingEvents(sql);
		const late = since !== null && Date.parse(since) < begun;
		if (count === 0 || !late || Date.now() > begun + seconds * 1000) return;
		await sleep(200);
	}
}

function linesOf({ name, looked, differing, left, examples, error }: Found, check: boolean): string[] {
	const head = `${name.padEnd(20)} ${String(looked).padStart(9)} looked at`;
	if (error !== undefined) return [`${head}, stopped: ${error}`];
	if (differing === 0) return [`${head}, all right`];
	const outcome = check ? '' : left === 0 ? ', mended' : `, ${left} not mended`;
	return [`${head}, ${differing} differ${outcome}`, ...examples.map(wordsOf)];
}

function wordsOf({ id, what, stored, counted }: Difference): string {
	return `    ${id}: ${what} is ${stored ?? 'missing'}, should be ${counted ?? 'missing'}`;
}

function lastLine(found: Found[], check: boolean): string {
	const differing = found.reduce((sum, one) => sum + one.differing, 0);
	const left = found.reduce((sum, one) => sum + one.left, 0);
	const unseen = found.filter(({ error }) => error !== undefined).length;
	const beside = unseen > 0 ? ` ${unseen} could not be looked at.` : '';
	if (differing === 0) return `Every number is what it follows from.${beside}`;
	if (check) return `${differing} numbers differ; npm run recount mends them.${beside}`;
	return left === 0
		? `${differing} numbers differed and are mended.${beside}`
		: `${left} numbers still differ.${beside}`;
}
