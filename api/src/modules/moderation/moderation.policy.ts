import { staffRoles, type Role } from '@ikatan/contracts/common';
import { isStaff, moderates, type Actor } from '../../platform/actor.ts';

export type Accuracy = { acted: number; decided: number };
export type SanctionKind = 'silence' | 'suspend';
/** Whom a sanction would hit. */
export type Target = { id: number; role: Role };

const staffWeigh = 5;
const enoughDecided = 5;

/**
 * What a report weighs: 1 + trust level (staff and moderators of the space 5) + accuracy (PRODUCT.md, D; the first two as in
 * Discourse's reviewable scores). Accuracy is the share of the reporter's decided reports that moderators acted on, from 0 to 1,
 * once five have been decided.
 */
export function weightOfReport(reporter: Actor, spaceId: number, { acted, decided }: Accuracy): number {
	const keeps = isStaff(reporter) || moderates(reporter, spaceId);
	const accuracy = decided >= enoughDecided ? acted / decided : 0;
	return 1 + (keeps ? staffWeigh : reporter.trustLevel) + accuracy;
}

const isStaffRole = (role: Role) => (staffRoles as readonly Role[]).includes(role);

/** Whether reports hide what this member wrote before anybody has looked: not what staff say for the company. */
export function mayAutoHide(author: Target | undefined): boolean {
	return author === undefined || !isStaffRole(author.role);
}

/** Whether reports silence this member before anybody has looked: only who is new here, has earned nothing yet and plays no part. */
export function mayAutoSilence({
	role,
	trustLevel,
	reputation,
	state,
}: {
	role: Role;
	trustLevel: number;
	reputation: number;
	state: string;
}): boolean {
	return role === 'member' && trustLevel === 0 && reputation <= 0 && state === 'active';
}

/** Moderators of the site lift what they could impose; those of spaces what they imposed themselves, or what comes from their spaces. */
export function mayLift(
	actor: Actor,
	member: Target,
	{ kind, actorId, spaceId }: { kind: SanctionKind; actorId: number | null; spaceId: number | null },
): boolean {
	if (!maySanction(actor, member, kind)) return false;
	return moderates(actor) || actorId === actor.id || (spaceId !== null && moderates(actor, spaceId));
}

/** Moderators of any space silence, those of the site suspend; staff and other moderators are for admins, oneself is for others. */
export function maySanction(actor: Actor, member: Target, kind: SanctionKind): boolean {
	if (actor.id === null || actor.state !== 'active' || actor.id === member.id) return false;
	if (actor.role === 'admin') return true;
	if (isStaffRole(member.role) || member.role === 'moderator') return false;
	return kind === 'silence' ? moderates(actor) || actor.moderatedSpaceIds.length > 0 : moderates(actor);
}
