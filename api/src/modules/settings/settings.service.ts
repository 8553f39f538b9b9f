import { isDeepStrictEqual } from 'node:util';
import type { Db, Sql, Tx } from '../../platform/db.ts';
import { forgetKept, keptBriefly } from '../../platform/kept.ts';
import { Settings } from './defaults.ts';
import { dropSetting, holdSettings, listSettings, putSetting } from './settings.queries.ts';

export { holdSettings };

/** What holds where nobody has chosen anything. */
export const defaultSettings: Settings = Settings.parse({});

const keptForMs = 500;

/** The settings as they stand in the database, defaults filled in. */
export async function loadSettings(db: Db): Promise<Settings> {
	const rows = await listSettings(db);
	return Settings.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])));
}

/** The settings, at most half a second old: for reads on hot paths. */
export function currentSettings(sql: Sql): Promise<Settings> {
	return keptBriefly(sql, 'settings', keptForMs, loadSettings);
}

/**
 * Changes some settings; what is the default is not kept, and follows the default from then on. Throws what Zod says of a value
 * out of bounds. Other processes see it within half a second.
 */
export async function changeSettings(tx: Tx, changes: Partial<Settings>, memberId: number | null): Promise<void> {
	const checked = Settings.partial().parse(changes);
	for (const [key, value] of Object.entries(checked)) {
		if (!(key in changes)) continue;
		if (isDeepStrictEqual(value, defaultSettings[key as keyof Settings])) await dropSetting(tx, key);
		else await putSetting(tx, key, value, memberId);
	}
}

/** Has this process read the settings anew, and what else is kept of this database: call it when a change has committed. */
export function forgetSettings(sql: Sql): void {
	forgetKept(sql);
}
