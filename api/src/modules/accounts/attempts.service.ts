import { networkOf } from '../../platform/caller.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { tooManyRequests } from '../../platform/errors.ts';
import { secondsBeforeSignIn } from './accounts.policy.ts';
import { countFailures, forgetFailures, insertFailure, type Attempt } from './attempts.queries.ts';
import { fingerprint } from './fingerprint.ts';

/**
 * Counts a try as failed before the password is looked at, so that many at once are counted like many in a row; `succeeded` takes
 * the pair's failures back. `subject` names the account: its address in small letters, or its number. Throws 429.
 */
export async function beginAttempt(
	deps: Deps,
	subject: string,
	address: string,
): Promise<{ succeeded(): Promise<void> }> {
	const attempt: Attempt = {
		accountHash: fingerprint(deps.env.APP_SECRET, subject),
		networkHash: fingerprint(deps.env.APP_SECRET, networkOf(address)),
	};
	const now = deps.clock.now();
	const wait = await inTransaction(deps.sql, async (tx) => {
		const seconds = secondsBeforeSignIn(await countFailures(tx, attempt, now), now);
		if (seconds === 0) await insertFailure(tx, attempt, now);
		return seconds;
	});
	if (wait > 0) throw tooManyRequests(wait);
	return { succeeded: () => forgetFailures(deps.sql, attempt) };
}
