import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startStack } from '@ikatan/local-stack';
import { folderAt, repository } from '@ikatan/local-stack/folder';
import { claimFolder } from '@ikatan/local-stack/running';
import { visitor } from '../../../api/src/platform/actor.ts';
import { connect, type Sql } from '../../../api/src/platform/db.ts';
import type { Deps } from '../../../api/src/platform/deps.ts';
import { migrate } from '../../../api/src/platform/migrate.ts';
import { visibilityFor } from '../../../api/src/modules/spaces/index.ts';
import { listThreadsFor, readThreadView } from '../../../api/src/modules/threads/index.ts';
import { round } from './run.ts';
import { seedCommunity, seedVersion, twentyEvery } from './seed.ts';

const few = 1_000;
/** Times as long as among few posts, at most. */
const aim = 1.2;
/** Each page is read so often, by turns here and there; its quickest time counts: what is left when nothing else disturbs. */
const rounds = 60;

/** A database of some size, and a second connection whose plans PostgreSQL writes down. */
type Grown = { sql: Sql; planned: Sql; threadId: number };
type Work = { name: string; run(sql: Sql, grown: Grown): Promise<unknown> };

const lists = [
	{ order: 'newest' },
	{ order: 'active' },
	{ order: 'hot' },
	{ order: 'unanswered' },
	{ order: 'newest', kind: 'idea' },
	{ order: 'active', kind: 'question' },
	{ order: 'newest', space: 'space-1' },
	{ order: 'active', space: 'space-3' },
	{ order: 'hot', space: 'space-1', kind: 'problem' },
	{ order: 'newest', tag: 'often' },
	{ order: 'active', tag: 'often' },
	{ order: 'newest', author: 'member8' },
] as const;

async function list(sql: Sql, asked: (typeof lists)[number], after?: string) {
	return await listThreadsFor(sql, await visibilityFor(sql, visitor()), { ...asked, after });
}

const works: Work[] = [
	{
		name: 'a thread of 20 posts',
		run: async (sql, { threadId }) => {
			const deps = { sql, clock: { now: () => new Date() }, env: { PUBLIC_ORIGIN: 'http://localhost' } } as Deps;
			await readThreadView(deps, visitor(), await visibilityFor(sql, visitor()), threadId, { order: 'best', page: 1 });
		},
	},
	...lists.map((asked) => ({ name: `list ${JSON.stringify(asked)}`, run: (sql: Sql) => list(sql, asked) })),
	{
		name: 'list {"order":"newest"}, 3 pages in',
		run: async (sql) => {
			let after: string | undefined;
			for (let page = 0; page < 3; page++) after = (await list(sql, lists[0], after)).next ?? undefined;
		},
	},
];

/** Compares how long pages take among 1,000 posts and among `many`; writes the plans of all statements. Returns what misses the aim. */
export async function measureGrowth(many: number): Promise<string[]> {
	const folder = folderAt(path.join(repository, '.data', `bench-growth-${seedVersion}`));
	const claim = claimFolder(folder, 'task');
	const stack = await startStack({ folder: folder.root, durable: false, meilisearch: false });
	try {
		const small = await grow(stack.databaseUrl, few);
		const large = await grow(stack.databaseUrl, many);
		const plans = await writePlans(folder.logs, large);
		console.log(`Plans among ${many} posts: ${plans}\n`);
		const misses: string[] = [];
		for (const work of works) {
			const [here, there] = await quickest(work, small, large);
			const times = round(there / here, 2);
			console.log(
				`${work.name.padEnd(58)} ${here.toFixed(2)} ms → ${there.toFixed(2)} ms   × ${times}${times > aim ? '   MISSES' : ''}`,
			);
			if (times > aim) misses.push(`${work.name}: × ${times}`);
		}
		for (const { sql, planned } of [small, large]) await Promise.all([sql.end(), planned.end()]);
		return misses;
	} finally {
		await stack.stop();
		claim.release();
	}
}

async function grow(serverUrl: string, posts: number): Promise<Grown> {
	const name = `grown_${posts}`;
	const server = connect(serverUrl, { max: 1 });
	const [known] = await server`select from pg_database where datname = ${name}`;
	if (!known) await server`create database ${server(name)}`;
	await server.end();
	const url = serverUrl.replace(/\/[^/]*$/, `/${name}`);
	await migrate(url);
	const sql = connect(url, { max: 1, name: 'growth' });
	const [filled] = await sql`select from threads limit 1`;
	if (!filled) await seedCommunity(sql, posts);
	await sql`insert into tags (name) values ('often') on conflict do nothing`;
	// One thread in five has it, whatever the number of threads.
	await sql`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, g.id, t.created_at from threads t, tags g where g.name = 'often' and t.id % 5 = 1 on conflict do nothing`;
	await sql`analyze`;
	const planned = connect(url, { max: 1, name: 'growth plans' });
	await planned.unsafe(
		`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on`,
	);
	return { sql, planned, threadId: twentyEvery };
}

async function quickest({ run }: Work, small: Grown, large: Grown): Promise<[number, number]> {
	const best: [number, number] = [Infinity, Infinity];
	for (let turn = 0; turn < rounds; turn++)
		for (const [place, grown] of [small, large].entries()) {
			const begun = performance.now();
			await run(grown.sql, grown);
			best[place] = Math.min(best[place]!, performance.now() - begun);
		}
	return best;
}

/** Runs everything once where PostgreSQL notes its plans, and gathers them from its log. */
async function writePlans(logs: string, large: Grown): Promise<string> {
	const log = () =>
		readdirSync(logs)
			.filter((name) => name.startsWith('postgres'))
			.map((name) => readFileSync(path.join(logs, name), 'utf8'))
			.join('');
	let text = '';
	for (const work of works) {
		const before = log().length;
		await work.run(large.planned, large);
		await new Promise((resolve) => setTimeout(resolve, 200));
		text += `\n\n######## ${work.name}\n${log().slice(before)}`;
	}
	const file = path.join(repository, '.data', 'bench-plans.txt');
	writeFileSync(file, text);
	return file;
}
