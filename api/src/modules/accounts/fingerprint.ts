import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A network address or mail address as it is kept for counting: nobody without the secret can tell which it was. */
export function fingerprint(secret: string, text: string): string {
	return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
}

/** A secret for a link: 256 random bits. */
export const newToken = () => randomBytes(32).toString('base64url');

/** What is kept of a secret that is random itself. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
