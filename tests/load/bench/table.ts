import type { Row } from './run.ts';

const widths = [28, 8, 8, 8, 8, 10, 8, 26, 20];
const columns = [
	'work',
	'/s',
	'p50 ms',
	'p95 ms',
	'p99 ms',
	'bare /s',
	'ratio',
	'CPU ms api/web/wrk/pg',
	'api/web/worker MB',
];
const written = (cells: string[]) =>
	cells.map((cell, place) => (place === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[place]!))).join('');

export const headline = `${written(columns)}\n${'-'.repeat(widths.reduce((sum, width) => sum + width))}`;

/** One row of the table; what it misses stands at its end. */
export function line({ name, perSecond, p50, p95, p99, bare, ratio, slower, memory, processor, misses }: Row): string {
	const share = ratio !== undefined ? String(ratio) : slower !== undefined ? `${slower} x` : '';
	const time = Object.values(processor)
		.map((one) => one.toFixed(one < 10 ? 2 : 0))
		.join('/');
	const cells = [
		name,
		perSecond,
		p50,
		p95,
		p99,
		bare?.perSecond ?? '',
		share,
		time,
		`${memory.api}/${memory.web}/${memory.worker}`,
	];
	return `${written(cells.map(String))}${misses.length > 0 ? `   MISSES ${misses.join('; ')}` : ''}`;
}
