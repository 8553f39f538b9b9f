import type { Tx } from '../../platform/db.ts';
import { one } from '../../platform/db.ts';

/** The space with this slug, made as a public one at the end of the list when there is none. */
export async function importSpace(tx: Tx, slug: string, name: string): Promise<{ id: number; made: boolean }> {
	const made = await tx<{ id: number }[]>`
		insert into spaces (slug, name, position, colour)
		select ${slug}, ${name.slice(0, 80)}, coalesce(max(position), 0) + 1, 1 + count(*)::int % 4 from spaces
		on conflict (slug) do nothing
		returning id`;
	if (made[0]) {
		await tx`insert into space_stats (space_id) values (${made[0].id}) on conflict do nothing`;
		return { id: made[0].id, made: true };
	}
	return { id: one(await tx<{ id: number }[]>`select id from spaces where slug = ${slug}`).id, made: false };
}

/** Recounts the threads of one space, and those that wait for an answer. */
export async function recountSpace(tx: Tx, spaceId: number): Promise<void> {
	await tx`
		insert into space_stats (space_id, threads, waiting)
		select ${spaceId}, count(*), count(*) filter (where ts.needs_answer)
		from threads t join thread_stats ts on ts.thread_id = t.id
		where t.space_id = ${spaceId} and t.state = 'published' and t.listed
		on conflict (space_id) do update set threads = excluded.threads, waiting = excluded.waiting`;
}
