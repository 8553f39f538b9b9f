// node tests/load/lists.ts [threads] : how long each list takes, on so many threads (a million unless told; filling takes 5 minutes).
import { claimScratchFolder, startStack } from '@ikatan/local-stack';
import type { ListOrder } from '@ikatan/contracts/threads';
import { listThreadsFor, readThreadView } from '../../api/src/modules/threads/index.ts';
import { visibilityFor } from '../../api/src/modules/spaces/index.ts';
import { recountTags } from '../../api/src/modules/tags/index.ts';
import { visitor, type Actor } from '../../api/src/platform/actor.ts';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import type { Deps } from '../../api/src/platform/deps.ts';
import { migrate } from '../../api/src/platform/migrate.ts';
import { seedLists } from './seed-lists.ts';

const threads = Number(process.argv[2] ?? 1_000_000);
const rounds = 6;
const orders: ListOrder[] = ['newest', 'hot', 'unanswered'];
const narrowings = [
	{},
	{ kind: 'idea' as const },
	{ kind: 'announcement' as const },
	{ space: 'space-1' },
	{ space: 'space-6' },
	{ space: 'space-6', kind: 'problem' as const },
	{ tag: 'tag2' },
	{ tag: 'tag30' },
	{ tag: 'tag60' },
	{ tag: 'tag1500' },
	{ tag: 'tag60', space: 'space-6' },
	{ tag: 'tag2', kind: 'idea' as const },
	{ author: 'member7' },
];
const customer: Actor = { ...visitor(), id: 5, handle: 'member5', companyId: 6, mailVerified: true };

/** The quickest of some runs, in milliseconds: what is left when nothing else disturbs. */
async function quickest(act: () => Promise<unknown>): Promise<string> {
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		await act();
		times.push(performance.now() - start);
	}
	return `${Math.min(...times)
		.toFixed(1)
		.padStart(7)} ms`;
}

async function measure(sql: Sql): Promise<void> {
	for (const [who, actor] of [
		['visitor', visitor()],
		['customer', customer],
	] as const) {
		const visibility = await visibilityFor(sql, actor);
		for (const order of orders) {
			for (const narrowing of narrowings) {
				const time = await quickest(() => listThreadsFor(sql, visibility, { order, ...narrowing }));
				console.log(time, who, order, JSON.stringify(narrowing));
			}
		}
		const deps = { sql, clock: { now: () => new Date() } } as Deps;
		const view = () => readThreadView(deps, actor, visibility, threads - 1, { order: 'best', page: 1 });
		console.log(await quickest(view), who, 'a thread');
	}
}

const scratch = await claimScratchFolder('tests');
const stack = await startStack({ folder: scratch.folder.root, durable: false, meilisearch: false });
const sql = connect(stack.databaseUrl, { max: 4, name: 'load' });
try {
	await migrate(stack.databaseUrl);
	const start = performance.now();
	await seedLists(sql, { threads });
	await recountTags(sql);
	console.log(`${threads} threads in ${Math.round((performance.now() - start) / 1000)} s`);
	await measure(sql);
} finally {
	await sql.end();
	await stack.stop();
	scratch.remove();
}
