import type { Tx } from '../../platform/db.ts';
import { refreshMining } from './mining.queries.ts';
import { promiseOfNumbers, reasonsOfNumbers, type Weights } from './signs.ts';

type Counted = Weights & { id: number; mined: boolean };

/**
 * Works out anew what threads promise where only votes have changed: what their words promise is known, and not read again. What
 * was mined promises by new words alone, whatever its votes. Threads that were never weighed are weighed as a whole.
 */
export async function reweighMining(tx: Tx, threadIds: number[]): Promise<void> {
	const known = await tx<Counted[]>`
		select t.id, t.kind, t.created_at, s.score, s.me_too, s.answers, m.mined_at is not null as mined,
			t.kind in ('question', 'problem') and s.answers > 0 and s.accepted = 0 and t.solved_at is null as unaccepted
		from mining m join threads t on t.id = m.thread_id join thread_stats s on s.thread_id = t.id
		where m.thread_id = any(${threadIds}::bigint[]) and m.words_promise is not null and t.state = 'published'`;
	const rows = known
		.filter(({ mined }) => !mined)
		.map((thread) => ({
			id: thread.id,
			promise: promiseOfNumbers(thread),
			reasons: reasonsOfNumbers(thread),
		}));
	if (rows.length > 0)
		await tx`
			with counted as (
				select * from jsonb_to_recordset(${tx.json(rows)}) as r (id bigint, promise float8, reasons text[])
			),
			weighed as (
				select m.thread_id as id, (m.words_promise + c.promise)::real as promise,
					array(select reason from unnest(m.reasons) as reason where reason <> all(${ofNumbers})) || c.reasons as reasons
				from counted c join mining m on m.thread_id = c.id
			)
			update mining m set promise = w.promise, reasons = w.reasons from weighed w
			where m.thread_id = w.id and (m.promise, m.reasons) is distinct from (w.promise, w.reasons)`;
	const met = new Set(known.map(({ id }) => id));
	await refreshMining(
		tx,
		threadIds.filter((id) => !met.has(id)),
	);
}

/** All reasons that numbers give. */
const ofNumbers = reasonsOfNumbers({ score: 1, meToo: 1, unaccepted: true });
