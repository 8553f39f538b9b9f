import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, RequestKey, Time } from './common.ts';

/** What a column of the board means, whatever the admin calls it. */
export const Stage = z.enum(['new', 'review', 'planned', 'progress', 'shipped', 'declined']);
export type Stage = z.infer<typeof Stage>;
/** The stages on which those who spoke are owed a word. */
export const decidedStages = ['planned', 'shipped', 'declined'] as const satisfies readonly Stage[];

/** 0 nice to have, 1 matters, 2 hurts, 3 critical: would leave over it. */
export const Importance = z.coerce.number().int().min(0).max(3);

/** `name` null: one of the first set, whose name stands in the catalogs (`insights.column.<slug>`, `insights.type.<slug>`). */
export const BoardColumn = z.object({
	id: z.number(),
	slug: z.string(),
	name: z.string().nullable(),
	stage: Stage,
	position: z.number(),
});
export type BoardColumn = z.infer<typeof BoardColumn>;
export const InsightType = z.object({
	id: z.number(),
	slug: z.string(),
	name: z.string().nullable(),
	/** How its chip looks. */
	tone: z.enum(['plain', 'accent', 'danger', 'solved']),
	position: z.number(),
});
export type InsightType = z.infer<typeof InsightType>;
export const ProductArea = z.object({
	id: z.number(),
	slug: z.string(),
	name: z.string(),
	description: z.string(),
	position: z.number(),
});
export type ProductArea = z.infer<typeof ProductArea>;

/** What forms and filters of insights offer. */
export const InsightChoices = z.object({
	columns: z.array(BoardColumn),
	types: z.array(InsightType),
	areas: z.array(ProductArea),
	owners: z.array(z.object({ id: z.number(), name: z.string(), handle: z.string() })),
	teams: z.array(z.string()),
	companies: z.array(z.object({ id: z.number(), name: z.string() })),
});
export type InsightChoices = z.infer<typeof InsightChoices>;
export const readInsightChoices = endpoint({
	method: 'GET',
	path: '/api/insights/choices',
	summary: 'Columns, types, product areas, owners, teams and companies that insights are sorted by',
	reply: InsightChoices,
});

/** rising: at least 3 quotes in 30 days and more than in the 30 before; falling: fewer than before. */
export const Trend = z.enum(['rising', 'steady', 'falling']);
export type Trend = z.infer<typeof Trend>;

/** An insight as a card of the board and a row of the list. */
export const InsightRow = z.object({
	id: z.number(),
	title: z.string(),
	columnId: z.number(),
	areaId: z.number().nullable(),
	typeId: z.number().nullable(),
	importance: z.number(),
	owner: z.object({ id: z.number(), name: z.string(), pictureUrl: z.string().nullable() }).nullable(),
	team: z.string(),
	/** Distinct customers behind it: quoted, or voted for an idea that is evidence. */
	customers: z.number(),
	companies: z.number(),
	quotes: z.number(),
	trend: Trend,
	/** The quote that speaks best for it: the most important, then the newest. */
	topQuote: z.string().nullable(),
	/** People told at this stage, and people still owed a word (0 on other stages). */
	told: z.number(),
	owed: z.number(),
	public: z.boolean(),
	version: z.number(),
	createdAt: Time,
	columnSince: Time,
	lastQuoteAt: Time.nullable(),
});
export type InsightRow = z.infer<typeof InsightRow>;

export const InsightFilter = z.object({
	/** Words in the title or in quotes. */
	q: z.string().trim().max(200).optional(),
	area: z.string().max(60).optional(),
	type: z.string().max(60).optional(),
	column: z.string().max(60).optional(),
	importance: Importance.optional(),
	/** A member's number, `me` or `none`. */
	owner: z.string().max(20).optional(),
	team: z.string().max(60).optional(),
	companyId: Id.optional(),
	trend: Trend.optional(),
});
export type InsightFilter = z.infer<typeof InsightFilter>;

