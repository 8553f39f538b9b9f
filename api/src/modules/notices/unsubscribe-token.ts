import { createHmac, timingSafeEqual } from 'node:crypto';
import { NoticeKind } from '@ikatan/contracts/notices';

/** Which mail a link ends: a kind or all notices, and the thread it told of. */
export type Unsubscribing = { memberId: number; kind: NoticeKind | 'all'; threadId: number | null };

const sign = (text: string, secret: string) =>
	createHmac('sha256', secret).update(`unsubscribe:${text}`).digest('base64url');

/** A link's token, signed; it opens nothing else and never expires, as mail is read late. */
export function unsubscribeToken(what: Unsubscribing, secret: string): string {
	const text = `${what.memberId}.${what.kind}.${what.threadId ?? 0}`;
	return `${text}.${sign(text, secret)}`;
}

/** Reads a token back; undefined when it was not made here. */
export function readToken(token: string, secret: string): Unsubscribing | undefined {
	const [memberId, kind, threadId, signature] = token.split('.');
	if (!memberId || !kind || !threadId || !signature) return undefined;
	const expected = Buffer.from(sign(`${memberId}.${kind}.${threadId}`, secret));
	const given = Buffer.from(signature);
	if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
	const parsed = NoticeKind.safeParse(kind);
	if (!parsed.success && kind !== 'all') return undefined;
	return { memberId: Number(memberId), kind: parsed.success ? parsed.data : 'all', threadId: Number(threadId) || null };
}
