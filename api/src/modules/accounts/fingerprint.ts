import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** A network address or mail address as it is kept for counting: nobody without the secret can tell which it was. */
export function fingerprint(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
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

/** A secret for a link: 256 random bits. */
export const newToken = () => randomBytes(32).toString('base64url');

/** What is kept of a secret that is random itself. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
