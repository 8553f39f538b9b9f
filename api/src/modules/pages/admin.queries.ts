import type { AdminOverview } from '@ikatan/contracts/admin-overview';
import { one, type Db } from '../../platform/db.ts';

type Counted = Omit<AdminOverview, 'failedJobs' | 'workerAway' | 'mailNowhere' | 'searchLimited'>;

/** What needs an admin, and how large the community is, in one statement. */
export async function countForAdmin(sql: Db, now: Date): Promise<Counted> {
	return one(
		await sql<Counted[]>`
			select
				(select count(*) from members where state <> 'deleted') as members,
				(select count(*) from members where state <> 'deleted' and created_at > ${now}::timestamptz - interval '7 days')
					as members_this_week,
				(select count(*) from members where mail is not null and mail_verified_at is null and state <> 'deleted') as unverified,
				(select count(*) from members where state in ('silenced', 'suspended') and (state_until is null or state_until > ${now}))
					as held_back,
				(select count(*) from companies where merged_into is null) as companies,
				(select count(*) from spaces where archived_at is null) as spaces,
				(select count(*) from mails where failed_at > ${now}::timestamptz - interval '30 days' and dismissed_at is null) as failed_mails,
				(select count(*) from event_effects where error is not null and dismissed_at is null and failed_attempts >= 5)
					as failed_effects,
				(select count(distinct thread_id) from search_outbox where queued_at < ${now}::timestamptz - interval '1 minute')
					as search_behind,
				(select count(*) from queue_items where state = 'open') as waiting_posts`,
	);
}
