import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import chromium from '@sparticuz/chromium';

/**
 * Path of a Chromium that runs: CHROMIUM_PATH, or the one from npm, unpacked into the temporary folder (3 s, once). Call it
 * before the test files start: unpacking is not safe against two at once.
 */
export async function unpackChromium(): Promise<string> {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	const unpacked = await chromium.executablePath();
	if (runs(unpacked)) return unpacked;
	// An unpacking that was killed half-way is taken for a whole one.
	rmSync(unpacked, { force: true });
	const again = await chromium.executablePath();
	if (runs(again)) return again;
	throw new Error(`The Chromium from npm does not run here (${again}). Point CHROMIUM_PATH at one that does.`);
}

function runs(program: string): boolean {
	return spawnSync(program, ['--version'], { timeout: 20_000 }).status === 0;
}
