import type { IncomingMessage } from 'node:http';
import { isPublicAddress } from './public-address.ts';
import type { Outside } from './request.ts';

const mostRedirects = 3;
const mostBytes = 512 * 1024;
const mostMs = 5000;

/** What may be asked for, and the way there. */
export type Fetching = { outside: Outside; mayAsk: (host: string) => boolean };

/**
 * The HTML of a page at an allowed host: at most 3 redirects, each to an allowed host and a public address again, 512 kB and 5 s in
 * all. Undefined whenever anything else comes back, or nothing.
 */
export async function fetchPage(address: string, fetching: Fetching): Promise<string | undefined> {
	const signal = AbortSignal.timeout(mostMs);
	try {
		let url = new URL(address);
		for (let hop = 0; hop <= mostRedirects; hop++) {
			const reply = await ask(url, fetching, signal);
			const next = reply && placeOf(reply);
			if (!next) return reply && (await textOf(reply));
			reply.destroy();
			url = new URL(next, url);
		}
		return undefined;
	} catch {
		// Whatever went wrong out there: the link stays a link.
		return undefined;
	}
}

async function ask(url: URL, { outside, mayAsk }: Fetching, signal: AbortSignal): Promise<IncomingMessage | undefined> {
	const ofTheWeb = url.protocol === 'https:' || url.protocol === 'http:';
	if (!ofTheWeb || url.port !== '' || url.username !== '' || !mayAsk(url.hostname)) return undefined;
	const addresses = await inTime(outside.resolve(url.hostname), signal);
	const [first] = addresses;
	// One private address among several is a name that somebody plays with.
	if (first === undefined || !addresses.every(isPublicAddress)) return undefined;
	return await outside.request(url, first, signal);
}

function inTime<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
	return new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
		promise.then(resolve, reject);
	});
}

function placeOf({ statusCode = 0, headers }: IncomingMessage): string | undefined {
	return [301, 302, 303, 307, 308].includes(statusCode) ? headers.location : undefined;
}

async function textOf(reply: IncomingMessage): Promise<string | undefined> {
	const type = reply.headers['content-type'] ?? '';
	const encoding = reply.headers['content-encoding'] ?? 'identity';
	if (reply.statusCode !== 200 || !/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type) || encoding !== 'identity') {
		reply.destroy();
		return undefined;
	}
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of reply as AsyncIterable<Buffer>) {
		parts.push(part);
		bytes += part.length;
		// What a page says of itself stands at its beginning.
		if (bytes >= mostBytes) break;
	}
	reply.destroy();
	return decoded(Buffer.concat(parts).subarray(0, mostBytes), /charset=["']?([\w-]+)/i.exec(type)?.[1]);
}

function decoded(page: Buffer, named: string | undefined): string {
	const label = named ?? /<meta[^>]{0,200}charset=["']?([\w-]+)/i.exec(page.subarray(0, 1024).toString('latin1'))?.[1];
	try {
		return new TextDecoder(label ?? 'utf-8').decode(page);
	} catch {
		return new TextDecoder().decode(page);
	}
}
