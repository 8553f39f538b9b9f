import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, Cursor, Id, RequestKey, Time } from './common.ts';
import { TeamNote } from './notes.ts';
import { ReportReason } from './reports.ts';

/** Why a post is in the queue; one item per post gathers them. */
export const QueueCause = z.enum(['reported', 'held', 'first-post', 'watched-word', 'auto-hidden']);
export type QueueCause = z.infer<typeof QueueCause>;
export const QueueAction = z.enum(['keep', 'hide', 'delete', 'edit']);
export type QueueAction = z.infer<typeof QueueAction>;

export const QueueRow = z.object({
	id: z.number(),
	causes: z.array(QueueCause),
	reportCount: z.number(),
	/** Sum of the reporters' weights; a post hides at the setting `autoHideWeight`. */
	weight: z.number(),
	postId: z.number(),
	postKind: z.enum(['opening', 'answer', 'comment']),
	postState: z.enum(['published', 'pending', 'held', 'deleted']),
	path: z.string(),
	threadTitle: z.string(),
	excerpt: z.string(),
	space: z.object({ id: z.number(), slug: z.string(), name: z.string() }),
	author: Author,
	/** For weighing: how long here, how much said, what was decided before. */
	authorRecord: z.object({
		joinedAt: Time.nullable(),
		posts: z.number(),
		actedOn: z.number(),
		trustLevel: z.number(),
		state: z.enum(['active', 'silenced', 'suspended', 'deleted']),
	}),
	claimedBy: z.object({ id: z.number(), name: z.string(), mine: z.boolean() }).nullable(),
	openedAt: Time,
	decision: z
		.object({
			id: z.number(),
			action: QueueAction,
			reason: z.string(),
			/** A name; empty: somebody who left. */
			by: z.string(),
			at: Time,
			undone: z.boolean(),
		})
		.nullable(),
	/** Changes with every decision and every change of the post: what is decided from an older one is refused. */
	version: z.number(),
});
export type QueueRow = z.infer<typeof QueueRow>;
export const QueueView = z.enum(['open', 'mine', 'decided']);
export const listQueue = endpoint({
	method: 'GET',
	path: '/api/moderation/queue',
	summary: 'What needs judgement in the spaces that the reader moderates: heaviest first, then oldest',
	query: z.object({
		view: QueueView.default('open'),
		cause: QueueCause.optional(),
		space: z.string().max(60).optional(),
		after: Cursor.optional(),
	}),
	reply: z.object({
		items: z.array(QueueRow),
		next: Cursor.nullable(),
		counts: z.object({ open: z.number(), mine: z.number() }),
	}),
});
export const QueueReport = z.object({
	reporter: Author,
	reason: ReportReason,
	words: z.string(),
	weight: z.number(),
	/** Of the reporter's decided reports, how many were acted on. */
	accuracy: z.object({ acted: z.number(), decided: z.number() }),
	createdAt: Time,
});
export const readQueueItem = endpoint({
	method: 'GET',
	path: '/api/moderation/queue/:itemId',
	summary: 'One item with the whole post, what stands around it, its reports and the author’s history',
	params: z.object({ itemId: Id }),
	reply: z.object({
		item: QueueRow,
		html: z.string(),
		sourceText: z.string(),
		/** What it answers or comments on. */
		parent: z.object({ author: Author, html: z.string() }).nullable(),
		reports: z.array(QueueReport),
		/** Rules that held or marked it, with what they found. */
		findings: z.array(z.object({ rule: z.string(), detail: z.string() })),
		history: z.array(
			z.object({ action: z.string(), reason: z.string(), by: z.string(), at: Time, path: z.string().nullable() }),
		),
		notes: z.number(),
	}),
});
export type QueueItemPage = z.infer<typeof readQueueItem.reply>;
export const claimQueueItem = endpoint({
	method: 'PUT',
	path: '/api/moderation/queue/:itemId/claim',
	summary: 'Take an item (30 min), or let it go; refused with `claimed-already` while another moderator has it',
	params: z.object({ itemId: Id }),
	body: z.object({ claimed: z.boolean() }),
	reply: QueueRow,
});
export const Verdict = z.object({
	action: QueueAction,
	/** What the author is told; needed for all but `keep`. */
	reason: z.string().trim().max(1000).default(''),
	/** The rule it rests on: a report reason. */
	rule: ReportReason.optional(),
	/** With `edit`: the text as it shall stand. */
	sourceText: z.string().trim().max(64_000).optional(),
	/** Also silence or suspend the author for so many hours. */
	sanction: z
		.object({ kind: z.enum(['silence', 'suspend']), hours: z.coerce.number().int().min(1).max(8760) })
		.optional(),
	/** A word to those who reported. */
	toReporters: z.string().trim().max(500).default(''),
});
export type Verdict = z.infer<typeof Verdict>;
export const decideQueueItem = endpoint({
	method: 'POST',
	path: '/api/moderation/queue/:itemId/decision',
	summary: 'Decide: the author hears why, the reporters hear what came of it',
	params: z.object({ itemId: Id }),
	body: Verdict.extend({ requestKey: RequestKey, version: z.coerce.number().int().positive() }),
	reply: z.object({ decisionId: z.number(), item: QueueRow, nextId: z.number().nullable() }),
	status: 201,
});
export const decideQueueItems = endpoint({
	method: 'POST',
	path: '/api/moderation/queue/decisions',
	summary: 'Decide up to 50 items alike; those that changed meanwhile are left and named',
	body: z.object({
		requestKey: RequestKey,
		ids: z.array(Id).min(1).max(50),
		verdict: Verdict.omit({ sourceText: true }),
	}),
	reply: z.object({ decided: z.array(z.number()), left: z.array(z.number()) }),
	status: 201,
});
export const undoDecision = endpoint({
	method: 'POST',
	path: '/api/moderation/decisions/:decisionId/undo',
	summary: 'Undo a decision: the post stands as before, the sanction is lifted, those told hear of it',
	params: z.object({ decisionId: Id }),
	reply: QueueRow,
});

