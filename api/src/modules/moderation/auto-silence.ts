import type { SignedIn } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { loadSettings } from '../settings/index.ts';
import { findSupport } from './reports.queries.ts';
import { findStanding } from './sanctions.queries.ts';
import { lift } from './sanctions.service.ts';

/**
 * Ends the silence that reports brought about once moderators have found too many of them wrong, the last of them here. Returns its
 * number, undefined where nothing ended.
 */
export async function endSilenceByReports(
	deps: Deps,
	tx: Tx,
	actor: SignedIn,
	{ authorId, spaceId }: { authorId: number | null; spaceId: number },
): Promise<number | undefined> {
	if (authorId === null) return undefined;
	const standing = await findStanding(tx, authorId, deps.clock.now());
	if (!standing || standing.actorId !== null || standing.kind !== 'silence') return undefined;
	const { autoSilenceWeight, autoSilenceReporters } = await loadSettings(tx);
	const { reporters, weight } = await findSupport(tx, authorId, standing.id);
	if (reporters >= autoSilenceReporters && weight >= autoSilenceWeight) return undefined;
	await lift(deps, tx, { actor, sanctionId: standing.id, spaceId, unasked: true });
	return standing.id;
}
