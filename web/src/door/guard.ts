import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Call } from './caller.ts';

const always = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	'cross-origin-opener-policy': 'same-origin',
};

/** The headers that every answer carries. */
export function guards({ protocol, id }: Call): OutgoingHttpHeaders {
	return {
		...always,
		'x-request-id': id,
		...(protocol === 'https' && { 'strict-transport-security': 'max-age=31536000' }),
	};
}

/** Puts them on an answer that somebody else will give. */
export function guard(response: ServerResponse, call: Call): void {
	for (const [name, value] of Object.entries(guards(call))) response.setHeader(name, value!);
}
