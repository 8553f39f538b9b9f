import { first, one, type Db, type Tx } from '../../platform/db.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';

export type Subject = 'thread' | 'member';
export type NoteRow = {
	id: number;
	subject: Subject;
	subjectId: number;
	authorId: number;
	html: string;
	sourceText: string;
	createdAt: string;
	editedAt: string | null;
};

function columns(sql: Db) {
	return sql`n.id, n.subject, n.subject_id, n.author_id, n.html, n.source_text, n.created_at, n.edited_at`;
}

/** Notes on a thread or a member, oldest first. */
export async function listNotes(sql: Db, subject: Subject, subjectId: number): Promise<NoteRow[]> {
	return await sql<NoteRow[]>`
		select ${columns(sql)} from staff_notes n
		where n.subject = ${subject} and n.subject_id = ${subjectId} and n.deleted_at is null order by n.id limit 200`;
}

export async function findNote(sql: Db, id: number): Promise<NoteRow | undefined> {
	return first(
		await sql<NoteRow[]>`select ${columns(sql)} from staff_notes n where n.id = ${id} and n.deleted_at is null`,
	);
}

/** How many notes stand on a thread and on whoever wrote in it. */
export async function countNotesBeside(
	sql: Db,
	{ threadId, memberId }: { threadId: number; memberId: number | null },
): Promise<number> {
	const rows = await sql<{ notes: number }[]>`
		select count(*)::int as notes from staff_notes
		where deleted_at is null
			and ((subject = 'thread' and subject_id = ${threadId}) or (subject = 'member' and subject_id = ${memberId}))`;
	return one(rows).notes;
}

type NewNote = { subject: Subject; subjectId: number; authorId: number; sourceText: string; html: string };

export async function insertNote(tx: Tx, note: NewNote): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into staff_notes (subject, subject_id, author_id, source_text, html)
			values (${note.subject}, ${note.subjectId}, ${note.authorId}, ${note.sourceText}, ${note.html}) returning id`,
	);
	return id;
}

export async function updateNote(sql: Db, id: number, sourceText: string, html: string): Promise<void> {
	await sql`update staff_notes set source_text = ${sourceText}, html = ${html}, edited_at = now() where id = ${id}`;
}

export async function markNoteDeleted(tx: Tx, id: number): Promise<void> {
	await tx`update staff_notes set deleted_at = now() where id = ${id}`;
}

/** Deletes notes about a member, also those taken back before; returns their numbers. */
export async function deleteNotesAbout(tx: Tx, memberId: number): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		delete from staff_notes where subject = 'member' and subject_id = ${memberId} returning id`;
	return rows.map(({ id }) => id);
}

export type NotedThread = {
	id: number;
	title: string;
	spaceId: number;
	companyId: number | null;
	state: 'published' | 'pending' | 'held' | 'deleted';
};

/** A thread that the reader may open. */
export async function findNotedThread(
	sql: Db,
	visibility: Visibility,
	threadId: number,
): Promise<NotedThread | undefined> {
	return first(
		await sql<NotedThread[]>`
			select t.id, t.title, t.space_id, t.company_id, t.state from threads t
			where t.id = ${threadId} and ${visibleThread(sql, visibility)}`,
	);
}

/** A member's handle and name. */
export async function findNotedMember(
	sql: Db,
	memberId: number,
): Promise<{ handle: string; name: string } | undefined> {
	return first(
		await sql<{ handle: string; name: string }[]>`
			select handle, display_name as name from members where id = ${memberId} and state <> 'deleted'`,
	);
}
