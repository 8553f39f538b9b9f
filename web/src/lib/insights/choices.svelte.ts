import { createContext } from 'svelte';
import type { BoardColumn, InsightChoices, InsightType, ProductArea, Stage } from '@ikatan/contracts/insights';
import type { Messages } from '#lib/i18n/messages.svelte.ts';

type Translate = Messages['t'];
type FirstType = 'bug' | 'missing' | 'hard-to-use' | 'praise' | 'leaving' | 'opportunity';

/** What a column is called: as the admin named it, or as the first set is in the reader's language. */
export function columnName({ name, slug }: Pick<BoardColumn, 'name' | 'slug'>, t: Translate): string {
	return name ?? t(`insights.column.${slug as Stage}`);
}

/** The same of a type. */
export function typeName({ name, slug }: Pick<InsightType, 'name' | 'slug'>, t: Translate): string {
	return name ?? t(`insights.type.${slug as FirstType}`);
}

/** Columns, types and areas by their numbers, for everything on a page that shows insights. */
export type KnownChoices = {
	readonly all: InsightChoices;
	area: (id: number | null) => ProductArea | undefined;
	type: (id: number | null) => InsightType | undefined;
	column: (id: number) => BoardColumn | undefined;
};

const [useChoices, setChoices] = createContext<KnownChoices>();
export { useChoices };

/** Called by each page that shows insights, with what it has loaded. */
export function provideChoices(read: () => InsightChoices): KnownChoices {
	const byId = <Row extends { id: number }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]));
	const areas = $derived(byId(read().areas));
	const types = $derived(byId(read().types));
	const columns = $derived(byId(read().columns));
	return setChoices({
		get all() {
			return read();
		},
		area: (id) => (id === null ? undefined : areas.get(id)),
		type: (id) => (id === null ? undefined : types.get(id)),
		column: (id) => columns.get(id),
	});
}
