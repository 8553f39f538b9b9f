import type { Flag, QuoteChanges, QuoteTarget } from '@ikatan/contracts/quotes';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { write } from '../audit/index.ts';
import { announceBoard, announceQuotes } from './desk.ts';
import { readEvidence } from './evidence.service.ts';
import { lockInsights } from './insights.queries.ts';
import { recountInsights } from './numbers.queries.ts';
import { recountOwed } from './owed.queries.ts';
import type { Twin } from './quotable.queries.ts';
import * as queries from './quotes.queries.ts';
import { tellNominator } from './tell-nominator.ts';
import { noteDeed, setDeleted } from './write.queries.ts';
import { startInsight, type Doing } from './write.service.ts';

/** How much of the words stands in the history of an insight. */
const shortWords = 160;

/** 409 with where the same words went, as far as there is such a place. */
export const capturedAlready = ({ insightId, title }: Pick<Twin, 'insightId' | 'title'>) =>
	conflict('quoted-already', { params: insightId === null ? {} : { insightId, title: title ?? '' } });

/** The insight that a quote goes to: started, or locked. Throws 422 for one that is gone or was merged away. */
export async function aim(tx: Tx, actorId: number, target: QuoteTarget): Promise<{ insightId: number; title: string }> {
	if (target.to === 'new') {
		const { title, areaId, typeId } = target;
		return { insightId: (await startInsight(tx, actorId, { title, areaId, typeId })).id, title };
	}
	const [facts] = await lockInsights(tx, [target.insightId]);
	if (!facts || facts.mergedInto !== null || facts.deletedAt !== null) throw invalid({ target: 'bad-value' });
	return { insightId: facts.id, title: facts.title };
}

/**
 * Works the numbers of insights out anew and has open boards look at them, and open pages of the quote's thread at its marks. Call it
 * last in the transaction.
 */
export async function settle(
	tx: Tx,
	{ deps, origin }: Doing,
	insightIds: number[],
	threadId: number | null,
): Promise<void> {
	await recountInsights(tx, insightIds);
	await recountOwed(tx, insightIds);
	await announceBoard(deps, tx, insightIds, origin);
	await announceQuotes(deps, tx, threadId, origin);
}

/** One line in the insight's history and one in the audit log. */
export async function noteQuote(
	tx: Tx,
	actorId: number,
	what: 'quoted' | 'unquoted',
	{ insightId, quoteId, words }: { insightId: number; quoteId: number; words: string },
): Promise<void> {
	await noteDeed(tx, insightId, actorId, what, { words: words.slice(0, shortWords) });
	await write(tx, {
		actorId,
		action: `insight.${what}`,
		subjectKind: 'insight',
		subjectId: insightId,
		details: { quoteId, words: words.slice(0, shortWords) },
	});
}

/**
 * Captures words as evidence of an insight, new or there. Words that wait as a nomination are accepted by it. Throws 404, 409
 * `quoted-already` with `insightId` and `title`, 409 `edited-meanwhile`, 422.
 */
export async function flagQuote(doing: Doing, { requestKey, evidence, target, importance, note }: Flag) {
	const { deps, actor } = doing;
	return await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: requestKey, deed: 'quote' }, async () => {
			const { captured, twin } = await readEvidence(tx, actor, evidence);
			if (twin?.state === 'accepted') throw capturedAlready(twin);
			const { insightId, title } = await aim(tx, actor.id, target);
			if (twin) await queries.updateQuote(tx, twin.id, note ? { note } : {});
			const quoteId = twin
				? await accept(doing, tx, twin.id, { insightId, importance, answer: '' })
				: await queries.insertQuote(tx, {
						...captured,
						insightId,
						state: 'accepted',
						importance,
						note,
						quotedBy: actor.id,
					});
			await noteQuote(tx, actor.id, 'quoted', { insightId, quoteId, words: captured.words });
			await settle(tx, doing, [insightId], captured.threadId);
			return { quoteId, insightId, title };
		}),
	);
}

/** Makes a waiting nomination a quote and tells who sent it; returns its number. */
export async function accept(
	{ deps, actor }: Doing,
	tx: Tx,
	quoteId: number,
	{ insightId, importance, answer }: { insightId: number; importance: number; answer: string },
): Promise<number> {
	const facts = await queries.lockQuote(tx, quoteId);
	if (!facts || facts.state !== 'nominated') throw conflict('decided-already');
	await queries.putDecision(tx, quoteId, { insightId, importance, actorId: actor.id, answer });
	await tellNominator(deps, tx, actor.id, facts, answer);
	return quoteId;
}

async function lockAccepted(tx: Tx, quoteId: number) {
	const quote = await queries.lockQuote(tx, quoteId);
	if (!quote || quote.state !== 'accepted' || quote.insightId === null) throw notFound();
	return { ...quote, insightId: quote.insightId };
}

/** Moves a quote to another insight, or changes its importance or note. Throws 404, 422. */
export async function changeQuote(doing: Doing, quoteId: number, changes: QuoteChanges) {
	const { deps, actor } = doing;
	return await inTransaction(deps.sql, async (tx) => {
		const quote = await lockAccepted(tx, quoteId);
		const insightId = changes.insightId ?? quote.insightId;
		if (insightId !== quote.insightId) {
			const locked = await lockInsights(tx, [quote.insightId, insightId]);
			const into = locked.find((facts) => facts.id === insightId);
			if (!into || into.mergedInto !== null || into.deletedAt !== null) throw invalid({ insightId: 'bad-value' });
		}
		await queries.updateQuote(tx, quoteId, { ...changes, insightId });
		if (insightId !== quote.insightId) {
			const { words } = quote;
			await noteQuote(tx, actor.id, 'unquoted', { insightId: quote.insightId, quoteId, words });
			await noteQuote(tx, actor.id, 'quoted', { insightId, quoteId, words });
		}
		await settle(tx, doing, [...new Set([quote.insightId, insightId])], quote.threadId);
		return { insightId };
	});
}

/**
 * Takes a quote back; flagging the words again undoes it. An accepted nomination waits again, and an insight that this quote had just
 * started goes off the board with it. Throws 404.
 */
export async function deleteQuote(doing: Doing, quoteId: number): Promise<void> {
	const { deps, actor } = doing;
	await inTransaction(deps.sql, async (tx) => {
		const { insightId, threadId, words, decidedAt, createdAt } = await lockAccepted(tx, quoteId);
		await lockInsights(tx, [insightId]);
		if (decidedAt === null) await queries.removeQuote(tx, quoteId);
		else await queries.reopenNomination(tx, quoteId);
		await noteQuote(tx, actor.id, 'unquoted', { insightId, quoteId, words });
		if (await queries.isBare(tx, insightId, actor.id, createdAt)) {
			await setDeleted(tx, insightId, true);
			await noteDeed(tx, insightId, actor.id, 'deleted');
		}
		await settle(tx, doing, [insightId], threadId);
	});
}