export const readBoard = endpoint({
	method: 'GET',
	path: '/api/insights/board',
	summary: 'The board: per column its count and its first cards; narrowed by the filters, in lanes by area on request',
	query: InsightFilter.extend({
		lanes: z.enum(['none', 'area']).default('none'),
		/** Cards per column (and lane). */
		limit: z.coerce.number().int().min(1).max(100).default(30),
	}),
	reply: z.object({
		columns: z.array(BoardColumn.extend({ count: z.number() })),
		/** One lane without area when not asked for lanes. */
		lanes: z.array(
			z.object({
				area: ProductArea.nullable(),
				cells: z.array(
					z.object({ columnId: z.number(), count: z.number(), items: z.array(InsightRow), next: Cursor.nullable() }),
				),
			}),
		),
	}),
});
export type Board = z.infer<typeof readBoard.reply>;
export const readBoardCell = endpoint({
	method: 'GET',
	path: '/api/insights/board/:columnId',
	summary: 'More cards of one column (in one lane when `laneArea` is given; `none` for cards without area)',
	params: z.object({ columnId: Id }),
	query: InsightFilter.extend({ laneArea: z.string().max(60).optional(), after: Cursor.optional() }),
	reply: z.object({ items: z.array(InsightRow), next: Cursor.nullable() }),
});

export const InsightSort = z.enum(['weight', 'newest', 'changed', 'title', 'customers', 'companies', 'importance']);
export const listInsights = endpoint({
	method: 'GET',
	path: '/api/insights',
	summary: 'Insights as a list: filtered, sorted (weight: customers, companies and importance together), by key',
	query: InsightFilter.extend({
		sort: InsightSort.default('weight'),
		after: Cursor.optional(),
		limit: z.coerce.number().int().min(1).max(500).default(50),
	}),
	reply: z.object({ items: z.array(InsightRow), next: Cursor.nullable(), total: z.number() }),
});

export const QuoteKind = z.enum(['passage', 'post', 'thread', 'outside']);
/** One piece of evidence, with the words as they stood when it was captured. */
export const Quote = z.object({
	id: z.number(),
	insightId: z.number().nullable(),
	kind: QuoteKind,
	words: z.string(),
	/** Null where the author's account is gone. */
	author: Author.nullable(),
	company: z.string().nullable(),
	importance: z.number(),
	note: z.string(),
	/** Where it was said: null for words from outside and for places that are gone for good. */
	path: z.string().nullable(),
	threadTitle: z.string().nullable(),
	space: z.string().nullable(),
	/** The post reads differently now: the revision that is quoted. */
	sinceChanged: z.boolean(),
	/** The post was deleted since. */
	sinceDeleted: z.boolean(),
	revision: z.number().nullable(),
	/** Votes and me-too of a thread that is evidence as it stands now. */
	supporters: z.number(),
	outside: z.object({ source: z.string(), url: z.string().nullable(), customer: z.string() }).nullable(),
	quotedBy: z.object({ id: z.number(), name: z.string() }),
	saidAt: Time.nullable(),
	createdAt: Time,
});
export type Quote = z.infer<typeof Quote>;

export const InsightNote = z.object({
	id: z.number(),
	author: Author,
	html: z.string(),
	sourceText: z.string(),
	createdAt: Time,
	editedAt: Time.nullable(),
	mine: z.boolean(),
});
export type InsightNote = z.infer<typeof InsightNote>;

export const Insight = InsightRow.extend({
	description: z.string(),
	createdBy: Author,
	/** Where it went when it was merged: open that one instead. */
	mergedInto: z.object({ id: z.number(), title: z.string() }).nullable(),
	deleted: z.boolean(),
	/** As the roadmap shows it, while `public`. */
	publicTitle: z.string(),
	publicText: z.string(),
	/** Quotes a day over the last 90 days, oldest first: 90 numbers. */
	perDay: z.array(z.number()),
	companyNames: z.array(z.object({ id: z.number(), name: z.string(), quotes: z.number() })),
	/** How the weight comes about, to be shown in words. */
	weight: z.object({ total: z.number(), customers: z.number(), companies: z.number(), importance: z.number() }),
	/** Threads that are evidence or hold quotes. */
	threads: z.array(
		z.object({ id: z.number(), path: z.string(), title: z.string(), kind: z.string(), quotes: z.number() }),
	),
});
export type Insight = z.infer<typeof Insight>;
export const readInsight = endpoint({
	method: 'GET',
	path: '/api/insights/:insightId',
	summary: 'An insight with its numbers, its first quotes and its notes',
	params: z.object({ insightId: Id }),
	query: z.object({ quotesAfter: Cursor.optional() }),
	reply: z.object({
		insight: Insight,
		quotes: z.array(Quote),
		quotesNext: Cursor.nullable(),
		notes: z.array(InsightNote),
		/** Others that look like the same thing, with the reason. */
		suggestions: z.array(
			z.object({ id: z.number(), title: z.string(), reason: z.string(), shared: z.array(z.string()) }),
		),
		/** The last merge or split, while it can be undone. */
		lastMove: z.object({ id: z.number(), kind: z.enum(['merge', 'split']), title: z.string(), at: Time }).nullable(),
	}),
});
export type InsightPage = z.infer<typeof readInsight.reply>;

