import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, RequestKey, Time } from './common.ts';
import { BoardColumn, ProductArea, Stage } from './insight-choices.ts';

/** Why somebody is owed a word, the strongest first. */
export const OwedReason = z.enum(['quoted', 'asked', 'voted', 'me-too', 'watched']);
export type OwedReason = z.infer<typeof OwedReason>;

export const Owed = z.object({
	member: Author,
	reasons: z.array(OwedReason),
	/** Their own words, or the title of what they backed: what the notice repeats to them. */
	words: z.string(),
	threadPath: z.string(),
	threadTitle: z.string(),
});
export type Owed = z.infer<typeof Owed>;

export const readTelling = endpoint({
	method: 'GET',
	path: '/api/insights/:insightId/telling',
	summary:
		'Who would be told of the decision as it stands, and why; which threads would get a reply; what was told before',
	params: z.object({ insightId: Id }),
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({
		title: z.string(),
		stage: Stage,
		/** False where the stage is no decision. */
		decided: z.boolean(),
		owed: z.array(Owed),
		next: Cursor.nullable(),
		total: z.number(),
		/** How many there are by the strongest of their reasons; together the total. */
		byReason: z.array(z.object({ reason: OwedReason, count: z.number() })),
		/** What the notice is headed with; null: the title of the reader's own thread. */
		heading: z.string().nullable(),
		/** Open threads in which evidence stands, at most 200. */
		threads: z.array(
			z.object({
				id: z.number(),
				path: z.string(),
				title: z.string(),
				space: z.string(),
				/** It got a reply at this stage. */
				replied: z.boolean(),
				/** It is about this as a whole: replied to unless others are chosen. */
				proposed: z.boolean(),
			}),
		),
		before: z.array(
			z.object({
				id: z.number(),
				stage: Stage,
				text: z.string(),
				by: Author,
				at: Time,
				told: z.number(),
				replies: z.number(),
			}),
		),
	}),
});
export type Telling = z.infer<typeof readTelling.reply>;
export const tell = endpoint({
	method: 'POST',
	path: '/api/insights/:insightId/telling',
	summary:
		'Tell everyone who is owed a word, once each, and reply in the threads; refused with `nobody-owed` when all know',
	params: z.object({ insightId: Id }),
	body: z.object({
		requestKey: RequestKey,
		/** The stage that the writer saw: another one since then is refused. */
		stage: Stage,
		text: z.string().trim().min(10).max(2000),
		/** Reply in the threads too: the proposed ones, or those of `replyIn`. */
		reply: z.boolean().default(true),
		replyIn: z.array(Id).max(200).optional(),
	}),
	/** Both are on their way with that: notices and replies go out in the order of the tellings. */
	reply: z.object({ told: z.number(), replies: z.number() }),
	status: 201,
});

export const OwedRow = z.object({
	insightId: z.number(),
	title: z.string(),
	stage: Stage,
	columnSince: Time,
	owed: z.number(),
	told: z.number(),
	owner: z.string().nullable(),
});
export const listOwed = endpoint({
	method: 'GET',
	path: '/api/insights/owed',
	summary: 'Decided insights whose people have not all been told, longest first',
	query: z.object({ after: Cursor.optional() }),
	reply: z.object({ items: z.array(OwedRow), next: Cursor.nullable(), people: z.number() }),
});

/** The stages that the roadmap shows. */
export const roadmapStages = ['review', 'planned', 'progress', 'shipped'] as const satisfies readonly Stage[];

/** What the public roadmap says of an insight: nothing that a customer said, no internal number. */
export const RoadmapItem = z.object({
	id: z.number(),
	title: z.string(),
	text: z.string(),
	area: ProductArea.pick({ slug: true, name: true }).nullable(),
	/** Public ideas behind it. */
	ideas: z.array(z.object({ path: z.string(), title: z.string(), votes: z.number() })),
	since: Time,
});
export type RoadmapItem = z.infer<typeof RoadmapItem>;
export const readRoadmap = endpoint({
	method: 'GET',
	path: '/api/roadmap',
	summary: 'What staff made public, by column: under review, planned, in progress, shipped',
	query: z.object({ area: z.string().max(60).optional() }),
	reply: z.object({
		columns: z.array(BoardColumn.pick({ slug: true, name: true, stage: true }).extend({ items: z.array(RoadmapItem) })),
		areas: z.array(ProductArea.pick({ slug: true, name: true })),
	}),
});
export type Roadmap = z.infer<typeof readRoadmap.reply>;
