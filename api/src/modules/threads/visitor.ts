import { createHash, randomBytes } from 'node:crypto';
import { cookieNames } from '@ikatan/contracts/cookies';
import type { FastifyReply, FastifyRequest } from 'fastify';

const keptForSeconds = 30 * 24 * 60 * 60;
const hashOf = (value: string) => createHash('sha256').update(value).digest('hex');

/** The SHA-256 of the cookie under which a visitor's drafts are kept; null without one. */
export function visitorHashOf(request: FastifyRequest): string | null {
	const value = request.cookies[cookieNames.visitor];
	return value && value.length <= 100 ? hashOf(value) : null;
}

/** The same, with a cookie handed out to who has none: 32 random bytes, kept for 30 days. */
export function visitorHashFor(request: FastifyRequest, reply: FastifyReply, publicOrigin: string): string {
	const known = visitorHashOf(request);
	if (known) return known;
	const value = randomBytes(32).toString('base64url');
	reply.setCookie(cookieNames.visitor, value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: publicOrigin.startsWith('https:'),
		maxAge: keptForSeconds,
	});
	return hashOf(value);
}
