import { isSignedIn, moderates, type Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import { keptBriefly } from '../../platform/kept.ts';
import { mayReadSpace, readsAllCompanies } from './spaces.policy.ts';
import { listAllSpaces, type SpaceRow } from './spaces.queries.ts';

/** After a change in this process at once anew; of other processes' changes it hears, at the latest after this. */
const spacesKeptForMs = 500;

/** What a reader may see, as lists for SQL (`= any(…)`) and for search filters (`IN […]`). */
export type Visibility = {
	/** Spaces whose every published thread is readable. */
	openSpaceIds: number[];
	/** Company-only spaces, in which only threads of `companyId` are readable. */
	ownCompanySpaceIds: number[];
	companyId: number | null;
	/** Spaces readable by all, without account. */
	publicSpaceIds: number[];
	memberId: number | null;
	/** Sees pending, held and deleted threads of these spaces; null: of all spaces. */
	moderatedSpaceIds: number[] | null;
	spaces: SpaceRow[];
};

/** Works out what the actor may read, in one statement or, within half a second of the last one, none. */
export async function visibilityFor(db: Db, actor: Actor): Promise<Visibility> {
	const all = await keptBriefly(db, 'spaces', spacesKeptForMs, listAllSpaces);
	return visibilityAmong(all, actor);
}

/** The same from spaces already loaded: pure. */
export function visibilityAmong(all: SpaceRow[], actor: Actor): Visibility {
	const spaces = all.filter((space) => mayReadSpace(actor, space));
	const wholly = (space: SpaceRow) => space.kind !== 'company_only' || readsAllCompanies(actor, space);
	return {
		openSpaceIds: spaces.filter(wholly).map((space) => space.id),
		ownCompanySpaceIds: spaces.filter((space) => !wholly(space)).map((space) => space.id),
		companyId: actor.companyId,
		publicSpaceIds: all.filter((space) => space.kind === 'public').map((space) => space.id),
		memberId: actor.id,
		moderatedSpaceIds: moderates(actor) ? null : isSignedIn(actor) ? actor.moderatedSpaceIds : [],
		spaces,
	};
}

/** A condition on `threads t`: in a space that the reader may read, company rule included; says nothing of the thread's state. */
export function inReadableSpace(sql: Db, visibility: Visibility) {
	if (visibility.ownCompanySpaceIds.length === 0) return sql`t.space_id = any(${visibility.openSpaceIds}::bigint[])`;
	return sql`(t.space_id = any(${visibility.openSpaceIds}::bigint[])
		or (t.space_id = any(${visibility.ownCompanySpaceIds}::bigint[]) and t.company_id = ${visibility.companyId}))`;
}

/** A condition on `threads t` for lists: readable, published and listed. */
export function listedThread(sql: Db, visibility: Visibility) {
	return sql`t.state = 'published' and t.listed and ${inReadableSpace(sql, visibility)}`;
}

/** A condition on `posts p` for readers of its thread: published, and no comment on what is held or waits. */
export function shownPost(sql: Db) {
	return sql`(p.state = 'published' and not (p.kind = 'comment' and exists (
		select from posts up where up.id = p.parent_id and up.state in ('held', 'pending'))))`;
}

/**
 * A condition on `threads t` for a thread opened by its address: readable and published, or the reader's own that waits,
 * or any state for its moderators. Deleted ones are for moderators and the author only.
 */
export function visibleThread(sql: Db, visibility: Visibility) {
	const own = visibility.memberId === null ? sql`false` : sql`t.author_id = ${visibility.memberId}`;
	const moderated =
		visibility.moderatedSpaceIds === null
			? sql`true`
			: sql`t.space_id = any(${visibility.moderatedSpaceIds}::bigint[])`;
	return sql`(${inReadableSpace(sql, visibility)} and (t.state = 'published' or ${own} or ${moderated}))`;
}
