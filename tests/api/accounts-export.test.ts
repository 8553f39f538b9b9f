import { expect } from 'vitest';
import { exportOwn, signUp } from '@ikatan/contracts/accounts';
import { test } from '../support/app.ts';
import { member, password, space } from '../support/builders.ts';

/** Columns that point to a member, by the part of the export that tells of them. */
const exported: Record<string, string> = {
	'sessions.member_id': 'devices',
	'mail_tokens.member_id': 'addressesAsked',
	'former_handles.member_id': 'formerHandles',
	'group_members.member_id': 'groups',
	'member_badges.member_id': 'badges',
	'space_moderators.member_id': 'moderatedSpaces',
	'threads.author_id': 'threads',
	'posts.author_id': 'posts',
	'posts.deleted_by': 'deletedByMe',
	'posts.accepted_by': 'acceptedByMe',
	'revisions.editor_id': 'edits',
	'thread_links.proposed_by': 'duplicatesProposed',
	'thread_links.decided_by': 'duplicatesDecided',
	'post_mentions.member_id': 'mentions',
	'drafts.member_id': 'drafts',
	'thread_reads.member_id': 'threadsRead',
	'member_stats.member_id': 'numbers',
	'files.owner_id': 'files',
	'votes.member_id': 'votes',
	'me_too.member_id': 'meToo',
	'reputation_entries.member_id': 'reputation',
	'reputation_entries.cause_member_id': 'pointsCaused',
	'watches.member_id': 'watches',
	'notices.member_id': 'notices',
	'notice_choices.member_id': 'noticeChoices',
	'mails.member_id': 'mails',
	'quotes.author_id': 'ownWordsQuoted',
	'quotes.quoted_by': 'quotesTaken',
	'quotes.decided_by': 'nominationsDecided',
	'deflections.member_id': 'asksSolvedByThreads',
	'telling_recipients.member_id': 'whatBecameOfMyWords',
	'duplicate_carries.member_id': 'carriedFromDuplicates',
	'reports.reporter_id': 'reports',
	'sanctions.member_id': 'sanctions',
	'invitation_uses.member_id': 'invitations',
	'saved_filters.member_id': 'savedFilters',
	'insight_notes.author_id': 'insightNotes',
	'staff_notes.author_id': 'teamNotes',
};
/** Who of the team worked on what: it tells of the matter. What they account for is in the audit log, which the export tells of as `deeds`. */
const workOfTheTeam = [
	'document_sources.created_by',
	'insight_deeds.actor_id',
	'insight_moves.actor_id',
	'insight_moves.undone_by',
	'insight_suggestions.dismissed_by',
	'insights.created_by',
	'insights.owner_id',
	'invitations.made_by',
	'mining.claimed_by',
	'mining.mined_by',
	'post_holds.accepted_by',
	'post_holds.held_by',
	'post_holds.released_by',
	'queue_decisions.actor_id',
	'queue_decisions.undone_by',
	'queue_items.claimed_by',
	'queue_items.decided_by',
	'sanctions.actor_id',
	'sanctions.lifted_by',
	'tag_merges.merged_by',
	'tellings.actor_id',
	'thread_deeds.actor_id',
	'thread_deeds.undone_by',
	'written_documents.written_by',
];
/**
 * What is no fact about the member: keys of forms already sent, and which events a notice was made of. And what would tell on who
 * reported: that moderators looked at a post, which its author hears of where something came of it.
 */
const leftOut = ['request_keys.member_id', 'notice_events.member_id', 'queue_items.author_id'];

test('an export tells of every column that points to a member', async ({ app }) => {
	const rows = await app.sql<{ place: string }[]>`
		select c.conrelid::regclass::text || '.' || a.attname as place
		from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
		where c.contype = 'f' and c.confrelid = 'members'::regclass`;
	const places = rows.map((row) => row.place).filter((place) => ![...leftOut, ...workOfTheTeam].includes(place));
	expect(places.sort()).toEqual(Object.keys(exported).sort());
	const { value } = await app.call(exportOwn, { as: await member(app) });
	expect(Object.keys(value)).toEqual(expect.arrayContaining(Object.values(exported)));
});

test('an export holds what is one’s own, down to the drafts, and nothing that opens an account', async ({ app }) => {
	const body = { displayName: 'Rina', handle: 'rina', mail: 'rina@people.example', password };
	const { cookies } = await app.call(signUp, { body });
	const as = { cookie: `ikatan_session=${cookies[0]?.value}` };
	const [row] = await app.sql<{ id: number }[]>`select id from members where handle = 'rina'`;
	const id = row!.id;
	const place = await space(app, { name: 'Kasir' });
	const [thread] = await app.sql<{ id: number }[]>`
		insert into threads (kind, space_id, title, author_id) values ('question', ${place.id}, 'Mine', ${id}) returning id`;
	const [post] = await app.sql<{ id: number }[]>`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
		values (${thread!.id}, 'opening', ${id}, 'My **own** words', '', '', 1) returning id`;
	await app.sql`insert into drafts (member_id, kind, content) values (${id}, 'thread', ${app.sql.json({ title: 'Not yet' })})`;
	const other = await member(app, { displayName: 'Somebody else' });
	await app.sql`insert into votes (post_id, member_id, value) values (${post!.id}, ${other.id}, 1)`;

	const { status, value, headers } = await app.call(exportOwn, { as });
	expect(status).toBe(200);
	expect(headers['content-disposition']).toBe('attachment; filename="rina.json"');
	expect(value).toMatchObject({
		profile: [{ handle: 'rina', mail: body.mail, displayName: 'Rina' }],
		threads: [{ title: 'Mine', space: place.slug }],
		posts: [{ sourceText: 'My **own** words', kind: 'opening' }],
		drafts: [{ content: { title: 'Not yet' } }],
		votes: [],
		mails: [{ recipient: body.mail, subject: 'Confirm your address for Ikatan' }],
	});
	const text = JSON.stringify(value);
	expect(text).not.toMatch(/argon2|password_?hash|token_?hash|id_?hash|verify-mail\/|reset-password\//i);
	expect(text).not.toContain(other.handle);
});

test('an export is for its member alone', async ({ app }) => {
	expect((await app.call(exportOwn)).status).toBe(401);
});
