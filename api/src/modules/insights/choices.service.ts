import { slugOf } from '@ikatan/contracts/addresses';
import type { BoardColumn, InsightChoices, InsightType, ProductArea, Stage } from '@ikatan/contracts/insight-choices';
import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, isUniqueViolation, type Sql, type Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { write } from '../audit/index.ts';
import * as queries from './choices.queries.ts';
import { announceBoard } from './desk.ts';

export type Choices = 'areas' | 'columns' | 'types';
const tables = { areas: 'product_areas', columns: 'board_columns', types: 'insight_types' } as const;

/** All that forms and filters of insights offer. */
export async function readChoices(sql: Sql): Promise<InsightChoices> {
	const [columns, types, areas, owners, teams, companies] = await Promise.all([
		queries.listColumns(sql),
		queries.listTypes(sql),
		queries.listAreas(sql),
		queries.listOwners(sql),
		queries.listTeams(sql),
		queries.listQuotedCompanies(sql),
	]);
	return { columns, types, areas, owners, teams, companies };
}

/** An address part that nobody has: the name's own, else with a number behind. */
async function freeSlug(tx: Tx, table: (typeof tables)[Choices], name: string): Promise<string> {
	const base = slugOf(name).slice(0, 50) || 'x';
	for (let number = 1; ; number++) {
		const slug = number === 1 ? base : `${base}-${number}`;
		if (!(await queries.isSlugTaken(tx, table, slug))) return slug;
	}
}

/** Does one change to the choices, in the audit log, and has open boards look again. */
async function change<Row extends { id: number }>(
	deps: Deps,
	actor: SignedIn,
	choices: Choices,
	act: (tx: Tx) => Promise<Row | undefined>,
): Promise<Row> {
	try {
		return await inTransaction(deps.sql, async (tx) => {
			const row = await act(tx);
			if (!row) throw notFound();
			await write(tx, {
				actorId: actor.id,
				action: `insights.${choices}-changed`,
				subjectKind: `insight-${choices}`,
				subjectId: row.id,
				details: { ...row },
			});
			await announceBoard(deps, tx, []);
			return row;
		});
	} catch (error) {
		if (isUniqueViolation(error)) throw invalid({ name: 'bad-value' });
		throw error;
	}
}

export async function saveArea(
	deps: Deps,
	actor: SignedIn,
	{ id, name, description }: { id?: number; name: string; description: string },
): Promise<ProductArea> {
	return await change(deps, actor, 'areas', async (tx) =>
		id === undefined
			? await queries.insertArea(tx, await freeSlug(tx, 'product_areas', name), name, description)
			: await queries.updateArea(tx, id, name, description),
	);
}

/** A new column needs a name; one of the first set may go back to the name in the catalogs. */
export async function saveColumn(
	deps: Deps,
	actor: SignedIn,
	{ id, name, stage }: { id?: number; name: string; stage: Stage },
): Promise<BoardColumn> {
	return await change(deps, actor, 'columns', async (tx) => {
		if (id === undefined) {
			if (!name) throw invalid({ name: 'required' });
			return await queries.insertColumn(tx, await freeSlug(tx, 'board_columns', name), name, stage);
		}
		return await queries.updateColumn(tx, id, nameOr(await queries.listColumns(tx), id, name), stage);
	});
}

export async function saveType(
	deps: Deps,
	actor: SignedIn,
	{ id, name, tone }: { id?: number; name: string; tone: InsightType['tone'] },
): Promise<InsightType> {
	return await change(deps, actor, 'types', async (tx) => {
		if (id === undefined) {
			if (!name) throw invalid({ name: 'required' });
			return await queries.insertType(tx, await freeSlug(tx, 'insight_types', name), name, tone);
		}
		return await queries.updateType(tx, id, nameOr(await queries.listTypes(tx), id, name), tone);
	});
}

const firstSet = new Set(
	['new review planned progress shipped declined', 'bug missing hard-to-use praise leaving opportunity']
		.join(' ')
		.split(' '),
);

/** Null for an empty name of the first set; others need one. */
function nameOr(rows: { id: number; slug: string }[], id: number, name: string): string | null {
	if (name) return name;
	if (!rows.some((row) => row.id === id && firstSet.has(row.slug))) throw invalid({ name: 'required' });
	return null;
}

export async function orderChoices(deps: Deps, actor: SignedIn, choices: Choices, ids: number[]): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		await queries.putInOrder(tx, tables[choices], ids);
		await write(tx, {
			actorId: actor.id,
			action: `insights.${choices}-ordered`,
			subjectKind: `insight-${choices}`,
			subjectId: null,
			details: { ids },
		});
		await announceBoard(deps, tx, []);
	});
}

/** Archives a row; its insights go elsewhere first. Throws 409 `column-not-empty` without a place for them, or for the last column. */
export async function archiveChoice(
	deps: Deps,
	actor: SignedIn,
	{ choices, id, moveTo }: { choices: Choices; id: number; moveTo?: number },
): Promise<void> {
	const named = { table: tables[choices], id } as const;
	await inTransaction(deps.sql, async (tx) => {
		const left = await queries.countIn(tx, named);
		if (choices === 'columns') {
			const columns = await queries.listColumns(tx);
			const target = columns.some((column) => column.id === moveTo && column.id !== id);
			if (columns.length < 2 || (left > 0 && !target)) throw conflict('column-not-empty');
		}
		if (!(await queries.archive(tx, named))) throw notFound();
		if (left > 0) await queries.moveAll(tx, named, moveTo ?? null);
		await write(tx, {
			actorId: actor.id,
			action: `insights.${choices}-archived`,
			subjectKind: `insight-${choices}`,
			subjectId: id,
			details: { moved: left, moveTo: moveTo ?? null },
		});
		await announceBoard(deps, tx, []);
	});
}
