import { first, one, type Db, type Fragment, type Tx } from '../../platform/db.ts';

/**
 * How hot a thread is, as a number that does not age: ten times the votes, or ten times the answers, count as much as being
 * 12.5 hours younger. After the ranking that Reddit published in 2008 (log10 of votes + seconds / 45000), answers added.
 */
export function hotOf(
	sql: Db,
	{ score, answers, createdAt }: { score: Fragment; answers: Fragment; createdAt: Fragment },
) {
	return sql`(sign(${score}) * log(greatest(abs(${score}), 1)) + log(1 + ${answers}) + extract(epoch from ${createdAt}) / 45000)`;
}

/** Whether the thread `t` with these numbers waits for an answer. */
export function waitsOf(sql: Db, { answers, accepted }: { answers: Fragment; accepted: Fragment }) {
	return sql`(t.kind in ('question', 'problem') and t.state = 'published' and t.closed_at is null
		and t.solved_otherwise is null and ${answers} = 0 and ${accepted} = 0)`;
}

export type Moves = { score?: number; answers?: number; accepted?: number; comments?: number };

/**
 * Moves a thread's numbers in the deed's own transaction and derives again whether it waits and how hot it is; its row in
 * `threads` and those of its posts must be written before. Who wrote last goes along when a post was added; when answers went or
 * came back, the last one is looked up.
 */
export async function moveThread(
	tx: Tx,
	threadId: number,
	moves: Moves,
	lastPostId?: number,
): Promise<{ answers: number; accepted: number }> {
	const [score, answers, accepted] = [tx`n.score`, tx`n.answers`, tx`n.accepted`];
	return one(
		await tx<{ answers: number; accepted: number }[]>`
			update thread_stats s set
				(score, answers, accepted, comments, needs_answer, hot) = (
					select n.score, n.answers, n.accepted, n.comments, ${waitsOf(tx, { answers, accepted })},
						${hotOf(tx, { score, answers, createdAt: tx`t.created_at` })}
					from threads t, (values (
						s.score + ${moves.score ?? 0}::int, s.answers + ${moves.answers ?? 0}::int,
						s.accepted + ${moves.accepted ?? 0}::int, s.comments + ${moves.comments ?? 0}::int
					)) n (score, answers, accepted, comments)
					where t.id = s.thread_id
				)
				${lastPostId ? addedPost(tx, lastPostId) : moves.answers ? lastAnswer(tx) : tx``}
			where thread_id = ${threadId}
			returning answers, accepted`,
	);
}

/** Who wrote this post, and when if it is an answer, as assignments: the time as the database has it, to the microsecond. */
function addedPost(tx: Tx, postId: number) {
	return tx`
		, (last_answer_at, last_author_id) = (
			select case when p.kind = 'answer' then greatest(s.last_answer_at, p.created_at) end, p.author_id from posts p where p.id = ${postId})`;
}

/** When the last answer that is shown came to the thread of `thread_stats s`, and who wrote last, as assignments. */
function lastAnswer(tx: Tx) {
	return tx`
		, last_answer_at = (
			select max(p.created_at) from posts p where p.thread_id = s.thread_id and p.kind = 'answer' and p.state = 'published')
		, last_author_id = (
			select p.author_id from posts p where p.thread_id = s.thread_id and p.kind <> 'comment' and p.state = 'published'
			order by p.created_at desc, p.id desc limit 1)`;
}

/** Moves the score that a thread has by the votes on its opening text: part of the vote's transaction. */
export async function moveThreadScore(tx: Tx, threadId: number, by: number): Promise<void> {
	await moveThread(tx, threadId, { score: by });
}

export async function moveComments(tx: Tx, postId: number, by: number): Promise<void> {
	await tx`update post_stats set comments = comments + ${by} where post_id = ${postId}`;
}

/** Counts a change that readers can see; `active` also moves the thread up among the active ones. Returns the new version. */
export async function bumpThread(tx: Tx, threadId: number, { active = false } = {}): Promise<number> {
	const { version } = one(
		await tx<{ version: number }[]>`
			update threads set version = version + 1, active_at = ${active ? tx`now()` : tx`active_at`}
			where id = ${threadId} returning version`,
	);
	return version;
}

