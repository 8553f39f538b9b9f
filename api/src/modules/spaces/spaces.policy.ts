import { isSignedIn, isStaff, moderates, type Actor } from '../../platform/actor.ts';

export type SpaceRule = {
	id: number;
	kind: 'public' | 'members' | 'groups' | 'company' | 'company_only';
	posting: 'readers' | 'staff';
	archived: boolean;
	groupIds: number[];
	companyIds: number[];
};

/** Who may read a space at all (in a company-only space: their own company's threads). */
export function mayReadSpace(actor: Actor, space: SpaceRule): boolean {
	if (space.kind === 'public') return true;
	if (!isSignedIn(actor) || actor.state === 'suspended' || actor.state === 'deleted') return false;
	if (readsAllCompanies(actor, space) || space.kind === 'members') return true;
	if (space.kind === 'groups') return moderates(actor) || space.groupIds.some((id) => actor.groupIds.includes(id));
	// A site-wide moderator may be a customer: another company's matters stay closed to them.
	if (actor.companyId === null) return false;
	return space.kind === 'company_only' || space.companyIds.includes(actor.companyId);
}

/** Who reads every thread of a company-only space: staff, and the space's own moderators. */
export function readsAllCompanies(actor: Actor, space: SpaceRule): boolean {
	return isStaff(actor) || actor.moderatedSpaceIds.includes(space.id);
}

/** Where a thread can be asked: for visitors, where they could once they have joined. */
export function mayAskInSpace(actor: Actor, space: SpaceRule): boolean {
	if (isSignedIn(actor)) return mayPostInSpace(actor, space);
	return space.kind === 'public' && space.posting !== 'staff' && !space.archived;
}

/** Who may start a thread in a space. */
export function mayPostInSpace(actor: Actor, space: SpaceRule): boolean {
	if (!isSignedIn(actor) || actor.state !== 'active' || space.archived) return false;
	if (!mayReadSpace(actor, space)) return false;
	if (space.posting === 'staff') return isStaff(actor);
	if (space.kind === 'company_only' && !isStaff(actor)) return actor.companyId !== null;
	return true;
}
