import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Settings } from './settings.ts';

/** Who calls and by which address, after our own proxies have been believed and everybody else has not. */
export type Call = { id: string; client: string; protocol: string; host: string };

const oneOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : (value ?? ''));

/** The entry that our outermost proxy wrote: what stands before it may have been made up by the caller. */
const believed = (value: string | string[] | undefined, proxies: number) =>
	proxies > 0
		? oneOf(value)
				.split(',')
				.map((one) => one.trim())
				.filter(Boolean)
				.at(-proxies)
		: undefined;

/** Reads a request's caller. Without a trusted proxy the protocol is that of PUBLIC_ORIGIN when its host was called. */
export function callOf({ headers, socket }: IncomingMessage, settings: Settings): Call {
	const proxies = settings.trustedProxies;
	const known = settings.publicOrigin ? new URL(settings.publicOrigin) : undefined;
	const host = believed(headers['x-forwarded-host'], Math.min(proxies, 1)) ?? headers.host ?? '';
	const protocol =
		believed(headers['x-forwarded-proto'], Math.min(proxies, 1)) ??
		(known?.host === host ? known.protocol.slice(0, -1) : 'http');
	const given = oneOf(headers['x-request-id']);
	return {
		id: proxies > 0 && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID(),
		client: believed(headers['x-forwarded-for'], proxies) ?? (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
		protocol: protocol === 'https' ? 'https' : 'http',
		host,
	};
}

/** Puts the caller into the headers, where kit and the API look for it, and takes out what somebody else may have put there. */
export function stamp(request: IncomingMessage, call: Call): void {
	const { headers } = request;
	for (const name of Object.keys(headers)) if (name.startsWith('x-ikatan-')) delete headers[name];
	headers['x-request-id'] = call.id;
	headers['x-ikatan-client'] = call.client;
	headers['x-forwarded-proto'] = call.protocol;
	headers['x-forwarded-host'] = call.host;
	delete headers['x-forwarded-for'];
	// Traces begin here: nobody else says what belongs to ours.
	delete headers.traceparent;
	delete headers.tracestate;
}

/** Whether a write or a live connection comes from a page of ours; a program without cookies has no origin to show. */
export function comesFromHere({ headers, method }: IncomingMessage, call: Call): boolean {
	if (headers.origin !== undefined) return headers.origin === `${call.protocol}://${call.host}`;
	if (method === 'GET' || method === 'HEAD' || headers.cookie === undefined) return true;
	return headers['sec-fetch-site'] === 'same-origin' || headers['sec-fetch-site'] === 'none';
}
