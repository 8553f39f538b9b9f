import { ServerResponse } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { NotedRequest } from './notes.ts';

/** A whole response, kept so that several readers can have it. */
export type Recorded = {
	status: number;
	headers: OutgoingHttpHeaders;
	body: Buffer;
	packed: Map<string, Promise<Buffer>>;
	/** Kit's name of the route that made it. */
	route: string | undefined;
};
export type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

const packers: Record<string, (body: Buffer) => Promise<Buffer>> = {
	// Quality 4 is as fast as gzip here and a fifth smaller. The window of 4 MB that brotli takes by itself is memory that V8 counts:
	// it cleaned its heap for every eight pages. 256 kB hold a page.
	br: (body) =>
		promisify(brotliCompress)(body, {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: 4,
				[constants.BROTLI_PARAM_LGWIN]: 18,
				[constants.BROTLI_PARAM_SIZE_HINT]: body.length,
			},
		}),
	gzip: (body) => promisify(gzip)(body, { level: 6 }),
};
/** Browsers show these as pages of their own. Where kit gave no policy, as to its plainest page of an error, nothing in them runs. */
const documents = /^(text\/html|image\/svg\+xml|application\/(atom\+xml|xml)|text\/xml)/;
const nothing =
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const packable = /^(text\/|application\/(json|atom\+xml|xml|manifest\+json|javascript))/;

/** Lets a handler answer into memory instead of into a connection. */
export function record(request: NotedRequest, handler: Handler): Promise<Recorded> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		const response = new ServerResponse(request);
		const keep = (chunk: unknown) => {
			if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
			// Kit writes what it has made for this answer alone, and does not touch it afterwards.
			else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
		};
		// Callers wait for none of the optional arguments: there is no connection to drain.
		response.write = (chunk: unknown) => {
			keep(chunk);
			return true;
		};
		response.end = (chunk?: unknown) => {
			keep(chunk);
			response.emit('finish');
			resolve({
				status: response.statusCode,
				headers: response.getHeaders(),
				body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
				packed: new Map(),
				route: request.ikatanRoute,
			});
			return response;
		};
		response.writeHead = (status: number, ...rest: unknown[]) => {
			response.statusCode = status;
			for (const [name, value] of Object.entries((rest.at(-1) as OutgoingHttpHeaders | undefined) ?? {}))
				if (value !== undefined) response.setHeader(name, value);
			return response;
		};
		void handler(request, response, () => {
			response.statusCode = 404;
			response.end();
		});
	});
}

/** Sends what was recorded: 304 to whom has it already, packed for whom can unpack it. */
export async function send(
	recorded: Recorded,
	response: ServerResponse,
	asked: IncomingMessage['headers'],
): Promise<void> {
	const { status, headers, body, packed } = recorded;
	for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
	if (documents.test(String(headers['content-type'])) && !headers['content-security-policy'])
		response.setHeader('content-security-policy', nothing);
	const etag = headers.etag;
	if (
		status === 200 &&
		typeof etag === 'string' &&
		(asked['if-none-match'] ?? '').split(',').some((one) => one.trim() === etag)
	) {
		response.removeHeader('content-length');
		return void response.writeHead(304).end();
	}
	const encoding = wanted(asked['accept-encoding']);
	const may = body.length > 1024 && packable.test(String(headers['content-type'])) && !headers['content-encoding'];
	if (may) response.appendHeader('vary', 'accept-encoding');
	if (!may || !encoding) return void response.writeHead(status, { 'content-length': body.length }).end(body);
	if (!packed.has(encoding)) packed.set(encoding, packers[encoding]!(body));
	const small = await packed.get(encoding)!;
	response.writeHead(status, { 'content-encoding': encoding, 'content-length': small.length }).end(small);
}

function wanted(accepted: string | string[] | undefined): 'br' | 'gzip' | undefined {
	const known = String(accepted ?? '');
	return /\bbr\b(?!;\s*q=0\b)/.test(known) ? 'br' : /\bgzip\b(?!;\s*q=0\b)/.test(known) ? 'gzip' : undefined;
}
