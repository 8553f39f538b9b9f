import type { Sql } from '../../api/src/platform/db.ts';

type Seeding = { threads: number; members?: number; tags?: number };

/**
 * Fills an empty, migrated database with threads for measuring lists: ten spaces of every kind and of very different size,
 * tags of Zipf's distribution, 1.5 answers a thread on average. Written by the database itself, about 20,000 threads a second.
 */
export async function seedLists(sql: Sql, { threads, members = 20_000, tags = 2_000 }: Seeding): Promise<void> {
	await sql`insert into companies (name) select 'Company ' || n from generate_series(1, 200) n`;
	await sql`
		insert into members (handle, display_name, company_id)
		select 'member' || n, 'Member ' || n, 1 + n % 200 from generate_series(1, ${members}::int) n`;
	await sql`
		insert into spaces (slug, name, kind)
		select 'space-' || n, 'Space ' || n,
			case n when 7 then 'members' when 8 then 'groups' when 9 then 'company' when 10 then 'company_only' else 'public' end
		from generate_series(1, 10) n`;
	await sql`insert into tags (name) select 'tag' || n from generate_series(1, ${tags}::int) n`;
	// Half of all threads lie in the first space, a quarter in the second, and so on; the tenth gets what remains.
	await sql`
		insert into threads (kind, space_id, company_id, title, author_id, state, created_at, active_at)
		select (array['question','question','question','question','question','question','problem','problem','idea','discussion'])[1 + n % 10],
			s.id, case when s.id = 10 then 1 + n % 200 end, 'How does part ' || n || ' work with the other one',
			1 + n % ${members}::int, case when n % 50 = 0 then 'deleted' else 'published' end, at, at + random() * interval '60 days'
		from (
			select n, now() - (${threads}::int - n) * interval '2 minutes' as at,
				least(10, 1 + floor(-ln(1 - random()) / ln(2)))::bigint as space
			from generate_series(1, ${threads}::int) n
		) made join spaces s on s.id = made.space`;
	await sql`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version, created_at)
		select id, 'opening', author_id, text, '<p>' || text || '</p>', text, 1, created_at
		from (select *, repeat('What I tried so far did not help. ', 4) as text from threads) t`;
	await sql`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version, created_at, accepted_at)
		select t.id, 'answer', 1 + (t.id * 7 + n) % ${members}::int, 'Open the settings.', '<p>Open the settings.</p>', 'Open the settings.', 1,
			t.created_at + n * interval '1 hour', case when n = 1 and t.id % 3 = 0 then t.created_at + interval '1 day' end
		from threads t, generate_series(1, (t.id % 4)::int) n`;
	await sql`insert into post_stats (post_id, up, score) select id, s, s from (select id, floor(-ln(1 - random()) * 2)::int as s from posts) p`;
	await sql`
		insert into thread_stats (thread_id, space_id, score, answers, accepted, needs_answer, hot)
		select t.id, t.space_id, ps.score, t.id % 4, (t.id % 3 = 0 and t.id % 4 > 0)::int,
			t.id % 4 = 0 and t.state = 'published' and t.kind in ('question', 'problem'),
			log(greatest(1, ps.score + t.id % 4)) + extract(epoch from t.created_at) / 45000
		from threads t join posts p on p.thread_id = t.id and p.kind = 'opening' join post_stats ps on ps.post_id = p.id`;
	await sql`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, least(${tags}::int, ceil(power(${tags}::int, random())))::bigint, t.created_at
		from threads t, generate_series(1, 2) n
		on conflict do nothing`;
	await sql`vacuum analyze`;
}
