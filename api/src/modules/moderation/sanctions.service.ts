import { isStaff, visitor, type Actor, type SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Db, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { forbidden, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { setState } from '../accounts/index.ts';
import { mayLift, maySanction, type SanctionKind, type Target } from './moderation.policy.ts';
import { reachFor } from './reach.ts';
import * as queries from './sanctions.queries.ts';
import { tellOfSanction } from './sanction-mail.ts';

const hour = 60 * 60 * 1000;
const states = { silence: 'silenced', suspend: 'suspended' } as const;

export type Imposed = {
	/** Null: the product itself, by reports of many; nobody is asked whether it may. */
	actor: Actor | null;
	memberId: number;
	kind: SanctionKind;
	/** Null: until lifted. */
	hours: number | null;
	reason: string;
	spaceId?: number;
};

/**
 * Who is told of in moderators' rooms: staff may look anybody up, moderators who has written where they moderate, and moderators of the
 * site also who belongs to no company or to their own. Nobody but admins reads what is noted about themselves. Throws 404.
 */
export async function findKnownMember(sql: Db, actor: Actor, memberId: number) {
	const member = await queries.findTarget(sql, memberId);
	if (!member || (memberId === actor.id && actor.role !== 'admin')) throw notFound();
	if (isStaff(actor)) return member;
	const ownKind = member.companyId === null || member.companyId === actor.companyId;
	if (actor.role === 'moderator' && ownKind) return member;
	const { reach } = await reachFor(sql, actor);
	if (!(await queries.hasWrittenWhere(sql, reach, memberId))) throw notFound();
	return member;
}

/** Silences or suspends a member, in the caller's transaction; the member is told. Throws 403, 404, 409 `last-admin`. */
export async function impose(deps: Deps, tx: Tx, imposed: Imposed): Promise<number> {
	const { actor, memberId, kind, hours, reason, spaceId } = imposed;
	const now = deps.clock.now();
	const member = await queries.lockTarget(tx, memberId);
	if (!member) throw notFound();
	if (actor && !maySanction(actor, member, kind)) throw forbidden();
	const standing = await queries.findStanding(tx, memberId, now);
	const until = hours === null ? null : new Date(now.getTime() + hours * hour);
	if (actor && standing && !mayReplace(actor, member, standing, until)) throw forbidden();
	const sanction = { memberId, kind, reason, actorId: actor?.id ?? null, spaceId: spaceId ?? null, until };
	const id = await queries.insertSanction(tx, sanction, now);
	await setState(tx, actor ?? visitor(), memberId, { state: states[kind], until, reason, spaceId });
	await tellOfSanction(deps, tx, { id, memberId, kind, until, reason });
	return id;
}

/** Who may not suspend does not make a suspension a silence either; nor does anybody shorten what they may not lift. */
function mayReplace(actor: Actor, member: Target, standing: queries.SanctionRow, until: Date | null): boolean {
	if (!maySanction(actor, member, standing.kind)) return false;
	const longer = until === null || (standing.until !== null && until.getTime() >= Date.parse(standing.until));
	return longer || mayLift(actor, member, standing);
}

/**
 * Ends a sanction before its term, in the caller's transaction; `giveBack` has the one stand again whose place it took. Nothing for one
 * that has ended.
 */
export async function lift(
	deps: Deps,
	tx: Tx,
	lifting: {
		actor: Actor;
		sanctionId: number;
		spaceId?: number;
		giveBack?: boolean;
		/** It follows from another decision: whether the actor may is not asked. */
		unasked?: boolean;
	},
): Promise<void> {
	const { actor, sanctionId, spaceId, giveBack = false, unasked = false } = lifting;
	const now = deps.clock.now();
	const sanction = await queries.findSanction(tx, sanctionId);
	const member = sanction && (await queries.lockTarget(tx, sanction.memberId));
	if (!sanction || !member) throw notFound();
	if (!unasked && !maySanction(actor, member, sanction.kind)) throw forbidden();
	if (!(await queries.markLifted(tx, sanctionId, actor.id, now))) return;
	const before = giveBack ? await queries.reinstateReplaced(tx, sanctionId, now) : undefined;
	if (before) await standAgain(tx, actor, before, spaceId);
	else await setState(tx, actor, member.id, { state: 'active', until: null, spaceId });
	const { kind } = sanction;
	await tellOfSanction(deps, tx, { id: sanctionId, memberId: member.id, kind, until: null, reason: '', lifted: true });
}

async function standAgain(tx: Tx, actor: Actor, row: queries.SanctionRow, spaceId?: number): Promise<void> {
	const until = row.until === null ? null : new Date(row.until);
	await setState(tx, actor, row.memberId, { state: states[row.kind], until, reason: row.reason, spaceId });
}

/** Takes the lifting of a sanction back, in the caller's transaction, unless its term is over or another one stands. */
export async function unlift(
	deps: Deps,
	tx: Tx,
	{ actor, sanctionId, spaceId }: { actor: Actor; sanctionId: number; spaceId?: number },
): Promise<void> {
	const now = deps.clock.now();
	const sanction = await queries.findSanction(tx, sanctionId);
	const member = sanction && (await queries.lockTarget(tx, sanction.memberId));
	if (!member || (await queries.findStanding(tx, member.id, now))) return;
	const row = await queries.reinstate(tx, sanctionId, now);
	if (row) await standAgain(tx, actor, row, spaceId);
}

/** Silences or suspends a member for a term, once per request key; throws as `impose`. */
export async function sanction(
	deps: Deps,
	actor: SignedIn,
	memberId: number,
	{ requestKey, ...asked }: { requestKey: string; kind: SanctionKind; hours: number | null; reason: string },
): Promise<queries.SanctionRow & { mayLift: boolean }> {
	await findKnownMember(deps.sql, actor, memberId);
	const key = { memberId: actor.id, key: requestKey, deed: `member.sanction ${memberId}` };
	const { id } = await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => ({ id: await impose(deps, tx, { ...asked, actor, memberId }) })),
	);
	const row = await queries.findSanction(deps.sql, id);
	if (!row) throw notFound();
	return { ...row, mayLift: true };
}

/** Lifts a sanction; one that has ended stays as it is. Throws 403, 404. */
export async function liftSanction(deps: Deps, actor: SignedIn, sanctionId: number): Promise<void> {
	const row = await queries.findSanction(deps.sql, sanctionId);
	if (!row) throw notFound();
	const member = await findKnownMember(deps.sql, actor, row.memberId);
	if (!mayLift(actor, member, row)) throw forbidden();
	await inTransaction(deps.sql, (tx) => lift(deps, tx, { actor, sanctionId }));
}
