import type { Tx } from '../../platform/db.ts';
import type { DirectNotice } from './direct.ts';

type Row = DirectNotice & { inApp: boolean; mailDueAt: Date | null };

/** Adds notices with words of their own; the same event again adds nothing. Returns whose notices changed. */
export async function addDirectNotices(
	tx: Tx,
	{ eventId, actorId }: { eventId: number | null; actorId: number | null },
	notices: Row[],
): Promise<number[]> {
	if (notices.length === 0) return [];
	const rows = await tx<{ memberId: number }[]>`
		with fresh as (
			select w.* from unnest(${notices.map((one) => one.memberId)}::bigint[], ${notices.map((one) => one.kind)}::text[],
				${notices.map((one) => one.threadId ?? null)}::bigint[], ${notices.map((one) => one.title)}::text[],
				${notices.map((one) => one.path)}::text[], ${notices.map((one) => one.words ?? '')}::text[],
				${notices.map((one) => one.said ?? '')}::text[], ${notices.map((one) => one.groupKey)}::text[],
				${notices.map((one) => (one.inApp ? 1 : 0))}::int[],
				${notices.map((one) => one.mailDueAt?.toISOString() ?? null)}::timestamptz[])
				as w (member_id, kind, thread_id, title, path, words, said, group_key, in_app, mail_due_at)
			where not exists (
				select from notice_events e where e.member_id = w.member_id and e.event_id = ${eventId}::bigint)
		),
		put as (
			insert into notices (member_id, kind, thread_id, actor_ids, title, path, words, said, group_key, in_app, mail_due_at)
			select member_id, kind, thread_id, array_remove(array[${actorId}::bigint], null), title, path, words, said, group_key,
				in_app = 1, mail_due_at
			from fresh
			on conflict (member_id, group_key) where seen_at is null do update set
				count = notices.count + 1,
				updated_at = now(),
				kind = excluded.kind, thread_id = excluded.thread_id, title = excluded.title, path = excluded.path, words = excluded.words, said = excluded.said,
				in_app = notices.in_app or excluded.in_app,
				actor_ids = (excluded.actor_ids || array_remove(notices.actor_ids, ${actorId}::bigint))[1:5],
				mail_due_at = coalesce(notices.mail_due_at, excluded.mail_due_at),
				mailed_at = case when excluded.mail_due_at is null then notices.mailed_at end
			returning id, member_id
		),
		noted as (
			insert into notice_events (member_id, event_id, notice_id)
			select member_id, ${eventId}::bigint, id from put where ${eventId}::bigint is not null
		)
		select member_id from put`;
	return rows.map((row) => row.memberId);
}
