import type { Db, Tx } from '../../platform/db.ts';

export async function listSettings(sql: Db): Promise<{ key: string; value: unknown }[]> {
	return await sql<{ key: string; value: unknown }[]>`select key, value from settings`;
}

export async function putSetting(sql: Db, key: string, value: unknown, memberId: number | null): Promise<void> {
	// The driver writes null as the SQL one, also when it is meant as JSON.
	const json = value === null ? sql`'null'::jsonb` : sql`${sql.json(value as never)}`;
	await sql`
		insert into settings (key, value, updated_by) values (${key}, ${json}, ${memberId})
		on conflict (key) do update set value = excluded.value, updated_at = now(), updated_by = excluded.updated_by`;
}

export async function dropSetting(sql: Db, key: string): Promise<void> {
	await sql`delete from settings where key = ${key}`;
}

/** Lets one change of settings at a time go on, until the transaction ends. */
export async function holdSettings(tx: Tx): Promise<void> {
	await tx`select pg_advisory_xact_lock(7_061_004)`;
}
