import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { claimScratchFolder, startStack } from '@ikatan/local-stack';
import type { Stack } from '@ikatan/local-stack';
import { connect } from '../../api/src/platform/db.ts';
import { identify, isGoneWithin, isTaken } from '../../packages/local-stack/src/processes.ts';

const test = base.extend('folder', async ({}, { onCleanup }): Promise<string> => {
	const scratch = await claimScratchFolder('tests');
	onCleanup(scratch.remove);
	return scratch.folder.root;
});

async function ask<Answer>(stack: Stack, question: string): Promise<Answer> {
	const sql = connect(stack.databaseUrl, { max: 1 });
	try {
		return (await sql.unsafe(question))[0] as Answer;
	} finally {
		await sql.end();
	}
}

const pidOf = (folder: string) =>
	Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

describe('the local PostgreSQL', () => {
	test('keeps what it was given over a restart, durable, on the loopback address alone', async ({ folder }) => {
		const first = await startStack({ folder, durable: true, meilisearch: false });
		await ask(first, 'create table kept as select 42 as answer');
		const settings = await ask(
			first,
			`select current_setting('listen_addresses') as address, current_setting('fsync') as fsync,
			current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages, version() as version`,
		);
		expect(settings).toMatchObject({ address: '127.0.0.1', fsync: 'on', commit: 'on', pages: 'on' });
		const pid = pidOf(folder);
		await first.stop();
		expect(identify(pid)).toBeUndefined();

		const second = await startStack({ folder, durable: true, meilisearch: false });
		expect(second.databaseUrl).toBe(first.databaseUrl);
		expect(await ask(second, 'select answer from kept')).toEqual({ answer: 42 });
		await second.stop();
	});

	test('left behind by a killed run is ended by the next start', async ({ folder }) => {
		const lost = await startStack({ folder, durable: false, meilisearch: false });
		const orphan = pidOf(folder);
		const next = await startStack({ folder, durable: false, meilisearch: false });
		expect(await isGoneWithin(orphan, 0)).toBe(true);
		expect(pidOf(folder)).not.toBe(orphan);
		await next.stop();
		await lost.stop();
	});

	test('killed while it writes is waited for until it has recovered, and is not started a second time', async ({
		folder,
	}) => {
		const lost = await startStack({ folder, durable: true, meilisearch: false });
		await ask(lost, `create table kept as select n, repeat('word ', 40) as words from generate_series(1, 200000) n`);
		process.kill(pidOf(folder), 'SIGKILL');
		const next = await startStack({ folder, durable: true, meilisearch: false });
		expect(await ask(next, 'select count(*)::int as rows from kept')).toEqual({ rows: 200_000 });
		const log = readFileSync(path.join(folder, 'logs/postgres.log'), 'utf8');
		expect(log.match(/automatic recovery in progress/g)).toHaveLength(1);
		expect(log).not.toMatch(/shutdown request/);
		await next.stop();
		await lost.stop();
	});

	test('starts where a dead process that nobody has buried yet still has the number of the one before', async ({
		folder,
	}) => {
		const before = await startStack({ folder, durable: false, meilisearch: false });
		await before.stop();
		const { uid, gid } = statSync(path.join(folder, 'postgres'));
		// The shell becomes a program that buries nobody.
		const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], {
			...(process.getuid?.() === 0 && { uid, gid }),
			cwd: '/',
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [line] = (await once(parent.stdout, 'data')) as [Buffer];
		const pid = Number(String(line));
		expect(await isGoneWithin(pid, 5000)).toBe(true);
		expect(isTaken(pid)).toBe(true);
		writeFileSync(path.join(folder, 'postgres/postmaster.pid'), `${pid}\n${path.join(folder, 'postgres')}\n`);
		const next = await startStack({ folder, durable: false, meilisearch: false });
		expect(await ask(next, 'select 1 as one')).toEqual({ one: 1 });
		await next.stop();
		parent.kill('SIGKILL');
	});

	test('refuses the folder of another major version and says how to go on', async ({ folder }) => {
		const stack = await startStack({ folder, durable: false, meilisearch: false });
		await stack.stop();
		writeFileSync(path.join(folder, 'postgres/PG_VERSION'), '16\n');
		const refused = startStack({ folder, durable: false, meilisearch: false });
		await expect(refused).rejects.toThrow(/made by PostgreSQL 16.*DATABASE_URL.*IKATAN_DATA/s);
	});

	test('does not let in whoever has no password', async ({ folder }) => {
		const stack = await startStack({ folder, durable: false, meilisearch: false });
		const address = new URL(stack.databaseUrl);
		address.password = 'guess';
		await expect(ask({ ...stack, databaseUrl: address.href }, 'select 1')).rejects.toThrow(
			'password authentication failed',
		);
		await stack.stop();
	});
});

describe('the local Meilisearch', () => {
	test('answers to its key alone and is gone after stop', async ({ folder }) => {
		const stack = await startStack({ folder, durable: false });
		const stranger = await fetch(`${stack.meiliUrl}/indexes`);
		const friend = await fetch(`${stack.meiliUrl}/indexes`, { headers: { authorization: `Bearer ${stack.meiliKey}` } });
		expect([stranger.status, friend.status]).toEqual([401, 200]);
		await stack.stop();
		await expect(fetch(`${stack.meiliUrl}/health`)).rejects.toThrow();
	});
});
