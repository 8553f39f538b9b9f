import { staffRoles } from '@ikatan/contracts/common';
import type { Db, Tx } from '../../platform/db.ts';
import { backedEvidence } from './evidence.queries.ts';

/** By how much importance multiplies the weight of the people behind an insight: 0 nice to have to 3 critical. Our own scale. */
export const importanceFactors = [1, 1.5, 2, 3] as const;
/** A company weighs as much as so many customers, beside the customers themselves. Our own scale. */
export const companyWeight = 2;

/**
 * Customers behind insights (`insight_id, member_id, company_id`): who was quoted, who asked a thread that is evidence, and who
 * backed it by vote or me-too. Staff are no customers. For SQL: `with people as (${peopleBehind(sql, ids)})`.
 */
export function peopleBehind(sql: Db, insightIds: number[]) {
	const evidence = sql`quotes q where q.insight_id = any(${insightIds}::bigint[]) and q.state = 'accepted'`;
	return sql`
		with backed as (
			select insight_id, post_id, of_thread_id from ${backedEvidence(sql, insightIds)} e where e.by_thread
		)
		select distinct p.insight_id, p.member_id, coalesce(p.company_id, m.company_id) as company_id
		from (
			select q.insight_id, q.author_id as member_id, q.company_id from ${evidence} and q.author_id is not null
			union all
			select e.insight_id, v.member_id, null
			from backed e join votes v on v.post_id = e.post_id and v.value = 1 and v.member_id is not null
			union all
			select e.insight_id, t.member_id, null from backed e join me_too t on t.thread_id = e.of_thread_id
		) p
		join members m on m.id = p.member_id and m.role <> all(${[...staffRoles]})`;
}

/**
 * The numbers of insights, counted now from their evidence; trends as of so many hours ago. For SQL, in place of a table.
 */
export function countedInsights(sql: Db, insightIds: number[], hoursAgo = 0) {
	const now = sql`(now() - make_interval(hours => ${hoursAgo}))`;
	return sql`(
		with people as (${peopleBehind(sql, insightIds)}),
		known as (
			select insight_id, count(distinct member_id)::int as customers from people group by insight_id
		),
		firms as (
			select insight_id, count(distinct company_id)::int as companies
			from (
				select insight_id, company_id from people
				union all
				select insight_id, company_id from quotes
				where insight_id = any(${insightIds}::bigint[]) and state = 'accepted' and kind = 'outside'
			) f group by insight_id
		),
		said as (
			select insight_id, count(*)::int as quotes, max(coalesce(said_at, created_at)) as last_quote_at, max(importance) as importance,
				count(distinct lower(outside_customer)) filter (where outside_customer <> '')::int as outsiders,
				count(*) filter (where coalesce(said_at, created_at) >= ${now} - interval '30 days')::int as quotes_30,
				count(*) filter (
					where coalesce(said_at, created_at) < ${now} - interval '30 days' and coalesce(said_at, created_at) >= ${now} - interval '60 days')::int as quotes_before_30
			from quotes where insight_id = any(${insightIds}::bigint[]) and state = 'accepted' group by insight_id
		),
		counted as (
			select i.id, coalesce(s.quotes, 0) as quotes, coalesce(k.customers, 0) + coalesce(s.outsiders, 0) as customers,
				coalesce(f.companies, 0) as companies, s.last_quote_at, coalesce(s.quotes_30, 0) as quotes_30,
				coalesce(s.quotes_before_30, 0) as quotes_before_30,
				case when i.importance_fixed then i.importance else coalesce(s.importance, i.importance) end as importance
			from insights i
			left join known k on k.insight_id = i.id left join firms f on f.insight_id = i.id
			left join said s on s.insight_id = i.id
			where i.id = any(${insightIds}::bigint[])
		)
		select counted.*, round((customers + ${companyWeight} * companies) * (${[...importanceFactors]}::real[])[importance + 1])::int as weight
		from counted
	)`;
}

/** Works the numbers of insights out anew from their evidence, in the transaction of the deed that moved it. */
export async function recountInsights(tx: Tx, insightIds: number[]): Promise<void> {
	if (insightIds.length === 0) return;
	await tx`
		update insights i set
			quotes = c.quotes, customers = c.customers, companies = c.companies, last_quote_at = c.last_quote_at,
			quotes_30 = c.quotes_30, quotes_before_30 = c.quotes_before_30, importance = c.importance, weight = c.weight
		from ${countedInsights(tx, insightIds)} c where c.id = i.id`;
}
