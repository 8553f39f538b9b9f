import { first, one, type Tx } from '../../platform/db.ts';

export type Move = {
	id: number;
	kind: 'merge' | 'split';
	fromId: number;
	intoId: number;
	quoteIds: number[];
	noteIds: number[];
};

/** Moves quotes of one insight to another and returns which; all of them, or those chosen. */
export async function moveQuotes(tx: Tx, fromId: number, intoId: number, chosen: number[] | null): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		update quotes set insight_id = ${intoId}
		where insight_id = ${fromId} and ${chosen === null ? tx`true` : tx`id = any(${chosen}::bigint[])`}
		returning id`;
	return rows.map((row) => row.id);
}

export async function moveNotes(tx: Tx, fromId: number, intoId: number, chosen: number[] | null): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		update insight_notes set insight_id = ${intoId}
		where insight_id = ${fromId} and ${chosen === null ? tx`true` : tx`id = any(${chosen}::bigint[])`}
		returning id`;
	return rows.map((row) => row.id);
}

export async function insertMove(tx: Tx, actorId: number, move: Omit<Move, 'id'>): Promise<number> {
	return one(
		await tx<{ id: number }[]>`
			insert into insight_moves (kind, from_id, into_id, quote_ids, note_ids, actor_id)
			values (${move.kind}, ${move.fromId}, ${move.intoId}, ${move.quoteIds}::bigint[], ${move.noteIds}::bigint[],
				${actorId})
			returning id`,
	).id;
}

/** A move that stands, locked; undefined when it was undone. */
export async function lockMove(tx: Tx, id: number): Promise<Move | undefined> {
	return first(
		await tx<Move[]>`
			select id, kind, from_id, into_id, quote_ids, note_ids from insight_moves
			where id = ${id} and undone_at is null for update`,
	);
}

export async function markUndone(tx: Tx, id: number, actorId: number): Promise<void> {
	await tx`update insight_moves set undone_at = now(), undone_by = ${actorId} where id = ${id}`;
}

/** Has an insight lead to another one (null: stand by itself again). */
export async function setMergedInto(tx: Tx, id: number, intoId: number | null): Promise<void> {
	await tx`
		update insights set merged_into = ${intoId}, version = version + 1, changed_at = now() where id = ${id}`;
}

export async function dismissSuggestion(tx: Tx, one: number, other: number, actorId: number): Promise<boolean> {
	const rows = await tx`
		update insight_suggestions set dismissed_at = now(), dismissed_by = ${actorId}
		where insight_id = ${Math.min(one, other)} and other_id = ${Math.max(one, other)} and dismissed_at is null
		returning insight_id`;
	return rows.length > 0;
}

/** Whether an insight has a quote or a note. */
export async function hasOwn(tx: Tx, id: number): Promise<boolean> {
	const rows = await tx`
		select from quotes where insight_id = ${id} union all
		select from insight_notes where insight_id = ${id} and deleted_at is null limit 1`;
	return rows.length > 0;
}
