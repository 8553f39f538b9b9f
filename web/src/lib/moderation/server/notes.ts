import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { Result } from '@ikatan/client';
import { deleteStaffNote, editStaffNote, writeStaffNote } from '@ikatan/contracts/notes';
import { pagePath } from '#lib/pageQuery.ts';
import { refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { hasScript } from '#lib/thread/server/deed.ts';

type Subject = 'thread' | 'member';

/** The team's notes on the thread or member of a page: written, and one's own changed or taken back. */
export function noteActions<Event extends RequestEvent>(subject: Subject, subjectOf: (event: Event) => number) {
	const act =
		(name: string, call: (event: Event, form: FormData) => Promise<Result<unknown>>) => async (event: Event) => {
			const form = await event.request.formData();
			const result = await call(event, form);
			const noteId = formNumber(form, 'noteId');
			if (!result.ok) return refuse(result, form, noteId ? `${name}-${noteId}` : name);
			if (hasScript(event)) return { noted: name };
			redirect(303, `${pagePath(event.url)}#notes`);
		};
	const noteId = (form: FormData) => formNumber(form, 'noteId') ?? 0;
	return {
		note: act('note', (event, form) =>
			event.locals.api(writeStaffNote, {
				params: { subject, subjectId: subjectOf(event) },
				body: { requestKey: formText(form, 'requestKey'), sourceText: formText(form, 'sourceText') },
			}),
		),
		editNote: act('editNote', (event, form) =>
			event.locals.api(editStaffNote, {
				params: { noteId: noteId(form) },
				body: { sourceText: formText(form, 'sourceText') },
			}),
		),
		deleteNote: act('deleteNote', (event, form) =>
			event.locals.api(deleteStaffNote, { params: { noteId: noteId(form) } }),
		),
	};
}
