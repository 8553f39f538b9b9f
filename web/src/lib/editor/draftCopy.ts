import type { Draft } from '@ikatan/contracts/threads';

export type DraftContent = Draft['content'];
/** What this device keeps of a draft until the server has it. */
export type DraftCopy = { content: DraftContent; at: string; memberId: number | null };

/** Whether nothing has been written. */
export function isEmpty({ title, sourceText, formValues }: DraftContent): boolean {
	return ![title, sourceText, ...Object.values(formValues ?? {})].some((text) => text?.trim());
}

/** The copy under a key, if it is the reader's own: a visitor's copy comes along when they sign in, another member's stays hidden. */
export function readCopy(
	storage: Pick<Storage, 'getItem'>,
	key: string,
	memberId: number | null,
): DraftCopy | undefined {
	try {
		const copy = JSON.parse(storage.getItem(key) ?? 'null') as DraftCopy | null;
		const own = copy && (copy.memberId === null || copy.memberId === memberId);
		return own && copy.content && !isEmpty(copy.content) ? copy : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps a copy; false where the device refuses (full, or storage switched off). */
export function writeCopy(
	storage: Pick<Storage, 'setItem'>,
	key: string,
	content: DraftContent,
	memberId: number | null,
): boolean {
	try {
		storage.setItem(key, JSON.stringify({ content, memberId, at: new Date().toISOString() } satisfies DraftCopy));
		return true;
	} catch {
		return false;
	}
}

/** Forgets a copy. */
export function dropCopy(storage: Pick<Storage, 'removeItem'>, key: string): void {
	try {
		storage.removeItem(key);
	} catch {
		// Switched off: there is none.
	}
}

/** The draft to go on with: the device's copy where it is newer than what the server keeps. */
export function newerDraft(
	copy: DraftCopy | undefined,
	kept: Draft | null,
): { content: DraftContent; at: string; fromDevice: boolean } | undefined {
	if (copy && (!kept || Date.parse(copy.at) > Date.parse(kept.updatedAt)))
		return { content: copy.content, at: copy.at, fromDevice: true };
	return kept && !isEmpty(kept.content) ? { content: kept.content, at: kept.updatedAt, fromDevice: false } : undefined;
}

/** Seconds until a draft that the server did not take is sent again. */
export function retryAfter(attempt: number): number {
	return Math.min(60, 3 * 2 ** attempt);
}
