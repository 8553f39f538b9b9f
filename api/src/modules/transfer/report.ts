import { translate, type MessageKey } from '@ikatan/messages';
import type { ImportReport } from './stackexchange/import.ts';
import { problems, things, type Problem, type Tally, type Thing } from './tally.ts';

type Say = (key: Extract<MessageKey, `transfer.${string}`>, params?: Record<string, string | number>) => string;

const wholePosts: Thing[] = ['threads', 'answers', 'comments'];

/** What an import did, or would do, in lines for a terminal: counts, what was left out and why, and differences from the source. */
export function reportLines(language: string, report: ImportReport): string[] {
	const say: Say = (key, params) => translate(language, key, params);
	const { tally, site, space, dryRun, resumed } = report;
	const posts = wholePosts.reduce((sum, thing) => sum + tally.of(thing, 'found'), 0);
	return [
		say(dryRun ? 'transfer.titleDry' : 'transfer.title', { site: site.key, space }),
		...(site.host ? [] : [say('transfer.siteUnknown')]),
		...(resumed ? [say('transfer.resumed')] : []),
		'',
		...countLines(say, new Intl.NumberFormat(language), tally, dryRun),
		...section(say('transfer.skippedTitle'), skippedLines(say, tally)),
		...section(say('transfer.problemsTitle'), problemLines(say, tally)),
		'',
		...(dryRun ? [say('transfer.nothingWritten')] : differenceLines(say, tally)),
		tookLine(say, posts, report),
	];
}

/** How long it took, and how fast that was: of a run that broke off before, this part's speed is not known. */
function tookLine(say: Say, posts: number, { resumed, seconds }: ImportReport): string {
	const rounded = Math.round(seconds * 10) / 10;
	if (resumed) return say('transfer.tookSince', { seconds: rounded });
	return say('transfer.took', { posts, seconds: rounded, rate: Math.round(posts / seconds) });
}

/** One line per thing: in the dump, new, here before, left out. */
function countLines(say: Say, number: Intl.NumberFormat, tally: Tally, dryRun: boolean): string[] {
	const made = say(dryRun ? 'transfer.wouldMake' : 'transfer.made');
	const rows = [
		['', say('transfer.found'), made, say('transfer.known'), say('transfer.left')],
		...things
			.filter((thing) => tally.of(thing, 'found') + tally.of(thing, 'made') > 0)
			.map((thing) => [
				say(`transfer.thing.${thing}`),
				...(['found', 'made', 'known', 'left'] as const).map((fate) => number.format(tally.of(thing, fate))),
			]),
	];
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	return rows.map((row) =>
		row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2))).join(''),
	);
}

const section = (title: string, lines: string[]): string[] =>
	lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

function skippedLines(say: Say, tally: Tally): string[] {
	return tally.skipped.map(({ what, kind, count }) => `${say(`transfer.skipped.${what}`, { kind })}: ${count}`);
}

function problemLines(say: Say, tally: Tally): string[] {
	return problems
		.filter((problem) => tally.problemCount(problem) > 0 && problem !== 'score-differs' && problem !== 'answers-differ')
		.map((problem) => problemLine(say, tally, problem));
}

function problemLine(say: Say, tally: Tally, problem: Problem): string {
	const count = tally.problemCount(problem);
	const examples = tally.examples[problem] ?? [];
	const shown = examples.join(', ') + (count > examples.length ? ' …' : '');
	return say(`transfer.problem.${problem}`, { count }) + (examples.length > 0 ? `: ${shown}` : '');
}

/** Whether what is here now adds up to what the source showed. */
function differenceLines(say: Say, tally: Tally): string[] {
	return (['score-differs', 'answers-differ'] as const).map((problem) =>
		tally.problemCount(problem) === 0 ? say(`transfer.agrees.${problem}`) : problemLine(say, tally, problem),
	);
}
