import type { AdminTag, AdminTagRow } from '@ikatan/contracts/admin-tags';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

const unused = (sql: Db) => sql`not exists (select from thread_tags tt where tt.tag_id = g.id)`;

type Wanted = {
	words: string;
	only: 'unused' | 'undescribed' | undefined;
	after: { threads: number; name: string } | undefined;
	limit: number;
};

/** Main tags by use, most used first; `words` is a part of the name or of another name. */
export async function listTagsForAdmin(sql: Db, { words, only, after, limit }: Wanted): Promise<AdminTagRow[]> {
	const pattern = `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
	const named = sql`(g.name like ${pattern} or g.id in (select main_tag_id from tags y where y.name like ${pattern}))`;
	const narrowed = only === 'unused' ? unused(sql) : only === 'undescribed' ? sql`g.description = ''` : sql`true`;
	return await sql<AdminTagRow[]>`
		select g.id, g.name, g.description, coalesce(s.threads, 0) as threads, ${unused(sql)} as unused,
			array(select y.name from tags y where y.main_tag_id = g.id order by y.name) as synonyms
		from tags g left join tag_stats s on s.tag_id = g.id
		where g.main_tag_id is null
			and ${words === '' ? sql`true` : named}
			and ${narrowed}
			and ${after ? sql`(-coalesce(s.threads, 0), g.name) > (${-after.threads}, ${after.name})` : sql`true`}
		order by -coalesce(s.threads, 0), g.name
		limit ${limit}`;
}

export async function findTagForAdmin(sql: Db, tagId: number): Promise<AdminTag | undefined> {
	return first(
		await sql<AdminTag[]>`
			select g.id, g.name, g.description, coalesce(s.threads, 0) as threads, ${unused(sql)} as unused,
				(select count(*) from watches w where w.target_kind = 'tag' and w.target_id = g.id and w.level <> 'none') as watchers,
				(select coalesce(jsonb_agg(jsonb_build_object('id', y.id, 'name', y.name) order by y.name), '[]')
					from tags y where y.main_tag_id = g.id) as synonyms,
				(select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'name', y.name, 'at', x.merged_at, 'by', m.display_name,
						'threads', (select count(*) from tag_merge_threads t where t.merge_id = x.id)) order by x.id desc), '[]')
					from tag_merges x join tags y on y.id = x.tag_id and y.main_tag_id = g.id
					left join members m on m.id = x.merged_by and m.state <> 'deleted'
					where x.main_tag_id = g.id and x.undone_at is null) as merges
			from tags g left join tag_stats s on s.tag_id = g.id
			where g.id = ${tagId} and g.main_tag_id is null`,
	);
}

export type KeptTag = { id: number; name: string; description: string; mainTagId: number | null };

/** Tags, held until the transaction ends, in the order of their ids. */
export async function lockTags(tx: Tx, ids: number[]): Promise<KeptTag[]> {
	return await tx<KeptTag[]>`
		select id, name, description, main_tag_id from tags where id = any(${ids}::bigint[]) order by id for update`;
}

/** A tag or another name of one. */
export async function findByName(sql: Db, name: string): Promise<KeptTag | undefined> {
	return first(await sql<KeptTag[]>`select id, name, description, main_tag_id from tags where name = ${name}`);
}

export async function updateTag(tx: Tx, { id, name, description }: KeptTag): Promise<void> {
	await tx`update tags set name = ${name}, description = ${description} where id = ${id}`;
}

/** Gives a tag another name; false when somebody has it. */
export async function insertSynonym(tx: Tx, mainTagId: number, name: string): Promise<boolean> {
	const made = await tx`
		insert into tags (name, main_tag_id) values (${name}, ${mainTagId}) on conflict (name) do nothing`;
	return made.count > 0;
}

export async function deleteTags(tx: Tx, ids: number[]): Promise<void> {
	await tx`delete from watches where target_kind = 'tag' and target_id = any(${ids}::bigint[])`;
	await tx`delete from tags where main_tag_id = any(${ids}::bigint[])`;
	await tx`delete from tags where id = any(${ids}::bigint[])`;
}

export async function isUsed(sql: Db, tagId: number): Promise<boolean> {
	return (await sql`select from thread_tags where tag_id = ${tagId} limit 1`).length > 0;
}

/** Writes down what a merge changes, so that it can be undone; returns its id. */
export async function insertMerge(
	tx: Tx,
	from: KeptTag,
	mainTagId: number,
	actorId: number,
	now: Date,
): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into tag_merges (tag_id, main_tag_id, description, merged_by, merged_at, synonym_ids, watcher_ids)
			select ${from.id}, ${mainTagId}, ${from.description}, ${actorId}, ${now},
				array(select id from tags where main_tag_id = ${from.id}),
				array(select w.member_id from watches w where w.target_kind = 'tag' and w.target_id = ${from.id}
					and not exists (select from watches o
						where o.member_id = w.member_id and o.target_kind = 'tag' and o.target_id = ${mainTagId}))
			returning id`,
	);
	await tx`
		insert into tag_merge_threads (merge_id, thread_id, had_both)
		select ${id}, tt.thread_id, exists (select from thread_tags o where o.thread_id = tt.thread_id and o.tag_id = ${mainTagId})
		from thread_tags tt where tt.tag_id = ${from.id}`;
	return id;
}

