import { decidedStages } from '@ikatan/contracts/insight-choices';
import { type InsightFields, type NewInsight } from '@ikatan/contracts/insight-writing';
import type { z } from 'zod';
import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { once } from '../../platform/once.ts';
import { write } from '../audit/index.ts';
import { listAreas, listColumns, listOwners, listTypes } from './choices.queries.ts';
import { announceBoard } from './desk.ts';
import './insights.events.ts';
import { lockInsights, type InsightFacts } from './insights.queries.ts';
import { recountInsights } from './numbers.queries.ts';
import { recountOwed } from './owed.queries.ts';
import * as queries from './write.queries.ts';

export type Doing = { deps: Deps; actor: SignedIn; origin?: string };
type Changes = Partial<z.infer<typeof InsightFields>>;

/** Throws 422 by field for an area, type, column or owner that is not there. */
async function checkChoices(tx: Tx, changes: Changes): Promise<void> {
	const among = async (id: number | null | undefined, list: (tx: Tx) => Promise<{ id: number }[]>) =>
		id === undefined || id === null || (await list(tx)).some((row) => row.id === id);
	if (!(await among(changes.areaId, listAreas))) throw invalid({ areaId: 'bad-value' });
	if (!(await among(changes.typeId, listTypes))) throw invalid({ typeId: 'bad-value' });
	if (!(await among(changes.columnId, listColumns))) throw invalid({ columnId: 'bad-value' });
	if (!(await among(changes.ownerId, listOwners))) throw invalid({ ownerId: 'bad-value' });
}

/** The column in which insights begin: the first of stage `new`, else the first. */
async function firstColumn(tx: Tx): Promise<number> {
	const columns = await listColumns(tx);
	const column = columns.find(({ stage }) => stage === 'new') ?? columns[0];
	if (!column) throw new Error('The board has no column');
	return column.id;
}

/** Starts an insight inside a deed that goes on; for whoever captures the first quote. */
export async function startInsight(tx: Tx, actorId: number, fields: Omit<NewInsight, 'requestKey'>) {
	await checkChoices(tx, fields);
	const made = await queries.insertInsight(
		tx,
		actorId,
		{
			title: fields.title,
			description: fields.description ?? '',
			areaId: fields.areaId ?? null,
			typeId: fields.typeId ?? null,
			importance: fields.importance ?? 0,
			columnId: fields.columnId ?? (await firstColumn(tx)),
			ownerId: fields.ownerId ?? null,
			team: fields.team ?? '',
			public: fields.public ?? false,
			publicTitle: fields.publicTitle ?? '',
			publicText: fields.publicText ?? '',
		},
		fields.importance !== undefined,
	);
	await queries.noteDeed(tx, made.id, actorId, 'made', { title: fields.title });
	return made;
}

export async function makeInsight({ deps, actor, origin }: Doing, { requestKey, ...fields }: NewInsight) {
	return await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: requestKey, deed: 'insight' }, async () => {
			const made = await startInsight(tx, actor.id, fields);
			await announceBoard(deps, tx, [made.id], origin);
			return made;
		}),
	);
}

/** Locks an insight that can be worked on; 404 for none and for one that was merged away. */
export async function lockOne(tx: Tx, insightId: number): Promise<InsightFacts> {
	const [facts] = await lockInsights(tx, [insightId]);
	if (!facts || facts.mergedInto !== null) throw notFound();
	return facts;
}

/** What changed, as lines of the history: texts as they are now, choices by name. */
async function noteChanges(tx: Tx, actorId: number, facts: InsightFacts, changes: Changes): Promise<void> {
	const note = (what: Parameters<typeof queries.noteDeed>[3], details: Record<string, string | number> = {}) =>
		queries.noteDeed(tx, facts.id, actorId, what, details);
	const named = async (kind: 'area' | 'type' | 'column' | 'owner', from: number | null, to: number | null) => ({
		from: await queries.nameOf(tx, kind, from),
		to: await queries.nameOf(tx, kind, to),
	});
	const { title, areaId, typeId, columnId, ownerId, team, importance } = changes;
	if (title !== undefined && title !== facts.title) await note('titled', { from: facts.title, to: title });
	if (changes.description !== undefined && changes.description !== facts.description) await note('described');
	if (areaId !== undefined && areaId !== facts.areaId) await note('area', await named('area', facts.areaId, areaId));
	if (typeId !== undefined && typeId !== facts.typeId) await note('type', await named('type', facts.typeId, typeId));
	if (ownerId !== undefined && ownerId !== facts.ownerId)
		await note('owner', await named('owner', facts.ownerId, ownerId));
	if (columnId !== undefined && columnId !== facts.columnId)
		await note('moved', await named('column', facts.columnId, columnId));
	if (importance !== undefined && importance !== facts.importance)
		await note('importance', { from: facts.importance, to: importance });
	if (team !== undefined && team !== facts.team) await note('team', { from: facts.team, to: team });
	if (changes.public !== undefined && changes.public !== facts.public)
		await note(changes.public ? 'published' : 'unpublished');
}

