import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id } from './common.ts';

/** What a column of the board means, whatever the admin calls it. */
export const Stage = z.enum(['new', 'review', 'planned', 'progress', 'shipped', 'declined']);
export type Stage = z.infer<typeof Stage>;
/** The stages on which those who spoke are owed a word. */
export const decidedStages = ['planned', 'shipped', 'declined'] as const satisfies readonly Stage[];

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
