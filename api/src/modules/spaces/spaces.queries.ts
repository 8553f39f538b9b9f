import type { FormField } from '@ikatan/contracts/spaces';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { one, type Db, type Tx } from '../../platform/db.ts';
import { forgetKept } from '../../platform/kept.ts';
import type { SpaceRule } from './spaces.policy.ts';

export type SpaceRow = SpaceRule & {
	slug: string;
	name: string;
	description: string;
	colour: number;
	formTemplate: FormField[];
	threads: number;
	waiting: number;
};

/** All spaces with the groups and companies that they are open to, in order; there are tens of them, not thousands. */
export async function listAllSpaces(sql: Db): Promise<SpaceRow[]> {
	return await sql<SpaceRow[]>`
		select s.id, s.slug, s.name, s.description, s.kind, s.colour, s.posting, s.form_template,
			s.archived_at is not null as archived,
			array(select group_id from space_groups g where g.space_id = s.id) as group_ids,
			array(select company_id from space_companies c where c.space_id = s.id) as company_ids,
			coalesce(st.threads, 0) as threads, coalesce(st.waiting, 0) as waiting
		from spaces s left join space_stats st on st.space_id = s.id
		order by s.position, s.id`;
}

export type NewSpace = {
	slug: string;
	name: string;
	description: string;
	kind: SpaceRule['kind'];
	colour: number;
	position: number;
	posting?: SpaceRule['posting'];
	formTemplate?: FormField[];
	groupIds?: number[];
	companyIds?: number[];
};

export async function insertSpace(tx: Tx, space: NewSpace): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into spaces (slug, name, description, kind, colour, position, posting, form_template)
			values (${space.slug}, ${space.name}, ${space.description}, ${space.kind}, ${space.colour}, ${space.position},
				${space.posting ?? 'readers'}, ${tx.json((space.formTemplate ?? []) as never)})
			returning id`,
	);
	await tx`
		insert into space_groups (space_id, group_id) select ${id}, unnest(${space.groupIds ?? []}::bigint[])`;
	await tx`
		insert into space_companies (space_id, company_id) select ${id}, unnest(${space.companyIds ?? []}::bigint[])`;
	await tx`insert into space_stats (space_id) values (${id})`;
	return id;
}

/** Counts threads and waiting questions of each space anew; returns nothing, writes only what changed. */
export async function recountSpaces(sql: Db): Promise<void> {
	await sql`
		insert into space_stats (space_id, threads, waiting)
		select s.id,
			(select count(*) from threads t where t.space_id = s.id and t.state = 'published' and t.listed),
			(select count(*) from thread_stats ts where ts.space_id = s.id and ts.needs_answer)
		from spaces s
		on conflict (space_id) do update set threads = excluded.threads, waiting = excluded.waiting
			where (space_stats.threads, space_stats.waiting) is distinct from (excluded.threads, excluded.waiting)`;
	await sql`
		insert into space_kind_stats (space_id, kind, threads)
		select s.id, k.kind, count(t.id)
		from spaces s
		cross join unnest(array['question', 'idea', 'problem', 'discussion', 'announcement']) as k (kind)
		left join threads t on t.space_id = s.id and t.kind = k.kind and t.state = 'published' and t.listed
		group by s.id, k.kind
		on conflict (space_id, kind) do update set threads = excluded.threads
			where space_kind_stats.threads is distinct from excluded.threads`;
	forgetKept();
}

/** Threads by kind in these spaces, as counted by the last recount. */
export async function sumThreadsByKind(sql: Db, spaceIds: number[]): Promise<{ kind: ThreadKind; threads: number }[]> {
	return await sql<{ kind: ThreadKind; threads: number }[]>`
		select kind, sum(threads)::int as threads from space_kind_stats where space_id = any(${spaceIds}::bigint[]) group by kind`;
}
