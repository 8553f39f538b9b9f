import { listStaffNotes } from '@ikatan/contracts/notes';
import { readThread } from '@ikatan/contracts/threads';
import { noteActions } from '#lib/moderation/server/notes.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	requireViewer();
	const [notes, view] = await Promise.all([
		locals.api(listStaffNotes, { params: { subject: 'thread', subjectId: params.threadId } }),
		locals.api(readThread, { params: { threadId: params.threadId }, query: {} }),
	]);
	const { items } = answer(notes);
	const { title, path } = answer(view).thread;
	return { notes: items, thread: { id: params.threadId, title, path } };
};

export const actions: Actions = noteActions<RequestEvent>('thread', ({ params }) => params.threadId);
