import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Id, Nothing, RequestKey, Time } from './common.ts';

/** What only the team reads: on a thread, a member or an insight. */
export const TeamNote = z.object({
	id: z.number(),
	author: Author,
	html: z.string(),
	sourceText: z.string(),
	createdAt: Time,
	editedAt: Time.nullable(),
	mine: z.boolean(),
});
export type TeamNote = z.infer<typeof TeamNote>;
const ChangeNote = z.object({ sourceText: z.string().trim().min(1).max(4000) });
const WriteNote = ChangeNote.extend({ requestKey: RequestKey });
const NotePlace = z.object({ noteId: Id });

export const NoteSubject = z.object({ subject: z.enum(['thread', 'member']), subjectId: Id });
export const listStaffNotes = endpoint({
	method: 'GET',
	path: '/api/notes/:subject/:subjectId',
	summary: 'Staff-only notes on a thread or a member',
	params: NoteSubject,
	reply: z.object({ items: z.array(TeamNote) }),
});
export const writeStaffNote = endpoint({
	method: 'POST',
	path: '/api/notes/:subject/:subjectId',
	summary: 'Leave a staff-only note; staff and moderators named with @ are told',
	params: NoteSubject,
	body: WriteNote,
	reply: TeamNote,
	status: 201,
});
export const editStaffNote = endpoint({
	method: 'PATCH',
	path: '/api/staff-notes/:noteId',
	summary: 'Change a note of one’s own',
	params: NotePlace,
	body: ChangeNote,
	reply: TeamNote,
});
export const deleteStaffNote = endpoint({
	method: 'DELETE',
	path: '/api/staff-notes/:noteId',
	summary: 'Take back a note of one’s own',
	params: NotePlace,
	reply: Nothing,
	status: 204,
});

export const writeInsightNote = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/notes',
	summary: 'Leave an internal note; staff named with @ are told',
	params: z.object({ insightId: Id }),
	body: WriteNote,
	reply: TeamNote,
	status: 201,
});
export const editInsightNote = endpoint({
	method: 'PATCH',
	path: '/api/insights/notes/:noteId',
	summary: 'Change a note of one’s own on an insight',
	params: NotePlace,
	body: ChangeNote,
	reply: TeamNote,
});
export const deleteInsightNote = endpoint({
	method: 'DELETE',
	path: '/api/insights/notes/:noteId',
	summary: 'Take back a note of one’s own on an insight',
	params: NotePlace,
	reply: Nothing,
	status: 204,
});
