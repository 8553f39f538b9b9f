// npm run check: every part, with its time; fails when one of them fails or warns.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

type Part = { name: string; command: string[]; cwd?: string };

const repository = path.resolve(import.meta.dirname, '../..');
const packages = readdirSync(path.join(repository, 'packages'));

const parts: Part[] = [
	{
		name: 'types of web',
		command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
		cwd: 'web',
	},
	{ name: 'types of api', command: ['tsc', '-p', 'api/tsconfig.json'] },
	{ name: 'types of tests', command: ['tsc', '-p', 'tsconfig.json'] },
	...packages.map((name) => ({ name: `types of ${name}`, command: ['tsc', '-p', `packages/${name}/tsconfig.json`] })),
	{ name: 'ESLint', command: ['eslint', '.', '--max-warnings', '0'] },
	{ name: 'Prettier', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
	{
		name: 'floors and modules',
		command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'api', 'web/src', 'web/vite', 'packages', 'tests'],
	},
	{ name: 'nothing unused', command: ['knip', '--treat-config-hints-as-errors'] },
];

type Outcome = { ok: boolean; output: string };

/** Runs one part; its output is kept and shown only when it fails. */
function run({ command, cwd = '.' }: Omit<Part, 'name'>): Promise<Outcome> {
	const [program = '', ...args] = command;
	return new Promise((resolve) => {
		const child = spawn(path.join(repository, 'node_modules/.bin', program), args, {
			cwd: path.join(repository, cwd),
			env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.once('error', (error) => resolve({ ok: false, output: error.message }));
		child.once('close', (code) => resolve({ ok: code === 0, output }));
	});
}

/** Two at a time: the machine that this has to run on has two cores. */
async function runAll(): Promise<string[]> {
	const failed: string[] = [];
	const waiting = [...parts];
	const worker = async () => {
		for (let part = waiting.shift(); part; part = waiting.shift()) {
			const start = performance.now();
			const { ok, output } = await run(part);
			const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
			console.log(`${ok ? 'ok  ' : 'FAIL'} ${seconds} s  ${part.name}`);
			if (ok) continue;
			failed.push(part.name);
			console.log(`${output.trimEnd()}\n`);
		}
	};
	await Promise.all([worker(), worker()]);
	return failed;
}

const prepared = await run({ command: ['svelte-kit', 'sync'], cwd: 'web' });
if (!prepared.ok) console.log(prepared.output);
const failed = await runAll();
console.log(
	`${parts.length - failed.length} of ${parts.length} checks passed${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
);
if (failed.length > 0 || !prepared.ok) process.exitCode = 1;
