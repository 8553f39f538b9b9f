import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@ikatan/local-stack/ports';
import { cloneTemplate, dropDatabase, type TestServices } from './services.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const scripts = { api: 'api/src/server.ts', worker: 'api/src/worker.ts', web: 'web/src/server.ts' };

export type LogLine = { msg?: string; name?: string; reqId?: string; level?: number } & Record<string, unknown>;

/** One real process of the product. */
export type Ship = {
	kind: keyof typeof scripts;
	child: ChildProcess;
	/** Where it answers; of a worker, its inner port. */
	origin: string;
	innerOrigin: string;
	/** What it wrote: lines of JSON, and all of it as text. */
	lines: LogLine[];
	text(): string;
	/** Asks it to stop and returns how it ended. */
	end(): Promise<number | null>;
};

export type Fleet = {
	databaseUrl: string;
	/** Starts a process and waits until it is ready. */
	start(kind: Ship['kind'], environment?: Record<string, string>): Promise<Ship>;
	/** Runs a command of api/src/cli.ts to its end, and gives what it said. */
	run(command: string): Promise<string>;
	close(): Promise<void>;
};

/** A place for real processes on a database and in an index that are called `name`. */
export async function openFleet(
	services: TestServices,
	name: string,
	environment: Record<string, string> = {},
): Promise<Fleet> {
	const databaseUrl = await cloneTemplate(services.databaseUrl, name);
	const ships: Ship[] = [];
	const common = {
		...process.env,
		NODE_ENV: 'production',
		DATABASE_URL: databaseUrl,
		MEILI_URL: services.meiliUrl,
		MEILI_KEY: services.meiliKey,
		MEILI_PREFIX: name,
		WEB_SECRET: 'fleet-web-secret-0123456789',
		APP_SECRET: 'fleet-app-secret-0123456789',
		FILES_FOLDER: path.join(services.folder, 'files'),
		LOCAL_MAILBOX: '1',
		DEMO: '1',
		...environment,
	};
	return {
		databaseUrl,
		start: async (kind, own = {}) => {
			const ship = await launch(kind, { ...common, ...own });
			ships.push(ship);
			const ready = { api: '/api/ready', web: '/web/ready', worker: '/ready' }[kind];
			await untilReady(ship, ship.origin + ready);
			return ship;
		},
		run: async (command) => {
			const child = spawn(process.execPath, [path.join(repository, 'api/src/cli.ts'), command], {
				env: common,
				stdio: ['ignore', 'pipe', 'inherit'],
			});
			let said = '';
			child.stdout.on('data', (text: Buffer) => (said += text.toString()));
			const [code] = (await once(child, 'close')) as [number | null];
			if (code !== 0) throw new Error(`${command} ended with ${code}`);
			return said;
		},
		close: async () => {
			await Promise.all(ships.map((ship) => ship.end()));
			await dropDatabase(services.databaseUrl, name);
		},
	};
}

async function untilReady({ child, kind, text }: Ship, url: string): Promise<void> {
	for (const end = Date.now() + 120_000; ; await sleep(50)) {
		if (child.exitCode !== null) throw new Error(`${kind} ended with ${child.exitCode}: ${text()}`);
		const ready = await fetch(url).then(
			(reply) => reply.ok,
			() => false,
		);
		if (ready) return;
		if (Date.now() > end) throw new Error(`${kind} does not get ready: ${text()}`);
	}
}

async function launch(kind: Ship['kind'], environment: NodeJS.ProcessEnv): Promise<Ship> {
	const [port, inner] = [String(await freePort()), String(await freePort())];
	const env = {
		...environment,
		METRICS_PORT: inner,
		...(kind === 'api' ? { API_PORT: port } : { PORT: port, HOST: '127.0.0.1' }),
	};
	const child = spawn(process.execPath, [path.join(repository, scripts[kind])], {
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const lines: LogLine[] = [];
	let text = '';
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			text += `${line}\n`;
			if (line.startsWith('{')) lines.push(JSON.parse(line) as LogLine);
		});
	}
	const innerOrigin = `http://127.0.0.1:${inner}`;
	return {
		kind,
		child,
		origin: kind === 'worker' ? innerOrigin : `http://127.0.0.1:${port}`,
		innerOrigin,
		lines,
		text: () => text,
		end: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
			child.kill('SIGTERM');
			const [code] = (await once(child, 'exit')) as [number | null];
			return code;
		},
	};
}
