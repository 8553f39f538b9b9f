import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id } from './common.ts';

export const acceptAnswer = endpoint({
	method: 'PUT',
	path: '/api/posts/:postId/accepted',
	summary: 'Accept an answer, or take it back; several may be accepted together',
	params: z.object({ postId: Id }),
	body: z.object({ accepted: z.boolean() }),
	reply: z.object({ accepted: z.boolean(), acceptedCount: z.number(), solved: z.boolean(), version: z.number() }),
});
export const solveOtherwise = endpoint({
	method: 'PUT',
	path: '/api/threads/:threadId/solved-otherwise',
	summary: 'Say how it was solved without an answer here; an empty text takes it back',
	params: z.object({ threadId: Id }),
	body: z.object({ text: z.string().trim().max(300) }),
	reply: z.object({ solved: z.boolean(), version: z.number() }),
});
export const linkDuplicate = endpoint({
	method: 'POST',
	path: '/api/threads/:threadId/duplicate',
	summary: 'Propose (or, as asker or moderator, confirm) that this thread asks what another one asks',
	params: z.object({ threadId: Id }),
	body: z.object({ ofThreadId: Id }),
	reply: z.object({ state: z.enum(['proposed', 'confirmed']) }),
});
export const unlinkDuplicate = endpoint({
	method: 'DELETE',
	path: '/api/threads/:threadId/duplicate',
	summary: 'Take the duplicate mark back, or decline a proposed one',
	params: z.object({ threadId: Id }),
	reply: z.undefined(),
	status: 204,
});
