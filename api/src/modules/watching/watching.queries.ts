import { first, type Db, type Tx } from '../../platform/db.ts';
import { microsecondsOf, momentOf } from '../../platform/cursor.ts';
import { visibleThread, type Visibility } from '../spaces/index.ts';
import { isCarriedOver } from '../threads/index.ts';
import { visibleTag } from '../tags/index.ts';

export type Level = 'all' | 'first_post' | 'mentions' | 'none';
export type TargetKind = 'thread' | 'tag' | 'space';
export type Target = { kind: TargetKind; id: number };

export async function findLevel(sql: Db, memberId: number, target: Target): Promise<Level | null> {
	const row = first(
		await sql<{ level: Level }[]>`
			select level from watches
			where member_id = ${memberId} and target_kind = ${target.kind} and target_id = ${target.id}`,
	);
	return row?.level ?? null;
}

export async function chooseLevel(tx: Db, memberId: number, target: Target, level: Level): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		values (${memberId}, ${target.kind}, ${target.id}, ${level}, 'chosen')
		on conflict (member_id, target_kind, target_id) do update set level = excluded.level, reason = 'chosen'`;
}

export async function forgetLevel(tx: Db, memberId: number, target: Target): Promise<void> {
	await tx`
		delete from watches
		where member_id = ${memberId} and target_kind = ${target.kind} and target_id = ${target.id}`;
}

/**
 * Watches a thread because of a deed; never overrules a choice. What was written there outlasts a “me too” taken back, and both
 * outlast what a duplicate carried over.
 */
export async function watchByDeed(tx: Tx, memberId: number, threadId: number, reason: string): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		values (${memberId}, 'thread', ${threadId}, 'all', ${reason})
		on conflict (member_id, target_kind, target_id) do update set reason = excluded.reason
			where watches.reason = 'duplicate' or (watches.reason = 'me-too' and excluded.reason <> 'me-too')`;
}

/** Ends a watch that came from this deed and was not chosen since; it goes on where a duplicate carries it as well. */
export async function unwatchByDeed(tx: Tx, memberId: number, threadId: number, reason: string): Promise<void> {
	const kept = await tx`
		update watches set reason = 'duplicate'
		where member_id = ${memberId} and target_kind = 'thread' and target_id = ${threadId} and reason = ${reason}
			and ${isCarriedOver(tx, 'watch', memberId, threadId)}`;
	if (kept.count > 0) return;
	await tx`
		delete from watches
		where member_id = ${memberId} and target_kind = 'thread' and target_id = ${threadId} and reason = ${reason}`;
}

/** True when the thread, tag or space is there for the reader to watch. */
export async function isWatchable(sql: Db, visibility: Visibility, target: Target): Promise<boolean> {
	if (target.kind === 'space') return visibility.spaces.some((space) => space.id === target.id);
	const rows =
		target.kind === 'thread'
			? await sql`select 1 from threads t where t.id = ${target.id} and ${visibleThread(sql, visibility)}`
			: await sql`select 1 from tags g where g.id = ${target.id} and ${visibleTag(sql, visibility)}`;
	return rows.length > 0;
}

export type WatchRow = {
	targetKind: TargetKind;
	targetId: number;
	level: Level;
	name: string;
	slug: string;
	createdAt: string;
	/** Where it stands in the list. */
	place: number;
};
export type WatchPlace = Pick<WatchRow, 'place' | 'targetKind' | 'targetId'>;

