import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Sql } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import { chooseLevel, forgetLevel, isWatchable, type Level, type Target } from './watching.queries.ts';

/** Sets the level at which a member watches a thread, tag or space; null forgets it. Throws 404 for what they may not see. */
export async function setWatch(sql: Sql, actor: SignedIn, target: Target, level: Level | null): Promise<Level | null> {
	const visibility = await visibilityFor(sql, actor);
	await inTransaction(sql, async (tx) => {
		if (!(await isWatchable(tx, visibility, target))) throw notFound();
		if (level === null) await forgetLevel(tx, actor.id, target);
		else await chooseLevel(tx, actor.id, target, level);
	});
	return level;
}
