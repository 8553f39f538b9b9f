import { postAnswer, postComment } from '@ikatan/contracts/asking';
import { keepDraft } from '@ikatan/contracts/drafts';
import { restorePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { castVote } from '@ikatan/contracts/votes';
import { formFlag, formText } from '#lib/server/form.ts';
import { typedFor } from '#lib/server/typed.ts';
import { deed } from '#lib/thread/server/deed.ts';

/** What can be done with a post without leaving the thread. */
export const postActions = {
	vote: deed('vote', ({ api, form, postId, headers }) =>
		api(castVote, { params: { postId }, body: { value: formText(form, 'value') }, headers }),
	),
	accept: deed('accept', ({ api, form, postId, headers }) =>
		api(acceptAnswer, { params: { postId }, body: { accepted: formFlag(form, 'accepted') }, headers }),
	),
	restore: deed('restore', ({ api, postId, headers }) => api(restorePost, { params: { postId }, headers })),
	comment: deed(
		'comment',
		({ api, form, postId, headers }) => {
			const written = { sourceText: formText(form, 'sourceText'), typedForMs: typedFor(form) };
			const body = { ...written, requestKey: formText(form, 'requestKey') };
			return api(postComment, { params: { postId }, body, headers });
		},
		({ path }) => path,
	),
	answer: deed(
		'answer',
		async ({ api, form, threadId, headers }) => {
			const sourceText = formText(form, 'sourceText');
			const body = { sourceText, requestKey: formText(form, 'requestKey'), typedForMs: typedFor(form) };
			const result = await api(postAnswer, { params: { threadId }, body, headers });
			// Whoever has to sign in first finds the text again, also by another way than this form.
			if (!result.ok && result.status === 401 && sourceText.trim())
				await api(keepDraft, { params: { kind: 'answer', targetId: threadId }, body: { sourceText } });
			return result;
		},
		({ path }) => path,
	),
};