export const InsightTitle = z.string().trim().min(3).max(200);
/** What staff say of an insight; `null` takes away. */
export const InsightFields = z.object({
	title: InsightTitle,
	description: z.string().trim().max(4000),
	areaId: Id.nullable(),
	typeId: Id.nullable(),
	importance: Importance,
	columnId: Id,
	ownerId: Id.nullable(),
	team: z.string().trim().max(60),
	public: z.boolean(),
	publicTitle: z.string().trim().max(200),
	publicText: z.string().trim().max(2000),
});
export const NewInsight = InsightFields.partial().required({ title: true }).extend({ requestKey: RequestKey });
export type NewInsight = z.infer<typeof NewInsight>;
export const makeInsight = endpoint({
	method: 'POST',
	path: '/api/insights',
	summary: 'Start an insight without a quote',
	body: NewInsight,
	reply: z.object({ id: z.number(), version: z.number() }),
	status: 201,
});
export const changeInsight = endpoint({
	method: 'PATCH',
	path: '/api/insights/:insightId',
	summary: 'Change an insight; refused with `edited-meanwhile` when somebody else changed the same since `version`',
	params: z.object({ insightId: Id }),
	body: InsightFields.partial().extend({ version: z.coerce.number().int().positive().optional() }),
	reply: z.object({ version: z.number() }),
});
export const changeInsights = endpoint({
	method: 'PATCH',
	path: '/api/insights',
	summary: 'Change up to 200 insights alike',
	body: z.object({
		ids: z.array(Id).min(1).max(200),
		changes: InsightFields.pick({
			areaId: true,
			typeId: true,
			importance: true,
			columnId: true,
			ownerId: true,
			team: true,
		}).partial(),
	}),
	reply: z.object({ changed: z.number() }),
});
export const moveInsight = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/move',
	summary: 'Put a card into a column, before another one or at its end',
	params: z.object({ insightId: Id }),
	body: z.object({ columnId: Id, beforeId: Id.nullable().default(null) }),
	reply: z.object({ version: z.number() }),
});
export const deleteInsight = endpoint({
	method: 'DELETE',
	path: '/api/insights/:insightId',
	summary: 'Take an insight off the board; its quotes stay and it can be brought back',
	params: z.object({ insightId: Id }),
	reply: z.undefined(),
	status: 204,
});
export const restoreInsight = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/restore',
	summary: 'Bring a deleted insight back',
	params: z.object({ insightId: Id }),
	reply: z.object({ version: z.number() }),
});

export const mergeInsights = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/merge',
	summary: 'Put all quotes and notes of this insight into another one; this one leads there from then on',
	params: z.object({ insightId: Id }),
	body: z.object({ intoId: Id }),
	reply: z.object({ moveId: z.number() }),
});
export const splitInsight = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/split',
	summary: 'Take chosen quotes out into an insight of their own',
	params: z.object({ insightId: Id }),
	body: z.object({ requestKey: RequestKey, title: InsightTitle, quoteIds: z.array(Id).min(1).max(500) }),
	reply: z.object({ id: z.number(), moveId: z.number() }),
});
export const undoInsightMove = endpoint({
	method: 'POST',
	path: '/api/insights/moves/:moveId/undo',
	summary: 'Undo a merge or a split: every quote that it moved goes back',
	params: z.object({ moveId: Id }),
	reply: z.object({ insightId: z.number() }),
});
export const dismissSuggestion = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/suggestions/:otherId/dismiss',
	summary: 'These two are not the same: suggest it no more',
	params: z.object({ insightId: Id, otherId: Id }),
	reply: z.undefined(),
	status: 204,
});

