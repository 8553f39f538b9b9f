import type { InsightDeed } from '@ikatan/contracts/insights';
import type { Messages } from '#lib/i18n/messages.svelte.ts';
import { columnName, typeName } from '#lib/insights/choices.svelte.ts';

/** One line of an insight's history, without who did it. */
export function deedWords({ what, details }: InsightDeed, t: Messages['t']): string {
	const from = valueOf(what, details.from, t);
	const to = valueOf(what, details.to, t);
	return t(`insights.did.${what}`, { title: '', count: 0, ...details, from, to });
}

const firstColumns = new Set(['new', 'review', 'planned', 'progress', 'shipped', 'declined']);
const firstTypes = new Set(['bug', 'missing', 'hard-to-use', 'praise', 'leaving', 'opportunity']);

/** Columns and types of the first set are kept by their slug, and called in the reader's language. */
function valueOf(what: InsightDeed['what'], value: string | number | undefined, t: Messages['t']): string {
	const text = String(value ?? '');
	if (text === '') return t('insights.nobody');
	if (what === 'importance') return t(`insights.importance.${text as '0'}`);
	if (what === 'moved' && firstColumns.has(text)) return columnName({ name: null, slug: text }, t);
	if (what === 'type' && firstTypes.has(text)) return typeName({ name: null, slug: text }, t);
	return text;
}
