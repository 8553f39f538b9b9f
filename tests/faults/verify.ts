import { pino } from 'pino';
import { silentMeter } from '@ikatan/process/meter';
import { setTimeout as sleep } from 'node:timers/promises';
import { allDerived } from '../../api/src/commands/recount.ts';
import { one, type Sql } from '../../api/src/platform/db.ts';
import { recount } from '../../api/src/platform/derived.ts';
import type { Deps } from '../../api/src/platform/deps.ts';
import { readEnv } from '../../api/src/platform/env.ts';
import { createSearch } from '../../api/src/platform/search.ts';
import { systemClock } from '../../api/src/platform/clock.ts';
import type { PostOffice } from './post-office.ts';
import type { Stage } from './stage.ts';
import type { Ledger } from './writers.ts';

/** Numbers that a job of the clock counts are compared at the end only: they take their minute. */
const longest = 5;

/** What was acknowledged, beside what there is: each exactly once, as it was said last. */
export async function verifyWrites(sql: Sql, ledger: Ledger): Promise<string[]> {
	const wrong: string[] = [];
	const posts = await sql<{ id: number; kind: string; text: string; accepted: boolean }[]>`
		select id, kind, source_text as text, accepted_at is not null as accepted from posts`;
	const tokens = new Map<string, number[]>();
	for (const { id, text } of posts) {
		const token = /(?:thread|answer|comment) [0-9a-f-]{36}/.exec(text)?.[0] ?? text;
		tokens.set(token, [...(tokens.get(token) ?? []), id]);
	}
	const acknowledged = [
		...ledger.threads.map(({ postId, token }) => ({ id: postId, token: `thread ${token}` })),
		...ledger.answers,
		...ledger.comments,
	];
	for (const { id, token } of acknowledged) {
		const found = tokens.get(token) ?? [];
		if (found.length !== 1 || found[0] !== id)
			wrong.push(`${token}: acknowledged as ${id}, there is ${found.join() || 'nothing'}`);
	}
	if (posts.length !== acknowledged.length)
		wrong.push(`${acknowledged.length} posts were acknowledged, there are ${posts.length}`);
	const votes = await sql<{ memberId: number; postId: number; value: number }[]>`
		select member_id, post_id, value from votes`;
	const cast = new Map(votes.map(({ memberId, postId, value }) => [`${memberId} ${postId}`, value]));
	for (const [key, value] of ledger.votes)
		if ((cast.get(key) ?? 0) !== value)
			wrong.push(`vote ${key}: acknowledged ${value}, there is ${cast.get(key) ?? 0}`);
	for (const { id, kind, accepted } of posts)
		if (kind === 'answer' && accepted !== (ledger.accepted.get(id) ?? false))
			wrong.push(`answer ${id}: accepted is ${accepted}`);
	return wrong;
}

/** Every event had each of its effects once, and whoever had to hear of an answer heard exactly once. */
export async function verifyNotices(sql: Sql, ledger: Ledger): Promise<string[]> {
	const wrong: string[] = [];
	const failed = await sql<{ subscriber: string; error: string }[]>`
		select subscriber, error from event_effects where error is not null`;
	for (const { subscriber, error } of failed) wrong.push(`an effect of ${subscriber} failed: ${error}`);
	const told = await sql<{ postId: number; memberId: number; times: number }[]>`
		select (e.payload ->> 'postId')::bigint as post_id, n.member_id, count(*)::int as times
		from events e join notice_events n on n.event_id = e.id where e.name = 'answer.posted' group by 1, 2`;
	const times = new Map(told.map(({ postId, memberId, times }) => [`${postId} ${memberId}`, times]));
	for (const { id, author, threadAuthor } of ledger.answers) {
		const expected = author.id === threadAuthor.id ? 0 : 1;
		const found = times.get(`${id} ${threadAuthor.id}`) ?? 0;
		if (found !== expected) wrong.push(`of answer ${id} its asker was told ${found} times`);
	}
	const bundles = await sql<{ id: number; count: number; events: number }[]>`
		select n.id, n.count, count(e.event_id)::int as events from notices n join notice_events e on e.notice_id = n.id
		group by n.id having n.count <> count(e.event_id)`;
	for (const { id, count, events } of bundles) wrong.push(`notice ${id} says ${count}, it was told ${events} events`);
	return wrong;
}

