import type { ServerResponse } from 'node:http';
import type { Call } from './caller.ts';

/** Puts the headers on that every answer carries. */
export function guard(response: ServerResponse, { protocol, id }: Call): void {
	response.setHeader('x-content-type-options', 'nosniff');
	response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
	response.setHeader(
		'permissions-policy',
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	);
	response.setHeader('cross-origin-opener-policy', 'same-origin');
	response.setHeader('x-request-id', id);
	if (protocol === 'https') response.setHeader('strict-transport-security', 'max-age=31536000');
}
