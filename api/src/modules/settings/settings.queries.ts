import type { Db } from '../../platform/db.ts';

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
