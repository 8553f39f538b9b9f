import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestAt, type Outside } from '../../api/src/platform/outside/request.ts';

/** A page of the stood-in network: a body, or all of the answer. */
export type OutsidePage = string | ((request: IncomingMessage, reply: ServerResponse) => void);
export type StoodIn = Outside & {
	/** `host/path` of everything that was asked for, in order. */
	asked: string[];
	/** The addresses that were connected to, as the names said. */
	connected: string[];
	close: () => Promise<void>;
};

/**
 * The outside network, played by a server on this machine: `pages` by `host/path`, `names` by host (a public address for those not
 * listed). Requests are real ones; only where they arrive is changed.
 */
export async function standIn(
	pages: Record<string, OutsidePage>,
	names: Record<string, string[]> = {},
): Promise<StoodIn> {
	const [asked, connected]: string[][] = [[], []];
	const server = createServer((request, reply) => {
		const place = `${request.headers.host?.split(':')[0]}${request.url}`;
		asked!.push(place);
		const page = pages[place];
		if (typeof page === 'function') return page(request, reply);
		reply.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		asked: asked!,
		connected: connected!,
		resolve: async (host) => names[host] ?? ['93.184.215.14'],
		request: (url, address, signal) => {
			connected!.push(address);
			const here = new URL(url);
			here.protocol = 'http:';
			here.port = String(port);
			return requestAt(here, '127.0.0.1', signal);
		},
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}

/** Answers with another address. */
export const redirectTo =
	(place: string): OutsidePage =>
	(_request, reply) =>
		void reply.writeHead(302, { location: place }).end();
