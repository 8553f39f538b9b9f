import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { startStack, type Stack } from '@ikatan/local-stack';
import { environmentOf } from '@ikatan/local-stack/environment';
import { folderAt, repository, type Folder } from '@ikatan/local-stack/folder';
import { freePort } from '@ikatan/local-stack/ports';
import { endProcess, politely } from '@ikatan/local-stack/processes';
import { ensureWebBuilt, memoryFlags, memorySettings, runCommand } from '@ikatan/local-stack/product';
import { claimFolder } from '@ikatan/local-stack/running';
import { createSupervisor } from '@ikatan/local-stack/supervisor';
import { createTerminal } from '@ikatan/local-stack/terminal';
import { connect, type Sql } from '../../../api/src/platform/db.ts';
import { migrate } from '../../../api/src/platform/migrate.ts';
import type { Given } from './api.ts';
import { memberCount, seedCommunity, seedVersion } from './seed.ts';

export type Name = 'api' | 'web' | 'worker';

/** The product as `npm start` runs it, on a seeded database, with everything that is needed to ask and to watch it. */
export type Place = {
	sql: Sql;
	databaseUrl: string;
	environment: NodeJS.ProcessEnv;
	ports: { web: number; api: number; bare: number };
	meili: { url: string; key: string };
	/** Process numbers, for their memory and the time that they take. */
	pids: Record<Name | 'postgres', number>;
	/** Milliseconds from the start of the API's process until it listens. */
	apiReadyAfter: number;
	/** Has the bare route return these bytes under a name. */
	give(given: Given): Promise<void>;
	stop(): Promise<void>;
};

/** The session id of a seeded member: made of their number, since this database is nobody's. */
export function sessionOf(memberId: number): string {
	const bytes = createHash('sha256').update(`bench ${memberId}`).digest();
	return [...Buffer.concat([bytes, bytes])]
		.slice(0, 40)
		.map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]!)
		.join('');
}

/** Opens the data folder of this seed, fills it the first time, and starts the product. `flags` are Node's, for profiles. */
export async function openPlace({ posts, flags = [] }: { posts: number; flags?: string[] }): Promise<Place> {
	const folder = folderAt(path.join(repository, '.data', `bench-${seedVersion}-${posts}`));
	const claim = claimFolder(folder, 'task');
	const stack = await startStack({ folder: folder.root, durable: true });
	try {
		const opened = await open(folder, stack, posts, flags);
		const stop = async () => {
			await opened.stop();
			await stack.stop();
			claim.release();
		};
		return { ...opened, stop };
	} catch (error) {
		await stack.stop();
		claim.release();
		throw error;
	}
}

async function open(folder: Folder, stack: Stack, posts: number, flags: string[]): Promise<Place> {
	const ports = { web: await freePort(), api: await freePort(), bare: await freePort() };
	const reach = { DATABASE_URL: stack.databaseUrl, MEILI_URL: stack.meiliUrl ?? '', MEILI_KEY: stack.meiliKey ?? '' };
	const given = { ...process.env, PORT: String(ports.web), API_PORT: String(ports.api) };
	const environment: NodeJS.ProcessEnv = {
		...environmentOf('start', folder, reach, given),
		BARE_PORT: String(ports.bare),
		// The generator speaks as the proxy before the web: so each reader has an address of their own, and meets no limit.
		TRUSTED_PROXIES: '1',
	};
	const terminal = createTerminal();
	const supervisor = createSupervisor(terminal, () => {});
	const setting = { folder, environment, terminal, supervisor, signal: new AbortController().signal };
	const sql = connect(stack.databaseUrl, { max: 2, name: 'bench' });
	await migrate(stack.databaseUrl);
	const marker = path.join(folder.root, 'seeded');
	if (!existsSync(marker)) {
		const begun = performance.now();
		await seedCommunity(sql, posts);
		console.log(`Seeded ${posts} posts in ${Math.round((performance.now() - begun) / 1000)} s.`);
		console.log((await runCommand(setting, 'search:rebuild')).trim());
		writeFileSync(marker, '');
	}
	await readySession(sql);
	await ensureWebBuilt(setting);
	const programs = await startPrograms(folder, environment, flags);
	return {
		sql,
		databaseUrl: stack.databaseUrl,
		environment,
		ports,
		meili: { url: reach.MEILI_URL, key: reach.MEILI_KEY },
		...programs,
		stop: async () => {
			await programs.stop();
			await sql.end();
		},
	};
}

async function readySession(sql: Sql): Promise<void> {
	const ids = Array.from({ length: memberCount }, (_, place) => place + 1);
	const hashes = ids.map((id) => createHash('sha256').update(sessionOf(id)).digest('hex'));
	await sql`
		insert into sessions (id_hash, member_id, expires_at)
		select hash, id, now() + interval '30 days' from unnest(${hashes}::text[], ${ids}::bigint[]) as s (hash, id)
		on conflict (id_hash) do update set expires_at = excluded.expires_at`;
	await sql`create table if not exists bare_writes (id bigint generated always as identity primary key, words text not null)`;
	await sql.unsafe('checkpoint');
}

async function startPrograms(folder: Folder, environment: NodeJS.ProcessEnv, flags: string[]) {
	const launch = (name: Name, script: string) => {
		const child = spawn(process.execPath, [...memoryFlags[name], ...flags, script], {
			cwd: repository,
			env: { ...memorySettings, ...environment },
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			serialization: 'advanced',
		});
		const log = createWriteStream(path.join(folder.logs, `bench-${name}.log`));
		child.stdout!.pipe(log);
		child.stderr!.pipe(log);
		return child;
	};
	const api = launch('api', 'tests/load/bench/api.ts');
	const apiReadyAfter = await readyOrGone(api);
	const children = { api, web: launch('web', 'web/src/server.ts'), worker: launch('worker', 'api/src/worker.ts') };
	await untilAnswers(`http://127.0.0.1:${environment.PORT}/`);
	return {
		pids: { api: api.pid!, web: children.web.pid!, worker: children.worker.pid!, postgres: postmasterOf(folder) },
		apiReadyAfter,
		give: async (given: Given) => {
			api.send(given);
			await once(api, 'message');
		},
		stop: async () => {
			for (const child of Object.values(children))
				await endProcess(
					child.pid!,
					politely.map((step) => ({ ...step, group: false })),
				);
		},
	};
}

const postmasterOf = (folder: Folder) =>
	Number(readFileSync(path.join(folder.postgres, 'postmaster.pid'), 'utf8').split('\n')[0]);

/** The first thing that the API says: after how many milliseconds of its life it listens. */
async function readyOrGone(api: ChildProcess): Promise<number> {
	const gone = once(api, 'exit').then(() => Promise.reject(new Error('The API does not start: see its log')));
	gone.catch(() => {});
	const [listensAfter] = (await Promise.race([once(api, 'message'), gone])) as [number];
	return listensAfter;
}

async function untilAnswers(url: string): Promise<void> {
	for (let tries = 0; tries < 300; tries++) {
		const there = await fetch(url).then(
			(reply) => reply.ok,
			() => false,
		);
		if (there) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`Nothing answers at ${url}`);
}
