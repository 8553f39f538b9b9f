import { inTransaction, type Db } from '../../platform/db.ts';
import { differencesOf, everyRowOf, type Compared, type Derived } from '../../platform/derived.ts';
import { countedInsights, recountInsights } from './numbers.queries.ts';
import { countedOwed, recountOwed } from './owed.queries.ts';

/** Trends are counted every night: a stored one may be as old as this. */
const trendHours = 26;

/**
 * Insights' numbers beside what their evidence gives. Within a day quotes leave a trend as time passes, never enter it: a stored
 * one is right between what it would be now and what it would have been a day ago.
 */
async function compareInsights(sql: Db, ids: number[]): Promise<Compared[]> {
	const [of30, of60] = [sql`i.quotes_30`, sql`i.quotes_30 + i.quotes_before_30`];
	return await sql<Compared[]>`
		select i.id,
			jsonb_build_object('quotes', i.quotes, 'customers', i.customers, 'companies', i.companies, 'weight', i.weight,
				'importance', i.importance, 'owed', i.owed, 'told', i.told, 'last quote', i.last_quote_at,
				'quotes of 30 days', ${of30}, 'quotes of 60 days', ${of60}) as stored,
			jsonb_build_object('quotes', c.quotes, 'customers', c.customers, 'companies', c.companies, 'weight', c.weight,
				'importance', c.importance, 'owed', o.owed, 'told', o.told, 'last quote', c.last_quote_at,
				'quotes of 30 days', greatest(c.quotes_30, least(${of30}, d.quotes_30)),
				'quotes of 60 days', greatest(c.quotes_30 + c.quotes_before_30, least(${of60}, d.quotes_30 + d.quotes_before_30))) as counted
		from insights i join ${countedInsights(sql, ids)} c on c.id = i.id
		join ${countedInsights(sql, ids, trendHours)} d on d.id = i.id join ${countedOwed(sql, ids)} o on o.id = i.id
		order by i.id`;
}

/** Numbers of insights; those that follow votes and watches of others are counted every five minutes. */
export const insightsDerived: Derived[] = [
	{
		name: 'insights.numbers',
		followsWithin: 310,
		list: everyRowOf('insights'),
		differing: async ({ sql }, ids) => (ids.length === 0 ? [] : differencesOf(await compareInsights(sql, ids))),
		mend: ({ sql }, ids) =>
			inTransaction(sql, async (tx) => {
				await recountInsights(tx, ids);
				await recountOwed(tx, ids);
			}),
	},
];
