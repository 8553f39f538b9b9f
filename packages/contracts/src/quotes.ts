import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, RequestKey, Time } from './common.ts';
import { InsightTitle } from './insight-writing.ts';
import { Importance, InsightRow, Quote } from './insights.ts';

/** A passage of a post: W3C TextQuoteSelector over the text of its rendered body. */
export const Passage = z.object({
	exact: z.string().trim().min(2).max(4000),
	prefix: z.string().max(64).default(''),
	suffix: z.string().max(64).default(''),
});
export type Passage = z.infer<typeof Passage>;

/** What is captured: a passage of a post, a whole post (without passage), a thread with its votes, or words from outside. */
export const Evidence = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('passage'), postId: Id, version: Id, passage: Passage }),
	z.object({ kind: z.literal('post'), postId: Id }),
	z.object({ kind: z.literal('thread'), threadId: Id }),
	z.object({
		kind: z.literal('outside'),
		words: z.string().trim().min(2).max(4000),
		source: z.string().trim().min(1).max(200),
		url: z.union([z.url({ protocol: /^https?$/ }).max(500), z.literal('')]).default(''),
		customer: z.string().trim().max(120).default(''),
		companyId: Id.nullable().default(null),
	}),
]);
export type Evidence = z.infer<typeof Evidence>;

/** Where it goes: an insight that is there, or a new one. */
export const QuoteTarget = z.discriminatedUnion('to', [
	z.object({ to: z.literal('insight'), insightId: Id }),
	z.object({
		to: z.literal('new'),
		title: InsightTitle,
		areaId: Id.nullable().default(null),
		typeId: Id.nullable().default(null),
	}),
]);
export type QuoteTarget = z.infer<typeof QuoteTarget>;
export const Flag = z.object({
	requestKey: RequestKey,
	evidence: Evidence,
	target: QuoteTarget,
	importance: Importance.default(1),
	note: z.string().trim().max(1000).default(''),
});
export type Flag = z.infer<typeof Flag>;
export const flagQuote = endpoint({
	method: 'POST',
	path: '/api/quotes',
	summary: 'Capture words as evidence; refused with `quoted-already` when this passage has been captured',
	body: Flag,
	reply: z.object({ quoteId: z.number(), insightId: z.number(), title: z.string() }),
	status: 201,
});
/** What is not given stays. */
export const QuoteChanges = z
	.object({ insightId: Id, importance: Importance, note: z.string().trim().max(1000) })
	.partial();
export type QuoteChanges = z.infer<typeof QuoteChanges>;
export const changeQuote = endpoint({
	method: 'PATCH',
	path: '/api/quotes/:quoteId',
	summary: 'Move a quote to another insight, or change its importance or note',
	params: z.object({ quoteId: Id }),
	body: QuoteChanges,
	reply: z.object({ insightId: z.number() }),
});
export const deleteQuote = endpoint({
	method: 'DELETE',
	path: '/api/quotes/:quoteId',
	summary: 'Take a quote back',
	params: z.object({ quoteId: Id }),
	reply: z.undefined(),
	status: 204,
});

/** What is about to be captured, for the form that does it. */
export const Quotable = z.object({
	kind: z.enum(['post', 'thread']),
	postId: z.number(),
	threadId: z.number(),
	/** Of the post, as `Evidence` wants it. */
	version: z.number(),
	/** As people read it, in which passages are found. */
	text: z.string(),
	author: Author.nullable(),
	threadTitle: z.string(),
	threadKind: z.string(),
	path: z.string(),
	saidAt: Time,
	/** Votes and me-too of the thread. */
	supporters: z.number(),
	/** Where the whole of it went already. */
	quoted: z.object({ id: z.number(), title: z.string() }).nullable(),
});
export type Quotable = z.infer<typeof Quotable>;
export const readQuotable = endpoint({
	method: 'GET',
	path: '/api/quotes/quotable',
	summary: 'A post, or a thread with its votes, as it would be captured',
	query: z.object({ postId: Id.optional(), threadId: Id.optional() }),
	reply: Quotable,
});

