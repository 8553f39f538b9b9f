import type { DemoCommunity, DemoThread } from '../../../demo/types.ts';
import { one, type Tx } from '../../platform/db.ts';
import { idOf, momentOf } from './moment.ts';
import type { Seeded } from './seed.ts';

/** Threads without their posts, oldest first, so that posts can point to each other's addresses. */
export async function seedThreads(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<void> {
	const byAge = [...community.threads].sort(
		(left, right) => momentOf(seeded.now, left.age).getTime() - momentOf(seeded.now, right.age).getTime(),
	);
	for (const thread of byAge) {
		const id = await insertThread(tx, thread, seeded);
		seeded.threads.set(thread.ref, { id, title: thread.title, openingId: 0 });
	}
	for (const { ref, duplicateOf } of byAge) {
		if (!duplicateOf) continue;
		const [from, to] = [seeded.threads.get(ref), seeded.threads.get(duplicateOf.ref)];
		if (!from || !to) throw new Error(`${ref} is a duplicate of a thread that is not there`);
		await tx`
			insert into thread_links (from_thread_id, to_thread_id, kind, proposed_by, decided_by, created_at)
			values (${from.id}, ${to.id}, 'duplicate',
				${idOf(seeded.members, duplicateOf.by)}, ${idOf(seeded.members, duplicateOf.by)},
				${momentOf(seeded.now, duplicateOf.age)})`;
	}
}

async function insertThread(tx: Tx, thread: DemoThread, seeded: Seeded): Promise<number> {
	const { now } = seeded;
	const createdAt = momentOf(now, thread.age);
	const accepted = (thread.answers ?? []).flatMap((answer) =>
		answer.accepted ? [momentOf(now, answer.accepted.age)] : [],
	);
	const solved = [...accepted, ...(thread.solvedOtherwise ? [momentOf(now, thread.solvedOtherwise.age)] : [])];
	const active = [createdAt, ...(thread.answers ?? []).map((answer) => momentOf(now, answer.age))];
	const latest = (moments: Date[]) => new Date(Math.max(...moments.map((moment) => moment.getTime())));
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into threads (kind, space_id, company_id, title, author_id, language, created_at, active_at, pinned_at,
				closed_at, closed_reason, solved_otherwise, solved_at)
			values (${thread.kind}, ${idOf(seeded.spaces, thread.space)},
				${thread.company === undefined ? null : idOf(seeded.companies, thread.company)}, ${thread.title},
				${idOf(seeded.members, thread.author)}, ${thread.language}, ${createdAt}, ${latest(active)},
				${thread.pinned ? createdAt : null}, ${thread.closed ? momentOf(now, thread.closed.age) : null},
				${thread.closed?.reason ?? null}, ${thread.solvedOtherwise?.text ?? null},
				${solved.length > 0 ? new Date(Math.min(...solved.map((moment) => moment.getTime()))) : null})
			returning id`,
	);
	await tx`
		insert into thread_stats (thread_id, space_id, views, me_too)
		values (${id}, ${idOf(seeded.spaces, thread.space)}, ${thread.views}, ${thread.meToo?.length ?? 0})`;
	await tx`
		insert into thread_tags (thread_id, tag_id, created_at)
		select ${id}, unnest(${thread.tags.map((name) => idOf(seeded.tags, name))}::bigint[]), ${createdAt}`;
	return id;
}
