import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { InsightSort, listInsights } from '@ikatan/contracts/insights';
import type { InsightChoices } from '@ikatan/contracts/insight-choices';
import type { InsightRow } from '@ikatan/contracts/insights';
import { translate } from '@ikatan/messages';
import type { MessageKey } from '@ikatan/messages';
import { columnName, typeName } from '#lib/insights/choices.svelte.ts';
import { filterOf } from '#lib/insights/server/filter.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import { csvOf } from '#lib/server/csv.ts';
import type { RequestEvent } from './$types';

const heads: MessageKey[] = [
	'insights.csv.id',
	'insights.insight',
	'insights.area',
	'insights.type',
	'insights.column',
	'insights.importance',
	'insights.sort.customers',
	'insights.sort.companies',
	'insights.quotesWord',
	'insights.trend',
	'insights.owner',
	'insights.team',
	'insights.csv.public',
	'insights.csv.topQuote',
	'insights.csv.created',
	'insights.csv.columnSince',
	'insights.csv.lastQuote',
	'insights.csv.address',
];

/** All insights that fit the filters of the list, in its order, as a table for spreadsheets. */
export async function GET({ locals, url }: RequestEvent) {
	requireViewer();
	const filter = filterOf(url);
	const sort = InsightSort.catch('weight').parse(url.searchParams.get('sort'));
	const choices = answer(await locals.api(readInsightChoices));
	const items: InsightRow[] = [];
	for (let after: string | undefined; ;) {
		const page = answer(await locals.api(listInsights, { query: { ...filter, sort, after, limit: 500 } }));
		items.push(...page.items);
		if (!page.next) break;
		after = page.next;
	}
	const rows = rowsOf(items, choices, locals.origin, (key) => translate(locals.language, key));
	return new Response(csvOf([heads.map((key) => translate(locals.language, key)), ...rows]), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="insights.csv"',
			'cache-control': 'private, no-store',
		},
	});
}

function rowsOf(items: InsightRow[], choices: InsightChoices, origin: string, t: (key: MessageKey) => string) {
	return items.map((item) => {
		const type = choices.types.find(({ id }) => id === item.typeId);
		const column = choices.columns.find(({ id }) => id === item.columnId);
		return [
			item.id,
			item.title,
			choices.areas.find(({ id }) => id === item.areaId)?.name ?? '',
			type ? typeName(type, t) : '',
			column ? columnName(column, t) : '',
			t(`insights.importance.${item.importance as 0}`),
			item.customers,
			item.companies,
			item.quotes,
			t(`insights.trend.${item.trend}`),
			item.owner?.name ?? '',
			item.team,
			t(item.public ? 'insights.yes' : 'insights.no'),
			item.topQuote ?? '',
			item.createdAt,
			item.columnSince,
			item.lastQuoteAt ?? '',
			`${origin}/insights/${item.id}`,
		];
	});
}
