import { hashPassword } from '../../../api/src/modules/accounts/passwords.ts';
import { createSpace, recountSpaces } from '../../../api/src/modules/spaces/index.ts';
import { changeSettings } from '../../../api/src/modules/settings/index.ts';
import { recountTags } from '../../../api/src/modules/tags/index.ts';
import { recountMembers } from '../../../api/src/modules/threads/index.ts';
import { renderMarkdown, type RenderedBody } from '../../../api/src/platform/richtext/index.ts';
import { inTransaction, type Sql, type Tx } from '../../../api/src/platform/db.ts';
import { bodies, remarks, tagWords, titles } from './texts.ts';

/** Counts up with every change of what is seeded, or shaped for growth: a folder seeded by another version is not used. */
export const seedVersion = 2;
export const memberCount = 5_000;
export const password = 'a password for the benchmark';
/** Threads with exactly 20 posts: opening text, 15 answers, 4 comments. Every so many threads one of them. */
export const twentyEvery = 100;
/** The one thread with 2,000 answers (fewer among few threads). */
export const deepThreadId = 7;

const distinctBodies = 400;
const distinctRemarks = 150;
const distinctTitles = 8_000;
/** Opening text, answers and comments of a thread, on average. */
const postsAThread = 4.58;

/**
 * Fills an empty, migrated database with a community of `posts` posts: long-tailed threads, votes, tags, 5,000 members, texts
 * rendered by the real renderer from some hundred distinct ones, each with a sentence of its own.
 */
export async function seedCommunity(sql: Sql, posts: number): Promise<void> {
	const threads = Math.ceil(posts / postsAThread);
	const hash = await hashPassword(password);
	const pools = [await poolOf('body', bodies(distinctBodies)), await poolOf('remark', remarks(distinctRemarks))];
	await inTransaction(sql, async (tx) => {
		await tx`select setseed(0.42)`;
		await seedPeople(tx, hash);
		await seedPools(tx, pools);
		await seedThreads(tx, threads);
		await seedPosts(tx);
		await seedVotes(tx);
		await seedNumbers(tx);
		await seedTags(tx);
		await changeSettings(tx, { ready: true, siteName: 'Bench', setupCodeHash: null }, null);
		// A rebuild fills the indexes, the functions below the numbers.
		await tx`truncate search_outbox, search_entry_outbox, tag_recounts`;
	});
	await recountTags(sql);
	await recountSpaces(sql);
	const ids = Array.from({ length: memberCount }, (_, place) => place + 1);
	await recountMembers(sql, ids);
	await sql`vacuum analyze`;
}

async function seedPeople(tx: Tx, hash: string): Promise<void> {
	await tx`insert into companies (name) select 'Company ' || n from generate_series(1, 200) n`;
	await tx`
		insert into members (handle, display_name, mail, mail_verified_at, password_hash, role, company_id, trust_level, reputation,
			created_at, language)
		select 'member' || n, 'Member ' || n, 'member' || n || '@people.example', now() - interval '1 year', ${hash},
			case when n = ${memberCount} then 'admin' when n % 500 = 0 then 'agent' else 'member' end,
			case when n % 3 = 0 then 1 + n % 200 end, 1 + n % 3, floor(power(random(), 6) * 20000)::int, now() - interval '1 year', 'en'
		from generate_series(1, ${memberCount}::int) n`;
	const kinds = [
		'public',
		'public',
		'public',
		'public',
		'public',
		'public',
		'members',
		'groups',
		'company',
		'company_only',
	] as const;
	for (const [position, kind] of kinds.entries()) {
		const description = 'A space of the benchmark.';
		const colour = 1 + (position % 4);
		await createSpace(tx, {
			slug: `space-${position + 1}`,
			name: `Space ${position + 1}`,
			description,
			kind,
			colour,
			position,
		});
	}
	const names = [...tagWords, ...Array.from({ length: 1_800 }, (_, place) => `part-${place}`)];
	await tx`insert into tags (name) select distinct on (name) name from unnest(${[...new Set(names)]}::text[]) with ordinality as t (name, place)`;
}

type Pool = { kind: string; texts: string[]; rendered: RenderedBody[] };

async function poolOf(kind: string, texts: string[]): Promise<Pool> {
	return { kind, texts, rendered: await Promise.all(texts.map((text) => renderMarkdown(text))) };
}

async function seedPools(tx: Tx, pools: Pool[]): Promise<void> {
	await tx`create temp table pool (kind text, place int, source text, html text, plain text, version int) on commit drop`;
	await tx`create temp table pool_titles (place int, title text) on commit drop`;
	for (const { kind, texts, rendered } of pools) {
		await tx`
			insert into pool select ${kind}, place, source, html, plain, ${rendered[0]!.htmlVersion}::int
			from unnest(${texts}::text[], ${rendered.map((body) => body.html)}::text[], ${rendered.map((body) => body.text)}::text[])
				with ordinality as t (source, html, plain, place)`;
	}
	await tx`insert into pool_titles select place, title from unnest(${titles(distinctTitles)}::text[]) with ordinality as t (title, place)`;
	await tx`analyze pool, pool_titles`;
}

