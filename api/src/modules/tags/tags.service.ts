import { isStaff, moderates, type Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { loadSettings } from '../settings/index.ts';
import { findTags, insertTags } from './tags.queries.ts';

/** Finds tags by name or another name of theirs, in the order given, and makes those that are missing; throws 422 `tag-not-allowed` when the actor may not. */
export async function ensureTags(tx: Tx, actor: Actor, names: string[]): Promise<{ id: number; name: string }[]> {
	const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
	if (wanted.length === 0) return [];
	const known = await findTags(tx, wanted);
	const missing = wanted.filter((name) => !known.some((tag) => tag.asked === name));
	if (missing.length > 0) {
		const { newTagTrustLevel } = await loadSettings(tx);
		const may = isStaff(actor) || moderates(actor) || actor.trustLevel >= newTagTrustLevel;
		if (!may) throw invalid({ tags: 'tag-not-allowed' }, 'invalid', { tags: missing.join(', ') });
		await insertTags(tx, missing);
	}
	const all = missing.length > 0 ? await findTags(tx, wanted) : known;
	const found = wanted.flatMap((name) => all.find((tag) => tag.asked === name) ?? []);
	return [...new Map(found.map(({ id, name }) => [id, { id, name }])).values()];
}
