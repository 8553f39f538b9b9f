import type { Viewer } from '@ikatan/contracts/accounts';
import { staffRoles } from '@ikatan/contracts/common';
import type { Passage } from '@ikatan/contracts/quotes';

/** Words that somebody is about to flag or to nominate, as the form shows them. */
export type Capturing = {
	kind: 'passage' | 'post' | 'thread';
	threadId: number;
	postId: number;
	/** Of the post as the page has it. */
	version: number;
	passage?: Passage;
	words: string;
	/** Who said it, in words. */
	by: string;
	/** The title of the thread, where the words are all that it says. */
	title?: string;
};

/** What a reader does with words: staff flag them, champions nominate them. */
export type CaptureKind = 'flag' | 'nominate';

export function captureKindOf(viewer: Viewer | null): CaptureKind | undefined {
	if (viewer?.role === 'champion') return 'nominate';
	return viewer && (staffRoles as readonly string[]).includes(viewer.role) ? 'flag' : undefined;
}

const longestPassage = 4000;

/** As the API wants it; more words than a passage may have are the whole post. */
export function evidenceOf({ kind, threadId, postId, version, passage }: Capturing) {
	if (kind === 'thread') return { kind, threadId };
	if (kind === 'passage' && passage && passage.exact.length <= longestPassage)
		return { kind, postId, version, passage };
	return { kind: 'post' as const, postId };
}

const longestTitle = 90;

/** A title to begin with: the first sentence, or as many whole words of it as fit. */
export function titleFrom(words: string): string {
	const line = words.replace(/\s+/g, ' ').trim();
	const sentence = /^.{12,}?[.!?…](?=\s|$)/u.exec(line)?.[0].replace(/[.…]$/, '') ?? line;
	const begun = sentence.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
	if (begun.length <= longestTitle) return begun;
	return `${begun.slice(0, longestTitle).replace(/\s+\S*$/, '')} …`;
}

/** A key that makes a repeated request one deed; `randomUUID` exists on secure origins only. */
export function newRequestKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const quoted = 'ikatan:quoted';

/** Tells whatever on the page shows captured words that they changed. */
export function tellQuoted(): void {
	document.dispatchEvent(new CustomEvent(quoted));
}

export function onQuoted(hear: () => void): () => void {
	document.addEventListener(quoted, hear);
	return () => document.removeEventListener(quoted, hear);
}
