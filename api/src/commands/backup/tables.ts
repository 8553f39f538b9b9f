import type { Db, Tx } from '../../platform/db.ts';

/** Made anew from the rest, or only of use to the running product: the search index, its queues, the ledger of migrations. */
const leftOut = [
	'schema_versions',
	'search_documents',
	'search_entries',
	'search_outbox',
	'search_entry_outbox',
	'search_rebuild',
];

export type Table = { name: string; columns: string[] };

/** All tables that a backup holds, with their columns that are not computed. */
export async function listTables(sql: Db): Promise<Table[]> {
	return await sql<Table[]>`
		select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
			and c.relname <> all(${leftOut})
		group by c.relname order by c.relname`;
}

/** Names of all tables there are, also those that a backup leaves out. */
export async function listAllTables(sql: Db): Promise<string[]> {
	const rows = await sql<{ name: string }[]>`
		select relname as name from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`;
	return rows.map(({ name }) => name);
}

export type Sequence = { name: string; lastValue: string; isCalled: boolean };

export async function listSequences(sql: Db): Promise<Sequence[]> {
	const names = await sql<{ name: string }[]>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`;
	const sequences: Sequence[] = [];
	for (const { name } of names) {
		const [row] = await sql<{ lastValue: string; isCalled: boolean }[]>`
			select last_value::text, is_called from ${sql(name)}`;
		if (row) sequences.push({ name, ...row });
	}
	return sequences;
}

export async function setSequences(tx: Tx, sequences: Sequence[]): Promise<void> {
	for (const { name, lastValue, isCalled } of sequences)
		await tx`select setval(to_regclass(${`public.${name}`}), ${lastValue}::text::bigint, ${isCalled}) where to_regclass(${`public.${name}`}) is not null`;
}

/** The migrations that have run. */
export async function listMigrations(sql: Db): Promise<{ version: number; md5: string }[]> {
	const rows = await sql<{ version: number; md5: string }[]>`
		select version::int as version, coalesce(md5, '') as md5 from schema_versions where version > 0 order by version`;
	return rows.map((row) => ({ ...row }));
}

export type ForeignKey = { table: string; name: string; definition: string };

/** Takes the foreign keys off, for tables that point at each other, and returns them. */
export async function takeForeignKeys(tx: Tx): Promise<ForeignKey[]> {
	const keys = await tx<ForeignKey[]>`
		select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
		from pg_constraint k join pg_class c on c.oid = k.conrelid
		where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and k.conparentid = 0 order by 1, 2`;
	for (const { table, name } of keys) await tx`alter table ${tx(table)} drop constraint ${tx(name)}`;
	return keys;
}

/** Puts them back; throws when a row points at nothing. */
export async function putForeignKeys(tx: Tx, keys: ForeignKey[]): Promise<void> {
	for (const { table, name, definition } of keys)
		await tx`alter table ${tx(table)} add constraint ${tx(name)} ${tx.unsafe(definition)}`;
}

/** Has nothing follow from rows that are brought back: what followed from them is brought back too. */
export async function setTriggers(tx: Tx, tables: string[], on: boolean): Promise<void> {
	for (const table of tables) await tx`alter table ${tx(table)} ${on ? tx`enable` : tx`disable`} trigger user`;
}
