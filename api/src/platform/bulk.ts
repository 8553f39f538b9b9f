import type { Tx } from './db.ts';

/** Takes `count` numbers from a table's identity, so that rows which point at each other can be written in bulk. */
export async function reserveIds(tx: Tx, table: string, count: number): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		select nextval(sequence) as id
		from (select pg_get_serial_sequence(${table}, 'id')::regclass as sequence offset 0) s, generate_series(1, ${count}::int)`;
	return rows.map((row) => row.id);
}
