import type { z } from 'zod';
import type { AdminSpace, EditSpace, MakeSpace, SetSpaceReaders } from '@ikatan/contracts/admin-spaces';
import type { FormField } from '@ikatan/contracts/spaces';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, isUniqueViolation, one, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { forgetKept } from '../../platform/kept.ts';
import { membersByHandles } from '../accounts/index.ts';
import { write as audit } from '../audit/index.ts';
import * as queries from './admin.queries.ts';
import { sameReaders, slugFor } from './admin.policy.ts';
import { insertSpace, listAllSpaces } from './spaces.queries.ts';

const slugTaken = () => conflict('name-taken', { fields: { slug: 'name-taken' } });

/** A space as an admin keeps it. Throws 404. */
export async function readSpaceForAdmin({ sql }: Deps, spaceId: number): Promise<AdminSpace> {
	const [space, allGroups] = await Promise.all([queries.findSpaceDetails(sql, spaceId), queries.listGroupNames(sql)]);
	if (!space) throw notFound();
	return { ...space, allGroups };
}

/** Makes a space at the end of the list and returns its id. Throws 409 `name-taken` for an address that is another's. */
export async function makeSpace(deps: Deps, actor: SignedIn, wanted: z.output<typeof MakeSpace>): Promise<number> {
	const { name, description, kind } = wanted;
	try {
		const made = await inTransaction(deps.sql, async (tx) => {
			const { position, count } = await queries.findEnd(tx);
			const slug = wanted.slug ?? (await freeSlug(tx, name));
			if (await queries.findSlugOwner(tx, slug, null)) throw slugTaken();
			const id = await insertSpace(tx, { slug, name, description, kind, colour: 1 + (count % 4), position });
			await note(tx, actor, 'space.made', id, { name, slug, kind });
			return id;
		});
		forgetKept();
		return made;
	} catch (error) {
		if (isUniqueViolation(error, 'spaces_slug_key')) throw slugTaken();
		throw error;
	}
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
	const base = slugFor(name);
	for (let number = 1; ; number++) {
		const slug = number === 1 ? base : `${base}-${number}`;
		if (!(await queries.findSlugOwner(tx, slug, null))) return slug;
	}
}

/** Changes what a space is called and looks like; an address that it leaves leads on. Throws 404, 409 `name-taken`. */
export async function editSpace(
	deps: Deps,
	actor: SignedIn,
	spaceId: number,
	changes: z.output<typeof EditSpace>,
): Promise<void> {
	await keep(deps, spaceId, async (tx, space) => {
		const wanted = { ...space, ...withoutUndefined(changes) };
		if (wanted.slug !== space.slug) {
			if (await queries.findSlugOwner(tx, wanted.slug, spaceId)) throw slugTaken();
			await queries.keepFormerSlug(tx, spaceId, space.slug, wanted.slug, deps.clock.now());
		}
		const changed = (['name', 'slug', 'description', 'colour', 'posting'] as const).filter(
			(key) => wanted[key] !== space[key],
		);
		if (changed.length === 0) return;
		await queries.updateSpace(tx, spaceId, wanted);
		const part = (from: typeof space) => Object.fromEntries(changed.map((key) => [key, from[key]]));
		await note(tx, actor, 'space.edited', spaceId, { from: part(space), to: part(wanted) });
	});
}

/**
 * Says who may read a space, at once and on open pages too. Throws 404, 422 for a company or group that is not there, and
 * `confirmed: required` when threads get other readers and nobody said yes to it.
 */
export async function setSpaceReaders(
	deps: Deps,
	actor: SignedIn,
	spaceId: number,
	wanted: z.output<typeof SetSpaceReaders>,
): Promise<void> {
	await keep(deps, spaceId, async (tx) => {
		const before = one((await listAllSpaces(tx)).filter(({ id }) => id === spaceId));
		const after = { kind: wanted.kind, ...(await namedReaders(tx, wanted)) };
		if (sameReaders(before, after)) return;
		const threads = await queries.countThreadsIn(tx, spaceId);
		if (threads > 0 && !wanted.confirmed) throw invalid({ confirmed: 'required' }, 'invalid', { threads });
		await queries.updateReaders(tx, spaceId, after);
		if (after.kind === 'company_only') await queries.giveThreadsTheirCompany(tx, spaceId);
		const { kind, groupIds, companyIds } = before;
		await note(tx, actor, 'space.readers-changed', spaceId, { from: { kind, groupIds, companyIds }, to: after });
		await publish(tx, 'space.rights-changed', actor.id, { spaceId });
	});
}

