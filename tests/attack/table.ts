import type { Outcome } from './attack.ts';
import type { Finding } from './browser.ts';
import type { SpecOutcome } from './spec.ts';
import { reasons } from './spec-exceptions.ts';

/** Prints what was written where, what was looked at, and every finding, alike ones together. */
export function print({ lines, counts, looked, findings }: Outcome): void {
	const rows = [...counts].map(([place, { taken, refused }]) => [place, String(taken), String(refused)]);
	const wide = Math.max(...rows.map(([place]) => place!.length), 10);
	console.log(`\n${'place'.padEnd(wide)}  ${'taken'.padStart(7)}  ${'refused'.padStart(7)}`);
	for (const [place, taken, refused] of rows)
		console.log(`${place!.padEnd(wide)}  ${taken!.padStart(7)}  ${refused!.padStart(7)}`);
	const written = [...counts.values()].reduce((sum, { taken }) => sum + taken, 0);
	console.log(`\n${lines} lines, ${counts.size} places, ${written} times written`);
	console.log(
		`pages loaded with scripts ${looked.loaded}, parsed ${looked.parsed}, feeds ${looked.feeds}, mails ${looked.mails}`,
	);
	printFindings(findings);
}

/** Prints how many cases of each specification pass, and how many differ for which reason. */
export function printSpec(outcomes: readonly SpecOutcome[]): void {
	for (const { file, cases, passed, excepted, wrong } of outcomes) {
		console.log(`\n${file}: ${passed} of ${cases} cases pass`);
		for (const [reason, count] of excepted) console.log(`  ${String(count).padStart(3)} differ: ${reasons[reason]}`);
		for (const what of wrong) console.log(`  wrong: ${what}`);
	}
}

/** Prints what came of rendering without the product. */
export function printRendered({ rendered, findings }: { rendered: number; findings: Finding[] }): void {
	console.log(`\nrendered ${rendered} times at every place of a body`);
	printFindings(findings);
}

function printFindings(findings: readonly Finding[]): void {
	const alike = Map.groupBy(findings, ({ what }) => what.replaceAll(/\d+/g, 'n').slice(0, 60));
	console.log(`findings: ${findings.length}${findings.length > 0 ? ', of kinds:' : ''}`);
	for (const [kind, some] of [...alike].slice(0, 60)) {
		console.log(`  ${some.length} × ${kind}`);
		for (const { what, where } of some.slice(0, 3))
			console.log(`      ${what.slice(0, 300)}\n      at ${where.slice(0, 240)}`);
	}
}