/** What a member watches and may still see, newest first. */
export async function listWatchRows(
	sql: Db,
	visibility: Visibility,
	{ memberId, after, limit }: { memberId: number; after?: WatchPlace; limit: number },
): Promise<WatchRow[]> {
	const past = after
		? sql`(w.created_at, w.target_kind, w.target_id) < (${momentOf(sql, after.place)}, ${after.targetKind}, ${after.targetId})`
		: sql`true`;
	return await sql<WatchRow[]>`
		select w.target_kind, w.target_id, w.level, w.created_at, ${microsecondsOf(sql, sql`w.created_at`)} as place,
			coalesce(t.title, g.name, s.name) as name, coalesce(s.slug, g.name, '') as slug
		from watches w
		left join threads t on w.target_kind = 'thread' and t.id = w.target_id and ${visibleThread(sql, visibility)}
		left join tags g on w.target_kind = 'tag' and g.id = w.target_id and ${visibleTag(sql, visibility)}
		left join spaces s on w.target_kind = 'space' and s.id = w.target_id
			and s.id = any(${visibility.spaces.map((space) => space.id)}::bigint[])
		where w.member_id = ${memberId} and coalesce(t.id, g.id, s.id) is not null and ${past}
		order by w.created_at desc, w.target_kind desc, w.target_id desc limit ${limit}`;
}

export type Watcher = { memberId: number; level: Level };

/** Who watches the thread itself at `all` or `first_post`: what its index holds. Who wants silence is asked for by `listLevels`. */
export async function listThreadWatchers(sql: Db, threadId: number): Promise<Watcher[]> {
	return await sql<Watcher[]>`
		select member_id, level from watches
		where target_kind = 'thread' and target_id = ${threadId} and level in ('all', 'first_post')`;
}

/** Who watches the thread's space or one of its tags at `all` or `first_post`; the higher level counts. */
export async function listPlaceWatchers(sql: Db, threadId: number): Promise<Watcher[]> {
	return await sql<Watcher[]>`
		select w.member_id, case when bool_or(w.level = 'all') then 'all' else 'first_post' end as level
		from watches w join threads t on t.id = ${threadId}
		where w.level in ('all', 'first_post')
			and ((w.target_kind = 'space' and w.target_id = t.space_id)
				or (w.target_kind = 'tag' and w.target_id in (select tag_id from thread_tags where thread_id = t.id)))
		group by w.member_id`;
}

/**
 * At which level these members watch a thread; missing where nothing was chosen. A `none` on its space or on one of its tags
 * counts where the thread itself has no level.
 */
export async function listLevels(sql: Db, threadId: number, memberIds: number[]): Promise<Map<number, Level>> {
	const rows = await sql<{ memberId: number; level: Level }[]>`
		with targets as (
			select 'thread' as kind, ${threadId}::bigint as id
			union all select 'space', space_id from threads where id = ${threadId}
			union all select 'tag', tag_id from thread_tags where thread_id = ${threadId}
		)
		select distinct on (w.member_id) w.member_id, w.level
		from unnest(${memberIds}::bigint[]) as m (id) cross join targets g
		join watches w on w.member_id = m.id and w.target_kind = g.kind and w.target_id = g.id
		where g.kind = 'thread' or w.level = 'none'
		order by w.member_id, g.kind <> 'thread'`;
	return new Map(rows.map((row) => [row.memberId, row.level]));
}

/** At which level a member watches each of these threads; missing where nothing was chosen. */
export async function listLevelsOf(sql: Db, memberId: number, threadIds: number[]): Promise<Map<number, Level>> {
	const rows = await sql<{ threadId: number; level: Level }[]>`
		select target_id as thread_id, level from watches
		where member_id = ${memberId} and target_kind = 'thread' and target_id = any(${threadIds}::bigint[])`;
	return new Map(rows.map((row) => [row.threadId, row.level]));
}

/** Silences a thread but for mentions: what an unsubscribe link of its mail asks for. */
export async function setMailSilence(tx: Tx, memberId: number, threadId: number): Promise<void> {
	await chooseLevel(tx, memberId, { kind: 'thread', id: threadId }, 'mentions');
}

/** Takes away all watches of a member who left. */
export async function forgetWatches(tx: Tx, memberId: number): Promise<void> {
	await tx`delete from watches where member_id = ${memberId}`;
}