/** Has the threads and watchers of one tag carry the other instead. */
export async function moveTagged(tx: Tx, fromId: number, intoId: number): Promise<void> {
	await tx`
		insert into thread_tags (thread_id, tag_id, created_at)
		select thread_id, ${intoId}, created_at from thread_tags where tag_id = ${fromId} on conflict do nothing`;
	await tx`delete from thread_tags where tag_id = ${fromId}`;
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason, created_at)
		select member_id, target_kind, ${intoId}, level, reason, created_at from watches
		where target_kind = 'tag' and target_id = ${fromId} on conflict do nothing`;
}

/** Makes a tag, and whatever led to it, another name of the main one. */
export async function makeSynonyms(tx: Tx, tagId: number, mainTagId: number): Promise<void> {
	await tx`
		update tags set main_tag_id = ${mainTagId}, description = case when id = ${tagId} then '' else description end
		where id = ${tagId} or main_tag_id = ${tagId}`;
	await tx`delete from tag_stats where tag_id = ${tagId}`;
}

export type Merge = {
	id: number;
	tagId: number;
	mainTagId: number;
	description: string;
	synonymIds: number[];
	watcherIds: number[];
};

/** A merge that stands, held until the transaction ends. */
export async function lockMerge(tx: Tx, mergeId: number): Promise<Merge | undefined> {
	return first(
		await tx<Merge[]>`
			select id, tag_id, main_tag_id, description, synonym_ids, watcher_ids from tag_merges
			where id = ${mergeId} and undone_at is null for update`,
	);
}

/** Has threads and watchers carry again what they carried; what was tagged since stays with the main tag. */
export async function partTagged(tx: Tx, { id, tagId, mainTagId, watcherIds }: Merge): Promise<void> {
	await tx`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, ${tagId}, t.created_at
		from tag_merge_threads x join threads t on t.id = x.thread_id
		join thread_tags tt on tt.thread_id = t.id and tt.tag_id = ${mainTagId}
		where x.merge_id = ${id} on conflict do nothing`;
	await tx`
		delete from thread_tags tt using tag_merge_threads x
		where x.merge_id = ${id} and not x.had_both and tt.thread_id = x.thread_id and tt.tag_id = ${mainTagId}`;
	await tx`
		delete from watches
		where target_kind = 'tag' and target_id = ${mainTagId} and member_id = any(${watcherIds}::bigint[])`;
}

/** Lets a merged tag stand for itself again, with the names that were its own. */
export async function unmakeSynonyms(tx: Tx, merge: Merge, now: Date): Promise<void> {
	await tx`update tags set main_tag_id = null, description = ${merge.description} where id = ${merge.tagId}`;
	await tx`
		update tags set main_tag_id = ${merge.tagId}
		where id = any(${merge.synonymIds}::bigint[]) and main_tag_id = ${merge.mainTagId}`;
	await tx`update tag_merges set undone_at = ${now} where id = ${merge.id}`;
}
