import { staffRoles, type Role } from '@ikatan/contracts/common';

/** Whoever makes a request, with all that policies ask about. */
export type Actor = {
	/** Null for a visitor. */
	id: number | null;
	handle: string | null;
	role: Role;
	state: 'active' | 'silenced' | 'suspended' | 'deleted';
	/** Of a silence: until when (null: until lifted), and why. */
	stateUntil: string | null;
	stateReason: string;
	mailVerified: boolean;
	trustLevel: number;
	companyId: number | null;
	groupIds: number[];
	/** Spaces that the actor moderates; a site-wide moderator or admin moderates all. */
	moderatedSpaceIds: number[];
	language: string;
	timeZone: string;
	/** SHA-256 of the session id, names the device. */
	sessionHash: string | null;
	/** Where the request comes from, as the web or the socket says. */
	address: string;
};

/** A member who is signed in. */
export type SignedIn = Actor & { id: number; handle: string };

export function visitor(address = '', language = 'en'): Actor {
	return {
		id: null,
		handle: null,
		role: 'member',
		state: 'active',
		stateUntil: null,
		stateReason: '',
		mailVerified: false,
		trustLevel: 0,
		companyId: null,
		groupIds: [],
		moderatedSpaceIds: [],
		language,
		timeZone: 'UTC',
		sessionHash: null,
		address,
	};
}

export function isSignedIn(actor: Actor): actor is SignedIn {
	return actor.id !== null;
}

/** Staff speak for the company: agent, product, success, admin. */
export function isStaff(actor: Pick<Actor, 'role' | 'id'>): boolean {
	return actor.id !== null && (staffRoles as readonly Role[]).includes(actor.role);
}

/** Moderates the whole site, or this space. */
export function moderates(actor: Actor, spaceId?: number): boolean {
	if (actor.id === null) return false;
	if (actor.role === 'moderator' || actor.role === 'admin') return true;
	return spaceId !== undefined && actor.moderatedSpaceIds.includes(spaceId);
}

/** The policies that most routes name. */
export const anyone = () => true;
export const members = (actor: Actor) => isSignedIn(actor);
/** Members who may write: not silenced, not suspended. */
export const writers = (actor: Actor) => isSignedIn(actor) && actor.state === 'active';
/** Who moderates the site or at least one space; which posts they see is asked again where they act. */
export const moderators = (actor: Actor) => writers(actor) && (moderates(actor) || actor.moderatedSpaceIds.length > 0);
/** Staff of the company, whatever their part. */
export const staff = (actor: Actor) => writers(actor) && isStaff(actor);
/** Staff and moderators: the people who keep the place. */
export const keepers = (actor: Actor) => staff(actor) || moderators(actor);
export const admins = (actor: Actor) => writers(actor) && actor.role === 'admin';
