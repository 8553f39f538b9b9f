import type { InsightDeed } from '@ikatan/contracts/insights';
import { first, one, type Tx } from '../../platform/db.ts';

export type Fields = {
	title: string;
	description: string;
	areaId: number | null;
	typeId: number | null;
	importance: number;
	columnId: number;
	ownerId: number | null;
	team: string;
	public: boolean;
	publicTitle: string;
	publicText: string;
};

/** Starts an insight at the top of its column. */
export async function insertInsight(tx: Tx, actorId: number, fields: Fields, importanceFixed: boolean) {
	return one(
		await tx<{ id: number; version: number }[]>`
			insert into insights (title, description, area_id, type_id, importance, importance_fixed, column_id, owner_id, team,
				public, public_title, public_text, created_by, place)
			values (${fields.title}, ${fields.description}, ${fields.areaId}, ${fields.typeId}, ${fields.importance},
				${importanceFixed}, ${fields.columnId}, ${fields.ownerId}, ${fields.team}, ${fields.public}, ${fields.publicTitle},
				${fields.publicText}, ${actorId},
				(select coalesce(min(place), 1) - 1 from insights where column_id = ${fields.columnId}))
			returning id, version`,
	);
}

/** Writes fields; what is undefined stays. A change of column begins a new stay there. Returns the version. */
export async function updateInsight(tx: Tx, id: number, changes: Partial<Fields>): Promise<number> {
	const { title, description, areaId, typeId, importance, columnId, ownerId, team } = changes;
	const sets = [
		title === undefined ? null : tx`title = ${title}`,
		description === undefined ? null : tx`description = ${description}`,
		areaId === undefined ? null : tx`area_id = ${areaId}`,
		typeId === undefined ? null : tx`type_id = ${typeId}`,
		importance === undefined ? null : tx`importance = ${importance}, importance_fixed = true`,
		columnId === undefined ? null : tx`column_id = ${columnId}, column_since = now()`,
		ownerId === undefined ? null : tx`owner_id = ${ownerId}`,
		team === undefined ? null : tx`team = ${team}`,
		changes.public === undefined ? null : tx`public = ${changes.public}`,
		changes.publicTitle === undefined ? null : tx`public_title = ${changes.publicTitle}`,
		changes.publicText === undefined ? null : tx`public_text = ${changes.publicText}`,
	].filter((set) => set !== null);
	const rows = await tx<{ version: number }[]>`
		update insights set ${sets.length > 0 ? sets.flatMap((set) => [set, tx`, `]) : tx``} version = version + 1, changed_at = now()
		where id = ${id} returning version`;
	return one(rows).version;
}

/** One at a time moves cards within a column. */
export async function lockColumn(tx: Tx, columnId: number): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtext('insight-column'), ${columnId}::int)`;
}

/** The places around a card of a column: before it and its own; without one, the last of the column. */
export async function placesAround(tx: Tx, columnId: number, beforeId: number | null, movedId: number) {
	return one(
		await tx<{ before: number | null; at: number | null }[]>`
			with here as (
				select place from insights
				where id = ${beforeId} and column_id = ${columnId} and merged_into is null and deleted_at is null
			)
			select (select place from here) as at,
				(select max(i.place) from insights i
					where i.column_id = ${columnId} and i.id <> ${movedId} and i.merged_into is null and i.deleted_at is null
						and i.place < coalesce((select place from here), 'infinity')) as before`,
	);
}

export async function putAtPlace(tx: Tx, id: number, place: number): Promise<void> {
	await tx`update insights set place = ${place} where id = ${id}`;
}

/** Numbers the cards of a column anew, 1 apart, where halving has used the room up. */
export async function spreadColumn(tx: Tx, columnId: number): Promise<void> {
	await tx`
		update insights i set place = n.place
		from (select id, row_number() over (order by place, id) as place from insights where column_id = ${columnId}) n
		where n.id = i.id`;
}

export async function setDeleted(tx: Tx, id: number, deleted: boolean): Promise<number> {
	const rows = await tx<{ version: number }[]>`
		update insights set deleted_at = ${deleted ? tx`now()` : null}, version = version + 1, changed_at = now()
		where id = ${id} returning version`;
	return one(rows).version;
}

/** One line of an insight's history, in the deed's own transaction. */
export async function noteDeed(
	tx: Tx,
	insightId: number,
	actorId: number | null,
	what: InsightDeed['what'],
	details: Record<string, string | number> = {},
): Promise<void> {
	await tx`
		insert into insight_deeds (insight_id, actor_id, what, details)
		values (${insightId}, ${actorId}, ${what}, ${tx.json(details)})`;
}

/** What a number stands for, in words, for the history: the row's own name, else its slug. */
export async function nameOf(tx: Tx, kind: 'area' | 'type' | 'column' | 'owner', id: number | null): Promise<string> {
	if (id === null) return '';
	const table = { area: 'product_areas', type: 'insight_types', column: 'board_columns', owner: 'members' }[kind];
	const name = kind === 'owner' ? tx`display_name` : kind === 'area' ? tx`name` : tx`coalesce(name, slug)`;
	return first(await tx<{ name: string }[]>`select ${name} as name from ${tx(table)} where id = ${id}`)?.name ?? '';
}
