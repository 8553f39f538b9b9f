import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { endProcess, identify, politely } from '../../packages/local-stack/src/processes.ts';
import { problemOf } from '../../packages/local-stack/src/programs.ts';
import { createSupervisor } from '../../packages/local-stack/src/supervisor.ts';
import type { Program, Started } from '../../packages/local-stack/src/supervisor.ts';

const preflight = path.resolve(import.meta.dirname, '../../packages/local-stack/preflight.mjs');

describe('the preflight', () => {
	const runAs = (version: string) => {
		const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
		return spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, preflight], {
			encoding: 'utf8',
		});
	};

	test('names the Node that is needed and how to get it', () => {
		const { status, stderr } = runAs('20.19.0');
		expect(status).toBe(1);
		expect(stderr).toContain('needs Node.js 24');
		expect(stderr).toMatch(/npm ci|nvm install 24/);
	});

	test('says nothing where Node is new enough', () => {
		expect(runAs('24.0.0')).toMatchObject({ status: 0, stdout: '', stderr: '' });
		expect(runAs('26.1.0').status).toBe(0);
	});
});

describe('a line of a log', () => {
	test('is shown in the terminal from warnings on', () => {
		expect(problemOf('{"level":30,"msg":"request"}')).toBeUndefined();
		expect(problemOf('{"level":40,"msg":"slow query"}')).toBe('slow query');
		expect(problemOf('{"level":50,"msg":"failed","err":{"message":"no such table"}}')).toBe('failed: no such table');
		expect(problemOf('{"level":"error","place":"GET /threads","error":"Error: no answer\\n at x"}')).toBe(
			'GET /threads: Error: no answer',
		);
		expect(problemOf('plain words')).toBeUndefined();
		expect(problemOf('{"level":50, cut short')).toBeUndefined();
	});
});

describe('the supervisor', () => {
	const setUp = () => {
		const warnings: string[] = [];
		const broken: string[] = [];
		const terminal = {
			say: () => {},
			warn: (name: string, line: string) => void warnings.push(`${name} ${line}`),
			muteWarnings: () => {},
		};
		return { warnings, broken, supervisor: createSupervisor(terminal, (name) => void broken.push(name)) };
	};
	const program = (name: string, script: string, { stopped = [] as string[], essential = true } = {}) => {
		const pids: number[] = [];
		const start = async (...words: string[]): Promise<Started> => {
			const child = spawn(process.execPath, ['-e', script, ...words], { detached: true, stdio: 'ignore' });
			pids.push(child.pid ?? 0);
			const stop = async () => {
				stopped.push(name);
				await endProcess(child.pid ?? 0, politely);
			};
			return { child, stop };
		};
		return { name, essential, start, pids };
	};
	const waits = 'setInterval(() => {}, 1000)';

	test('stops programs in the reverse of their order and leaves none behind', async () => {
		const { supervisor } = setUp();
		const stopped: string[] = [];
		const programs = ['postgres', 'worker', 'web'].map((name) => program(name, waits, { stopped }));
		for (const each of programs) await supervisor.start(each);
		await Promise.all([supervisor.stopAll(), supervisor.stopAll()]);
		expect(stopped).toEqual(['web', 'worker', 'postgres']);
		for (const { pids } of programs) expect(identify(pids[0] ?? 0)).toBeUndefined();
	});

	test('starts a program again that was killed', async () => {
		const { supervisor, warnings, broken } = setUp();
		const api = program('api', waits);
		await supervisor.start(api);
		process.kill(api.pids[0] ?? 0, 'SIGKILL');
		await vi.waitFor(() => expect(api.pids).toHaveLength(2), { timeout: 4000 });
		await supervisor.stopAll();
		expect(warnings).toEqual(['api ended unexpectedly (SIGKILL); starting it again in 0.5 s.']);
		expect(broken).toEqual([]);
		expect(identify(api.pids[1] ?? 0)).toBeUndefined();
	});

	test('gives an essential program up after three deaths in a minute', async () => {
		const { supervisor, broken } = setUp();
		const api = program('api', 'process.exit(3)');
		await supervisor.start(api);
		await vi.waitFor(() => expect(broken).toEqual(['api']), { timeout: 10_000 });
		expect(api.pids).toHaveLength(4);
		await supervisor.stopAll();
	}, 15_000);

	test('does not give up a program that somebody kills again and again', async () => {
		const { supervisor, broken } = setUp();
		const api = program('api', waits);
		await supervisor.start(api);
		for (const starts of [2, 3, 4, 5, 6]) {
			process.kill(api.pids.at(-1) ?? 0, 'SIGKILL');
			await vi.waitFor(() => expect(api.pids).toHaveLength(starts), { timeout: 9000 });
		}
		expect(broken).toEqual([]);
		await supervisor.stopAll();
	}, 45_000);

	test('does not blame a program that falls with the database', async () => {
		const { supervisor, broken } = setUp();
		const postgres = program('postgres', waits);
		// Looks for the database and falls with it.
		const falling = program('worker', 'setInterval(() => process.kill(Number(process.argv[1]), 0), 20)');
		const worker: Program = { ...falling, start: () => falling.start(String(postgres.pids.at(-1))) };
		await supervisor.start(postgres);
		await supervisor.start(worker);
		process.kill(falling.pids[0] ?? 0, 'SIGKILL');
		await vi.waitFor(() => expect(falling.pids).toHaveLength(2), { timeout: 4000 });
		for (const starts of [2, 3, 4]) {
			process.kill(postgres.pids.at(-1) ?? 0, 'SIGKILL');
			const both = () => expect([postgres.pids.length, falling.pids.length]).toEqual([starts, starts + 1]);
			await vi.waitFor(both, { timeout: 9000 });
		}
		expect(broken).toEqual([]);
		await supervisor.stopAll();
	}, 30_000);

	test('also stops a program that was just starting', async () => {
		const { supervisor } = setUp();
		const slow = program('web', waits);
		const startOf = slow.start;
		slow.start = async () => {
			await new Promise((resolve) => setTimeout(resolve, 100));
			return startOf();
		};
		const starting = supervisor.start(slow);
		await supervisor.stopAll();
		await starting;
		expect(identify(slow.pids[0] ?? 0)).toBeUndefined();
		await expect(supervisor.start(slow)).rejects.toThrow();
	});
});