const NoteText = z.string().trim().min(1).max(4000);
export const writeInsightNote = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/notes',
	summary: 'Leave an internal note; staff named with @ are told',
	params: z.object({ insightId: Id }),
	body: z.object({ requestKey: RequestKey, sourceText: NoteText }),
	reply: InsightNote,
	status: 201,
});
export const editInsightNote = endpoint({
	method: 'PATCH',
	path: '/api/insights/notes/:noteId',
	summary: 'Change a note of one’s own',
	params: z.object({ noteId: Id }),
	body: z.object({ sourceText: NoteText }),
	reply: InsightNote,
});
export const deleteInsightNote = endpoint({
	method: 'DELETE',
	path: '/api/insights/notes/:noteId',
	summary: 'Take back a note of one’s own',
	params: z.object({ noteId: Id }),
	reply: z.undefined(),
	status: 204,
});

/** One line of an insight's history: `what` is said in words by `insights.did.<what>` with `details`. */
export const InsightDeed = z.object({
	id: z.number(),
	actor: Author,
	what: z.enum([
		'made',
		'titled',
		'described',
		'moved',
		'area',
		'type',
		'importance',
		'owner',
		'team',
		'published',
		'unpublished',
		'quoted',
		'unquoted',
		'merged',
		'split',
		'undone',
		'told',
		'deleted',
		'restored',
	]),
	details: z.record(z.string(), z.union([z.string(), z.number()])),
	at: Time,
});
export type InsightDeed = z.infer<typeof InsightDeed>;
export const listInsightDeeds = endpoint({
	method: 'GET',
	path: '/api/insights/:insightId/history',
	summary: 'All that was done with an insight, newest first',
	params: z.object({ insightId: Id }),
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(InsightDeed), next: Cursor.nullable() }),
});

export const readProductArea = endpoint({
	method: 'GET',
	path: '/api/insights/areas/:slug',
	summary: 'A product area: top insights, rising ones, new this week, and quotes to read aloud',
	params: z.object({ slug: z.string().max(60) }),
	reply: z.object({
		area: ProductArea,
		counts: z.array(z.object({ columnId: z.number(), count: z.number() })),
		top: z.array(InsightRow),
		rising: z.array(InsightRow),
		newThisWeek: z.array(InsightRow),
		aloud: z.array(Quote),
	}),
});
export type ProductAreaPage = z.infer<typeof readProductArea.reply>;

/** What an admin sets up; a column needs a stage, a type a tone. Those in use are archived, not deleted. */
export const saveProductArea = endpoint({
	method: 'PUT',
	path: '/api/insights/areas',
	summary: 'Make (without id) or change a product area',
	body: z.object({
		id: Id.optional(),
		name: z.string().trim().min(1).max(60),
		description: z.string().trim().max(500).default(''),
	}),
	reply: ProductArea,
});
export const saveBoardColumn = endpoint({
	method: 'PUT',
	path: '/api/insights/columns',
	summary: 'Make (without id) or change a column of the board; an empty name keeps the one of the first set',
	body: z.object({ id: Id.optional(), name: z.string().trim().max(40), stage: Stage }),
	reply: BoardColumn,
});
export const saveInsightType = endpoint({
	method: 'PUT',
	path: '/api/insights/types',
	summary: 'Make (without id) or change a type of insight; an empty name keeps the one of the first set',
	body: z.object({ id: Id.optional(), name: z.string().trim().max(40), tone: InsightType.shape.tone }),
	reply: InsightType,
});
const ChoiceKind = z.enum(['areas', 'columns', 'types']);
export const orderInsightChoices = endpoint({
	method: 'PUT',
	path: '/api/insight-choices/:choices/order',
	summary: 'Put areas, columns or types into this order',
	params: z.object({ choices: ChoiceKind }),
	body: z.object({ ids: z.array(Id).min(1).max(100) }),
	reply: z.undefined(),
	status: 204,
});
export const archiveInsightChoice = endpoint({
	method: 'DELETE',
	path: '/api/insight-choices/:choices/:id',
	summary: 'Archive an area, column or type; the insights in it go to `moveTo` (needed for a column with cards)',
	params: z.object({ choices: ChoiceKind, id: Id }),
	query: z.object({ moveTo: Id.optional() }),
	reply: z.undefined(),
	status: 204,
});
