import type { Draft } from '@ikatan/contracts/drafts';
import { copyKey } from './draftPlace.ts';
import type { DraftPlace } from './draftPlace.ts';

export type DraftContent = Draft['content'];
/** What this device keeps of a draft until the server has it. */
export type DraftCopy = { content: DraftContent; at: string };

/** Whether nothing has been written. */
export function isEmpty({ title, sourceText, formValues, version }: DraftContent): boolean {
	return version === undefined && ![title, sourceText, ...Object.values(formValues ?? {})].some((text) => text?.trim());
}

/** The reader's own copy; what they wrote before they signed in comes along. */
export function readCopy(
	storage: Pick<Storage, 'getItem'>,
	place: DraftPlace,
	memberId: number | null,
): DraftCopy | undefined {
	const copies = [memberId, null].flatMap((id) => parsed(storage, copyKey(place, id)) ?? []);
	return copies.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

function parsed(storage: Pick<Storage, 'getItem'>, key: string): DraftCopy | undefined {
	try {
		const copy = JSON.parse(storage.getItem(key) ?? 'null') as DraftCopy | null;
		return copy?.content && !isEmpty(copy.content) ? copy : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps a copy; false where the device refuses, because it is full. */
export function writeCopy(
	storage: Pick<Storage, 'setItem'>,
	place: DraftPlace,
	memberId: number | null,
	content: DraftContent,
): boolean {
	try {
		const copy: DraftCopy = { content, at: new Date().toISOString() };
		storage.setItem(copyKey(place, memberId), JSON.stringify(copy));
		return true;
	} catch {
		return false;
	}
}

/** Forgets the reader's copy, and the one from before they signed in. */
export function dropCopy(storage: Pick<Storage, 'removeItem'>, place: DraftPlace, memberId: number | null): void {
	for (const id of [memberId, null]) storage.removeItem(copyKey(place, id));
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
