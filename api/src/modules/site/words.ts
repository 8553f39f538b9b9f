import { isDeepStrictEqual } from 'node:util';
import type { SettingsLine } from '@ikatan/contracts/site-settings';
import type { SettingsChange } from '../audit/index.ts';

/** A change as it is shown: objects by those of their parts that changed, lists by what came and went. */
export function lineOf({ id, at, by, action, changes }: SettingsChange): SettingsLine {
	return {
		id,
		at,
		by,
		undo: action === 'settings.undone',
		changes: Object.entries(changes).flatMap(([setting, { from, to }]) => partsOf(setting, from, to)),
	};
}

type Shown = SettingsLine['changes'][number];

function partsOf(setting: string, from: unknown, to: unknown): Shown[] {
	if (Array.isArray(from) && Array.isArray(to)) return [listOf(setting, from, to)];
	if (!isRecord(from) || !isRecord(to)) return [{ setting, from: textOf(from), to: textOf(to) }];
	return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((part) =>
		isDeepStrictEqual(from[part], to[part]) ? [] : partsOf(`${setting}.${part}`, from[part], to[part]),
	);
}

/** Long lists differ by few: only these are told. */
function listOf(setting: string, from: unknown[], to: unknown[]): Shown {
	const without = (list: unknown[], others: unknown[]) =>
		list.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)));
	const short = from.length + to.length <= 14;
	const written = (list: unknown[]) => list.map(textOf).join(', ').slice(0, 300);
	return short
		? { setting, from: written(from), to: written(to) }
		: { setting, from: written(without(from, to)), to: written(without(to, from)) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (!isRecord(value)) return String(value as string | number | boolean).slice(0, 300);
	if ('pattern' in value) return `${textOf(value.pattern)} (${textOf(value.action)})`;
	if ('url' in value) return textOf(value.url);
	return Object.values(value).map(textOf).join(' ').slice(0, 300);
}
