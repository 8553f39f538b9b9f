// npm run bench [-- --only <words> --seconds <n> --posts <n> --json <file> --profile <folder>]: how fast the product is, as shares
// of what bare Fastify does on the same machine in the same minute. Seeds 100,000 posts the first time.
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '@ikatan/local-stack/folder';
import { measureGrowth } from './bench/growth.ts';
import { openPlace } from './bench/place.ts';
import { readScenarios } from './bench/reads.ts';
import { measure, type Row } from './bench/run.ts';
import { holdIdle, tellThousand } from './bench/sockets.ts';
import { headline, line } from './bench/table.ts';
import { writeScenarios } from './bench/writes.ts';

const { values } = parseArgs({
	options: {
		only: { type: 'string', default: '' },
		seconds: { type: 'string', default: '9' },
		posts: { type: 'string' },
		json: { type: 'string' },
		profile: { type: 'string' },
		growth: { type: 'boolean', default: false },
	},
});
const posts = Number(values.posts ?? 100_000);
const profiling = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${path.resolve(values.profile)}`] : [];
if (values.growth) {
	const misses = await measureGrowth(Number(values.posts ?? 1_000_000));
	process.exit(misses.length > 0 ? 1 : 0);
}
// A run that is ended lets go of its services as one that exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const place = await openPlace({ posts, flags: profiling });
const rows: Row[] = [];
try {
	const scenarios = [...(await readScenarios(place)), ...(await writeScenarios(place))];
	const words = values.only.split(',').filter(Boolean);
	console.log(
		`API ready after ${Math.round(place.apiReadyAfter)} ms. Load before: ${loadavg()[0]!.toFixed(1)}.\n\n${headline}`,
	);
	const works = [
		...scenarios.map((scenario) => ({
			name: scenario.name,
			run: () => measure(place, scenario, Number(values.seconds)),
		})),
		{ name: 'sockets', run: () => tellThousand(place) },
		{ name: 'idle sockets', run: () => holdIdle(place, 10_000) },
	];
	for (const { name, run } of works) {
		if (words.length > 0 && !words.includes(name)) continue;
		const row = await run();
		rows.push(row);
		console.log(line(row));
	}
	const file = path.resolve(values.json ?? path.join(repository, '.data/bench.json'));
	const report = {
		at: new Date().toISOString(),
		posts,
		load: loadavg(),
		apiReadyAfter: place.apiReadyAfter,
		rows,
	};
	writeFileSync(file, JSON.stringify(report, null, '\t'));
	console.log(`\nWritten to ${file}. Load now: ${loadavg()[0]!.toFixed(1)}.`);
} finally {
	await place.stop();
}
process.exitCode = rows.some((row) => row.misses.length > 0) ? 1 : 0;
