import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/quotes';
import { staff, writers, type Actor, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { doing } from './insights.routes.ts';
import * as marks from './marks.service.ts';
import * as nominations from './nominations.service.ts';
import { listCompanies } from './quotes.queries.ts';
import * as quotes from './quotes.service.ts';
import { suggestInsights } from './similar.service.ts';

/** Customers whom the company trusts to point at what it should hear. */
const champions = (actor: Actor) => writers(actor) && actor.role === 'champion';
const staffOrChampions = (actor: Actor) => staff(actor) || champions(actor);

const writes = { policy: staff, limit: { max: 600, perSeconds: 600 } };

export function quotesRoutes(app: FastifyInstance): void {
	serve(app, contract.flagQuote, writes, async (call) => quotes.flagQuote(doing(call), call.body));
	serve(app, contract.changeQuote, writes, async (call) =>
		quotes.changeQuote(doing(call), call.params.quoteId, call.body),
	);
	serve(app, contract.deleteQuote, writes, async (call) => quotes.deleteQuote(doing(call), call.params.quoteId));
	serve(app, contract.readQuotable, { policy: staffOrChampions }, async ({ deps, actor, query }) =>
		marks.readQuotable(deps.sql, actor as SignedIn, query),
	);
	serve(app, contract.listQuotableCompanies, { policy: staff }, async ({ deps }) => ({
		items: await listCompanies(deps.sql),
	}));
	serve(app, contract.listQuoteMarks, { policy: staffOrChampions }, async ({ deps, actor, params }) =>
		marks.readMarks(deps.sql, actor as SignedIn, params.threadId),
	);
	const suggests = { policy: staff, limit: { max: 120, perSeconds: 60 } };
	serve(app, contract.suggestInsights, suggests, async ({ deps, actor, query }) => ({
		items: await suggestInsights(deps.sql, actor as SignedIn, query),
	}));
	const nominates = { policy: champions, limit: { max: 60, perSeconds: 600 } };
	serve(app, contract.nominate, nominates, async (call) => nominations.nominate(doing(call), call.body));
	serve(app, contract.listNominations, { policy: staffOrChampions }, async ({ deps, actor, query }) =>
		nominations.readNominations(deps.sql, actor as SignedIn, query.after),
	);
	serve(app, contract.decideNomination, writes, async (call) =>
		nominations.decideNomination(doing(call), call.params.quoteId, call.body),
	);
}
