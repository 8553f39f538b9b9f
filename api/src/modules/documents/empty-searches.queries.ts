import type { Db, Tx } from '../../platform/db.ts';
import { one } from '../../platform/db.ts';

/** The salt of a day, made when the day's first search asks for it. */
export async function saltOf(tx: Tx, day: string, fresh: Buffer): Promise<Buffer> {
	await tx`insert into empty_search_salts (day, salt) values (${day}, ${fresh}) on conflict do nothing`;
	return one(await tx<{ salt: Buffer }[]>`select salt from empty_search_salts where day = ${day}`).salt;
}

type Searcher = { day: string; searcherHash: string };

/**
 * Notes that somebody searched so, and says whether it counts: `first` of theirs today, `again` after more than `minutes`, or
 * not at all.
 */
export async function noteSearcher(
	tx: Tx,
	{ day, searcherHash }: Searcher,
	query: string,
	{ now, minutes }: { now: Date; minutes: number },
): Promise<'first' | 'again' | 'same'> {
	const added = await tx`
		insert into empty_searchers (day, searcher_hash, query, last_at) values (${day}, ${searcherHash}, ${query}, ${now})
		on conflict do nothing returning 1`;
	if (added.length > 0) return 'first';
	const later = await tx`
		update empty_searchers set last_at = ${now}
		where day = ${day} and searcher_hash = ${searcherHash} and query = ${query}
			and last_at < ${now}::timestamptz - make_interval(mins => ${minutes})`;
	return later.count > 0 ? 'again' : 'same';
}

/** Takes back what the same person typed on the way here, in the last minutes: beginnings of the query. */
export async function takeBackBeginnings(
	tx: Tx,
	{ day, searcherHash }: Searcher,
	query: string,
	{ now, minutes }: { now: Date; minutes: number },
): Promise<void> {
	await tx`
		with taken as (
			delete from empty_searchers
			where day = ${day} and searcher_hash = ${searcherHash} and query <> ${query} and starts_with(${query}, query)
				and last_at > ${now}::timestamptz - make_interval(mins => ${minutes})
			returning query
		)
		update empty_searches e set searches = e.searches - 1, searchers = e.searchers - 1
		from taken where e.day = ${day} and e.query = taken.query`;
	await tx`delete from empty_searches where day = ${day} and searches <= 0`;
}

/** True when the same person is on the way to a longer query that counts already: they deleted what they had typed. */
export async function isBeginning(
	tx: Tx,
	{ day, searcherHash }: Searcher,
	query: string,
	{ now, minutes }: { now: Date; minutes: number },
): Promise<boolean> {
	const longer = await tx`
		select from empty_searchers
		where day = ${day} and searcher_hash = ${searcherHash} and query <> ${query} and starts_with(query, ${query})
			and last_at > ${now}::timestamptz - make_interval(mins => ${minutes})
		limit 1`;
	return longer.length > 0;
}

export async function countSearch(
	tx: Tx,
	{ query, day, fresh, now }: { query: string; day: string; fresh: boolean; now: Date },
): Promise<void> {
	const searchers = fresh ? 1 : 0;
	await tx`
		insert into empty_searches (query, day, searches, searchers, last_at) values (${query}, ${day}, 1, ${searchers}, ${now})
		on conflict (query, day) do update set
			searches = empty_searches.searches + 1, searchers = empty_searches.searchers + ${searchers}, last_at = ${now}`;
}

/** Forgets counts of days before `oldest`, and who it was before `today`. */
export async function forgetSearches(sql: Db, { oldest, today }: { oldest: string; today: string }): Promise<void> {
	await sql`delete from empty_searches where day < ${oldest}`;
	await sql`delete from empty_search_salts where day < ${today}`;
}
