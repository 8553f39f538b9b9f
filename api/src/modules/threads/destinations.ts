import type { ActOnThread } from '@ikatan/contracts/acting';
import type { Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { listAllSpaces, mayPostInSpace, type SpaceRow } from '../spaces/index.ts';
import type { Acting } from './acting.ts';
import { findAuthorCompany } from './acting.queries.ts';
import type { ThreadFacts } from './facts.ts';
import * as write from './write.queries.ts';

type Unkeyed<Body> = Body extends unknown ? Omit<Body, 'requestKey' | 'reason'> : never;
/** What a moderator asks for, without the reason and the form's key. */
export type ActAsked = Unkeyed<ActOnThread>;

/** A space that a thread can be put into by whoever acts; throws 422 `space-not-found`. */
export async function destination(tx: Tx, { actor }: Acting, spaceId: number): Promise<SpaceRow> {
	const space = (await listAllSpaces(tx)).find((one) => one.id === spaceId);
	if (!space || (actor && !mayPostInSpace(actor, space))) throw invalid({ spaceId: 'space-not-found' });
	return space;
}

/** Whose a thread is in a space: null but in a company-only one, there its author's company's unless told. */
export async function companyIn(
	tx: Tx,
	thread: ThreadFacts,
	space: SpaceRow,
	chosen: number | null | undefined,
): Promise<number | null> {
	if (space.kind !== 'company_only') return null;
	if (chosen === undefined) return await findAuthorCompany(tx, thread.id);
	if (chosen !== null && !(await write.isCompany(tx, chosen))) throw invalid({ companyId: 'bad-value' });
	return chosen;
}
