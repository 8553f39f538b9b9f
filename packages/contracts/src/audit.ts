import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, Time } from './common.ts';

/** One line of the log nobody can edit. */
export const AuditLine = z.object({
	id: z.number(),
	at: Time,
	actor: Author.nullable(),
	/** `domain.verb`; in words by `audit.<domain>.<verb>` where the catalogs have it. */
	action: z.string(),
	subjectKind: z.string(),
	subjectId: z.number().nullable(),
	subjectPath: z.string().nullable(),
	subjectTitle: z.string().nullable(),
	details: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof AuditLine>;
export const listAudit = endpoint({
	method: 'GET',
	path: '/api/audit',
	summary: 'The audit log, newest first: admins all of it, moderators what concerns their spaces',
	query: z.object({
		/** A handle. */
		actor: z.string().max(30).optional(),
		/** `thread` or `thread.locked`. */
		action: z.string().max(60).optional(),
		subjectKind: z.string().max(30).optional(),
		subjectId: Id.optional(),
		from: z.iso.date().optional(),
		to: z.iso.date().optional(),
		after: Cursor.optional(),
	}),
	reply: z.object({ items: z.array(AuditLine), next: Cursor.nullable(), actions: z.array(z.string()) }),
});
