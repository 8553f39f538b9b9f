import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderAt, type Folder } from '@ikatan/local-stack/folder';
import { freePort } from '@ikatan/local-stack/ports';
import { identify } from '@ikatan/local-stack/processes';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import type { PostOffice } from './post-office.ts';

const script = path.resolve(import.meta.dirname, '../../packages/local-stack/src/run.ts');

/** What can be killed. */
export const victims = ['api', 'worker', 'web', 'postgres', 'meilisearch'] as const;
export type Victim = (typeof victims)[number];

/** A whole product, started as `npm start` starts it, with full durability. */
export type Stage = {
	folder: Folder;
	/** What browsers see. */
	origin: string;
	/** The API itself. */
	api: string;
	environment: Record<string, string>;
	/** A pool of the test's own; the database may be away. */
	sql: Sql;
	/** What the terminal showed. */
	shown(): string;
	/** The process number that the supervisor noted; undefined while there is none. */
	pidOf(victim: Victim): number | undefined;
	/** True while `npm start` itself lives. */
	stands(): boolean;
	close(): Promise<void>;
};

/** Starts the product in `root` and waits until it says that it runs. */
export async function openStage(root: string, post: PostOffice, extra: Record<string, string> = {}): Promise<Stage> {
	mkdirSync(root, { recursive: true, mode: 0o755 });
	const folder = folderAt(root);
	const [PORT, API_PORT] = [String(await freePort()), String(await freePort())];
	const env = {
		...process.env,
		IKATAN_DATA: root,
		PORT,
		API_PORT,
		SMTP_URL: post.url,
		MAIL_WAIT_SECONDS: '1',
		NODE_ENV: '',
		npm_lifecycle_event: '',
		...extra,
	};
	const child = spawn(process.execPath, [script, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	// A run that is interrupted takes the product along.
	const end = () => void child.kill('SIGINT');
	process.once('exit', end);
	let shown = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (shown += text.toString()));
	await untilSaid(child, () => shown).catch(async (error: unknown) => {
		if (child.kill('SIGINT')) await once(child, 'exit');
		throw error;
	});
	const running = JSON.parse(readFileSync(path.join(root, 'running.json'), 'utf8')) as {
		environment: Record<string, string>;
	};
	const environment = running.environment;
	const sql = connect(environment.DATABASE_URL ?? '', { max: 4, name: 'faults' });
	return {
		folder,
		origin: `http://localhost:${PORT}`,
		api: `http://127.0.0.1:${API_PORT}`,
		environment,
		sql,
		shown: () => shown,
		pidOf: (victim) => pidIn(folder, victim),
		stands: () => child.exitCode === null && child.signalCode === null,
		close: async () => {
			await sql.end({ timeout: 2 });
			process.off('exit', end);
			if (child.exitCode === null && child.signalCode === null) {
				child.kill('SIGINT');
				await once(child, 'exit');
			}
		},
	};
}

async function untilSaid(child: ChildProcess, shown: () => string): Promise<void> {
	for (const end = Date.now() + 300_000; !shown().includes('Ctrl-C stops it');) {
		if (child.exitCode !== null || Date.now() > end) throw new Error(`The product did not start:\n${shown()}`);
		await sleep(100);
	}
}

function pidIn(folder: Folder, victim: Victim): number | undefined {
	try {
		const note = JSON.parse(readFileSync(path.join(folder.processes, `${victim}.json`), 'utf8')) as {
			pid: number;
			startedAt: string;
		};
		return identify(note.pid)?.startedAt === note.startedAt ? note.pid : undefined;
	} catch {
		return undefined;
	}
}
