import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startStack } from '@ikatan/local-stack';
import { folderAt, repository } from '@ikatan/local-stack/folder';
import { claimFolder } from '@ikatan/local-stack/running';
import { ListOrder } from '@ikatan/contracts/threads';
import { visitor } from '../../../api/src/platform/actor.ts';
import { connect, type Sql } from '../../../api/src/platform/db.ts';
import type { Deps } from '../../../api/src/platform/deps.ts';
import { migrate } from '../../../api/src/platform/migrate.ts';
import { visibilityFor } from '../../../api/src/modules/spaces/index.ts';
import { recountTags } from '../../../api/src/modules/tags/index.ts';
import { listThreadsFor, readThreadView, type ListAsked } from '../../../api/src/modules/threads/index.ts';
import { round } from './run.ts';
import { seedCommunity, seedVersion, twentyEvery } from './seed.ts';

const few = 1_000;
/** Times as long as among few posts, at most. */
const aim = 1.2;
/** Each page is read so often, by turns here and there; its quickest time counts: what is left when nothing else disturbs. */
const rounds = 60;

/** A database of some size, and a second connection whose plans PostgreSQL writes down. */
type Grown = { sql: Sql; planned: Sql; threadId: number };
/** `run` tells how many rows it showed. */
type Work = { name: string; run(sql: Sql, grown: Grown): Promise<number> };

/** Every order, of everything that a page or the API narrows lists to. */
const lists: ListAsked[] = [
	...everyOrder({}),
	...everyOrder({ kind: 'question' }),
	...everyOrder({ kind: 'idea' }).slice(0, 2),
	...everyOrder({ space: 'space-1' }),
	...everyOrder({ space: 'space-3', kind: 'problem' }),
	...everyOrder({ tag: 'often' }),
	...everyOrder({ tag: 'often', kind: 'problem' }),
	...everyOrder({ tag: 'often', kind: 'announcement' }).slice(0, 2),
	...everyOrder({ tag: 'often', space: 'space-3' }),
	...everyOrder({ tag: 'inside' }),
	...everyOrder({ author: 'member9' }),
	{ order: 'newest', author: 'member10' },
];

function everyOrder(narrowing: Omit<ListAsked, 'order'>): ListAsked[] {
	return ListOrder.options.map((order) => ({ order, ...narrowing }));
}

async function list(sql: Sql, asked: ListAsked, after?: string) {
	return await listThreadsFor(sql, await visibilityFor(sql, visitor()), { ...asked, after });
}

const fullList = 'list {"order":"newest"}';
const works: Work[] = [
	{
		name: 'a thread of 20 posts',
		run: async (sql, { threadId }) => {
			const deps = { sql, clock: { now: () => new Date() }, env: { PUBLIC_ORIGIN: 'http://localhost' } } as Deps;
			await readThreadView(deps, visitor(), await visibilityFor(sql, visitor()), threadId, { order: 'best', page: 1 });
			return 20;
		},
	},
	...lists.map((asked) => ({
		name: `list ${JSON.stringify(asked)}`,
		run: async (sql: Sql) => (await list(sql, asked)).items.length,
	})),
	...everyOrder({})
		.concat(everyOrder({ tag: 'often' }))
		.map((asked) => ({
			name: `list ${JSON.stringify(asked)}, 3 pages in`,
			run: async (sql: Sql) => {
				let after: string | undefined;
				let rows = 0;
				for (let page = 0; page < 3 && (page === 0 || after); page++) {
					const { items, next } = await list(sql, asked, after);
					after = next ?? undefined;
					rows += items.length;
				}
				return rows;
			},
		})),
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
		// Some lists are shorter among few threads: these are held against as many rows of the newest there.
		let fullPage = 0;
		for (const work of works) {
			const [here, there] = await quickest(work, small, large);
			if (work.name === fullList) fullPage = here.took;
			const times = round(
				there.took / (here.rows < there.rows ? Math.max((fullPage * there.rows) / 20, here.took) : here.took),
				2,
			);
			const rows = here.rows === there.rows ? `${here.rows}` : `${here.rows} and ${there.rows}`;
			console.log(
				`${work.name.padEnd(66)} ${here.took.toFixed(2)} ms → ${there.took.toFixed(2)} ms, ${rows} rows   × ${times}${times > aim ? '   MISSES' : ''}`,
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
	await shape(sql);
	const planned = connect(url, { max: 1, name: 'growth plans' });
	await planned.unsafe(
		`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on`,
	);
	return { sql, planned, threadId: twentyEvery };
}

/** What the lists measured here need in both places alike; twice does nothing more. */
async function shape(sql: Sql): Promise<void> {
	await sql`insert into tags (name) values ('often'), ('inside') on conflict do nothing`;
	// One thread in three has one tag: three pages also among few. The other stands on all of the readers' company-only spaces and on
	// few that all may read.
	await sql`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, g.id, t.created_at from threads t, tags g
		where g.name = 'often' and t.id % 3 = 1 or g.name = 'inside' and (t.space_id > 6 or t.id <= 40) on conflict do nothing`;
	// One member asked forty of them, another one in five.
	await sql`update threads set author_id = 9 where id <= 40 and author_id <> 9`;
	await sql`update threads set author_id = 10 where id % 5 = 2 and id > 40 and author_id <> 10`;
	await sql`delete from top_snapshots`;
	await sql`
		with taken as (insert into top_snapshots default values returning id)
		insert into top_entries (snapshot_id, rank, thread_id, space_id, kind, tag_ids, author_id)
		select taken.id, row_number() over (order by s.hot desc), s.thread_id, s.space_id, s.kind,
			array(select x.tag_id from thread_tags x where x.thread_id = s.thread_id),
			(select author_id from threads t where t.id = s.thread_id)
		from taken, (select * from thread_stats order by hot desc limit 2000) s`;
	await recountTags(sql);
	await sql`vacuum analyze`;
}

type Taken = { took: number; rows: number };

async function quickest({ run }: Work, small: Grown, large: Grown): Promise<[Taken, Taken]> {
	const best: [Taken, Taken] = [
		{ took: Infinity, rows: 0 },
		{ took: Infinity, rows: 0 },
	];
	for (let turn = 0; turn < rounds; turn++)
		for (const [place, grown] of [small, large].entries()) {
			const begun = performance.now();
			const rows = await run(grown.sql, grown);
			const took = performance.now() - begun;
			if (took < best[place]!.took) best[place] = { took, rows };
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
