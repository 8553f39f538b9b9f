import { z } from 'zod';
import { Id, Language, Nothing, Time } from './common.ts';
import { endpoint } from './endpoint.ts';

const ExternalId = z.string().trim().min(1).max(200);
/** An address that a link may lead to: http or https, without user and password. */
export const WebAddress = z
	.string()
	.trim()
	.max(2000)
	.refine((text) => {
		const url = URL.parse(text);
		return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
	});

/** A page from elsewhere that everyone may read, e.g. of the help centre. */
export const PushDocument = z.object({
	/** Below the base address of the source. */
	url: WebAddress,
	title: z.string().trim().min(1).max(300),
	/** Plain text, up to 100,000 characters. */
	body: z.string().trim().max(100_000),
	language: Language.default('en'),
});
export type PushDocument = z.infer<typeof PushDocument>;

/** All pushes carry `Authorization: Bearer <key of the source>`. */
export const pushDocument = endpoint({
	method: 'PUT',
	path: '/api/documents/:externalId',
	summary: 'Put a document of the source whose key is the bearer token, by its own id',
	params: z.object({ externalId: ExternalId }),
	body: PushDocument,
	reply: z.object({ externalId: z.string(), url: z.string(), updatedAt: Time }),
});
export const removeDocument = endpoint({
	method: 'DELETE',
	path: '/api/documents/:externalId',
	summary: 'Take a document of the source whose key is the bearer token out',
	params: z.object({ externalId: ExternalId }),
	reply: Nothing,
	status: 204,
});
export const pushDocuments = endpoint({
	method: 'POST',
	path: '/api/documents',
	summary: 'Put and remove up to 100 documents at once; all of it or nothing',
	body: z
		.object({
			documents: z.array(PushDocument.extend({ externalId: ExternalId })).default([]),
			remove: z.array(ExternalId).default([]),
		})
		.refine(({ documents, remove }) => documents.length + remove.length <= 100, { path: ['documents'] }),
	reply: z.object({ put: z.number(), removed: z.number() }),
});

export const DocumentSource = z.object({
	id: z.number(),
	name: z.string(),
	baseAddress: z.string(),
	documents: z.number(),
	createdAt: Time,
	lastPushAt: Time.nullable(),
	revokedAt: Time.nullable(),
});
export type DocumentSource = z.infer<typeof DocumentSource>;
export const listDocumentSources = endpoint({
	method: 'GET',
	path: '/api/document-sources',
	summary: 'Where outside documents come from (admins)',
	reply: z.object({ items: z.array(DocumentSource) }),
});
export const addDocumentSource = endpoint({
	method: 'POST',
	path: '/api/document-sources',
	summary: 'Add a source of outside documents; the reply shows its key, this once (admins)',
	body: z.object({ name: z.string().trim().min(1).max(80), baseAddress: WebAddress }),
	reply: z.object({ source: DocumentSource, key: z.string() }),
	status: 201,
});
export const revokeDocumentSource = endpoint({
	method: 'POST',
	path: '/api/document-sources/:sourceId/revoke',
	summary: 'End the key of a source; its documents stay (admins)',
	params: z.object({ sourceId: Id }),
	reply: Nothing,
	status: 204,
});
export const removeDocumentSource = endpoint({
	method: 'DELETE',
	path: '/api/document-sources/:sourceId',
	summary: 'Remove a source with all its documents (admins)',
	params: z.object({ sourceId: Id }),
	reply: Nothing,
	status: 204,
});

/** That somebody has written what was missing. */
const Written = z.object({ id: z.number(), url: z.string().nullable(), byName: z.string().nullable(), at: Time });
export const SearchToWrite = z.object({
	query: z.string(),
	/** In 90 days; once it is written: since then. */
	searches: z.number(),
	/** Different searchers, each counted once a day. */
	searchers: z.number(),
	lastAt: Time,
	written: Written.nullable(),
});
export const ThreadToWrite = z.object({
	id: z.number(),
	title: z.string(),
	path: z.string(),
	/** Threads that are confirmed to ask the same; once it is written: since then. */
	duplicates: z.number(),
	solved: z.boolean(),
	written: Written.nullable(),
});
export const listDocsToWrite = endpoint({
	method: 'GET',
	path: '/api/to-write',
	summary: 'What people searched in vain and what they ask again and again (staff)',
	query: z.object({ show: z.enum(['open', 'written']).default('open') }),
	reply: z.object({ searches: z.array(SearchToWrite), threads: z.array(ThreadToWrite) }),
});
export const markWritten = endpoint({
	method: 'POST',
	path: '/api/to-write/written',
	summary: 'Mark a search or a thread as written about (staff)',
	body: z
		.object({
			query: z.string().trim().min(3).max(100).optional(),
			threadId: Id.optional(),
			url: WebAddress.or(z.literal('')).optional(),
		})
		.refine(({ query, threadId }) => (query === undefined) !== (threadId === undefined), { path: ['query'] }),
	reply: z.object({ id: z.number() }),
	status: 201,
});
export const unmarkWritten = endpoint({
	method: 'DELETE',
	path: '/api/to-write/written/:writtenId',
	summary: 'Take a mark back (staff)',
	params: z.object({ writtenId: Id }),
	reply: Nothing,
	status: 204,
});
