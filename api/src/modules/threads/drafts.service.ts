import { askAddress, draftsAddress, editAddress } from '@ikatan/contracts/addresses';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Draft, listDrafts } from '@ikatan/contracts/drafts';
import type { z } from 'zod';
import { isSignedIn, type Actor, type SignedIn } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { forbidden, tooManyRequests } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import * as queries from './drafts.queries.ts';
import { dropDrafts, type DraftPlace } from './write.queries.ts';

const mostOfMembers = 200;
const mostOfVisitors = 20;

/** Whose drafts: the member's, or those under the visitor's cookie. */
export type Keeper = { actor: Actor; visitorHash: string | null };

function ownerOf({ actor, visitorHash }: Keeper): queries.DraftOwner | undefined {
	if (isSignedIn(actor)) return { memberId: actor.id, visitorHash: null };
	return visitorHash === null ? undefined : { memberId: null, visitorHash };
}

/** Keeps what is being written. Throws 429 when too many other drafts are kept. */
export async function keepDraft(
	deps: Deps,
	keeper: Keeper,
	place: DraftPlace,
	content: Draft['content'],
): Promise<{ updatedAt: string }> {
	const owner = ownerOf(keeper);
	if (!owner) throw forbidden();
	const most = owner.memberId === null ? mostOfVisitors : mostOfMembers;
	const kept = await queries.putDraft(deps.sql, owner, place, content, most);
	if (!kept) throw tooManyRequests(24 * 3600);
	return kept;
}

/** The draft kept for this place, or null. What was kept before signing in is taken over here. */
export async function readDraft(deps: Deps, keeper: Keeper, place: DraftPlace): Promise<Draft | null> {
	const owner = ownerOf(keeper);
	if (!owner) return null;
	const { memberId } = owner;
	const { visitorHash } = keeper;
	if (memberId !== null && visitorHash !== null) {
		await inTransaction(deps.sql, (tx) => queries.claimDraft(tx, memberId, visitorHash, place));
	}
	return (await queries.findDraft(deps.sql, owner, place)) ?? null;
}

export async function dropDraft(deps: Deps, { actor, visitorHash }: Keeper, place: DraftPlace): Promise<void> {
	await dropDrafts(deps.sql, { memberId: actor.id, visitorHash }, place);
}

/** All drafts of a member, each with the way back to where it was being written. */
export async function allDrafts(deps: Deps, actor: SignedIn): Promise<z.input<typeof listDrafts.reply>['items']> {
	const rows = await queries.listDraftRows(deps.sql, await visibilityFor(deps.sql, actor), actor.id);
	return rows.map(({ threadId, threadTitle, ...draft }) => ({
		...draft,
		path: pathOf(draft, threadId === null ? null : { id: threadId, title: threadTitle ?? '' }),
		placeTitle: threadTitle,
	}));
}

function pathOf({ kind, targetId }: DraftPlace, thread: { id: number; title: string } | null): string {
	if (kind === 'thread') return askAddress;
	// The place is gone or closed to its writer: the list itself still shows what was written.
	if (!thread) return draftsAddress;
	if (kind === 'answer') return threadPath(thread);
	return kind === 'edit' ? editAddress(targetId) : postPath(thread, targetId);
}
