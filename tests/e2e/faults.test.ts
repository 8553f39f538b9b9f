import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const script = path.resolve(import.meta.dirname, '../faults/run.ts');

describe.runIf(process.platform === 'linux')('everything killed in the midst of twenty writers', () => {
	test('comes back by itself, with every write there once: three rounds of npm run test:faults', async () => {
		const child = spawn(process.execPath, [script, '--only', 'kills', '--rounds', '3'], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let shown = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (shown += text.toString()));
		const [code] = (await once(child, 'exit')) as [number | null];
		expect([code, shown]).toEqual([0, expect.stringContaining('Nothing was lost, nothing was done twice.') as string]);
	}, 300_000);
});
