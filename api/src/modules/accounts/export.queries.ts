import type { Sql } from '../../platform/db.ts';

type Part = (sql: Sql, memberId: number) => Promise<readonly unknown[]>;

/**
 * What the community holds of a member, part by part. This one file reads every domain's tables: an export that forgets something
 * breaks a promise, so tests/api/accounts-export.test.ts asks the catalog for each column that points to a member and finds it
 * here or in the list of what is left out. Texts of others, secrets and hashes are never part of it.
 */
export const exportParts: Record<string, Part> = {
	profile: (sql, id) => sql`
		select m.handle, m.display_name, m.mail, m.mail_verified_at, m.role, m.state, m.state_until, c.name as company, m.title, m.bio,
			m.picture_file_id, m.language, m.time_zone, m.theme, m.shows_presence, m.single_keys, m.trust_level, m.reputation, m.created_at, m.last_seen_at,
			m.source, m.source_id
		from members m left join companies c on c.id = m.company_id where m.id = ${id}`,
	formerHandles: (sql, id) =>
		sql`select handle, changed_at from former_handles where member_id = ${id} order by changed_at`,
	groups: (sql, id) => sql`
		select g.slug, g.name from group_members gm join groups g on g.id = gm.group_id where gm.member_id = ${id} order by g.slug`,
	moderatedSpaces: (sql, id) => sql`
		select s.slug, s.name from space_moderators sm join spaces s on s.id = sm.space_id where sm.member_id = ${id} order by s.slug`,
	badges: (sql, id) => sql`
		select b.name, b.description, mb.awarded_at from member_badges mb join badges b on b.id = mb.badge_id
		where mb.member_id = ${id} order by mb.awarded_at`,
	devices: (sql, id) => sql`
		select device, created_at, last_seen_at, expires_at from sessions where member_id = ${id} order by created_at`,
	addressesAsked: (sql, id) => sql`
		select purpose, mail, created_at, expires_at, used_at from mail_tokens where member_id = ${id} order by created_at`,
	threads: (sql, id) => sql`
		select t.id, t.kind, s.slug as space, t.title, t.state, t.language, t.form_values, t.solved_otherwise, t.created_at, t.deleted_at,
			array(select tg.name from thread_tags tt join tags tg on tg.id = tt.tag_id where tt.thread_id = t.id order by tg.name) as tags
		from threads t join spaces s on s.id = t.space_id where t.author_id = ${id} order by t.id`,
	posts: (sql, id) => sql`
		select p.id, p.thread_id, t.title as thread_title, p.kind, p.parent_id, p.source_text, p.state, p.author_hidden,
			p.created_at, p.edited_at, p.deleted_at, p.accepted_at
		from posts p join threads t on t.id = p.thread_id where p.author_id = ${id} order by p.id`,
	edits: (sql, id) => sql`
		select post_id, number, title, tags, source_text, reason, created_at from revisions where editor_id = ${id} order by id`,
	acceptedByMe: (sql, id) =>
		sql`select id as post_id, accepted_at from posts where accepted_by = ${id} order by accepted_at`,
	deletedByMe: (sql, id) =>
		sql`select id as post_id, deleted_at from posts where deleted_by = ${id} order by deleted_at`,
	duplicatesProposed: (sql, id) => sql`
		select from_thread_id, to_thread_id, kind, state from thread_links where proposed_by = ${id} order by id`,
	duplicatesDecided: (sql, id) => sql`
		select from_thread_id, to_thread_id, kind, state from thread_links where decided_by = ${id} order by id`,
	mentions: (sql, id) => sql`select post_id from post_mentions where member_id = ${id} order by post_id`,
	drafts: (sql, id) =>
		sql`select kind, target_id, content, updated_at from drafts where member_id = ${id} order by updated_at`,
	asksSolvedByThreads: (sql, id) =>
		sql`select thread_id, title, at from deflections where member_id = ${id} order by id`,
	votes: (sql, id) => sql`select post_id, value, cast_at from votes where member_id = ${id} order by cast_at`,
	meToo: (sql, id) => sql`select thread_id, created_at from me_too where member_id = ${id} order by created_at`,
	reputation: (sql, id) => sql`
		select reason, worth, points, thread_id, post_id, at, undone_at from reputation_entries where member_id = ${id} order by id`,
	pointsCaused: (sql, id) => sql`
		select reason, post_id, at, undone_at from reputation_entries
		where cause_member_id = ${id} and member_id <> ${id} order by id`,
	numbers: (sql, id) => sql`select threads, answers, accepted from member_stats where member_id = ${id}`,
	threadsRead: (sql, id) => sql`
		select thread_id, first_read_at, last_read_at from thread_reads where member_id = ${id} order by first_read_at`,
	watches: (sql, id) => sql`
		select target_kind, target_id, level, reason, created_at from watches where member_id = ${id} order by created_at`,
	notices: (sql, id) => sql`
		select kind, thread_id, post_id, count, created_at, updated_at, seen_at, mailed_at from notices where member_id = ${id} order by id`,
	noticeChoices: (sql, id) =>
		sql`select kind, channel, chosen from notice_choices where member_id = ${id} order by kind, channel`,
	mails: (sql, id) => sql`
		select kind, recipient, subject, created_at, sent_at from mails where member_id = ${id} order by id`,
	files: (sql, id) => sql`
		select id, name, content_type, bytes, width, height, purpose, created_at from files where owner_id = ${id} order by id`,
	// What the company made of them is the company's; that one's words were kept, and which, is one's own to know.
	ownWordsQuoted: (sql, id) => sql`
		select post_id, thread_id, words, said_at, created_at from quotes
		where author_id = ${id} and state = 'accepted' order by id`,
	quotesTaken: (sql, id) => sql`
		select post_id, thread_id, state, note, answer, created_at, decided_at from quotes where quoted_by = ${id} order by id`,
	nominationsDecided: (sql, id) => sql`
		select post_id, state, answer, decided_at from quotes where decided_by = ${id} order by id`,
	whatBecameOfMyWords: (sql, id) => sql`
		select r.stage, r.reasons, r.words, r.thread_id, t.text, t.at
		from telling_recipients r join tellings t on t.id = r.telling_id where r.member_id = ${id} order by t.at`,
	carriedFromDuplicates: (sql, id) => sql`select * from duplicate_carries where member_id = ${id}`,
	reports: (sql, id) => sql`
		select post_id, reason, words, outcome, answer, created_at, decided_at from reports where reporter_id = ${id} order by id`,
	sanctions: (sql, id) => sql`
		select kind, reason, at, until, lifted_at from sanctions where member_id = ${id} order by id`,
	invitations: (sql, id) => sql`select * from invitation_uses where member_id = ${id}`,
	savedFilters: (sql, id) => sql`
		select page, name, query, created_at from saved_filters where member_id = ${id} order by id`,
	insightNotes: (sql, id) => sql`
		select insight_id, source_text, created_at, edited_at, deleted_at from insight_notes where author_id = ${id} order by id`,
	teamNotes: (sql, id) => sql`
		select subject, subject_id, source_text, created_at, edited_at, deleted_at from staff_notes
		where author_id = ${id} order by id`,
	deeds: (sql, id) => sql`
		select at, action, subject_kind, subject_id from audit_log
		where actor_id = ${id} or (subject_kind = 'member' and subject_id = ${id}) order by id`,
};

/** Every part, one after another: an export is rare, and must not take all connections. */
export async function exportMember(sql: Sql, memberId: number): Promise<Record<string, unknown>> {
	const parts: Record<string, unknown> = {};
	for (const [name, read] of Object.entries(exportParts)) parts[name] = [...(await read(sql, memberId))];
	return parts;
}
