import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test as base, describe, expect } from 'vitest';
import { environmentOf, reachOf } from '../../packages/local-stack/src/environment.ts';
import { folderAt, makeFolder, readJson, secretsOf } from '../../packages/local-stack/src/folder.ts';
import type { Folder } from '../../packages/local-stack/src/folder.ts';
import { isPortFree, rememberedPort } from '../../packages/local-stack/src/ports.ts';
import { identify, isAlive, notePid, reapOrphans } from '../../packages/local-stack/src/processes.ts';
import { claimFolder, readRunning } from '../../packages/local-stack/src/running.ts';
import { fingerprint } from '../../packages/local-stack/src/web-build.ts';

const test = base.extend('folder', async ({}, { onCleanup }): Promise<Folder> => {
	const folder = folderAt(mkdtempSync(path.join(os.tmpdir(), 'ikatan-unit-')));
	makeFolder(folder);
	onCleanup(() => rmSync(folder.root, { recursive: true, force: true }));
	return folder;
});

/** A process that waits until it is told to go. */
function sleeper(mark: string) {
	return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', mark], { detached: true, stdio: 'ignore' });
}

describe('secrets', () => {
	test('are random, made once, and readable by the owner alone', ({ folder }) => {
		const secrets = secretsOf(folder);
		expect(new Set(Object.values(secrets)).size).toBe(4);
		expect(secretsOf(folder)).toEqual(secrets);
		expect(statSync(path.join(folder.root, 'secrets.json')).mode & 0o777).toBe(0o600);
	});
});

describe('ports', () => {
	test('a port that somebody listens on is not free', async ({ onTestFinished }) => {
		const server = createServer().listen(0, '127.0.0.1');
		onTestFinished(() => void server.close());
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		expect(await isPortFree(port)).toBe(false);
	});

	test('a service keeps its port, and moves when somebody else took it', async ({ folder, onTestFinished }) => {
		const port = await rememberedPort(folder, 'postgres');
		expect(await rememberedPort(folder, 'postgres')).toBe(port);
		const thief = createServer().listen(port, '127.0.0.1');
		onTestFinished(() => void thief.close());
		await once(thief, 'listening');
		expect(await rememberedPort(folder, 'postgres')).not.toBe(port);
	});
});

describe('the claim on a data folder', () => {
	test('is refused with plain words while a living process has it', ({ folder }) => {
		const claim = claimFolder(folder, 'demo');
		expect(() => claimFolder(folder, 'demo')).toThrow(`npm run demo is already running on the data folder`);
		claim.release();
		claimFolder(folder, 'start').release();
	});

	test('of a killed process counts for nothing', async ({ folder }) => {
		const dead = sleeper('claim');
		const { startedAt } = identify(dead.pid ?? 0) ?? {};
		writeFileSync(path.join(folder.root, 'running.json'), JSON.stringify({ pid: dead.pid, startedAt, kind: 'demo' }));
		expect(readRunning(folder)?.kind).toBe('demo');
		dead.kill('SIGKILL');
		await once(dead, 'exit');
		expect(readRunning(folder)).toBeUndefined();
		claimFolder(folder, 'demo').release();
	});

	test('of a number that now belongs to another process counts for nothing', ({ folder }) => {
		writeFileSync(
			path.join(folder.root, 'running.json'),
			JSON.stringify({ pid: process.pid, startedAt: 'before', kind: 'demo' }),
		);
		expect(readRunning(folder)).toBeUndefined();
	});

	test('tells other commands how to reach the services', ({ folder }) => {
		const claim = claimFolder(folder, 'start');
		expect(readRunning(folder)?.environment).toBeUndefined();
		claim.publish({ DATABASE_URL: 'postgres://there' });
		expect(readRunning(folder)?.environment).toEqual({ DATABASE_URL: 'postgres://there' });
		claim.release();
	});
});

describe('orphans', () => {
	test('that a killed run noted are ended', async ({ folder }) => {
		const orphan = sleeper(folder.root);
		notePid(folder, 'worker', orphan.pid ?? 0, folder.root);
		const gone = once(orphan, 'exit');
		expect(await reapOrphans(folder)).toEqual(['worker']);
		await gone;
		expect(identify(orphan.pid ?? 0)).toBeUndefined();
		expect(await reapOrphans(folder)).toEqual([]);
	});

	test('are left alone when the number belongs to a stranger', async ({ folder, onTestFinished }) => {
		const stranger = sleeper('somebody else');
		onTestFinished(() => void stranger.kill('SIGKILL'));
		notePid(folder, 'worker', stranger.pid ?? 0, folder.root);
		const file = path.join(folder.processes, 'api.json');
		writeFileSync(file, JSON.stringify({ pid: stranger.pid, startedAt: 'before', mark: 'somebody' }));
		expect(await reapOrphans(folder)).toEqual([]);
		expect(isAlive(identify(stranger.pid ?? 0) ?? { pid: 0, startedAt: '' })).toBe(true);
		expect(existsSync(file)).toBe(false);
	});
});

describe('the fingerprint of the web', () => {
	test('follows names and contents, not times', ({ folder }) => {
		const file = path.join(folder.files, 'page.svelte');
		writeFileSync(file, 'one');
		const before = fingerprint(folder.root, ['files']);
		utimesSync(file, 1, 1);
		expect(fingerprint(folder.root, ['files', 'absent'])).toBe(before);
		writeFileSync(file, 'two');
		expect(fingerprint(folder.root, ['files'])).not.toBe(before);
		writeFileSync(file, 'one');
		writeFileSync(path.join(folder.files, 'other.svelte'), '');
		expect(fingerprint(folder.root, ['files'])).not.toBe(before);
	});
});

describe('the environment of the programs', () => {
	const services = { DATABASE_URL: 'postgres://there' };

	test('uses the ports that were asked for in every address', ({ folder }) => {
		const environment = environmentOf('demo', folder, services, { PORT: '3100', API_PORT: '3101' });
		expect(environment).toMatchObject({
			PORT: '3100',
			PUBLIC_ORIGIN: 'http://localhost:3100',
			API_URL: 'http://127.0.0.1:3101',
			NODE_ENV: 'production',
			LOCAL_MAILBOX: '1',
			MEILI_URL: '',
		});
	});

	test('keeps real mail out of the local mailbox', ({ folder }) => {
		expect(environmentOf('start', folder, services, { SMTP_URL: 'smtp://there' }).LOCAL_MAILBOX).toBe('0');
	});

	test('hands other commands addresses and secrets, and nothing of the person’s own', ({ folder }) => {
		const reach = reachOf(environmentOf('demo', folder, services, { PATH: '/bin', HOME: '/home/ayu' }));
		expect(reach).toMatchObject({ DATABASE_URL: 'postgres://there', WEB_SECRET: secretsOf(folder).webSecret });
		expect(reach).not.toHaveProperty('HOME');
		expect(readJson(path.join(folder.root, 'absent.json'))).toBeUndefined();
	});
});
