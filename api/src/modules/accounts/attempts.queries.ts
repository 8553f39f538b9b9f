import { one, type Db, type Tx } from '../../platform/db.ts';
import type { Failures } from './accounts.policy.ts';

/** Who tries, as fingerprints: the account that is meant and the network it comes from. */
export type Attempt = { accountHash: string; networkHash: string };

/** Counts the failures of the last hour (none that a clock which was ahead has dated) and lets nobody else count for this pair until the transaction ends. */
export async function countFailures(tx: Tx, { accountHash, networkHash }: Attempt, now: Date): Promise<Failures> {
	await tx`select pg_advisory_xact_lock(hashtextextended(${accountHash + networkHash}, 0))`;
	return one(
		await tx<Failures[]>`
			select count(*) filter (where mail_hash = ${accountHash} and address_hash = ${networkHash}) as pair,
				max(at) filter (where mail_hash = ${accountHash} and address_hash = ${networkHash}) as last_pair_at,
				count(*) filter (where address_hash = ${networkHash}) as network,
				max(at) filter (where address_hash = ${networkHash}) as last_network_at,
				count(*) filter (where mail_hash = ${accountHash}) as account
			from sign_in_failures
			where (mail_hash = ${accountHash} or address_hash = ${networkHash}) and at > ${new Date(now.getTime() - 3_600_000)}
				and at <= ${new Date(now.getTime() + 60_000)}`,
	);
}

export async function insertFailure(tx: Tx, { accountHash, networkHash }: Attempt, now: Date): Promise<void> {
	await tx`insert into sign_in_failures (mail_hash, address_hash, at) values (${accountHash}, ${networkHash}, ${now})`;
}

export async function forgetFailures(sql: Db, { accountHash, networkHash }: Attempt): Promise<void> {
	await sql`delete from sign_in_failures where mail_hash = ${accountHash} and address_hash = ${networkHash}`;
}

export async function deleteOldFailures(sql: Db, now: Date): Promise<void> {
	await sql`delete from sign_in_failures where at < ${new Date(now.getTime() - 2 * 3_600_000)}`;
}