/** Every mail that the database says is sent was taken once; those taken twice, and why that is no mistake. */
export async function verifyMail(
	sql: Sql,
	post: PostOffice,
): Promise<{ wrong: string[]; twice: number; sent: number }> {
	const mails = await sql<{ id: number; attempts: number; sent: boolean; error: string | null }[]>`
		select id, attempts, sent_at is not null as sent, error from mails`;
	const taken = new Map<number, number>();
	for (const [messageId, times] of post.taken) taken.set(Number(/^<(\d+)\./.exec(messageId)?.[1]), times);
	const wrong: string[] = [];
	let twice = 0;
	for (const { id, attempts, sent, error } of mails) {
		const times = taken.get(id) ?? 0;
		if (!sent) wrong.push(`mail ${id} was not sent: ${error ?? 'no error'}`);
		if (sent && times === 0) wrong.push(`mail ${id} is noted as sent, and nobody took it`);
		// A second attempt is made only where nobody noted how the first one ended.
		if (times > 1 && attempts < times) wrong.push(`mail ${id} was taken ${times} times in ${attempts} attempts`);
		if (times > 1) twice++;
	}
	return { wrong, twice, sent: mails.filter(({ sent }) => sent).length };
}

/** Deps of the test's own, on the product's database and index. */
export function depsOf({ environment, sql }: Stage): Deps {
	const env = readEnv({ ...environment, LOG_LEVEL: 'silent', MEILI_TIMEOUT_MS: '10000' });
	const log = pino({ level: 'silent' });
	const nothing = undefined as never;
	return {
		env,
		sql,
		clock: systemClock,
		live: nothing,
		outside: nothing,
		search: createSearch({ sql, env, log }),
		log,
		meter: silentMeter,
		leaving: new AbortController().signal,
	};
}

/** Counters, reputation and both indexes beside a recount. `all`: also what is counted by the minute. */
export async function verifyNumbers(deps: Deps, { all }: { all: boolean }): Promise<string[]> {
	const derived = allDerived.filter(({ followsWithin }) => all || followsWithin <= longest);
	const found = await recount(deps, derived, { check: true, wait: (seconds) => sleep(seconds * 1000) });
	return found.flatMap(({ name, differing, examples, error }) => {
		if (error) return [`${name} could not be compared: ${error}`];
		return differing > 0 ? [`${differing} of ${name} differ: ${JSON.stringify(examples.slice(0, 2))}`] : [];
	});
}

/** Waits until all is back and done: programs, events, mail, index; says what is missing after `seconds`. */
export async function untilCalm(stage: Stage, deps: Deps, seconds: number): Promise<{ ms: number; missing: string[] }> {
	const begun = Date.now();
	for (;;) {
		const missing = await stirring(stage, deps).catch((error: unknown) => [String(error)]);
		const ms = Date.now() - begun;
		if (missing.length === 0 || ms > seconds * 1000) return { ms, missing };
		await sleep(200);
	}
}

async function stirring(stage: Stage, deps: Deps): Promise<string[]> {
	const missing: string[] = [];
	for (const victim of ['postgres', 'meilisearch', 'worker', 'api', 'web'] as const)
		if (stage.pidOf(victim) === undefined) missing.push(`${victim} is down`);
	if (missing.length > 0) return missing;
	const through = await fetch(`${stage.origin}/api/ready`, { signal: AbortSignal.timeout(5000) });
	if (through.status !== 200) missing.push(`ready says ${through.status}`);
	if (!(await deps.search.meilisearch?.isUp())) missing.push('Meilisearch does not answer');
	const waiting = one(
		await stage.sql<Record<string, number>[]>`
			select (select count(*) from events e, event_cursor c where (e.transaction_id, e.id) > (c.transaction_id, c.event_id)) as events,
				(select count(*) from search_outbox) + (select count(*) from search_entry_outbox) as changes,
				(select count(*) from mails where sent_at is null and failed_at is null) as mails,
				(select count(*) from notices where mailed_at is null and seen_at is null and mail_due_at < now()) as due`,
	);
	for (const [what, count] of Object.entries(waiting)) if (count > 0) missing.push(`${count} ${what} wait`);
	return missing;
}
