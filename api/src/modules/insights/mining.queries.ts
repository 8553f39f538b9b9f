import { staffRoles } from '@ikatan/contracts/common';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { first, one, type Db, type Fragment, type Sql, type Tx } from '../../platform/db.ts';
import { scale } from './promise.ts';
import {
	promiseOfNumbers,
	promiseOfWords,
	readSigns,
	reasonsOfNumbers,
	strongSigns,
	tellingInList,
	type Said,
	type Telling,
	type Weights,
} from './signs.ts';

/** Posts of a thread that are read for signs, the first ones; and characters of each. */
const postsRead = 60;
const charactersRead = 12_000;

type Unweighed = Omit<Weights, 'unaccepted'> & {
	id: number;
	spaceId: number;
	companyId: number | null;
	title: string;
	unaccepted: boolean;
	newWords: boolean;
	said: Said[];
};

/**
 * Works out what threads promise, and whether they are to be read: those never mined, and those in which a customer wrote since, for
 * what is new in them alone. Threads that are not published leave the list.
 */
export async function refreshMining(db: Db, threadIds: number[]): Promise<void> {
	if (threadIds.length === 0) return;
	const rows = (await readUnweighed(db, threadIds)).map(weigh);
	await (db as Tx)`
		with weighed as (
			select * from jsonb_to_recordset(${db.json(rows as never)}) as r (
				id bigint, "spaceId" bigint, kind text, "companyId" bigint, "createdAt" timestamptz, promise real,
				"wordsPromise" float8, reasons text[], telling jsonb)
		),
		gone as (
			delete from mining where thread_id = any(${threadIds}::bigint[]) and thread_id not in (select id from weighed)
				and mined_at is null
		),
		closed as (
			update mining set open = false, scale = ${scale} where thread_id = any(${threadIds}::bigint[])
				and thread_id not in (select id from weighed) and mined_at is not null
		)
		insert into mining (thread_id, space_id, kind, company_id, asked_at, promise, words_promise, reasons, telling, scale)
		select id, "spaceId", kind, "companyId", "createdAt", promise, "wordsPromise", reasons, telling, ${scale} from weighed
		on conflict (thread_id) do update set
			space_id = excluded.space_id, kind = excluded.kind, company_id = excluded.company_id,
			promise = excluded.promise, words_promise = excluded.words_promise, reasons = excluded.reasons,
			telling = excluded.telling, scale = excluded.scale,
			open = mining.mined_at is null or 'new-words' = any(excluded.reasons)`;
}

async function readUnweighed(db: Db, threadIds: number[]): Promise<Unweighed[]> {
	return await (db as Tx)<Unweighed[]>`
		select t.id, t.space_id, t.kind, t.company_id, t.created_at, case when m.mined_at is null then t.title else '' end as title,
			case when m.mined_at is null then s.score else 0 end as score,
			case when m.mined_at is null then s.me_too else 0 end as me_too,
			case when m.mined_at is null then s.answers else 0 end as answers,
			t.kind in ('question', 'problem') and s.answers > 0 and s.accepted = 0 and t.solved_at is null as unaccepted,
			coalesce(m.mined_at < last.at, false) as new_words, words.said
		from threads t join thread_stats s on s.thread_id = t.id left join mining m on m.thread_id = t.id
		cross join lateral (
			select max(p.created_at) as at from posts p left join members a on a.id = p.author_id
			where p.thread_id = t.id and p.state = 'published' and (a.role is null or a.role <> all(${[...staffRoles]}))
		) last
		cross join lateral (${ofCustomers(db, db`t.id`, db`and (m.mined_at is null or p.created_at > m.mined_at)`)}) words
		where t.id = any(${threadIds}::bigint[]) and t.state = 'published' and t.kind <> 'announcement'`;
}

