import { Agent, request, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { inSpan } from '@ikatan/process/tracer';

export type ReaderOptions = {
	url: string;
	key: string;
	/** Nobody waits longer, in ms. */
	timeout: number;
};

/** One question in the notation of Meilisearch's `/multi-search`. */
export type ReaderQuery = {
	indexUid: string;
	q: string;
	matchingStrategy: 'all' | 'frequency';
	limit: number;
	filter?: string;
	sort?: string[];
};

/** Ids that an index answers a question with, best first. */
export type Reader = (queries: ReaderQuery[]) => Promise<number[][]>;

/** Meilisearch answered, and refuses what it was asked. */
export class MeilisearchRefusal extends Error {
	readonly type: string;
	readonly code: string;

	constructor({ message = '', type = '', code = '' }: { message?: string; type?: string; code?: string }) {
		super(`Meilisearch refuses: ${message}`);
		this.type = type;
		this.code = code;
	}
}

type Asked = { queries: ReaderQuery[]; resolve: (ids: number[][]) => void; reject: (error: Error) => void };
type Answer = { results: { hits: { id: number }[] }[] };

/** Meilisearch ends a connection that idles for 5 s: ours end before, so that no question runs into it. */
const idleFor = 4_000;
const onlyIds = { attributesToRetrieve: ['id'] };

/**
 * Asks Meilisearch for ids. What is asked in the same moment (threads, and what stands beside them) goes out in one request. By
 * node:http: a fetch, which also has the few bytes of an answer packed, takes several times the processor time.
 */
export function openReader({ url, key, timeout }: ReaderOptions): Reader {
	const address = new URL('multi-search', /^https?:/.test(url) ? `${url.replace(/\/$/, '')}/` : `http://${url}/`);
	const secure = address.protocol === 'https:';
	const agent = new (secure ? SecureAgent : Agent)({ keepAlive: true, timeout: idleFor });
	const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
	const gathered: Asked[] = [];

	function post(body: string): Promise<{ status: number; text: string }> {
		return new Promise((resolve, reject) => {
			const options = { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } };
			const asking = (secure ? secureRequest : request)(address, options, (reply: IncomingMessage) => {
				const parts: Buffer[] = [];
				reply.on('data', (part: Buffer) => parts.push(part));
				reply.on('error', reject);
				reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
			});
			const timer = setTimeout(
				() => asking.destroy(new Error(`Meilisearch did not answer within ${timeout} ms`)),
				timeout,
			);
			asking.on('error', reject);
			asking.on('close', () => clearTimeout(timer));
			asking.end(body);
		});
	}

	async function ask(queries: ReaderQuery[]): Promise<number[][]> {
		const body = JSON.stringify({ queries: queries.map((query) => ({ ...query, ...onlyIds })) });
		const facts = { 'http.request.method': 'POST', 'server.address': address.hostname, 'url.path': address.pathname };
		const { status, text } = await inSpan('POST', facts, () => post(body));
		if (status !== 200) throw new MeilisearchRefusal(JSON.parse(text) as { message: string });
		return (JSON.parse(text) as Answer).results.map(({ hits }) => hits.map(({ id }) => id));
	}

	async function send(together: Asked[]): Promise<void> {
		try {
			const ids = await ask(together.flatMap(({ queries }) => queries));
			for (const asked of together) asked.resolve(ids.splice(0, asked.queries.length));
		} catch (error) {
			// One that is refused takes no other with it; a server that has too much to do is not asked again.
			const refused = error instanceof MeilisearchRefusal && error.type === 'invalid_request';
			const apart = refused && together.length > 1;
			for (const asked of together) {
				if (apart) void send([asked]);
				else asked.reject(error as Error);
			}
		}
	}

	return (queries) =>
		new Promise((resolve, reject) => {
			if (gathered.push({ queries, resolve, reject }) === 1) process.nextTick(() => void send(gathered.splice(0)));
		});
}
