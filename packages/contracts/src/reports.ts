import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, RequestKey, Time } from './common.ts';

export const ReportReason = z.enum(['spam', 'rude', 'off-topic', 'private-data', 'needs-staff', 'other']);
export type ReportReason = z.infer<typeof ReportReason>;

export const reportPost = endpoint({
	method: 'POST',
	path: '/api/posts/:postId/reports',
	summary: 'Tell the moderators of a post; once per member and post, again changes the words',
	params: z.object({ postId: Id }),
	body: z.object({ requestKey: RequestKey, reason: ReportReason, words: z.string().trim().max(1000).default('') }),
	reply: z.object({ received: z.literal(true) }),
	status: 201,
});
export const withdrawReport = endpoint({
	method: 'DELETE',
	path: '/api/posts/:postId/reports',
	summary: 'Take one’s own report back while nobody has decided',
	params: z.object({ postId: Id }),
	reply: z.undefined(),
	status: 204,
});
/** What a reporter sees of their reports. */
export const MyReport = z.object({
	postId: z.number(),
	path: z.string().nullable(),
	threadTitle: z.string(),
	excerpt: z.string(),
	reason: ReportReason,
	words: z.string(),
	outcome: z.enum(['waiting', 'acted', 'kept', 'withdrawn']),
	answer: z.string(),
	createdAt: Time,
	decidedAt: Time.nullable(),
});
export const listMyReports = endpoint({
	method: 'GET',
	path: '/api/me/reports',
	summary: 'One’s own reports and what came of them, newest first',
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(MyReport), next: Cursor.nullable() }),
});
