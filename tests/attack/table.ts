import type { Outcome } from './attack.ts';

/** Prints what was written where, what was looked at, and every finding, alike ones together. */
export function print({ counts, looked, findings }: Outcome, lines: number): void {
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
	const alike = Map.groupBy(findings, ({ what }) => what.replaceAll(/\d+/g, 'n').slice(0, 100));
	console.log(`findings: ${findings.length}${findings.length > 0 ? ', of kinds:' : ''}`);
	for (const [kind, some] of [...alike].slice(0, 60))
		console.log(
			`  ${some.length} × ${kind}\n      ${some[0]!.what.slice(0, 300)}\n      at ${some[0]!.where.slice(0, 200)}`,
		);
}