/** Writes changes to a locked insight: its history, its place when it changes the column, what people are owed then. */
export async function applyChanges(tx: Tx, actorId: number, facts: InsightFacts, changes: Changes): Promise<number> {
	const moves = changes.columnId !== undefined && changes.columnId !== facts.columnId;
	const { columnId, ...rest } = changes;
	await noteChanges(tx, actorId, facts, changes);
	const version = await queries.updateInsight(tx, facts.id, moves ? { ...rest, columnId } : rest);
	if (moves && columnId !== undefined) {
		await afterMove(tx, actorId, facts, columnId);
		await queries.lockColumn(tx, columnId);
		const { before } = await queries.placesAround(tx, columnId, null, facts.id);
		await queries.putAtPlace(tx, facts.id, (before ?? 0) + 1);
	}
	if (changes.importance !== undefined) await recountInsights(tx, [facts.id]);
	if (changes.public !== undefined && changes.public !== facts.public)
		await publish(tx, 'insight.shown-changed', actorId, { insightIds: [facts.id] });
	return version;
}

/** What follows when an insight stands in another column: who is owed a word, and whoever hears of decisions. */
async function afterMove(tx: Tx, actorId: number, facts: InsightFacts, columnId: number): Promise<void> {
	await recountOwed(tx, [facts.id]);
	const stage = (await listColumns(tx)).find((column) => column.id === columnId)?.stage;
	if (stage === undefined || stage === facts.stage) return;
	await publish(tx, 'insight.stage-changed', actorId, {
		insightId: facts.id,
		from: facts.stage,
		to: stage,
		decided: (decidedStages as readonly string[]).includes(stage),
	});
}

export async function changeInsight(
	{ deps, actor, origin }: Doing,
	insightId: number,
	{ version, ...changes }: Changes & { version?: number },
) {
	return await inTransaction(deps.sql, async (tx) => {
		const facts = await lockOne(tx, insightId);
		if (version !== undefined && version !== facts.version) throw conflict('edited-meanwhile');
		await checkChoices(tx, changes);
		const now = await applyChanges(tx, actor.id, facts, changes);
		await announceBoard(deps, tx, [insightId], origin);
		return { version: now };
	});
}

/** Changes many alike; those that are gone are left out of the count. */
export async function changeInsights({ deps, actor, origin }: Doing, ids: number[], changes: Changes) {
	return await inTransaction(deps.sql, async (tx) => {
		await checkChoices(tx, changes);
		const rows = (await lockInsights(tx, ids)).filter((facts) => facts.mergedInto === null && facts.deletedAt === null);
		for (const facts of rows) await applyChanges(tx, actor.id, facts, changes);
		await announceBoard(
			deps,
			tx,
			rows.map((facts) => facts.id),
			origin,
		);
		return { changed: rows.length };
	});
}

/** Halving a gap between two places stays exact for doubles down to here. */
const leastGap = 1e-6;

/** Puts a card before another one of a column, or at its end. */
export async function moveInsight(
	{ deps, actor, origin }: Doing,
	insightId: number,
	{ columnId, beforeId }: { columnId: number; beforeId: number | null },
) {
	return await inTransaction(deps.sql, async (tx) => {
		const facts = await lockOne(tx, insightId);
		await checkChoices(tx, { columnId });
		await queries.lockColumn(tx, columnId);
		let around = await queries.placesAround(tx, columnId, beforeId, insightId);
		if (around.at !== null && around.before !== null && around.at - around.before < leastGap) {
			await queries.spreadColumn(tx, columnId);
			around = await queries.placesAround(tx, columnId, beforeId, insightId);
		}
		const { at, before } = around;
		const place = at === null ? (before ?? 0) + 1 : before === null ? at - 1 : (at + before) / 2;
		const moves = columnId !== facts.columnId;
		if (moves) await noteChanges(tx, actor.id, facts, { columnId });
		const version = await queries.updateInsight(tx, insightId, moves ? { columnId } : {});
		await queries.putAtPlace(tx, insightId, place);
		if (moves) await afterMove(tx, actor.id, facts, columnId);
		await announceBoard(deps, tx, [insightId], origin);
		return { version };
	});
}

/** Takes an insight off the board, or brings it back; its quotes stay with it. */
export async function setDeleted({ deps, actor, origin }: Doing, insightId: number, deleted: boolean) {
	return await inTransaction(deps.sql, async (tx) => {
		const facts = await lockOne(tx, insightId);
		if ((facts.deletedAt !== null) === deleted) return { version: facts.version };
		const version = await queries.setDeleted(tx, insightId, deleted);
		await queries.noteDeed(tx, insightId, actor.id, deleted ? 'deleted' : 'restored');
		await publish(tx, 'insight.shown-changed', actor.id, { insightIds: [insightId] });
		await write(tx, {
			actorId: actor.id,
			action: deleted ? 'insight.deleted' : 'insight.restored',
			subjectKind: 'insight',
			subjectId: insightId,
			details: { title: facts.title },
		});
		await announceBoard(deps, tx, [insightId], origin);
		return { version };
	});
}
