import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { claimScratchFolder } from '@ikatan/local-stack';
import { freePort } from '@ikatan/local-stack/ports';
import { test as base, describe, expect, vi } from 'vitest';

const runScript = path.resolve(import.meta.dirname, '../../packages/local-stack/src/run.ts');

/** A terminal in which somebody typed the command. */
type Terminal = {
	child: ChildProcess;
	shown(): string;
	until(words: string | RegExp): Promise<void>;
	ended(): Promise<number | null>;
};
type House = { root: string; origin: string; command(environment?: Record<string, string>): Terminal };

const test = base.extend('house', { scope: 'file' }, async ({}, { onCleanup }): Promise<House> => {
	const scratch = await claimScratchFolder('tests');
	const [PORT, API_PORT] = [String(await freePort()), String(await freePort())];
	const root = path.join(scratch.folder.root, 'house');
	const started: ChildProcess[] = [];
	onCleanup(async () => {
		for (const child of started) {
			if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit');
		}
		scratch.remove();
	});
	const command = (environment: Record<string, string> = {}): Terminal => {
		const env = {
			...process.env,
			IKATAN_DATA: root,
			PORT,
			API_PORT,
			NODE_ENV: '',
			npm_lifecycle_event: '',
			...environment,
		};
		const child = spawn(process.execPath, [runScript, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
		started.push(child);
		let output = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		return {
			child,
			shown: () => output,
			until: (words) => vi.waitFor(() => expect(output).toMatch(words), { timeout: 50_000, interval: 20 }),
			ended: async () => child.exitCode ?? ((await once(child, 'exit'))[0] as number | null),
		};
	};
	return { root, origin: `http://localhost:${PORT}`, command };
});

/** Processes whose command line or environment names this data folder. */
function processesOf(root: string): string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((pid) => ['cmdline', 'environ'].some((file) => readProc(pid, file).includes(root)))
		.map((pid) => readProc(pid, 'cmdline').replaceAll('\0', ' '));
}

function readProc(pid: string, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

describe.runIf(process.platform === 'linux')('npm start', () => {
	test('brings an empty community up and says where to look and how to set it up', async ({ house }) => {
		const terminal = house.command();
		await terminal.until('Ctrl-C stops it');
		expect(terminal.shown()).toContain(house.origin);
		expect(terminal.shown()).toMatch(/One-time code:\s+\S{6,}/);
		const page = await fetch(house.origin);
		expect(page.status).toBe(200);
		expect(new URL(page.url).pathname).toBe('/setup');

		const second = house.command();
		expect(await second.ended()).toBe(1);
		expect(second.shown()).toContain('already running on the data folder');

		const elsewhere = house.command({ IKATAN_DATA: `${house.root}-other` });
		expect(await elsewhere.ended()).toBe(1);
		expect(elsewhere.shown()).toMatch(/Port \d+ is taken[^]*PORT=\d+ API_PORT=\d+ npm start/);

		terminal.child.kill('SIGINT');
		expect(await terminal.ended()).toBe(0);
		expect(processesOf(house.root)).toEqual([]);
	});

	test('killed without warning leaves nothing that the next start does not clear away', async ({ house }) => {
		const killed = house.command();
		await killed.until('Ctrl-C stops it');
		killed.child.kill('SIGKILL');
		await killed.ended();
		const next = house.command();
		const before = performance.now();
		await next.until('Ctrl-C stops it');
		expect(next.shown()).toContain('Ended what an earlier run left behind');
		expect(performance.now() - before).toBeLessThan(15_000);

		next.child.kill('SIGINT');
		next.child.kill('SIGINT');
		expect(await next.ended()).toBe(0);
		expect(processesOf(house.root)).toEqual([]);
	});
});
