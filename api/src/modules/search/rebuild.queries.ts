import type { Db } from '../../platform/db.ts';

/** Makes this the one rebuild; false while another one gave a sign of life within the last 3 minutes. */
export async function claimRebuild(sql: Db, token: string): Promise<boolean> {
	const rows = await sql`
		insert into search_rebuild (token) values (${token})
		on conflict (id) do update set token = excluded.token, alive_at = now(), filling = false
			where search_rebuild.alive_at < now() - interval '3 minutes'
		returning id`;
	return rows.length > 0;
}

/** Gives a sign of life; false when another rebuild has taken over. */
export async function renewRebuild(sql: Db, token: string): Promise<boolean> {
	const rows = await sql`update search_rebuild set alive_at = now() where token = ${token} returning id`;
	return rows.length > 0;
}

/** Says whether the feeder has a second index to feed. */
export async function markFilling(sql: Db, token: string, filling: boolean): Promise<void> {
	await sql`update search_rebuild set filling = ${filling} where token = ${token}`;
}

export async function releaseRebuild(sql: Db, token: string): Promise<void> {
	await sql`delete from search_rebuild where token = ${token}`;
}

/** True while a second Meilisearch index is being filled. */
export async function isFilling(sql: Db): Promise<boolean> {
	const rows = await sql`select from search_rebuild where filling`;
	return rows.length > 0;
}
