import { isSignedIn, type Actor } from '../../platform/actor.ts';

export type Kept = { ownerId: number; purpose: 'post' | 'picture' | 'brand' };
/** Whom the posts that show a file let have it. */
export type Reach = 'all' | 'some' | 'none';

/** Pictures and logos are for all; a post's file is for who may read the post; what nothing shows yet is its owner's. */
export function mayHave(actor: Actor, file: Kept, reach: Reach): boolean {
	if (file.purpose !== 'post' || reach !== 'none') return true;
	return isSignedIn(actor) && file.ownerId === actor.id;
}

/** True when any cache may keep it: nobody has to be asked before it is shown. */
export function isPublic(file: Kept, reach: Reach): boolean {
	return file.purpose !== 'post' || reach === 'all';
}
