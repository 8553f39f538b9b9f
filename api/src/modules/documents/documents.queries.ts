import type { DocumentSource, PushDocument } from '@ikatan/contracts/documents';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

export type KeyRow = { id: number; baseAddress: string; keyHash: string };

/** A source whose key is still good. */
export async function findOpenSource(sql: Db, sourceId: number): Promise<KeyRow | undefined> {
	return first(
		await sql<KeyRow[]>`
			select id, base_address, key_hash from document_sources where id = ${sourceId} and revoked_at is null`,
	);
}

function sourceColumns(sql: Db) {
	return sql`
		s.id, s.name, s.base_address, s.created_at, s.last_push_at, s.revoked_at,
		(select count(*) from documents d where d.source_id = s.id) as documents`;
}

export async function listSources(sql: Db): Promise<DocumentSource[]> {
	return await sql<DocumentSource[]>`
		select ${sourceColumns(sql)} from document_sources s order by s.revoked_at is not null, lower(s.name), s.id`;
}

export async function findSource(sql: Db, sourceId: number): Promise<DocumentSource | undefined> {
	return first(
		await sql<DocumentSource[]>`select ${sourceColumns(sql)} from document_sources s where s.id = ${sourceId}`,
	);
}

type NewSource = { name: string; baseAddress: string; keyHash: string; createdBy: number };

export async function insertSource(tx: Tx, { name, baseAddress, keyHash, createdBy }: NewSource): Promise<number> {
	return one(
		await tx<{ id: number }[]>`
			insert into document_sources (name, base_address, key_hash, created_by)
			values (${name}, ${baseAddress}, ${keyHash}, ${createdBy}) returning id`,
	).id;
}

/** Ends a source's key; false when it had ended already, or there is no such source. */
export async function endKey(tx: Tx, sourceId: number, now: Date): Promise<boolean> {
	const ended = await tx`
		update document_sources set revoked_at = ${now} where id = ${sourceId} and revoked_at is null`;
	return ended.count > 0;
}

export async function deleteSource(tx: Tx, sourceId: number): Promise<boolean> {
	const gone = await tx`delete from document_sources where id = ${sourceId}`;
	return gone.count > 0;
}

/** Whether the key is still good, and no push of the same source comes between. */
export async function lockSource(tx: Tx, sourceId: number, now: Date): Promise<boolean> {
	const held = await tx`
		update document_sources set last_push_at = ${now} where id = ${sourceId} and revoked_at is null returning id`;
	return held.length > 0;
}

export type PushedDocument = PushDocument & { externalId: string };

/** Puts documents of a source; the version moves only with what is found or shown. An id twice: the later one stands. */
export async function putDocuments(tx: Tx, sourceId: number, documents: PushedDocument[], now: Date): Promise<void> {
	const rows = [...new Map(documents.map((document) => [document.externalId, document])).values()];
	await tx`
		insert into documents (source_id, external_id, url, title, body, language, created_at, updated_at)
		select ${sourceId}, "externalId", url, title, body, language, ${now}, ${now}
		from jsonb_to_recordset(${tx.json(rows)}) as r ("externalId" text, url text, title text, body text, language text)
		on conflict (source_id, external_id) do update set
			url = excluded.url, title = excluded.title, body = excluded.body, language = excluded.language,
			updated_at = excluded.updated_at, version = documents.version + 1
		where (documents.url, documents.title, documents.body, documents.language)
			is distinct from (excluded.url, excluded.title, excluded.body, excluded.language)`;
}

/** Takes documents out; returns how many there were. */
export async function deleteDocuments(tx: Tx, sourceId: number, externalIds: string[]): Promise<number> {
	const gone = await tx`
		delete from documents where source_id = ${sourceId} and external_id = any(${externalIds}::text[])`;
	return gone.count;
}

export async function findDocument(
	sql: Db,
	sourceId: number,
	externalId: string,
): Promise<{ externalId: string; url: string; updatedAt: string } | undefined> {
	return first(
		await sql<{ externalId: string; url: string; updatedAt: string }[]>`
			select external_id, url, updated_at from documents where source_id = ${sourceId} and external_id = ${externalId}`,
	);
}

/** Whether documents may come from anywhere. */
export async function hasSources(sql: Db): Promise<boolean> {
	return one(await sql<{ some: boolean }[]>`select exists (select from document_sources) as some`).some;
}

type FoundDocument = { id: number; url: string; title: string; body: string; sourceName: string };

/** Characters of a document in which a snippet is looked for. */
const longestPassage = 20_000;

/** Documents in the order of the ids; those that are gone are missing. */
export async function listDocuments(sql: Db, ids: number[]): Promise<FoundDocument[]> {
	if (ids.length === 0) return [];
	return await sql<FoundDocument[]>`
		select d.id, d.url, d.title, left(d.body, ${longestPassage}) as body, s.name as source_name
		from documents d join document_sources s on s.id = d.source_id
		where d.id = any(${ids}::bigint[]) order by array_position(${ids}::bigint[], d.id)`;
}

export async function putKeyHash(tx: Tx, sourceId: number, keyHash: string): Promise<void> {
	await tx`update document_sources set key_hash = ${keyHash} where id = ${sourceId}`;
}
