import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** The way to the outside network; tests hand in one of their own. */
export type Outside = {
	/** All addresses of a host. */
	resolve: (host: string) => Promise<string[]>;
	/** Asks exactly this address for a page, following nothing. Rejects when the signal ends it. */
	request: (url: URL, address: string, signal: AbortSignal) => Promise<IncomingMessage>;
};

const agent = 'Ikatan (link preview)';

/**
 * Asks one address, whatever the name says by now: a name that answers differently the second time leads nowhere else. Ports other
 * than those of the web are the caller's to refuse.
 */
export function requestAt(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
	const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
	const family = isIP(address);
	return new Promise((resolve, reject) => {
		const asked = send(url, {
			signal,
			agent: false,
			headers: { accept: 'text/html', 'accept-encoding': 'identity', 'user-agent': agent },
			lookup: (_host, options, answer) =>
				options.all ? answer(null, [{ address, family }]) : answer(null, address, family),
		});
		asked.once('response', resolve).once('error', reject).end();
	});
}

/** The real network. */
export const outside: Outside = {
	resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
	request: requestAt,
};
