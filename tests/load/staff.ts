// node tests/load/staff.ts [threads] : how long the staff's pages take, their statements one by one, with 5,000 insights, 50,000
// quotes, 10,000 items in the queue and 100,000 threads to be mined. `--plans` prints the plan of each statement.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimScratchFolder, startStack } from '@ikatan/local-stack';
import { listInsights, readBoard, readCell } from '../../api/src/modules/insights/board.service.ts';
import { refreshMining } from '../../api/src/modules/insights/index.ts';
import { listMining } from '../../api/src/modules/insights/mining.service.ts';
import { recountInsights } from '../../api/src/modules/insights/numbers.queries.ts';
import { readAreaPage, readInsightPage } from '../../api/src/modules/insights/read.service.ts';
import { list as listQueue } from '../../api/src/modules/moderation/queue.service.ts';
import { visitor, type SignedIn } from '../../api/src/platform/actor.ts';
import { connect, inTransaction, type Sql } from '../../api/src/platform/db.ts';
import type { Deps } from '../../api/src/platform/deps.ts';
import { migrate } from '../../api/src/platform/migrate.ts';
import { seedLists } from './seed-lists.ts';
import { seedStaff } from './seed-staff.ts';

const threads = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 100_000);
const plans = process.argv.includes('--plans');

const scratch = await claimScratchFolder('tests');
const stack = await startStack({ folder: scratch.folder.root, durable: false, meilisearch: false });
const sql = connect(stack.databaseUrl, { max: 4, name: 'load' });

/** What PostgreSQL has written into its log. */
function logText(): string {
	const folder = join(scratch.folder.root, 'logs');
	return readdirSync(folder)
		.filter((name) => name.startsWith('postgres'))
		.map((name) => readFileSync(join(folder, name), 'utf8'))
		.join('');
}

/** Runs a page five times and prints the time of each of its statements in the last run, the longest first. */
async function measure(name: string, act: (sql: Sql) => Promise<unknown>): Promise<void> {
	const own = connect(stack.databaseUrl, { max: 4, name: 'load measured' });
	try {
		for (let round = 0; round < 4; round++) await act(own);
		const before = logText().length;
		const start = performance.now();
		await act(own);
		const whole = performance.now() - start;
		await new Promise((resolve) => setTimeout(resolve, 300));
		const log = logText().slice(before);
		const times = [...log.matchAll(/duration: ([\d.]+) ms\s+plan:/g)]
			.map((match) => Number(match[1]))
			.sort((a, b) => b - a);
		const sum = times.reduce((total, time) => total + time, 0);
		console.log(
			`${name.padEnd(44)} ${whole.toFixed(1).padStart(7)} ms whole; ${times.length} statements, ${sum.toFixed(1)} ms: ${times.map((time) => time.toFixed(1)).join(' ')}`,
		);
		if (plans) console.log(log);
	} finally {
		await own.end();
	}
}

try {
	await migrate(stack.databaseUrl);
	const start = performance.now();
	await seedLists(sql, { threads });
	await seedStaff(sql, { insights: 5_000, quotes: 50_000, items: 10_000 });
	for (let from = 1; from <= 5_000; from += 500) {
		const ids = Array.from({ length: 500 }, (_, place) => from + place);
		await inTransaction(sql, (tx) => recountInsights(tx, ids));
	}
	for (let from = 1; from <= threads; from += 1000) {
		await refreshMining(
			sql,
			Array.from({ length: 1000 }, (_, place) => from + place),
		);
	}
	await sql`vacuum analyze`;
	console.log(`filled in ${Math.round((performance.now() - start) / 1000)} s`);
	const [row] = await sql<
		{ id: number; handle: string }[]
	>`select id, handle from members where role = 'admin' limit 1`;
	if (!row) throw new Error('There is no admin');
	const actor: SignedIn = { ...visitor(), ...row, role: 'admin', mailVerified: true };
	const [{ name: database } = { name: '' }] = await sql<{ name: string }[]>`select current_database() as name`;
	for (const setting of [
		"session_preload_libraries = 'auto_explain'",
		'auto_explain.log_min_duration = 0',
		'auto_explain.log_analyze = on',
		'auto_explain.log_buffers = on',
	]) {
		await sql.unsafe(`alter database "${database}" set ${setting}`);
	}
	const board = { lanes: 'none' as const, limit: 30 };
	await measure('board', (own) => readBoard(own, actor, board));
	await measure('board, lanes by area', (own) => readBoard(own, actor, { ...board, lanes: 'area' }));
	await measure('board, by company', (own) => readBoard(own, actor, { ...board, companyId: 7 }));
	await measure('board, words', (own) => readBoard(own, actor, { ...board, q: 'lose a line' }));
	await measure('board, words of all quotes', (own) => readBoard(own, actor, { ...board, q: 'helped so far' }));
	await measure('more of a column', (own) => readCell(own, actor, 1, {}));
	for (const sort of ['weight', 'newest', 'changed', 'title', 'customers'] as const) {
		await measure(`list by ${sort}`, (own) => listInsights(own, actor, { sort, limit: 50 }));
	}
	await measure('list, rising', (own) => listInsights(own, actor, { sort: 'weight', limit: 50, trend: 'rising' }));
	await measure('an insight with many quotes', (own) => readInsightPage(own, actor, 1));
	await measure('a product area', (own) => readAreaPage(own, 'area-3'));
	await measure('mining', (own) => listMining(own, actor, {}));
	await measure('mining, one space', (own) => listMining(own, actor, { space: 'space-6' }));
	await measure('mining, by tag', (own) => listMining(own, actor, { tag: 'tag60' }));
	const depsOf = (own: Sql) => ({ sql: own, clock: { now: () => new Date() } }) as Deps;
	await measure('queue', (own) => listQueue(depsOf(own), actor, { view: 'open' }));
	await measure('queue, one space', (own) => listQueue(depsOf(own), actor, { view: 'open', space: 'space-6' }));
} finally {
	await sql.end();
	await stack.stop();
	scratch.remove();
}
