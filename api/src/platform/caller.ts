import { timingSafeEqual } from 'node:crypto';
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
