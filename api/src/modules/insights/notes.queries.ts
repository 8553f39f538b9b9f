import { one, type Tx } from '../../platform/db.ts';

export async function insertNote(
	tx: Tx,
	note: { insightId: number; authorId: number; sourceText: string; html: string },
): Promise<{ id: number }> {
	return one(
		await tx<{ id: number }[]>`
			insert into insight_notes (insight_id, author_id, source_text, html)
			values (${note.insightId}, ${note.authorId}, ${note.sourceText}, ${note.html}) returning id`,
	);
}

export async function updateNote(tx: Tx, id: number, sourceText: string, html: string): Promise<void> {
	await tx`update insight_notes set source_text = ${sourceText}, html = ${html}, edited_at = now() where id = ${id}`;
}

export async function markNoteDeleted(tx: Tx, id: number): Promise<void> {
	await tx`update insight_notes set deleted_at = now() where id = ${id}`;
}
