import { createContext } from 'svelte';
import type { BoardColumn, InsightChoices, InsightType, ProductArea, Stage } from '@ikatan/contracts/insight-choices';
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
	return setChoices({
		get all() {
			return read();
		},
		area: (wanted) => read().areas.find(({ id }) => id === wanted),
		type: (wanted) => read().types.find(({ id }) => id === wanted),
		column: (wanted) => read().columns.find(({ id }) => id === wanted),
	});
}
