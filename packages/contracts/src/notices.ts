import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, Time } from './common.ts';

/** Kinds of notice; each can be switched per channel. */
export const NoticeKind = z.enum([
	'answer',
	'comment',
	'mention',
	'accepted',
	'solved',
	'watched',
	'new-thread',
	'edited',
	'duplicate',
	/** For those who decide: the asker and moderators. */
	'duplicate-proposed',
	'accept-reminder',
	/** What became of what the reader said. */
	'told',
	/** What moderators decided about the reader's post or account. */
	'moderated',
	'report-decided',
	/** Something waits for a moderator. */
	'judgement',
	'nomination',
	/** Named in a note among staff. */
	'note',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const Notice = z.object({
	id: z.number(),
	kind: NoticeKind,
	count: z.number(),
	actors: z.array(z.object({ name: z.string(), handle: z.string().nullable(), pictureUrl: z.string().nullable() })),
	threadTitle: z.string(),
	/** question, idea …: says “answer” or “reply”. */
	threadKind: z.string(),
	path: z.string(),
	excerpt: z.string(),
	/** The reader's own words that it answers. */
	words: z.string(),
	/** What the company says. */
	said: z.string(),
	updatedAt: Time,
	seen: z.boolean(),
});
export type Notice = z.infer<typeof Notice>;
export const listNotices = endpoint({
	method: 'GET',
	path: '/api/notices',
	summary: 'My inbox, newest first',
	query: z.object({ only: z.enum(['all', 'unseen']).default('all'), after: Cursor.optional() }),
	reply: z.object({ items: z.array(Notice), unseen: z.number(), next: Cursor.nullable() }),
});
export const markSeen = endpoint({
	method: 'POST',
	path: '/api/notices/seen',
	summary: 'Mark notices as seen: some by number, those of a thread, or all',
	body: z.object({ ids: z.array(Id).max(200).optional(), threadId: Id.optional(), all: z.boolean().optional() }),
	reply: z.object({ unseen: z.number() }),
});
export const NoticeChoice = z.object({ kind: NoticeKind, app: z.boolean(), mail: z.boolean() });
export const listNoticeChoices = endpoint({
	method: 'GET',
	path: '/api/me/notice-choices',
	summary: 'Which notices I get, and where',
	/** `mailWaitSeconds`: how long notices wait to be seen before they become mail. */
	reply: z.object({ items: z.array(NoticeChoice), mailWaitSeconds: z.number() }),
});
export const chooseNotices = endpoint({
	method: 'PUT',
	path: '/api/me/notice-choices',
	summary: 'Choose notices per kind and channel',
	body: z.object({ items: z.array(NoticeChoice).max(40) }),
	reply: z.object({ items: z.array(NoticeChoice) }),
});
/** Ends the reminders to accept until another answer comes; the asker only. */
export const sayNoneRight = endpoint({
	method: 'PUT',
	path: '/api/threads/:threadId/none-right-yet',
	summary: 'Say that no answer is right yet: no more reminders to accept until another answer comes',
	params: z.object({ threadId: Id }),
	reply: z.undefined(),
	status: 204,
});
/** What a signed link would end; reading it changes nothing (mail scanners follow links). */
export const readUnsubscribe = endpoint({
	method: 'GET',
	path: '/api/unsubscribe/:token',
	summary: 'What an unsubscribe link of a mail would end',
	params: z.object({ token: z.string().max(400) }),
	reply: z.object({ kind: NoticeKind.or(z.literal('all')), mail: z.string(), threadTitle: z.string().nullable() }),
});
/** RFC 8058: also reached by a mail program's one-click POST. */
export const unsubscribe = endpoint({
	method: 'POST',
	path: '/api/unsubscribe/:token',
	summary: 'End mail of this kind (scope=kind) or all mail about this thread (scope=thread), without sign-in',
	params: z.object({ token: z.string().max(400) }),
	query: z.object({ scope: z.enum(['kind', 'thread']).default('kind') }),
	reply: z.object({ kind: NoticeKind.or(z.literal('all')) }),
});

export const LocalMail = z.object({
	id: z.number(),
	recipient: z.string(),
	subject: z.string(),
	createdAt: Time,
	sentAt: Time.nullable(),
});
export const listLocalMail = endpoint({
	method: 'GET',
	path: '/api/mailbox',
	summary: 'Mail of the local mailbox (demo and dev only), newest first',
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(LocalMail), next: Cursor.nullable() }),
});
export const readLocalMail = endpoint({
	method: 'GET',
	path: '/api/mailbox/:mailId',
	summary: 'One mail of the local mailbox',
	params: z.object({ mailId: Id }),
	reply: LocalMail.extend({ text: z.string(), html: z.string(), headers: z.record(z.string(), z.string()) }),
});
