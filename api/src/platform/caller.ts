import { timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** The client's address: what the web forwards when it knows the shared secret, else the socket's. */
export function callerAddress(request: FastifyRequest, webSecret: string): string {
	const socket = request.ip ?? 'inject';
	const forwarded = request.headers['x-ikatan-client'];
	if (typeof forwarded !== 'string' || forwarded.length > 64) return socket;
	return cameFromWeb(request, webSecret) ? forwarded : socket;
}

/** True when the request carries the secret that only the web knows. */
export function cameFromWeb(request: FastifyRequest, webSecret: string): boolean {
	const secret = request.headers['x-ikatan-web'];
	if (typeof secret !== 'string') return false;
	const given = Buffer.from(secret);
	const known = Buffer.from(webSecret);
	return given.length === known.length && timingSafeEqual(given, known);
}

/** What one subscriber has: an IPv4 address, or the first half of an IPv6 one, of which they hold all. */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	if (!isIPv6(address)) return address;
	const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail === '' ? [] : tail.split(':');
	const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
	return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
