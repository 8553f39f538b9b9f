import type { InsightChoices } from '@ikatan/contracts/insight-choices';
import type { InsightFilter } from '@ikatan/contracts/insights';
import type { Messages } from '#lib/i18n/messages.svelte.ts';
import { columnName, typeName } from './choices.svelte.ts';

/** What narrows the board and the list, in the order of the form. */
export const filterNames = [
	'q',
	'area',
	'type',
	'column',
	'importance',
	'owner',
	'team',
	'companyId',
	'trend',
] as const satisfies (keyof InsightFilter)[];
type Address = Pick<URL, 'pathname'> & { searchParams: Iterable<[string, string]> };
export type FilterName = (typeof filterNames)[number];

/** A filter that is on, in words, with the address without it. */
export type FilterChip = { name: FilterName; label: string; href: string };

/** What a filter's value is called. */
function wordsOf(name: FilterName, value: string, choices: InsightChoices, t: Messages['t']): string {
	if (value === 'none' && (name === 'area' || name === 'type' || name === 'owner')) return t(`insights.none.${name}`);
	if (name === 'area') return choices.areas.find(({ slug }) => slug === value)?.name ?? value;
	if (name === 'type') return nameIn(choices.types, value, (type) => typeName(type, t));
	if (name === 'column') return nameIn(choices.columns, value, (column) => columnName(column, t));
	if (name === 'importance') return t('insights.atLeast', { word: t(`insights.importance.${value as '0'}`) });
	if (name === 'owner' && value === 'me') return t('insights.me');
	if (name === 'owner') return choices.owners.find(({ id }) => id === Number(value))?.name ?? value;
	if (name === 'companyId') return choices.companies.find(({ id }) => id === Number(value))?.name ?? value;
	if (name === 'trend') return t(`insights.trend.${value as 'rising'}`);
	return name === 'q' ? `“${value}”` : value;
}

function nameIn<Row extends { slug: string }>(rows: Row[], slug: string, nameOf: (row: Row) => string): string {
	const row = rows.find((one) => one.slug === slug);
	return row ? nameOf(row) : slug;
}

/** The filters of an address that are on, in words. */
export function chipsOf(url: Address, filter: InsightFilter, choices: InsightChoices, t: Messages['t']): FilterChip[] {
	return filterNames.flatMap((name) => {
		const value = filter[name];
		if (value === undefined || value === '') return [];
		return [{ name, label: wordsOf(name, String(value), choices, t), href: addressWith(url, { [name]: undefined }) }];
	});
}

/** The page's own address with some of its query changed; its place in a list is left, and so is what is empty. */
export function addressWith(url: Address, changes: Record<string, string | undefined>): string {
	const query = new URLSearchParams(
		[...url.searchParams].filter(([name, value]) => value !== '' && !name.startsWith('/')),
	);
	query.delete('after');
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined) query.delete(name);
		else query.set(name, value);
	}
	return url.pathname + (query.size > 0 ? `?${query}` : '');
}
