import type { Draft } from '@ikatan/contracts/drafts';
import { deviceKey } from '../device.ts';

/** Where something is written: the thread that is answered, the post that is commented on or edited, 0 for a new thread. */
export type DraftPlace = { kind: Draft['kind']; targetId: number };

/** The name of a copy on the device: each member has their own, and so has who is not signed in (null). */
export function copyKey({ kind, targetId }: DraftPlace, memberId: number | null): string {
	return deviceKey(`draft:${memberId ?? 'visitor'}:${kind}:${targetId}`);
}

/** The device's storage; where it is switched off, one that keeps nothing. */
export function deviceStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
	try {
		return localStorage;
	} catch {
		return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
	}
}
