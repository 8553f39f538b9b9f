import type { FastifyInstance } from 'fastify';
import * as choosing from '@ikatan/contracts/insight-choices';
import * as changing from '@ikatan/contracts/insight-writing';
import * as contract from '@ikatan/contracts/insights';
import * as noting from '@ikatan/contracts/notes';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import { admins, staff, type SignedIn } from '../../platform/actor.ts';
import { serve, type Call } from '../../platform/http.ts';
import type { Endpoint } from '@ikatan/contracts';
import * as board from './board.service.ts';
import * as choices from './choices.service.ts';
import * as moves from './moves.service.ts';
import * as notes from './notes.service.ts';
import * as reading from './read.service.ts';
import * as writing from './write.service.ts';

/** Who does what on the board, from which open page. */
export function doing<E extends Endpoint>({ deps, actor, request }: Call<E>): writing.Doing {
	const origin = request.headers[liveConnectionHeader];
	return { deps, actor: actor as SignedIn, origin: typeof origin === 'string' ? origin : undefined };
}

const writes = { policy: staff, limit: { max: 600, perSeconds: 600 } };

export function insightsRoutes(app: FastifyInstance): void {
	reads(app);
	serve(app, changing.makeInsight, writes, async (call) => writing.makeInsight(doing(call), call.body));
	serve(app, changing.changeInsight, writes, async (call) =>
		writing.changeInsight(doing(call), call.params.insightId, call.body),
	);
	serve(app, changing.changeInsights, writes, async (call) =>
		writing.changeInsights(doing(call), call.body.ids, call.body.changes),
	);
	serve(app, changing.moveInsight, writes, async (call) =>
		writing.moveInsight(doing(call), call.params.insightId, call.body),
	);
	serve(app, changing.deleteInsight, writes, async (call) => {
		await writing.setDeleted(doing(call), call.params.insightId, true);
	});
	serve(app, changing.restoreInsight, writes, async (call) =>
		writing.setDeleted(doing(call), call.params.insightId, false),
	);
	serve(app, changing.mergeInsights, writes, async (call) =>
		moves.mergeInsights(doing(call), call.params.insightId, call.body.intoId),
	);
	serve(app, changing.splitInsight, writes, async (call) =>
		moves.splitInsight(doing(call), call.params.insightId, call.body),
	);
	serve(app, changing.undoInsightMove, writes, async (call) => moves.undoMove(doing(call), call.params.moveId));
	serve(app, changing.dismissSuggestion, writes, async (call) =>
		moves.dismiss(doing(call), call.params.insightId, call.params.otherId),
	);
	serve(app, noting.writeInsightNote, writes, async (call) =>
		notes.writeNote(doing(call), call.params.insightId, call.body),
	);
	serve(app, noting.editInsightNote, writes, async (call) =>
		notes.editNote(doing(call), call.params.noteId, call.body.sourceText),
	);
	serve(app, noting.deleteInsightNote, writes, async (call) => notes.deleteNote(doing(call), call.params.noteId));
	choiceRoutes(app);
}

function reads(app: FastifyInstance): void {
	serve(app, choosing.readInsightChoices, { policy: staff }, async ({ deps }) => choices.readChoices(deps.sql));
	serve(app, contract.readBoard, { policy: staff }, async ({ deps, actor, query }) =>
		board.readBoard(deps.sql, actor as SignedIn, query),
	);
	serve(app, contract.readBoardCell, { policy: staff }, async ({ deps, actor, params, query }) =>
		board.readCell(deps.sql, actor as SignedIn, params.columnId, query),
	);
	serve(app, contract.listInsights, { policy: staff }, async ({ deps, actor, query }) =>
		board.listInsights(deps.sql, actor as SignedIn, query),
	);
	serve(app, contract.readInsight, { policy: staff }, async ({ deps, actor, params, query }) =>
		reading.readInsightPage(deps.sql, actor as SignedIn, params.insightId, query.quotesAfter),
	);
	serve(app, contract.listInsightDeeds, { policy: staff }, async ({ deps, params, query }) =>
		reading.readHistory(deps.sql, params.insightId, query.after),
	);
	serve(app, contract.readProductArea, { policy: staff }, async ({ deps, params }) =>
		reading.readAreaPage(deps.sql, params.slug),
	);
}

/** What only an admin sets up. */
function choiceRoutes(app: FastifyInstance): void {
	const setsUp = { policy: admins, limit: { max: 120, perSeconds: 600 } };
	serve(app, choosing.saveProductArea, setsUp, async ({ deps, actor, body }) =>
		choices.saveArea(deps, actor as SignedIn, body),
	);
	serve(app, choosing.saveBoardColumn, setsUp, async ({ deps, actor, body }) =>
		choices.saveColumn(deps, actor as SignedIn, body),
	);
	serve(app, choosing.saveInsightType, setsUp, async ({ deps, actor, body }) =>
		choices.saveType(deps, actor as SignedIn, body),
	);
	serve(app, choosing.orderInsightChoices, setsUp, async ({ deps, actor, params, body }) =>
		choices.orderChoices(deps, actor as SignedIn, params.choices, body.ids),
	);
	serve(app, choosing.archiveInsightChoice, setsUp, async ({ deps, actor, params, query }) =>
		choices.archiveChoice(deps, actor as SignedIn, { ...params, moveTo: query.moveTo }),
	);
}
