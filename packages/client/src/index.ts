import type { z } from 'zod';
import type { Endpoint } from '@ikatan/contracts/endpoint';
import type { WireError } from '@ikatan/contracts/errors';

/** One part of a call, asked for only where the endpoint declares it and optional where all of it is. */
type Given<Name extends string, Schema extends z.ZodType> =
	z.input<Schema> extends undefined
		? unknown
		: Record<string, never> extends z.input<Schema>
			? { [key in Name]?: z.input<Schema> }
			: { [key in Name]: z.input<Schema> };
type Extras = { headers?: Record<string, string>; signal?: AbortSignal };
type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Given<'params', P> &
	Given<'query', Q> &
	Given<'body', B> &
	Extras;
type Parts = Extras & { params?: unknown; query?: unknown; body?: unknown };

/** A call that failed; status 0 and code `unreachable` when no answer came. `retryAfter` is in seconds. */
export type Refused = { ok: false; status: number; error: WireError; retryAfter?: number };
export type Result<Value> = { ok: true; value: Value } | Refused;
export type Client = ReturnType<typeof createClient>;

type Options = {
	fetch: (address: string, init: RequestInit) => Promise<Response>;
	/** Origin of the API without a slash at its end; empty for the page's own. */
	baseUrl: string;
	headers?: Record<string, string> | (() => Record<string, string>);
};

/** Makes the typed way into the API: never throws for a failed call, answers with a `Result` instead. */
export function createClient({ fetch, baseUrl, headers = {} }: Options) {
	return async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
		endpoint: Endpoint<P, Q, B, R>,
		...[input]: Record<string, never> extends Input<P, Q, B> ? [input?: Input<P, Q, B>] : [input: Input<P, Q, B>]
	): Promise<Result<z.output<R>>> {
		const { params, query, body, headers: own, signal }: Parts = input ?? {};
		const init: RequestInit = {
			method: endpoint.method,
			headers: { accept: 'application/json', ...(typeof headers === 'function' ? headers() : headers), ...own },
		};
		if (signal) init.signal = signal;
		if (body instanceof FormData) init.body = body;
		else if (body !== undefined) {
			init.body = JSON.stringify(body);
			init.headers = { ...init.headers, 'content-type': 'application/json' };
		}
		const target = baseUrl + address(endpoint.path, params, query);
		try {
			const reply = await fetch(target, init);
			const text = await reply.text();
			if (reply.ok) return { ok: true, value: (text ? JSON.parse(text) : undefined) as z.output<R> };
			return refused(reply, text);
		} catch {
			return { ok: false, status: 0, error: { code: 'unreachable', params: {} } };
		}
	};
}

function refused(reply: Response, text: string): Refused {
	const wait = Number(reply.headers.get('retry-after') ?? NaN);
	const error = wireError(text) ?? { code: reply.status >= 500 ? 'unavailable' : 'internal', params: {} };
	return { ok: false, status: reply.status, error, ...(Number.isFinite(wait) && { retryAfter: wait }) };
}

/** The body as a wire error, or nothing when something in between answered (a proxy's HTML page). */
function wireError(text: string): WireError | undefined {
	try {
		const body = JSON.parse(text) as WireError;
		return typeof body.code === 'string' ? { ...body, params: body.params ?? {} } : undefined;
	} catch {
		return undefined;
	}
}

/** Path with its `:names` filled in (encoded) and the query behind it; arrays repeat their name, absent values are left out. */
export function address(path: string, params: unknown = {}, query: unknown = {}): string {
	const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
		const value = (params as Record<string, unknown>)[name];
		if (value === undefined || value === null || value === '') throw new Error(`${path} lacks ${name}`);
		return encodeURIComponent(String(value));
	});
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query as Record<string, unknown>))
		for (const one of Array.isArray(value) ? value : [value])
			if (one !== undefined && one !== null) search.append(name, String(one));
	return search.size ? `${filled}?${search}` : filled;
}