export const listQuotableCompanies = endpoint({
	method: 'GET',
	path: '/api/quotes/companies',
	summary: 'Companies that words from outside may come from, by name',
	reply: z.object({ items: z.array(z.object({ id: z.number(), name: z.string() })) }),
});

/** Marks for staff: which words of a thread have been captured, and where they went. */
export const QuoteMark = z.object({
	quoteId: z.number(),
	postId: z.number(),
	/** Null for a whole post. */
	passage: Passage.nullable(),
	state: z.enum(['accepted', 'nominated']),
	/** For champions always null: insights are the team's. */
	insight: z.object({ id: z.number(), title: z.string() }).nullable(),
	importance: z.number(),
	note: z.string(),
	words: z.string(),
	/** The words do not stand in the text any more; `revision` is what was quoted. */
	sinceChanged: z.boolean(),
	revision: z.number(),
});
export type QuoteMark = z.infer<typeof QuoteMark>;
export const listQuoteMarks = endpoint({
	method: 'GET',
	path: '/api/threads/:threadId/quotes',
	summary: 'The captured passages of a thread (staff), or those that the reader nominated (champions)',
	params: z.object({ threadId: Id }),
	reply: z.object({
		items: z.array(QuoteMark),
		threadQuoted: z.object({ id: z.number(), title: z.string() }).nullable(),
	}),
});

export const suggestInsights = endpoint({
	method: 'GET',
	path: '/api/insights/similar',
	summary: 'Insights that words may belong to, best first: by their titles and their quotes',
	query: z.object({
		text: z.string().trim().min(2).max(1000),
		/** Where the words come from: what else of it was captured belongs together, often. */
		threadId: z.coerce.number().int().positive().optional(),
		limit: z.coerce.number().int().min(1).max(20).default(6),
	}),
	reply: z.object({
		/** `here`: words of the same thread were captured in it. */
		items: z.array(InsightRow.extend({ score: z.number(), here: z.boolean() })),
	}),
});

/** Champions point at words; staff decide. */
export const Nominate = z.object({
	requestKey: RequestKey,
	evidence: z.discriminatedUnion('kind', [Evidence.options[0], Evidence.options[1]]),
	note: z.string().trim().max(1000).default(''),
});
export type Nominate = z.infer<typeof Nominate>;
export const nominate = endpoint({
	method: 'POST',
	path: '/api/nominations',
	summary: 'Nominate a passage or a post as something the product team should hear (champions)',
	body: Nominate,
	reply: z.object({ quoteId: z.number() }),
	status: 201,
});
export const Nomination = Quote.extend({
	nominatedBy: Author,
	state: z.enum(['nominated', 'accepted', 'declined']),
	/** The word that came back with the decision. */
	answer: z.string(),
	decidedAt: Time.nullable(),
});
export type Nomination = z.infer<typeof Nomination>;
export const listNominations = endpoint({
	method: 'GET',
	path: '/api/nominations',
	summary: 'Nominations that wait (staff), or one’s own with what became of them (champions)',
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(Nomination), next: Cursor.nullable(), waiting: z.number() }),
});
export const NominationDecision = z.discriminatedUnion('decision', [
	z.object({
		decision: z.literal('accept'),
		target: QuoteTarget,
		importance: Importance.default(1),
		answer: z.string().trim().max(500).default(''),
	}),
	z.object({ decision: z.literal('decline'), answer: z.string().trim().min(2).max(500) }),
]);
export type NominationDecision = z.infer<typeof NominationDecision>;
export const decideNomination = endpoint({
	method: 'POST',
	path: '/api/nominations/:quoteId/decision',
	summary: 'Accept a nomination into an insight, or decline it, with a word to who sent it',
	params: z.object({ quoteId: Id }),
	body: NominationDecision,
	reply: z.object({ insightId: z.number().nullable() }),
});