async function seedThreads(tx: Tx, threads: number): Promise<void> {
	// Half of all threads lie in the first space, a quarter in the second, and so on; the tenth gets what remains.
	await tx`
		insert into threads (kind, space_id, company_id, title, author_id, created_at, active_at)
		select (array['question','question','question','question','question','question','problem','problem','idea','discussion'])[1 + n % 10],
			case when n % ${twentyEvery} = 0 or n = ${deepThreadId} then 1 else space end,
			case when space = 10 then 1 + n % 200 end, t.title || ' (' || n || ')',
			1 + n * 7 % ${memberCount}::int, at, at + random() * interval '20 days'
		from (
			select n, now() - interval '20 days' - (${threads}::int - n) * interval '25 minutes' as at,
				least(10, 1 + floor(-ln(1 - random()) / ln(2)))::bigint as space, 1 + floor(random() * ${distinctTitles})::int as place
			from generate_series(1, ${threads}::int) n
		) made join pool_titles t using (place) order by n`;
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		select author_id, 'thread', id, 'all', 'asked' from threads on conflict do nothing`;
}

/** What a pool text becomes as one post: with a sentence that only this post has. */
const own = (tx: Tx) => tx`'Seen with order ' || 10000 + made.n * 7 || ' at till ' || made.n % 97 || '.'`;

async function seedPosts(tx: Tx): Promise<void> {
	await tx`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version, created_at)
		select made.id, 'opening', author_id, source || E'\n\n' || ${own(tx)}, html || '<p>' || ${own(tx)} || '</p>',
			plain || E'\n' || ${own(tx)}, version, created_at
		from (select id, id as n, author_id, created_at, 1 + floor(random() * ${distinctBodies})::int as place from threads) made
		join pool on pool.kind = 'body' and pool.place = made.place order by made.id`;
	// Pareto's distribution: most threads have one or two answers, a few have hundreds.
	await tx`
		insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version, created_at, accepted_at)
		select made.id, 'answer', 1 + (made.id * 13 + nth * 31) % ${memberCount}::int, source || E'\n\n' || ${own(tx)},
			html || '<p>' || ${own(tx)} || '</p>', plain || E'\n' || ${own(tx)}, version, made.at,
			case when nth = 1 and made.id % 3 = 0 then made.at + interval '1 day' end
		from (
			select t.id, nth, t.id * 11 + nth * 1009 as n, t.created_at + nth * interval '20 minutes' as at,
				1 + floor(random() * ${distinctBodies})::int as place
			from (
				select id, created_at, case when id = ${deepThreadId} then least(2000, (select count(*) from threads) / 10) when id % ${twentyEvery} = 0 then 15
					when random() < 0.15 then 0 else least(400, floor(power(1 - random(), -1 / 1.5))) end::int as answers
				from threads
			) t, generate_series(1, t.answers) nth
		) made join pool on pool.kind = 'body' and pool.place = made.place order by made.at`;
	await tx`
		insert into posts (thread_id, parent_id, kind, author_id, source_text, html, plain_text, html_version, created_at)
		select made.thread_id, made.id, 'comment', 1 + (made.id * 17 + nth) % ${memberCount}::int, source || ' ' || ${own(tx)},
			html || '<p>' || ${own(tx)} || '</p>', plain || ' ' || ${own(tx)}, version, made.created_at + nth * interval '10 minutes'
		from (
			select p.thread_id, p.id, p.created_at, nth, p.id * 5 + nth as n, 1 + floor(random() * ${distinctRemarks})::int as place
			from (
				select p.*, case
					when thread_id % ${twentyEvery} = 0
						then (row_number() over (partition by thread_id order by created_at, id) between 2 and 5)::int
					when random() < 0.75 then 0 else least(20, floor(power(1 - random(), -1 / 1.8))) end::int as comments
				from posts p
			) p, generate_series(1, p.comments) nth
		) made join pool on pool.kind = 'remark' and pool.place = made.place order by made.id`;
}

async function seedVotes(tx: Tx): Promise<void> {
	await tx`
		insert into votes (post_id, member_id, value, cast_at)
		select p.id, 1 + (p.id * 7919 + nth * 4729) % ${memberCount}::int, case when nth % 9 = 8 and p.kind = 'answer' then -1 else 1 end,
			p.created_at + nth * interval '1 hour'
		from (
			select id, kind, created_at, least(60, floor(-ln(1 - random()) * 2.2))::int as count from posts where kind <> 'comment'
		) p, generate_series(1, p.count) nth on conflict do nothing`;
}

async function seedNumbers(tx: Tx): Promise<void> {
	await tx`
		insert into post_stats (post_id, up, down, score, comments)
		select p.id, coalesce(v.up, 0), coalesce(v.down, 0), coalesce(v.up - v.down, 0), coalesce(c.comments, 0)
		from posts p
		left join (select post_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down from votes group by 1) v
			on v.post_id = p.id
		left join (select parent_id, count(*) as comments from posts where kind = 'comment' group by 1) c on c.parent_id = p.id`;
	await tx`
		insert into thread_stats (thread_id, space_id, score, answers, accepted, comments, needs_answer, hot, last_answer_at, last_author_id)
		select t.id, t.space_id, n.score, n.answers, n.accepted, n.comments, n.answers = 0 and t.kind in ('question', 'problem'),
			log(greatest(1, n.score + n.answers)) + extract(epoch from t.created_at) / 45000, n.last_at, t.author_id
		from threads t join (
			select p.thread_id, sum(s.score) filter (where p.kind = 'opening') as score, count(*) filter (where p.kind = 'answer') as answers,
				count(p.accepted_at) as accepted, count(*) filter (where p.kind = 'comment') as comments,
				max(p.created_at) filter (where p.kind = 'answer') as last_at
			from posts p join post_stats s on s.post_id = p.id group by 1
		) n on n.thread_id = t.id`;
	await tx`
		update threads set solved_at = p.accepted_at from posts p where p.thread_id = threads.id and p.accepted_at is not null`;
}

async function seedTags(tx: Tx): Promise<void> {
	await tx`
		insert into thread_tags (thread_id, tag_id, created_at)
		select t.id, least((select count(*) from tags), ceil(power((select count(*) from tags), random())))::bigint, t.created_at
		from threads t, generate_series(1, 3) n on conflict do nothing`;
}
