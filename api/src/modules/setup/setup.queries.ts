import type { Tx } from '../../platform/db.ts';

/** Two first runs at once: the second waits here until the first has ended. */
export async function lockSetup(tx: Tx): Promise<void> {
	await tx`select pg_advisory_xact_lock(7061003)`;
}