/** What the customers of a thread wrote, the first posts of it (`said`); `further` narrows `posts p`. */
const ofCustomers = (db: Db, threadId: Fragment | number, further: Fragment = db``) => db`
	select coalesce(jsonb_agg(jsonb_build_object('postId', c.id, 'opening', c.kind = 'opening', 'html', left(c.html, ${charactersRead}))
		order by c.id), '[]') as said
	from (
		select p.id, p.kind, p.html from posts p left join members a on a.id = p.author_id
		where p.thread_id = ${threadId} and p.state = 'published' and (a.role is null or a.role <> all(${[...staffRoles]}))
			${further}
		order by p.id limit ${postsRead}
	) c`;

/** What the customers of one thread wrote. */
export async function listSaid(sql: Sql, threadId: number): Promise<Said[]> {
	return one(await sql<{ said: Said[] }[]>`${ofCustomers(sql, threadId)}`).said;
}

function weigh({ said, title, newWords, score, meToo, answers, unaccepted, ...thread }: Unweighed) {
	const signs = readSigns(title, said);
	const numbers = { ...thread, score, meToo, answers, unaccepted };
	const reasons = [...strongSigns(signs), ...reasonsOfNumbers(numbers), ...(newWords ? ['new-words'] : [])];
	const wordsPromise = promiseOfWords(signs);
	const promise = wordsPromise + promiseOfNumbers(numbers);
	return { ...thread, promise, wordsPromise, reasons, telling: tellingInList(signs) };
}

/** Has one company's threads belong to another. */
export async function moveCompany(tx: Tx, fromId: number, intoId: number): Promise<void> {
	await tx`update mining set company_id = ${intoId} where company_id = ${fromId}`;
}

