import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { expect, test } from 'vitest';

const code = `
	import os from 'node:os';
	import { giveWay } from ${JSON.stringify(new URL('../../api/src/platform/give-way.ts', import.meta.url).href)};
	giveWay();
	console.log(os.getPriority());`;
const startedAt = (niceness: number) =>
	Number(execFileSync('nice', ['-n', String(niceness), process.execPath, '--input-type=module', '-e', code]));

test('a process gives way to others, and not less than it was started to', () => {
	const own = os.getPriority();
	expect(startedAt(0)).toBe(Math.max(own, 10));
	expect(startedAt(15)).toBe(Math.min(own + 15, 19));
});