export const Sanction = z.object({
	id: z.number(),
	kind: z.enum(['silence', 'suspend']),
	reason: z.string(),
	/** A name; empty: the product itself, by reports of many. */
	by: z.string(),
	at: Time,
	until: Time.nullable(),
	liftedAt: Time.nullable(),
	/** The reader may end it before its term. */
	mayLift: z.boolean(),
});
export const sanctionMember = endpoint({
	method: 'POST',
	path: '/api/moderation/members/:memberId/sanctions',
	summary: 'Silence or suspend for a term, with a reason that the member is told',
	params: z.object({ memberId: Id }),
	body: z.object({
		requestKey: RequestKey,
		kind: z.enum(['silence', 'suspend']),
		/** Null: until lifted. */
		hours: z.coerce.number().int().min(1).max(8760).nullable(),
		reason: z.string().trim().min(3).max(1000),
	}),
	reply: Sanction,
	status: 201,
});
export const liftSanction = endpoint({
	method: 'DELETE',
	path: '/api/sanctions/:sanctionId',
	summary: 'Lift a silence or suspension before its term',
	params: z.object({ sanctionId: Id }),
	reply: z.undefined(),
	status: 204,
});

/** What moderators see of a member beside the public page. */
export const readMemberRecord = endpoint({
	method: 'GET',
	path: '/api/moderation/members/:memberId/record',
	summary: 'A member as moderators see them: sanctions, decisions on posts, reports made, notes',
	params: z.object({ memberId: Id }),
	reply: z.object({
		member: Author,
		record: QueueRow.shape.authorRecord,
		sanctions: z.array(Sanction),
		decisions: z.array(
			z.object({ action: z.string(), reason: z.string(), by: z.string(), at: Time, path: z.string().nullable() }),
		),
		reportsMade: z.object({ acted: z.number(), decided: z.number(), waiting: z.number() }),
		notes: z.array(TeamNote),
		maySanction: z.boolean(),
	}),
});
