import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { once } from '../../platform/once.ts';
import { write } from '../audit/index.ts';
import { announceBoard, announceManyQuotes } from './desk.ts';
import './insights.events.ts';
import { lockInsights } from './insights.queries.ts';
import * as queries from './moves.queries.ts';
import { recountInsights } from './numbers.queries.ts';
import { recountOwed } from './owed.queries.ts';
import { noteDeed, setDeleted } from './write.queries.ts';
import { startInsight, type Doing } from './write.service.ts';

/** What follows when quotes went from one insight to another. */
async function settle(tx: Tx, actorId: number, ids: number[]): Promise<void> {
	await recountInsights(tx, ids);
	await recountOwed(tx, ids);
	await publish(tx, 'insight.shown-changed', actorId, { insightIds: ids });
}

/** Puts all quotes and notes of one insight into another, which it leads to from then on. Throws 404, 422. */
export async function mergeInsights({ deps, actor, origin }: Doing, fromId: number, intoId: number) {
	if (fromId === intoId) throw invalid({ intoId: 'bad-value' });
	return await inTransaction(deps.sql, async (tx) => {
		const locked = await lockInsights(tx, [fromId, intoId]);
		const [from, into] = [fromId, intoId].map((id) => locked.find((facts) => facts.id === id));
		if (!from || from.mergedInto !== null || from.deletedAt !== null) throw notFound();
		if (!into || into.mergedInto !== null || into.deletedAt !== null) throw invalid({ intoId: 'bad-value' });
		const quoteIds = await queries.moveQuotes(tx, fromId, intoId, null);
		const noteIds = await queries.moveNotes(tx, fromId, intoId, null);
		await queries.setMergedInto(tx, fromId, intoId);
		const moveId = await queries.insertMove(tx, actor.id, { kind: 'merge', fromId, intoId, quoteIds, noteIds });
		await settle(tx, actor.id, [fromId, intoId]);
		await noteDeed(tx, intoId, actor.id, 'merged', { title: from.title, quotes: quoteIds.length });
		await noteDeed(tx, fromId, actor.id, 'merged', { into: into.title, quotes: quoteIds.length });
		await write(tx, {
			actorId: actor.id,
			action: 'insight.merged',
			subjectKind: 'insight',
			subjectId: intoId,
			details: { from: from.title, into: into.title, quotes: quoteIds.length },
		});
		await announceBoard(deps, tx, [fromId, intoId], origin);
		await announceManyQuotes(deps, tx);
		return { moveId };
	});
}

/** Takes chosen quotes out into an insight of their own, beside the first in area, type and column. */
export async function splitInsight(
	{ deps, actor, origin }: Doing,
	fromId: number,
	{ requestKey, title, quoteIds: chosen }: { requestKey: string; title: string; quoteIds: number[] },
) {
	return await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: requestKey, deed: 'insight-split' }, async () => {
			const [from] = await lockInsights(tx, [fromId]);
			if (!from || from.mergedInto !== null || from.deletedAt !== null) throw notFound();
			const { areaId, typeId, columnId, ownerId, team } = from;
			const { id } = await startInsight(tx, actor.id, { title, areaId, typeId, columnId, ownerId, team });
			const quoteIds = await queries.moveQuotes(tx, fromId, id, chosen);
			if (quoteIds.length === 0) throw invalid({ quoteIds: 'required' });
			const moveId = await queries.insertMove(tx, actor.id, {
				kind: 'split',
				fromId,
				intoId: id,
				quoteIds,
				noteIds: [],
			});
			await settle(tx, actor.id, [fromId, id]);
			await noteDeed(tx, fromId, actor.id, 'split', { title, quotes: quoteIds.length });
			await write(tx, {
				actorId: actor.id,
				action: 'insight.split',
				subjectKind: 'insight',
				subjectId: fromId,
				details: { title, quotes: quoteIds.length },
			});
			await announceBoard(deps, tx, [fromId, id], origin);
			await announceManyQuotes(deps, tx);
			return { id, moveId };
		}),
	);
}

/**
 * Undoes a merge or a split: what it moved goes back, as far as it has not been moved on; what came since stays where it is.
 * What a split had made goes with it unless something of its own came since.
 * Throws 404 when it was undone, 409 when a later merge has to be undone first.
 */
export async function undoMove({ deps, actor, origin }: Doing, moveId: number) {
	return await inTransaction(deps.sql, async (tx) => {
		const move = await queries.lockMove(tx, moveId);
		if (!move) throw notFound();
		const { fromId, intoId } = move;
		const locked = await lockInsights(tx, [fromId, intoId]);
		const into = locked.find((facts) => facts.id === intoId);
		const from = locked.find((facts) => facts.id === fromId);
		if (!into || !from || into.mergedInto !== null) throw conflict();
		if (move.kind === 'split' && from.mergedInto !== null) throw conflict();
		await queries.moveQuotes(tx, intoId, fromId, move.quoteIds);
		if (move.kind === 'merge') {
			await queries.moveNotes(tx, intoId, fromId, move.noteIds);
			await queries.setMergedInto(tx, fromId, null);
		}
		await queries.markUndone(tx, moveId, actor.id);
		await settle(tx, actor.id, [fromId, intoId]);
		if (move.kind === 'split' && !(await queries.hasOwn(tx, intoId))) await setDeleted(tx, intoId, true);
		for (const id of [fromId, intoId]) await noteDeed(tx, id, actor.id, 'undone', { kind: move.kind });
		await write(tx, {
			actorId: actor.id,
			action: `insight.${move.kind}-undone`,
			subjectKind: 'insight',
			subjectId: fromId,
			details: { from: from.title, into: into.title },
		});
		await announceBoard(deps, tx, [fromId, intoId], origin);
		await announceManyQuotes(deps, tx);
		return { insightId: fromId };
	});
}

/** Two insights that look alike are not the same: it is suggested no more. Throws 404 when it was not suggested. */
export async function dismiss({ deps, actor }: Doing, one: number, other: number): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		if (!(await queries.dismissSuggestion(tx, one, other, actor.id))) throw notFound();
	});
}
