import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, RequestKey } from './common.ts';
import { Importance } from './insights.ts';

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
