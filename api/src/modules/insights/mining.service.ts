import type { MiningFilter, MiningRow, SavedFilter } from '@ikatan/contracts/mining';
import type { SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, type Sql } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { findTag } from '../tags/index.ts';
import { threadRows } from '../threads/index.ts';
import * as filters from './filters.queries.ts';
import * as queries from './mining.queries.ts';
import { readSigns } from './signs.ts';

const pageSize = 30;
const countUpTo = 1001;
const mostFilters = 100;
/** Sentences that are pointed out in one thread. */
const mostTelling = 60;

/** Names of an address as numbers; 404 for a space or tag that is not there. */
async function wantedBy(sql: Sql, visibility: Visibility, filter: MiningFilter): Promise<queries.MiningWanted> {
	const { space, tag, ...rest } = filter;
	const spaceId = space === undefined ? undefined : visibility.spaces.find(({ slug }) => slug === space)?.id;
	const tagId = tag === undefined ? undefined : (await findTag(sql, visibility, tag))?.id;
	if ((space !== undefined && spaceId === undefined) || (tag !== undefined && tagId === undefined)) throw notFound();
	return { ...rest, spaceId, tagId };
}

/** Rows of the list; threads that are not listed are shown by their number alone to nobody, so they are left out. */
async function asRows(sql: Sql, visibility: Visibility, facts: queries.MiningFacts[]): Promise<MiningRow[]> {
	const rows = await threadRows(
		sql,
		visibility,
		facts.map((fact) => fact.threadId),
	);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return facts.flatMap(({ threadId, reasons, ...fact }) => {
		const row = byId.get(threadId);
		return row ? [{ ...row, ...fact, reasons: reasons as MiningRow['reasons'] }] : [];
	});
}

async function progress(sql: Sql, actor: SignedIn, wanted: queries.MiningWanted) {
	const [left, doneToday] = await Promise.all([
		queries.countToMine(sql, wanted, countUpTo),
		queries.countDoneToday(sql, actor.id, actor.timeZone),
	]);
	return { left, doneToday };
}

/** A page of threads to be mined. */
export async function listMining(sql: Sql, actor: SignedIn, { after, ...filter }: MiningFilter & { after?: string }) {
	const visibility = await visibilityFor(sql, actor);
	const wanted = await wantedBy(sql, visibility, filter);
	const from = unpackCursor(after, ['number', 'id']);
	const [facts, counts] = await Promise.all([
		queries.listToMine(sql, actor.id, {
			wanted,
			after: from && { promise: from[0], id: from[1] },
			limit: pageSize + 1,
		}),
		progress(sql, actor, wanted),
	]);
	const shown = facts.slice(0, pageSize);
	const last = shown.at(-1);
	return {
		items: await asRows(sql, visibility, shown),
		next: facts.length > pageSize && last ? packCursor([last.promise, last.threadId]) : null,
		...counts,
	};
}

/**
 * Claims the best thread that is open nowhere, and lets go of what was skipped. What another window of the same member has open comes
 * last, when nothing else is left.
 */
export async function takeNext(deps: Deps, actor: SignedIn, { skip, ...filter }: MiningFilter & { skip: number[] }) {
	const { sql } = deps;
	const visibility = await visibilityFor(sql, actor);
	const wanted = await wantedBy(sql, visibility, filter);
	const passed = [...skip];
	for (;;) {
		const threadId = await inTransaction(sql, async (tx) => {
			await queries.letGo(tx, actor.id, skip);
			const claiming = { wanted, skip: passed };
			return (
				(await queries.claimNext(tx, actor.id, { ...claiming, own: false })) ??
				(await queries.claimNext(tx, actor.id, { ...claiming, own: true }))
			);
		});
		if (threadId === undefined) return { thread: null, ...(await progress(sql, actor, wanted)) };
		const facts = await queries.findToMine(sql, actor.id, threadId);
		const [thread] = facts ? await asRows(sql, visibility, [facts]) : [];
		if (thread) return { thread, ...(await progress(sql, actor, wanted)) };
		// Not in any list of the reader's: unlisted, or taken back this moment.
		await queries.letGo(sql, actor.id, [threadId]);
		passed.push(threadId);
	}
}

/** Opens one thread for mining; other windows keep what they have open. Throws 409 `claimed-already` with the name of who has it, 404. */
export async function claim(deps: Deps, actor: SignedIn, threadId: number) {
	const visibility = await visibilityFor(deps.sql, actor);
	const until = await inTransaction(deps.sql, (tx) => queries.claimOne(tx, actor.id, threadId));
	const facts = await queries.findToMine(deps.sql, actor.id, threadId);
	const [thread] = facts ? await asRows(deps.sql, visibility, [facts]) : [];
	if (!thread) throw notFound();
	if (until === undefined) throw conflict('claimed-already', { params: { name: thread.claimedBy ?? '' } });
	const [said, doneToday] = await Promise.all([
		queries.listSaid(deps.sql, threadId),
		queries.countDoneToday(deps.sql, actor.id, actor.timeZone),
	]);
	const { telling } = readSigns(thread.title, said);
	const loud = telling.filter(({ plain }) => !plain);
	// Where nothing is loud, plain words are better than none.
	return { thread, until, doneToday, telling: (loud.length > 0 ? loud : telling).slice(0, mostTelling) };
}

/** Notes what mining a thread gave; `open` takes that back. */
export async function markMined(
	deps: Deps,
	actor: SignedIn,
	threadId: number,
	outcome: 'captured' | 'nothing' | 'open',
) {
	const known = await inTransaction(deps.sql, async (tx) => {
		const found = await queries.setOutcome(tx, actor.id, threadId, outcome === 'open' ? null : outcome);
		// All of it counts again.
		if (found && outcome === 'open') await queries.refreshMining(tx, [threadId]);
		return found;
	});
	if (!known) throw notFound();
	return await progress(deps.sql, actor, {});
}

/** Keeps filters under a name, up to 100 a member. */
export async function saveFilter(sql: Sql, actor: SignedIn, filter: Omit<SavedFilter, 'id'>): Promise<SavedFilter> {
	if ((await filters.countFilters(sql, actor.id)) >= mostFilters) throw invalid({ name: 'too-long' });
	return await filters.putFilter(sql, actor.id, filter);
}
