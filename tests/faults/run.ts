// npm run test:faults -- [--rounds 50] [--seed 1] [--only kills,outage,disk]: everything is killed again and again while people
// write, and afterwards all of it must be there, once. Takes real PostgreSQL with full durability and a real Meilisearch.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isDatabaseAway } from '../../api/src/platform/db.ts';
import { fullDisk } from './full-disk.ts';
import { outage } from './outage.ts';
import { rounds } from './rounds.ts';

const scenarios = { kills: rounds, outage, disk: fullDisk };

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '50' },
		seed: { type: 'string', default: String(Date.now() % 100_000) },
		only: { type: 'string', default: Object.keys(scenarios).join() },
		keep: { type: 'boolean', default: false },
	},
});

// postgres.js lets a connection that breaks while it asks for its types reject where nobody hears.
process.on('unhandledRejection', (error) => {
	if (!isDatabaseAway(error)) throw error;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
	if (!values.only.split(',').includes(name)) continue;
	const root = mkdtempSync(path.join(os.tmpdir(), 'ikatan-faults-'));
	// As root, PostgreSQL runs as another user, who must be able to pass through.
	chmodSync(root, 0o755);
	console.log(`\n${name} (seed ${values.seed})`);
	try {
		const wrong = await scenario({ root, rounds: Number(values.rounds), seed: Number(values.seed), say: console.log });
		failed += wrong.length;
		for (const line of wrong) console.log(`  WRONG  ${line}`);
	} catch (error) {
		failed++;
		console.log(error);
	}
	if (values.keep) console.log(`  kept: ${root}`);
	else rmSync(root, { recursive: true, force: true });
}
console.log(failed === 0 ? '\nNothing was lost, nothing was done twice.' : `\n${failed} things went wrong.`);
process.exit(failed === 0 ? 0 : 1);
