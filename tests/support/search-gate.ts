import net from 'node:net';
import type { AddressInfo } from 'node:net';

/** A line to the real Meilisearch that a test can cut. */
export type SearchGate = {
	url: string;
	/** How many connections were taken so far. */
	taken(): number;
	/** Connections are refused, and those that stand end. */
	cut(): Promise<void>;
	/** Connections are taken, and nothing comes back. */
	silence(): void;
	open(): Promise<void>;
	close(): Promise<void>;
};

/** Opens a gate before the service at `target`, on a port of its own. */
export async function openSearchGate(target: string): Promise<SearchGate> {
	const { hostname, port } = new URL(target);
	const lines = new Set<net.Socket>();
	let silent = false;
	let taken = 0;
	const server = net.createServer((line) => {
		taken++;
		lines.add(line);
		line.on('close', () => lines.delete(line)).on('error', () => line.destroy());
		if (silent) return;
		const beyond = net.connect(Number(port), hostname);
		beyond.on('error', () => line.destroy()).on('close', () => line.destroy());
		line.on('close', () => beyond.destroy());
		line.pipe(beyond).pipe(line);
	});
	const listen = (on: number) => new Promise<void>((resolve) => server.listen(on, '127.0.0.1', resolve));
	const hangUp = () => lines.forEach((line) => line.destroy());
	await listen(0);
	const own = (server.address() as AddressInfo).port;
	const cut = async () => {
		if (!server.listening) return;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		hangUp();
		await closed;
	};
	return {
		url: `http://127.0.0.1:${own}`,
		taken: () => taken,
		cut,
		silence: () => {
			silent = true;
			hangUp();
		},
		open: async () => {
			silent = false;
			hangUp();
			if (!server.listening) await listen(own);
		},
		close: cut,
	};
}
