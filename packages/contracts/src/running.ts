import { z } from 'zod';
import { Id, Time } from './common.ts';
import { endpoint } from './endpoint.ts';

const nothing = { reply: z.undefined(), status: 204 } as const;

// Search

/** How many of one kind there are: in the database, and in either index. */
export const SearchCount = z.object({
	kind: z.enum(['thread', 'member', 'tag', 'document']),
	database: z.number(),
	postgresql: z.number(),
	/** Null while Meilisearch does not answer, or is not set up. */
	meilisearch: z.number().nullable(),
});
export type SearchCount = z.infer<typeof SearchCount>;

export const SearchRun = z.object({
	startedAt: Time,
	/** Null while it runs; also of one that ended with its process. */
	endedAt: Time.nullable(),
	/** Threads so far, of how many. */
	done: z.number(),
	total: z.number(),
	/** Of a comparison: what differed and is mended. */
	differing: z.number().nullable(),
	error: z.string().nullable(),
});
export type SearchRun = z.infer<typeof SearchRun>;

export const SearchState = z.object({
	/** Who answers searches now. */
	answering: z.enum(['meilisearch', 'postgresql']),
	/** `unset`: no MEILI_URL; `away`: no answer; `empty`: it answers, and has no index yet. */
	meilisearch: z.enum(['unset', 'away', 'empty', 'ready']),
	/** Changes that wait to reach the indexes, and since when the oldest does. */
	waiting: z.number(),
	waitingSince: Time.nullable(),
	counts: z.array(SearchCount),
	/** A rebuild gives signs of life. */
	rebuilding: z.boolean(),
	lastRebuild: SearchRun.nullable(),
	lastComparison: SearchRun.nullable(),
});
export type SearchState = z.infer<typeof SearchState>;

export const readSearchState = endpoint({
	method: 'GET',
	path: '/api/admin/search',
	summary: 'Which search answers, how far behind it is, and what it holds; for admins',
	reply: SearchState,
});

/** The worker begins within seconds. 409 `conflict` while one runs. */
export const rebuildSearch = endpoint({
	method: 'POST',
	path: '/api/admin/search/rebuild',
	summary: 'Make the search indexes anew while searches go on; for admins',
	reply: z.undefined(),
	status: 204,
});

export const compareSearch = endpoint({
	method: 'POST',
	path: '/api/admin/search/compare',
	summary: 'Compare the search indexes with the database and mend what differs; for admins',
	reply: z.undefined(),
	status: 204,
});

// Jobs

export const JobQueue = z.object({
	name: z.string(),
	/** When it comes by itself, as a cron line in UTC. */
	cron: z.string().nullable(),
	waiting: z.number(),
	active: z.number(),
	failed: z.number(),
	lastDoneAt: Time.nullable(),
});
export type JobQueue = z.infer<typeof JobQueue>;

export const FailedJob = z.object({
	id: z.string(),
	name: z.string(),
	tries: z.number(),
	failedAt: Time.nullable(),
	error: z.string(),
});
export type FailedJob = z.infer<typeof FailedJob>;

/** What should have happened after something was done, and did not after five tries. */
export const FailedEffect = z.object({
	eventId: z.number(),
	event: z.string(),
	subscriber: z.string(),
	at: Time,
	tries: z.number(),
	error: z.string(),
	/** It is about to be tried once more. */
	askedAgain: z.boolean(),
});
export type FailedEffect = z.infer<typeof FailedEffect>;

export const readJobs = endpoint({
	method: 'GET',
	path: '/api/admin/jobs',
	summary: 'Work behind the scenes: queues, failed jobs, failed effects of events; for admins',
	reply: z.object({
		/** The one process that does all of it is there. */
		workerRuns: z.boolean(),
		/** Events that wait for their effects, and since when. */
		eventsWaiting: z.number(),
		eventsWaitingSince: Time.nullable(),
		queues: z.array(JobQueue),
		/** The newest 50. */
		failedJobs: z.array(FailedJob),
		failedEffects: z.array(FailedEffect),
	}),
});

const jobParams = z.object({ jobId: z.uuid() });
export const retryJob = endpoint({
	method: 'POST',
	path: '/api/admin/jobs/:jobId/retry',
	summary: 'Have a failed job done once more; for admins',
	params: jobParams,
	...nothing,
});
export const discardJob = endpoint({
	method: 'DELETE',
	path: '/api/admin/jobs/:jobId',
	summary: 'Forget a failed job; for admins',
	params: jobParams,
	...nothing,
});

