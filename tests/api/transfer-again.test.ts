import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { importStackExchange } from '../../api/src/modules/transfer/index.ts';
import { Tally } from '../../api/src/modules/transfer/tally.ts';
import { test } from '../support/database.ts';
import { countRows, expected } from '../support/transfer-expected.ts';

const folder = fileURLToPath(new URL('../fixtures/stackexchange', import.meta.url));
const child = fileURLToPath(new URL('../support/transfer-child.ts', import.meta.url));

/** Imports in a child process that is killed with -9 after so many batches; what it said, and what it counted when it got to its end. */
async function importAndKill(url: string, afterBatches: number): Promise<{ batches: number; counts: object | null }> {
	const process_ = spawn(process.execPath, [child, url, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
	let [batches, said] = [0, ''];
	for await (const text of process_.stdout.setEncoding('utf8')) {
		said += text;
		batches = said.split('\n').length - 1;
		if (batches >= afterBatches) process_.kill('SIGKILL');
	}
	const last = said.split('\n').find((line) => line.startsWith('finished '));
	return { batches, counts: last ? new Tally(JSON.parse(last.slice('finished '.length))).counts : null };
}

describe('an import that is killed', () => {
	test(
		'goes on where it was, again and again, and brings everything once',
		{ timeout: 60_000 },
		async ({ database }) => {
			let kills = 0;
			let counts: object | null = null;
			for (const afterBatches of [1, 3, 6, 9, 4, 7]) {
				({ counts } = await importAndKill(database.url, afterBatches));
				if (counts) break;
				kills += 1;
			}
			expect(kills).toBeGreaterThanOrEqual(4);
			counts ??= (await importAndKill(database.url, Infinity)).counts;
			expect(counts).toEqual(expected.counts);
			expect(await countRows(database.sql)).toEqual(expected.rows);
			const runs = await database.sql`select finished_at is not null as finished from import_runs`;
			expect(runs).toEqual([{ finished: true }]);
			const events = await database.sql`select name from events`;
			expect(events).toEqual([{ name: 'import.finished' }]);
		},
	);
});

describe('an import that is run again', () => {
	test('finds everything here before and adds nothing', async ({ database }) => {
		const { tally } = await importStackExchange({ sql: database.sql, folder });
		const made = Object.keys(tally.counts).filter((key) => key.endsWith('.made'));
		expect(made).toEqual([]);
		for (const thing of ['members', 'threads', 'answers', 'comments', 'upVotes', 'downVotes', 'badges'] as const) {
			expect(tally.of(thing, 'known'), thing).toBe(tally.of(thing, 'found') - tally.of(thing, 'left'));
		}
		expect(await countRows(database.sql)).toEqual(expected.rows);
	});

	test('leaves what people did here meanwhile as it is', async ({ database }) => {
		const { sql } = database;
		await sql`update posts set source_text = 'mended here' where source_url = 'https://teko.example.com/a/3'`;
		await sql`update tags set description = 'ours' where name = 'kettle'`;
		await importStackExchange({ sql, folder });
		const [row] = await sql`
			select (select source_text from posts where source_url = 'https://teko.example.com/a/3') as text,
				(select description from tags where name = 'kettle') as description`;
		expect(row).toEqual({ text: 'mended here', description: 'ours' });
	});

	test('brings what is missing here', async ({ database }) => {
		const { sql } = database;
		await sql`delete from votes where source_id = '1'`;
		await sql`delete from member_badges where source_id = '2'`;
		const { tally } = await importStackExchange({ sql, folder });
		expect([tally.of('upVotes', 'made'), tally.of('badges', 'made')]).toEqual([1, 1]);
		expect(await countRows(sql)).toEqual(expected.rows);
	});
});

describe('two imports of one site at once', () => {
	test('are refused: the second says that one is running', async ({ database }) => {
		const holder = database.connect({ max: 1 });
		await holder`select pg_advisory_lock(hashtextextended('import stackexchange:teko.example.com', 0))`;
		await expect(importStackExchange({ sql: database.sql, folder })).rejects.toThrow(
			'Another import of stackexchange:teko.example.com is running',
		);
		await holder.end();
	});
});
