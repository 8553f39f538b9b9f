import type { z } from 'zod';
import type { EditProfile, Profile, Viewer } from '@ikatan/contracts/accounts';
import { languages } from '@ikatan/messages';
import { isStaff, type SignedIn } from '../../platform/actor.ts';
import { inTransaction, isUniqueViolation, type Db, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid, signInNeeded, tooManyRequests } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { mayRename } from './accounts.policy.ts';
import { pictureUrl } from './authors.ts';
import { isReservedHandle } from './handles.ts';
import { isHandleTaken } from './members.queries.ts';
import * as queries from './profile.queries.ts';
import { handleTaken } from './signing-up.service.ts';
import { findPendingMail } from './tokens.queries.ts';

/** The signed-in member as every page needs them. */
export async function readViewer(db: Db, actor: SignedIn): Promise<Viewer> {
	const row = await queries.findViewer(db, actor.id);
	if (!row) throw signInNeeded();
	const { pictureFileId, ...viewer } = row;
	const { state, stateUntil, stateReason } = actor;
	return { ...viewer, staff: isStaff(actor), state, stateUntil, stateReason, pictureUrl: pictureUrl(pictureFileId) };
}

/** One's own page. */
export async function readProfile(deps: Deps, actor: SignedIn, db: Db = deps.sql): Promise<Profile> {
	const row = await queries.findProfile(db, actor.id);
	if (!row) throw signInNeeded();
	const { pictureFileId, ...profile } = row;
	const pendingMail = await findPendingMail(db, actor.id, deps.clock.now());
	return { ...profile, pictureUrl: pictureUrl(pictureFileId), pendingMail };
}

/**
 * Changes one's own page. Throws 409 `handle-taken`, 422 for a language that the product does not speak or a picture that is not
 * one's own, 429 when the handle changed three times within 30 days.
 */
export async function editProfile(
	deps: Deps,
	actor: SignedIn,
	changes: z.output<typeof EditProfile>,
): Promise<Profile> {
	if (changes.language !== undefined && !languages.includes(changes.language)) throw invalid({ language: 'bad-value' });
	try {
		return await inTransaction(deps.sql, async (tx) => {
			await takeNames(tx, deps, actor, changes);
			const renamed = await queries.updateProfile(tx, actor.id, changes);
			if (renamed) await publish(tx, 'member.renamed', actor.id, { memberId: actor.id });
			return await readProfile(deps, actor, tx);
		});
	} catch (error) {
		if (isUniqueViolation(error, 'members_handle')) throw handleTaken();
		throw error;
	}
}

async function takeNames(tx: Tx, deps: Deps, actor: SignedIn, changes: z.output<typeof EditProfile>): Promise<void> {
	const { handle, pictureFileId } = changes;
	if (pictureFileId && !(await queries.ownsPicture(tx, actor.id, pictureFileId)))
		throw invalid({ pictureFileId: 'bad-value' });
	if (handle === undefined || handle === actor.handle) return;
	if (isReservedHandle(handle) || (await isHandleTaken(tx, handle, actor.id))) throw handleTaken();
	const now = deps.clock.now();
	if (!mayRename(await queries.countRenames(tx, actor.id, now))) throw tooManyRequests(24 * 3600);
	await queries.keepFormerHandle(tx, actor.id, actor.handle, handle, now);
}

/** Shows another picture beside the member's name, or none; the caller has checked whose file it is. */
export async function touchPicture(tx: Tx, memberId: number, fileId: number | null): Promise<void> {
	await queries.setPicture(tx, memberId, fileId);
	await publish(tx, 'member.renamed', memberId, { memberId });
}
