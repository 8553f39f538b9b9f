import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { settingsSections, type SettingsLine, type SettingsSection } from '@ikatan/contracts/site-settings';
import { languages } from '@ikatan/messages';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Db, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { findSectionOf, listSettingsChanges, write as audit, type SettingsChanges } from '../audit/index.ts';
import {
	changeSettings,
	defaultSettings,
	forgetSettings,
	holdSettings,
	loadSettings,
	type Settings,
} from '../settings/index.ts';
import { lineOf } from './words.ts';

/** Pages that the log knows: those of settings, and the two that have forms of their own. */
export type Section = SettingsSection | 'brand' | 'home';
type Values<S extends SettingsSection> = z.infer<(typeof settingsSections)[S]>;

const linesShown = 8;

/** The newest changes of a page, newest first. */
export async function linesOf(sql: Db, section: Section): Promise<SettingsLine[]> {
	return (await listSettingsChanges(sql, section, linesShown)).map(lineOf);
}

/** A page of settings with what holds by itself and what was changed last. */
export async function readSection<S extends SettingsSection>({ sql }: Deps, section: S) {
	const [settings, lines] = await Promise.all([loadSettings(sql), linesOf(sql, section)]);
	// The schema leaves out what is not of this page.
	const values = settingsSections[section].parse(settings) as Values<S>;
	return { values, defaults: settingsSections[section].parse(defaultSettings) as Values<S>, lines };
}

/**
 * Changes settings of a page, with a line in the log that tells what they were. Nothing to do where all are as they were. Throws
 * 409 `conflict` when somebody changed the page since the line `seen`, 422 for what does not go together.
 */
export async function changeSection(
	deps: Deps,
	actor: SignedIn,
	section: Section,
	{ seen, ...wanted }: Partial<Settings> & { seen?: number | undefined },
): Promise<void> {
	await changeBy(deps, actor, section, () => wanted, seen);
}

/** The same for what follows from what stands, of which others may change another part at the same time. */
export async function changeBy(
	deps: Deps,
	actor: SignedIn,
	section: Section,
	change: (known: Settings) => Partial<Settings>,
	seen?: number,
): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		await holdSettings(tx);
		const [newest] = await listSettingsChanges(tx, section, 1);
		if (seen !== undefined && newest && newest.id > seen) throw conflict();
		const known = await loadSettings(tx);
		const next = ordered(change(known));
		check({ ...known, ...next });
		await apply(tx, actor, section, differing(known, next), 'settings.changed');
	});
	forgetSettings(deps.sql);
}

/** Takes the newest change of its page back. Throws 404, 409 `nothing-to-undo`. */
export async function undoChange(deps: Deps, actor: SignedIn, lineId: number): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		await holdSettings(tx);
		const section = await findSectionOf(tx, lineId);
		if (!section) throw notFound();
		const [newest] = await listSettingsChanges(tx, section, 1);
		if (newest?.id !== lineId) throw conflict('nothing-to-undo');
		const known = await loadSettings(tx);
		const before = Object.fromEntries(Object.entries(newest.changes).map(([key, { from }]) => [key, from]));
		await apply(tx, actor, section as Section, differing(known, before), 'settings.undone');
	});
	forgetSettings(deps.sql);
}

async function apply(
	tx: Tx,
	actor: SignedIn,
	section: Section,
	changes: SettingsChanges,
	action: 'settings.changed' | 'settings.undone',
): Promise<void> {
	if (Object.keys(changes).length === 0) return;
	const next = Object.fromEntries(Object.entries(changes).map(([key, { to }]) => [key, to]));
	await changeSettings(tx, next, actor.id);
	await audit(tx, {
		actorId: actor.id,
		action,
		subjectKind: 'settings',
		subjectId: null,
		details: { section, changes },
	});
}

function differing(known: Settings, next: Partial<Settings>): SettingsChanges {
	const changes: SettingsChanges = {};
	for (const [key, to] of Object.entries(next)) {
		const from = known[key as keyof Settings];
		if (to !== undefined && !isDeepStrictEqual(from, to)) changes[key] = { from, to };
	}
	return changes;
}

/** Lists in which order and repetition say nothing are kept in one way. */
function ordered(wanted: Partial<Settings>): Partial<Settings> {
	const next = { ...wanted };
	if (next.acceptReminderDays) next.acceptReminderDays = [...new Set(next.acceptReminderDays)].sort((a, b) => a - b);
	if (next.signUpDomains) next.signUpDomains = [...new Set(next.signUpDomains)];
	if (next.unfurlHosts) next.unfurlHosts = [...new Set(next.unfurlHosts)];
	if (next.watchedWords) next.watchedWords = [...new Map(next.watchedWords.map((one) => [one.pattern, one])).values()];
	return next;
}

/** What the bounds of single settings cannot say. */
function check({ defaultLanguage, signUp, signUpDomains }: Settings): void {
	if (!languages.includes(defaultLanguage)) throw invalid({ defaultLanguage: 'bad-value' });
	if (signUp === 'domain' && signUpDomains.length === 0) throw invalid({ signUpDomains: 'required' });
}
