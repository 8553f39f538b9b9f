import type { ListOrder, ThreadKind, ThreadRow } from '@ikatan/contracts/threads';
import type { Actor } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Db } from '../../platform/db.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import { authorsByIds, memberByHandle } from '../accounts/index.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { findTag } from '../tags/index.ts';
import { idsOf } from './authors.ts';
import { listKeys, listPinned, listTop, type ListKey, type ListWanted } from './lists.queries.ts';
import { findRows } from './rows.queries.ts';
import { threadRow } from './rows.ts';

export type ListAsked = {
	order: ListOrder;
	/** Slug of a space. */
	space?: string;
	tag?: string;
	kind?: ThreadKind;
	/** Handle of the member who asked. */
	author?: string;
	after?: string;
	before?: string;
};
export type ThreadList = { items: ThreadRow[]; next: string | null; previous: string | null };

const pageSize = 20;

/** A page of threads, in the order and the place asked for. Throws 404 for a space, tag or member that is not there. */
export async function listThreads(db: Db, actor: Actor, asked: ListAsked): Promise<ThreadList> {
	return await listThreadsFor(db, await visibilityFor(db, actor), asked);
}

/** The same with the visibility at hand. */
export async function listThreadsFor(db: Db, visibility: Visibility, asked: ListAsked): Promise<ThreadList> {
	const [tag, member] = await Promise.all([
		asked.tag === undefined ? undefined : findTag(db, visibility, asked.tag),
		asked.author === undefined ? undefined : memberByHandle(db, asked.author),
	]);
	if ((asked.tag !== undefined && !tag) || (asked.author !== undefined && !member)) throw notFound();
	const place = placeOf(asked);
	const wanted: ListWanted = {
		visibility: asked.space === undefined ? visibility : narrowed(visibility, asked.space),
		kind: asked.kind,
		tagId: tag?.id,
		author: member && { id: member.id, own: member.id === visibility.memberId },
		from: place?.key,
		backwards: asked.before !== undefined,
		limit: pageSize + 1,
		pinnedApart: pinsFirst(asked),
	};
	const keys = asked.order === 'top' ? await topKeys(db, wanted, place) : await listKeys(db, asked.order, wanted);
	const shown = keys.slice(0, pageSize);
	if (wanted.backwards) shown.reverse();
	const begins = wanted.backwards ? keys.length <= pageSize : asked.after === undefined;
	const pinned = wanted.pinnedApart && begins ? await listPinned(db, wanted) : [];
	const items = await rowsOf(
		db,
		visibility,
		[...pinned, ...shown.map((key) => key.id)],
		wanted.author?.own ? 'visible' : 'listed',
	);
	return { items, ...cursors(asked, wanted, shown, keys.length > pageSize) };
}

/** Threads by number, in the order given; those that the reader does not find in lists are left out. */
export async function threadRows(db: Db, visibility: Visibility, ids: number[]): Promise<ThreadRow[]> {
	return await rowsOf(db, visibility, ids, 'listed');
}

async function rowsOf(
	db: Db,
	visibility: Visibility,
	ids: number[],
	which: 'listed' | 'visible',
): Promise<ThreadRow[]> {
	const facts = await findRows(db, visibility, ids, which);
	const authors = await authorsByIds(db, idsOf(facts.map((row) => row.authorId)));
	const rows = new Map(facts.map((row) => [row.id, threadRow(row, visibility, authors)]));
	return ids.flatMap((id) => rows.get(id) ?? []);
}

/** A space's list begins with what is pinned there; lists of what waits or of the week's best do not. */
function pinsFirst({ space, tag, author, order }: ListAsked): boolean {
	return space !== undefined && tag === undefined && author === undefined && order !== 'unanswered' && order !== 'top';
}

function narrowed(visibility: Visibility, slug: string): Visibility {
	const space = visibility.spaces.find((readable) => readable.slug === slug);
	if (!space) throw notFound();
	const only = (ids: number[]) => ids.filter((id) => id === space.id);
	return {
		...visibility,
		openSpaceIds: only(visibility.openSpaceIds),
		ownCompanySpaceIds: only(visibility.ownCompanySpaceIds),
	};
}

type Keyed = ListKey & { snapshotId?: number };
type Place = { key: ListKey; snapshotId: number };

async function topKeys(db: Db, wanted: ListWanted, place: Place | undefined): Promise<Keyed[]> {
	return await listTop(db, wanted, place && { snapshotId: place.snapshotId, rank: place.key.key });
}

/** Reads the cursor; throws 422 for one of another order, or one that was tampered with. */
function placeOf({ order, after, before }: ListAsked): Place | undefined {
	const values = unpackCursor(after ?? before, ['text', 'number', 'id', 'id']);
	if (!values) return undefined;
	const [ofOrder, key, id, snapshotId] = values;
	const most = order === 'hot' ? 1e9 : order === 'top' ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
	const fits = Math.abs(key) < most && (order === 'hot' || Number.isInteger(key));
	if (ofOrder !== order || !fits) {
		throw invalid({ [after === undefined ? 'before' : 'after']: 'bad-value' });
	}
	return { key: { key, id }, snapshotId };
}

/** Where the list goes on, both ways: the row before and after those shown, when there is one. */
function cursors(asked: ListAsked, { backwards }: ListWanted, shown: Keyed[], more: boolean) {
	const pack = (row: Keyed | undefined) =>
		row ? packCursor([asked.order, row.key, row.id, row.snapshotId ?? 0]) : null;
	const begun = asked.after !== undefined || asked.before !== undefined;
	return {
		next: backwards || more ? pack(shown.at(-1)) : null,
		previous: (backwards ? more : begun) ? pack(shown[0]) : null,
	};
}
