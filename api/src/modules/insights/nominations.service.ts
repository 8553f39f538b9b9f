import type { Nominate, Nomination, NominationDecision } from '@ikatan/contracts/quotes';
import { isStaff, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { inTransaction, type Sql } from '../../platform/db.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { write } from '../audit/index.ts';
import { authorsByIds } from '../accounts/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { announceQuotes } from './desk.ts';
import { readEvidence } from './evidence.service.ts';
import { countWaiting, listOwn, listWaiting } from './nominations.queries.ts';
import { asQuotes } from './quote-view.ts';
import * as queries from './quotes.queries.ts';
import { accept, aim, capturedAlready, noteQuote, settle } from './quotes.service.ts';
import type { QuoteRow } from './reading.queries.ts';
import { tellNominator } from './tell-nominator.ts';
import type { Doing } from './write.service.ts';

const pageSize = 20;

/** Points staff at words. Throws 404, 409 `quoted-already` (without saying where they went), 409 `edited-meanwhile`, 422. */
export async function nominate({ deps, actor }: Doing, { requestKey, evidence, note }: Nominate) {
	return await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: requestKey, deed: 'nomination' }, async () => {
			const { captured, twin } = await readEvidence(tx, actor, evidence);
			if (twin) throw capturedAlready({ insightId: null, title: null });
			const quoteId = await queries.insertQuote(tx, {
				...captured,
				insightId: null,
				state: 'nominated',
				importance: 1,
				note,
				quotedBy: actor.id,
			});
			await announceQuotes(deps, tx, captured.threadId);
			return { quoteId };
		}),
	);
}

/** Nominations that wait, for staff; one's own with what became of them, for champions. */
export async function readNominations(sql: Sql, actor: SignedIn, after?: string) {
	const visibility = await visibilityFor(sql, actor);
	const [from] = unpackCursor(after, ['id']) ?? [];
	const all = isStaff(actor);
	const [rows, waiting] = await Promise.all([
		all
			? listWaiting(sql, visibility, { after: from ?? 0, limit: pageSize + 1 })
			: listOwn(sql, visibility, actor.id, { before: from, limit: pageSize + 1 }),
		countWaiting(sql, visibility, all ? null : actor.id),
	]);
	const shown = rows.slice(0, pageSize);
	const items = await asNominations(sql, shown);
	const last = shown.at(-1);
	return {
		items: all ? items : items.map(withoutTeamMatters),
		next: rows.length > pageSize && last ? packCursor([last.id]) : null,
		waiting,
	};
}

async function asNominations(sql: Sql, rows: QuoteRow[]): Promise<Nomination[]> {
	const [quotes, senders] = [
		await asQuotes(sql, rows),
		await authorsByIds(
			sql,
			rows.flatMap((row) => row.quotedById ?? []),
		),
	];
	return rows.flatMap((row, place) => {
		const [quote, nominatedBy] = [quotes[place], senders.get(row.quotedById ?? 0)];
		if (!quote || !nominatedBy) return [];
		return [{ ...quote, nominatedBy, state: row.state, answer: row.answer, decidedAt: row.decidedAt }];
	});
}

/** What a champion may know of their nomination: not where it went, how much it weighs, nor what company spoke. */
function withoutTeamMatters(nomination: Nomination): Nomination {
	return { ...nomination, insightId: null, importance: 0, company: null, supporters: 0 };
}

/** Accepts a nomination into an insight, or declines it; who sent it is told. Throws 404, 409 `decided-already`, 422. */
export async function decideNomination(doing: Doing, quoteId: number, body: NominationDecision) {
	const { deps, actor } = doing;
	return await inTransaction(deps.sql, async (tx) => {
		const facts = await queries.lockQuote(tx, quoteId);
		if (!facts || (facts.state !== 'nominated' && facts.decidedAt === null)) throw notFound();
		if (facts.state !== 'nominated') throw conflict('decided-already');
		if (body.decision === 'decline') {
			const { importance } = facts;
			await queries.putDecision(tx, quoteId, { insightId: null, importance, actorId: actor.id, answer: body.answer });
			await write(tx, {
				actorId: actor.id,
				action: 'nomination.declined',
				subjectKind: 'quote',
				subjectId: quoteId,
				details: { words: facts.words.slice(0, 160), answer: body.answer },
			});
			await tellNominator(deps, tx, actor.id, facts, body.answer);
			await announceQuotes(deps, tx, facts.threadId, doing.origin);
			return { insightId: null };
		}
		const { insightId } = await aim(tx, actor.id, body.target);
		await accept(doing, tx, quoteId, { insightId, importance: body.importance, answer: body.answer });
		await noteQuote(tx, actor.id, 'quoted', { insightId, quoteId, words: facts.words });
		await settle(tx, doing, [insightId], facts.threadId);
		return { insightId };
	});
}
