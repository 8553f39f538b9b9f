import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

// `--no-sandbox`: containers forbid Chromium the namespaces that its sandbox is made of.
const flags = ['--no-sandbox', '--disable-dev-shm-usage'];

/** Starts the browser that `unpackChromium` has given. A program that ends by itself when it is told to says so by `endsItself`. */
export async function launchBrowser(executablePath: string, { endsItself = false } = {}): Promise<Browser> {
	const handles = !endsItself;
	return await chromium.launch({ executablePath, args: flags, handleSIGINT: handles, handleSIGTERM: handles });
}

/**
 * Path of a Chromium that runs: CHROMIUM_PATH, or the one from npm, unpacked into the temporary folder (3 s, once). Call it
 * before the test files start: unpacking is not safe against two at once.
 */
export async function unpackChromium(): Promise<string> {
	if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
	const unpacked = await sparticuz.executablePath();
	if (runs(unpacked)) return unpacked;
	// An unpacking that was killed half-way is taken for a whole one.
	rmSync(unpacked, { force: true });
	const again = await sparticuz.executablePath();
	if (runs(again)) return again;
	throw new Error(`The Chromium from npm does not run here (${again}). Point CHROMIUM_PATH at one that does.`);
}

function runs(program: string): boolean {
	return spawnSync(program, ['--version'], { timeout: 20_000 }).status === 0;
}