async function namedReaders(tx: Tx, { kind, groupIds, companies }: z.output<typeof SetSpaceReaders>) {
	const groups = kind === 'groups' ? await queries.findGroupIds(tx, groupIds) : [];
	if (kind === 'groups' && groups.length < new Set(groupIds).size) throw invalid({ groupIds: 'bad-value' });
	const names = kind === 'company' ? companies : [];
	const found = await queries.findCompanies(tx, names);
	const unknown = names.filter((name) => !found.some((company) => company.name === name.toLowerCase()));
	if (unknown.length > 0)
		throw invalid({ companies: 'company-not-found' }, 'invalid', { companies: unknown.join(', ') });
	return { groupIds: groups, companyIds: found.map(({ id }) => id) };
}

/** Moves a space one place up or down. Throws 404. */
export async function moveSpace(deps: Deps, actor: SignedIn, spaceId: number, direction: 'up' | 'down'): Promise<void> {
	await keep(deps, spaceId, async (tx) => {
		await queries.swapPlaces(tx, spaceId, direction === 'up' ? -1 : 1);
		await note(tx, actor, 'space.moved', spaceId, { direction });
	});
}

/** Archives a space or opens it again: its threads stay readable, none can be started. Throws 404. */
export async function setSpaceArchived(deps: Deps, actor: SignedIn, spaceId: number, archived: boolean): Promise<void> {
	await keep(deps, spaceId, async (tx, space) => {
		if (space.archived === archived) return;
		await queries.setArchivedAt(tx, spaceId, archived ? deps.clock.now() : null);
		await note(tx, actor, archived ? 'space.archived' : 'space.reopened', spaceId);
	});
}

/** Says which fields a new thread is asked for. Throws 404, 422 for two fields of one name or a choice without choices. */
export async function setSpaceForm(deps: Deps, actor: SignedIn, spaceId: number, fields: FormField[]): Promise<void> {
	if (new Set(fields.map(({ name }) => name)).size < fields.length) throw invalid({ fields: 'name-taken' });
	if (fields.some(({ kind, choices }) => kind === 'choice' && choices.length < 2))
		throw invalid({ choices: 'required' });
	await keep(deps, spaceId, async (tx) => {
		await queries.updateForm(tx, spaceId, fields);
		await note(tx, actor, 'space.form-changed', spaceId, { fields: fields.map(({ name }) => name) });
	});
}

/** Lets a member moderate a space. Throws 404, 422 `member-not-found`. */
export async function addModerator(deps: Deps, actor: SignedIn, spaceId: number, handle: string): Promise<void> {
	await keep(deps, spaceId, async (tx) => {
		const memberId = (await membersByHandles(tx, [handle])).get(handle);
		if (memberId === undefined) throw invalid({ handle: 'member-not-found' });
		if (!(await queries.insertModerator(tx, spaceId, memberId))) return;
		await noteModerator(tx, actor, 'space.moderator-added', spaceId, memberId);
	});
}

/** Lets a member moderate a space no more. Throws 404. */
export async function removeModerator(deps: Deps, actor: SignedIn, spaceId: number, memberId: number): Promise<void> {
	await keep(deps, spaceId, async (tx) => {
		if (!(await queries.deleteModerator(tx, spaceId, memberId))) return;
		await noteModerator(tx, actor, 'space.moderator-removed', spaceId, memberId);
	});
}

async function noteModerator(tx: Tx, actor: SignedIn, action: string, spaceId: number, memberId: number) {
	await note(tx, actor, action, spaceId, { memberId });
	await publish(tx, 'member.rights-changed', actor.id, { memberId });
}

/** Runs a deed on a space that is held meanwhile. */
async function keep(
	deps: Deps,
	spaceId: number,
	deed: (tx: Tx, space: queries.SpaceToKeep) => Promise<void>,
): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const space = await queries.lockSpace(tx, spaceId);
		if (!space) throw notFound();
		await deed(tx, space);
	});
	forgetKept();
}

async function note(tx: Tx, actor: SignedIn, action: string, spaceId: number, details: Record<string, unknown> = {}) {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'space', subjectId: spaceId, spaceId, details });
}

const withoutUndefined = <Part extends object>(part: Part) =>
	Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as {
		[Key in keyof Part]: Exclude<Part[Key], undefined>;
	};