const Effect = z.object({ eventId: Id, subscriber: z.string().min(1).max(100) });
export const retryEffect = endpoint({
	method: 'POST',
	path: '/api/admin/effects/retry',
	summary: 'Have a failed effect of an event tried once more; for admins',
	body: Effect,
	...nothing,
});
export const discardEffect = endpoint({
	method: 'POST',
	path: '/api/admin/effects/discard',
	summary: 'Leave a failed effect of an event be; for admins',
	body: Effect,
	...nothing,
});

// Mail

export const OutgoingMail = z.object({
	id: z.number(),
	kind: z.string(),
	recipient: z.string(),
	subject: z.string(),
	createdAt: Time,
	tries: z.number(),
	/** Of one that is tried again. */
	nextTryAt: Time.nullable(),
	failedAt: Time.nullable(),
	/** What the mail server said. */
	error: z.string().nullable(),
});
export type OutgoingMail = z.infer<typeof OutgoingMail>;

export const TestedMail = z.object({
	recipient: z.string(),
	createdAt: Time,
	sentAt: Time.nullable(),
	failedAt: Time.nullable(),
	tries: z.number(),
	error: z.string().nullable(),
});
export type TestedMail = z.infer<typeof TestedMail>;

export const MailState = z.object({
	/** `smtp`: to a server; `mailbox`: to the page that shows it; `nowhere`: nothing is set up. */
	goes: z.enum(['smtp', 'mailbox', 'nowhere']),
	/** Host and port; never what signs in there. */
	server: z.string().nullable(),
	from: z.string(),
	waiting: z.number(),
	waitingSince: Time.nullable(),
	sentToday: z.number(),
	failed: z.number(),
	/** Given up, newest first; 50 at most. */
	failedMails: z.array(OutgoingMail),
	/** Tried in vain so far; 20 at most. */
	retriedMails: z.array(OutgoingMail),
	/** The reader's own newest one. */
	lastTest: TestedMail.nullable(),
});
export type MailState = z.infer<typeof MailState>;

export const readMailState = endpoint({
	method: 'GET',
	path: '/api/admin/mail',
	summary: 'Mail on its way, and mail that was given up; for admins',
	reply: MailState,
});

const mailParams = z.object({ mailId: Id });
export const retryMail = endpoint({
	method: 'POST',
	path: '/api/admin/mail/:mailId/retry',
	summary: 'Try a mail once more; for admins',
	params: mailParams,
	...nothing,
});
export const retryFailedMail = endpoint({
	method: 'POST',
	path: '/api/admin/mail/retry',
	summary: 'Try all mail once more that was given up; for admins',
	...nothing,
});
export const discardMail = endpoint({
	method: 'DELETE',
	path: '/api/admin/mail/:mailId',
	summary: 'Leave a mail unsent; for admins',
	params: mailParams,
	...nothing,
});
/** Goes the way of all mail; what became of it stands in `lastTest`. */
export const testMail = endpoint({
	method: 'POST',
	path: '/api/admin/mail/test',
	summary: 'Send a mail to one’s own address, to see whether mail arrives; for admins',
	reply: z.undefined(),
	status: 204,
});

// About

export const About = z.object({
	version: z.string(),
	node: z.string(),
	postgresql: z.string(),
	/** Null: not set up, or away. */
	meilisearch: z.string().nullable(),
	/** The newest migration that has run, and how many have. */
	migration: z.object({ newest: z.number(), count: z.number() }),
	parts: z.array(
		z.object({
			part: z.enum(['database', 'worker', 'search', 'mail', 'files']),
			state: z.enum(['well', 'limited', 'down']),
		}),
	),
	/** Of the process that answers. */
	startedAt: Time,
	databaseBytes: z.number(),
	fileBytes: z.number(),
	files: z.number(),
	threads: z.number(),
	posts: z.number(),
	origin: z.string(),
	/** Null: none was made by the product itself. */
	lastBackup: z.object({ at: Time, bytes: z.number() }).nullable(),
});
export type About = z.infer<typeof About>;

export const readAbout = endpoint({
	method: 'GET',
	path: '/api/admin/about',
	summary: 'Versions, health and sizes; for admins',
	reply: About,
});