/** Threads that have no row yet, newest first: what came by import; then those weighed by an older scale. */
export async function listUnweighed(sql: Sql, limit: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		(select t.id from threads t
		where t.state = 'published' and t.kind <> 'announcement'
			and not exists (select from mining m where m.thread_id = t.id)
		order by t.id desc limit ${limit})
		union all
		(select thread_id from mining where scale <> ${scale} order by thread_id desc limit ${limit})
		limit ${limit}`;
	return rows.map((row) => row.id);
}

export type MiningWanted = {
	spaceId?: number;
	tagId?: number;
	kind?: ThreadKind;
	companyId?: number;
	/** Days, YYYY-MM-DD, in UTC; `to` included. */
	from?: string;
	to?: string;
};

/** A condition on `mining m`: open and fitting. */
const fitting = (sql: Db, wanted: MiningWanted) => sql`m.open
	${wanted.spaceId === undefined ? sql`` : sql`and m.space_id = ${wanted.spaceId}`}
	${wanted.kind === undefined ? sql`` : sql`and m.kind = ${wanted.kind}`}
	${wanted.companyId === undefined ? sql`` : sql`and m.company_id = ${wanted.companyId}`}
	${wanted.tagId === undefined ? sql`` : sql`and exists (select from thread_tags g where g.thread_id = m.thread_id and g.tag_id = ${wanted.tagId})`}
	${wanted.from === undefined ? sql`` : sql`and m.asked_at >= ${wanted.from}::date`}
	${wanted.to === undefined ? sql`` : sql`and m.asked_at < ${wanted.to}::date + 1`}`;

export type MiningFacts = {
	threadId: number;
	promise: number;
	reasons: string[];
	telling: Telling[];
	claimedBy: string | null;
	quotes: number;
	company: string | null;
};

const facts = (sql: Db, readerId: number) => sql`
	m.thread_id, m.promise, m.reasons, m.telling,
	case when m.claimed_until > now() and m.claimed_by <> ${readerId} then c.display_name end as claimed_by,
	(select count(*)::int from quotes q where q.state = 'accepted' and q.thread_id = m.thread_id) as quotes,
	f.name as company`;

const around = (sql: Db) => sql`
	left join members c on c.id = m.claimed_by
	join threads t on t.id = m.thread_id left join members a on a.id = t.author_id
	left join companies f on f.id = coalesce(t.company_id, a.company_id)`;

/** Threads to be mined, those that promise most first. */
export async function listToMine(
	sql: Sql,
	readerId: number,
	{ wanted, after, limit }: { wanted: MiningWanted; after?: { promise: number; id: number }; limit: number },
): Promise<MiningFacts[]> {
	return await sql<MiningFacts[]>`
		with m as materialized (
			select m.* from mining m
			where ${fitting(sql, wanted)}
				${after ? sql`and (m.promise, m.thread_id) < (${after.promise}::real, ${after.id})` : sql``}
			order by m.promise desc, m.thread_id desc limit ${limit}
		)
		select ${facts(sql, readerId)} from m ${around(sql)} order by m.promise desc, m.thread_id desc`;
}

export async function findToMine(sql: Db, readerId: number, threadId: number): Promise<MiningFacts | undefined> {
	return first(
		await sql<MiningFacts[]>`
			select ${facts(sql, readerId)} from mining m ${around(sql)} where m.thread_id = ${threadId}`,
	);
}

/** How many wait, counted up to a limit. */
export async function countToMine(sql: Db, wanted: MiningWanted, upTo: number): Promise<number> {
	const rows = await sql<{ count: number }[]>`
		select count(*) from (select from mining m where ${fitting(sql, wanted)} limit ${upTo}) n`;
	return one(rows).count;
}

/** How many threads a member has mined since their midnight. */
export async function countDoneToday(sql: Db, memberId: number, timeZone: string): Promise<number> {
	const rows = await sql<{ count: number }[]>`
		select count(*) from mining
		where mined_by = ${memberId} and mined_at >= date_trunc('day', now() at time zone ${timeZone}) at time zone ${timeZone}`;
	return one(rows).count;
}

const claimFor = '15 minutes';

/**
 * Claims the best thread that is not open anywhere, or (`own`) that only the member has open; two at once get different ones, also two
 * windows of one member.
 */
export async function claimNext(
	tx: Tx,
	memberId: number,
	{ wanted, skip, own }: { wanted: MiningWanted; skip: number[]; own: boolean },
): Promise<number | undefined> {
	const rows = await tx<{ threadId: number }[]>`
		update mining set claimed_by = ${memberId}, claimed_until = now() + ${claimFor}::interval
		where thread_id = (
			select m.thread_id from mining m
			where ${fitting(tx, wanted)} and not (m.thread_id = any(${skip}::bigint[]))
				and (m.claimed_until is null or m.claimed_until <= now() ${own ? tx`or m.claimed_by = ${memberId}` : tx``})
			order by m.promise desc, m.thread_id desc limit 1 for update skip locked
		)
		returning thread_id`;
	return first(rows)?.threadId;
}

/** Claims one thread; undefined while somebody else has it, or when it is not to be mined. */
export async function claimOne(tx: Tx, memberId: number, threadId: number): Promise<string | undefined> {
	const rows = await tx<{ claimedUntil: string }[]>`
		update mining set claimed_by = ${memberId}, claimed_until = now() + ${claimFor}::interval
		where thread_id = ${threadId} and (claimed_until is null or claimed_until <= now() or claimed_by = ${memberId})
		returning claimed_until`;
	return first(rows)?.claimedUntil;
}

/** Lets go of those threads that a member has open. */
export async function letGo(db: Db, memberId: number, threadIds: number[]): Promise<void> {
	await db`
		update mining set claimed_by = null, claimed_until = null
		where claimed_by = ${memberId} and thread_id = any(${threadIds}::bigint[])`;
}

/** Notes that a thread was mined, or opens it again. False when there is no such thread to mine. */
export async function setOutcome(
	tx: Tx,
	memberId: number,
	threadId: number,
	outcome: 'captured' | 'nothing' | null,
): Promise<boolean> {
	const rows = await tx`
		update mining m set
			open = ${outcome === null}, outcome = ${outcome}, mined_by = ${outcome === null ? null : memberId},
			mined_at = ${outcome === null ? null : tx`now()`},
			mined_version = ${outcome === null ? null : tx`(select version from threads t where t.id = m.thread_id)`},
			claimed_by = null, claimed_until = null
		where m.thread_id = ${threadId} returning m.thread_id`;
	return rows.length > 0;
}
