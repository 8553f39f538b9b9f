import type { Db, Tx } from '../../platform/db.ts';

export type DueReminder = { threadId: number; postId: number; askerId: number };

/** A condition on `threads t`, `thread_stats ts`: answered, nothing accepted though it could be, and the asker has not said that none is right since. */
const waitsForAsker = (sql: Db) => sql`
	t.kind in ('question', 'problem') and t.state = 'published' and t.closed_at is null and t.locked_at is null and t.solved_at is null
	and ts.answers > 0 and ts.accepted = 0 and (r.none_right_at is null or r.none_right_at < ts.last_answer_at)`;

/**
 * Threads whose asker is due the next reminder: `days` after the last answer, as many times as there are days. Imported threads
 * are left alone.
 */
export async function listDueReminders(sql: Db, days: number[], now: Date): Promise<DueReminder[]> {
	return await sql<DueReminder[]>`
		select t.id as thread_id, p.id as post_id, t.author_id as asker_id
		from thread_stats ts join threads t on t.id = ts.thread_id
		join posts p on p.thread_id = t.id and p.kind = 'opening'
		join members m on m.id = t.author_id and m.state = 'active'
		left join accept_reminders r on r.thread_id = t.id
		cross join lateral (
			select case when r.reminded_at > ts.last_answer_at then r.step else 0 end as step
		) so_far
		where ts.answers > 0 and ts.accepted = 0 and ts.last_answer_at > ${now}::timestamptz - make_interval(days => ${Math.max(0, ...days) + 30}::int)
			and ts.last_answer_at <= ${now}::timestamptz - make_interval(days => (${days}::int[])[so_far.step + 1])
			and t.source is null and ${waitsForAsker(sql)}
		order by ts.last_answer_at limit 500`;
}

/** Notes a reminder; its step counts anew when an answer came since the last one. */
export async function noteReminder(tx: Tx, threadId: number, now: Date): Promise<void> {
	await tx`
		insert into accept_reminders (thread_id, step, reminded_at) values (${threadId}, 1, ${now})
		on conflict (thread_id) do update set reminded_at = excluded.reminded_at,
			step = case
				when accept_reminders.reminded_at > (select last_answer_at from thread_stats where thread_id = ${threadId})
				then accept_reminders.step + 1 else 1 end`;
}

export async function noteNoneRight(sql: Db, threadId: number, now: Date): Promise<void> {
	await sql`
		insert into accept_reminders (thread_id, none_right_at) values (${threadId}, ${now})
		on conflict (thread_id) do update set none_right_at = excluded.none_right_at`;
}

/** True when this member asked the thread, it has answers, and nothing is accepted or said yet. */
export async function asksToAccept(sql: Db, memberId: number, threadId: number): Promise<boolean> {
	const rows = await sql`
		select 1 from threads t join thread_stats ts on ts.thread_id = t.id
		left join accept_reminders r on r.thread_id = t.id
		where t.id = ${threadId} and t.author_id = ${memberId} and ${waitsForAsker(sql)}`;
	return rows.length > 0;
}

export async function isAsker(sql: Db, memberId: number, threadId: number): Promise<boolean> {
	const rows =
		await sql`select 1 from threads where id = ${threadId} and author_id = ${memberId} and state = 'published'`;
	return rows.length > 0;
}