/** Notes since when a thread is solved, by its accepted answers or otherwise; nothing once it is not. */
export async function settleSolved(tx: Tx, threadId: number): Promise<boolean> {
	const row = first(
		await tx<{ solved: boolean }[]>`
			update threads t set solved_at = case
				when s.accepted > 0 or t.solved_otherwise is not null then coalesce(t.solved_at, now()) end
			from thread_stats s where s.thread_id = t.id and t.id = ${threadId}
			returning t.solved_at is not null as solved`,
	);
	return row?.solved ?? false;
}

/** Members who wrote the opening text or an answer of a thread. */
export async function listWriters(sql: Db, threadId: number): Promise<number[]> {
	const rows = await sql<{ authorId: number }[]>`
		select distinct author_id from posts where thread_id = ${threadId} and kind <> 'comment' and author_id is not null`;
	return rows.map((row) => row.authorId);
}

/** Members who wrote threads or answers in a space, in the order of their numbers. */
export async function listWritersIn(sql: Db, spaceId: number, afterId: number, limit: number): Promise<number[]> {
	const rows = await sql<{ authorId: number }[]>`
		select distinct p.author_id from threads t join posts p on p.thread_id = t.id
		where t.space_id = ${spaceId} and p.kind <> 'comment' and p.author_id > ${afterId}
		order by p.author_id limit ${limit}`;
	return rows.map((row) => row.authorId);
}

/** What members wrote and had accepted in public spaces: shown beside their names. */
export async function recountMembers(sql: Db, memberIds: number[]): Promise<void> {
	await sql`
		insert into member_stats (member_id, threads, answers, accepted)
		select m.id, n.threads, n.answers, n.accepted
		from unnest(${memberIds}::bigint[]) as m (id) join members using (id), lateral ${writtenBy(sql)} n
		on conflict (member_id) do update set
			threads = excluded.threads, answers = excluded.answers, accepted = excluded.accepted`;
}

/** What the member `m` wrote and had accepted in public spaces, counted now (`threads, answers, accepted`); for SQL, in place of a table. */
export function writtenBy(sql: Db) {
	return sql`(
		select count(*) filter (where p.kind = 'opening') as threads,
			count(*) filter (where p.kind = 'answer') as answers,
			count(*) filter (where p.kind = 'answer' and p.accepted_at is not null) as accepted
		from posts p join threads t on t.id = p.thread_id join spaces s on s.id = t.space_id
		where p.author_id = m.id and p.state = 'published' and not p.author_hidden
			and t.state = 'published' and s.kind = 'public'
	)`;
}

export type ViewCount = { threadId: number; memberId: number | null; views: number };

/** Adds views in one go, but for authors'; rows are locked in order of their number, so that two batches never block each other. */
export async function addViews(sql: Db, counts: ViewCount[]): Promise<void> {
	await sql`
		with counted as (
			select t.id, sum(c.views) as views
			from unnest(${counts.map((count) => count.threadId)}::bigint[], ${counts.map((count) => count.memberId)}::bigint[],
				${counts.map((count) => count.views)}::int[]) as c (thread_id, member_id, views)
			join threads t on t.id = c.thread_id and (c.member_id is null or c.member_id is distinct from t.author_id)
			group by t.id
		), locked as materialized (
			select thread_id from thread_stats where thread_id in (select id from counted) order by thread_id for no key update
		)
		update thread_stats s set views = s.views + counted.views
		from counted join locked on locked.thread_id = counted.id where s.thread_id = counted.id`;
}

/** Notes which threads members entered, and when last. */
export async function noteReads(sql: Db, reads: { memberId: number; threadId: number }[]): Promise<void> {
	await sql`
		insert into thread_reads (member_id, thread_id)
		select r.member_id, r.thread_id
		from unnest(${reads.map((read) => read.memberId)}::bigint[], ${reads.map((read) => read.threadId)}::bigint[])
			as r (member_id, thread_id)
		join threads t on t.id = r.thread_id join members m on m.id = r.member_id
		order by r.member_id, r.thread_id
		on conflict (member_id, thread_id) do update set last_read_at = now()`;
}
