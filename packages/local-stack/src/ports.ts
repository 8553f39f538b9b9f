import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson, writePrivateJson } from './folder.ts';
import type { Folder } from './folder.ts';
import { Problem } from './problem.ts';

/** True when nobody listens on this port of `host`; an address this machine does not have counts as free. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) => {
			resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
		});
		probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
	});
}

/** A port of 127.0.0.1 that nobody uses at this moment. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen({ port: 0, host: '127.0.0.1' }, () => {
			const address = probe.address();
			probe.close(() =>
				address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
			);
		});
	});
}

/** The port that a service of this folder had last time, or another one when somebody took it; remembered in `ports.json`. */
export async function rememberedPort(folder: Folder, service: string): Promise<number> {
	const file = path.join(folder.root, 'ports.json');
	const before = readJson<Record<string, number>>(file)?.[service];
	if (before && (await isPortFree(before))) return before;
	const port = await freePort();
	writePrivateJson(file, { ...readJson<Record<string, number>>(file), [service]: port });
	return port;
}

/** The same, for a service that is started again while programs know its port: waits until it is free, 30 s at most. */
export async function samePort(folder: Folder, service: string): Promise<number> {
	const before = readJson<Record<string, number>>(path.join(folder.root, 'ports.json'))?.[service];
	if (!before) return rememberedPort(folder, service);
	for (const end = Date.now() + 30_000; !(await isPortFree(before)); await sleep(100))
		if (Date.now() > end) throw new Problem(`Port ${before} of ${service} was taken by another program.`);
	return before;
}
