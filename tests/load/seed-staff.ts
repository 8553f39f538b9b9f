import type { Sql } from '../../api/src/platform/db.ts';

/** Fills the staff's side of a database that `seedLists` has filled: insights with quotes, and a queue of moderators. */
export async function seedStaff(
	sql: Sql,
	{ insights, quotes, items }: { insights: number; quotes: number; items: number },
): Promise<void> {
	await sql`insert into members (handle, display_name, role, mail, mail_verified_at)
		select 'staff' || n, 'Staff ' || n, (array['product','agent','success','admin'])[1 + n % 4], 'staff' || n || '@load.example', now()
		from generate_series(1, 20) n`;
	await sql`insert into product_areas (slug, name, position) select 'area-' || n, 'Area ' || n, n from generate_series(1, 12) n`;
	await sql`
		insert into insights (title, area_id, type_id, importance, column_id, place, owner_id, team, public, created_by, created_at, changed_at)
		select (array['Exports','Printing','Invoices','Counting','Signing in','Refunds'])[1 + n % 6] || ' '
				|| (array['fail silently','are slow','lose a line','need a second step','show the wrong sum'])[1 + n % 5] || ' in case ' || n,
			1 + n % 12, 1 + n % 6, n % 4, 1 + floor(random() * random() * 6)::int, n, s.id, 'Team ' || n % 5, n % 10 = 0, s.id,
			now() - n * interval '1 hour', now() - n * interval '30 minutes'
		from generate_series(1, ${insights}::int) n
		join (select id, row_number() over (order by id) - 1 as place from members where role <> 'member') s on s.place = n % 20`;
	await sql`
		insert into quotes (insight_id, kind, post_id, thread_id, post_version, words, prefix, author_id, company_id, company_name, importance,
			space_id, thread_title, quoted_by, created_at, said_at)
		select 1 + floor(power(random(), 2) * ${insights}::int)::bigint, 'passage', p.id, p.thread_id, 1,
			'What I tried so far did not help, and customer ' || p.author_id || ' waits.', n::text, p.author_id, m.company_id,
			'Company ' || m.company_id, n % 4, t.space_id, t.title, s.id, now() - random() * interval '120 days', p.created_at
		from generate_series(1, ${quotes}::int) n
		join posts p on p.id = 1 + (n * 37) % (select count(*) from posts) join threads t on t.id = p.thread_id
		join members m on m.id = p.author_id
		cross join (select min(id) as id from members where role <> 'member') s`;
	await sql`
		insert into queue_items (post_id, space_id, company_id, author_id, causes, report_count, weight, opened_at)
		select p.id, t.space_id, t.company_id, p.author_id, array['reported'], 1 + n % 5, random() * 8, now() - n * interval '1 minute'
		from generate_series(1, ${items}::int) n
		join posts p on p.id = 1 + (n * 53) % (select count(*) from posts) join threads t on t.id = p.thread_id
		on conflict do nothing`;
	await sql`
		insert into reports (item_id, post_id, reporter_id, reason, weight)
		select q.id, q.post_id, 1 + (q.id * 11 + n) % 20000, 'spam', 1.5 from queue_items q, generate_series(1, q.report_count) n
		on conflict do nothing`;
}
