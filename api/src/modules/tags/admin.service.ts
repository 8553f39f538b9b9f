import type { AdminTag } from '@ikatan/contracts/admin-tags';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, isUniqueViolation, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { write as audit } from '../audit/index.ts';
import * as queries from './admin.queries.ts';

const nameTaken = (field = 'name') => conflict('name-taken', { fields: { [field]: 'name-taken' } });

/** A tag as an admin keeps it. Throws 404, also for a name that leads to another tag. */
export async function readTagForAdmin({ sql }: Deps, tagId: number): Promise<AdminTag> {
	const tag = await queries.findTagForAdmin(sql, tagId);
	if (!tag) throw notFound();
	return tag;
}

/** Renames or describes a tag; the old name stays as another name. Throws 404, 409 `name-taken`. */
export async function editTag(
	deps: Deps,
	actor: SignedIn,
	tagId: number,
	changes: { name?: string | undefined; description?: string | undefined },
): Promise<void> {
	try {
		await keep(deps, tagId, async (tx, tag) => {
			const { name = tag.name, description = tag.description } = changes;
			if (name === tag.name && description === tag.description) return;
			if (name !== tag.name) await freeName(tx, tag, name);
			await queries.updateTag(tx, { ...tag, name, description });
			if (name !== tag.name) await queries.insertSynonym(tx, tag.id, tag.name);
			const from = { name: tag.name, description: tag.description };
			await note(tx, actor, 'tag.edited', tag.id, { from, to: { name, description } });
		});
	} catch (error) {
		if (isUniqueViolation(error, 'tags_name_key')) throw nameTaken();
		throw error;
	}
}

/** A tag may take up again what was one of its own other names. */
async function freeName(tx: Tx, tag: queries.KeptTag, name: string): Promise<void> {
	const holder = await queries.findByName(tx, name);
	if (!holder) return;
	if (holder.mainTagId !== tag.id) throw nameTaken();
	await queries.deleteTags(tx, [holder.id]);
}

/** Merges a tag into another one; throws as `mergeTagAs`. */
export async function mergeTag(deps: Deps, actor: SignedIn, tagId: number, into: string) {
	return await inTransaction(deps.sql, (tx) => mergeTagAs(tx, deps, actor, tagId, into));
}

/**
 * Merges a tag into another one, in the caller's transaction: threads and watchers go along, its names lead there. Throws 404, 422
 * `not-found` for no tag of that name, `bad-value` for itself.
 */
export async function mergeTagAs(tx: Tx, { clock }: Deps, actor: SignedIn, tagId: number, into: string) {
	const named = await queries.findByName(tx, into);
	if (!named) throw invalid({ into: 'not-found' });
	const intoId = named.mainTagId ?? named.id;
	if (intoId === tagId) throw invalid({ into: 'bad-value' });
	const locked = await queries.lockTags(tx, [tagId, intoId]);
	const [from, main] = [locked.find(({ id }) => id === tagId), locked.find(({ id }) => id === intoId)];
	if (!from || !main || from.mainTagId !== null || main.mainTagId !== null) throw notFound();
	const mergeId = await queries.insertMerge(tx, from, intoId, actor.id, clock.now());
	await queries.moveTagged(tx, tagId, intoId);
	await queries.makeSynonyms(tx, tagId, intoId);
	await note(tx, actor, 'tag.merged', tagId, { name: from.name, into: main.name, mergeId });
	return { id: intoId, mergeId };
}

/** Undoes a merge and returns the tag that stands for itself again. Throws 409 `nothing-to-undo`. */
export async function undoMerge(deps: Deps, actor: SignedIn, mergeId: number): Promise<number> {
	return await inTransaction(deps.sql, async (tx) => {
		const merge = await queries.lockMerge(tx, mergeId);
		if (!merge) throw conflict('nothing-to-undo');
		const locked = await queries.lockTags(tx, [merge.tagId, merge.mainTagId]);
		const tag = locked.find(({ id }) => id === merge.tagId);
		// The main tag was merged on since: that merge is to be undone first.
		if (!tag || tag.mainTagId !== merge.mainTagId) throw conflict('nothing-to-undo');
		await queries.partTagged(tx, merge);
		await queries.unmakeSynonyms(tx, merge, deps.clock.now());
		await note(tx, actor, 'tag.merge-undone', tag.id, { name: tag.name, mergeId });
		return tag.id;
	});
}

/** Gives a tag another name. Throws 404, 409 `name-taken`: a tag that stands for itself is merged instead. */
export async function addSynonym(deps: Deps, actor: SignedIn, tagId: number, name: string): Promise<void> {
	await keep(deps, tagId, async (tx, tag) => {
		const holder = await queries.findByName(tx, name);
		if (holder?.mainTagId === tagId) return;
		if (holder || !(await queries.insertSynonym(tx, tagId, name))) throw nameTaken();
		await note(tx, actor, 'tag.synonym-added', tagId, { name: tag.name, synonym: name });
	});
}

/** Takes another name away from a tag, also one that came by a merge, which then cannot be undone. Throws 404. */
export async function removeSynonym(deps: Deps, actor: SignedIn, tagId: number, synonymId: number): Promise<void> {
	await keep(deps, tagId, async (tx, tag) => {
		const [synonym] = await queries.lockTags(tx, [synonymId]);
		if (!synonym || synonym.mainTagId !== tagId) throw notFound();
		await queries.deleteTags(tx, [synonymId]);
		await note(tx, actor, 'tag.synonym-removed', tagId, { name: tag.name, synonym: synonym.name });
	});
}

/** Deletes a tag that no thread carries, with its other names. Throws 404, 409 `tag-in-use`. */
export async function deleteTag(deps: Deps, actor: SignedIn, tagId: number): Promise<void> {
	await keep(deps, tagId, async (tx, tag) => {
		if (await queries.isUsed(tx, tagId)) throw conflict('tag-in-use');
		await queries.deleteTags(tx, [tagId]);
		await note(tx, actor, 'tag.deleted', tagId, { name: tag.name, description: tag.description });
	});
}

/** Runs a deed on a tag that stands for itself and is held meanwhile. */
async function keep(deps: Deps, tagId: number, deed: (tx: Tx, tag: queries.KeptTag) => Promise<void>): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const [tag] = await queries.lockTags(tx, [tagId]);
		if (!tag || tag.mainTagId !== null) throw notFound();
		await deed(tx, tag);
	});
}

async function note(tx: Tx, actor: SignedIn, action: string, tagId: number, details: Record<string, unknown>) {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'tag', subjectId: tagId, details });
}
