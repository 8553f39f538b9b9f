import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish, publishMany } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { membersByHandles } from './directory.queries.ts';
import * as queries from './groups.queries.ts';

const nameTaken = () => conflict('name-taken', { fields: { name: 'name-taken' } });

/** A group with a page of its members, by handle. Throws 404. */
export async function readGroup({ sql }: Deps, groupId: number, after: string | undefined, pageSize: number) {
	const [group, people] = await Promise.all([
		queries.findGroup(sql, groupId),
		queries.listGroupMembers(sql, groupId, { after, limit: pageSize + 1 }),
	]);
	if (!group) throw notFound();
	return { group, people: people.slice(0, pageSize), more: people.length > pageSize };
}

/** Makes a group and returns its id. Throws 409 `name-taken`. */
export async function makeGroup(deps: Deps, actor: SignedIn, name: string): Promise<number> {
	return await inTransaction(deps.sql, async (tx) => {
		if (await queries.isGroupName(tx, name, null)) throw nameTaken();
		const id = await queries.insertGroup(tx, name);
		await note(tx, actor, 'group.made', id, { name });
		return id;
	});
}

/** Throws 404, 409 `name-taken`. */
export async function renameGroup(deps: Deps, actor: SignedIn, groupId: number, name: string): Promise<void> {
	await keep(deps, groupId, async (tx, group) => {
		if (await queries.isGroupName(tx, name, groupId)) throw nameTaken();
		if (group.name === name) return;
		await queries.updateGroup(tx, groupId, name);
		await note(tx, actor, 'group.renamed', groupId, { from: group.name, to: name });
	});
}

/** Deletes a group. Throws 404, 409 `group-in-use` with the names of the spaces that are open to it. */
export async function deleteGroup(deps: Deps, actor: SignedIn, groupId: number): Promise<void> {
	await keep(deps, groupId, async (tx, group) => {
		const { spaces = [] } = (await queries.findGroup(tx, groupId)) ?? {};
		if (spaces.length > 0) {
			throw conflict('group-in-use', { params: { spaces: spaces.map(({ name }) => name).join(', ') } });
		}
		const memberIds = await queries.deleteGroup(tx, groupId);
		await note(tx, actor, 'group.deleted', groupId, { name: group.name, memberIds });
		await publishMany(
			tx,
			'member.rights-changed',
			actor.id,
			memberIds.map((memberId) => ({ memberId })),
		);
	});
}

/** Puts a member into a group. Throws 404, 422 `member-not-found`. */
export async function addToGroup(deps: Deps, actor: SignedIn, groupId: number, handle: string): Promise<void> {
	await keep(deps, groupId, async (tx) => {
		const memberId = (await membersByHandles(tx, [handle])).get(handle);
		if (memberId === undefined) throw invalid({ handle: 'member-not-found' });
		if (await queries.insertGroupMember(tx, groupId, memberId))
			await noteMember(tx, actor, 'group.member-added', groupId, memberId);
	});
}

/** Takes a member out of a group. Throws 404. */
export async function removeFromGroup(deps: Deps, actor: SignedIn, groupId: number, memberId: number): Promise<void> {
	await keep(deps, groupId, async (tx) => {
		if (await queries.deleteGroupMember(tx, groupId, memberId))
			await noteMember(tx, actor, 'group.member-removed', groupId, memberId);
	});
}

async function noteMember(tx: Tx, actor: SignedIn, action: string, groupId: number, memberId: number): Promise<void> {
	await note(tx, actor, action, groupId, { memberId });
	await publish(tx, 'member.rights-changed', actor.id, { memberId });
}

/** Runs a deed on a group that is held meanwhile. */
async function keep(
	deps: Deps,
	groupId: number,
	deed: (tx: Tx, group: { id: number; name: string }) => Promise<void>,
): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const group = await queries.lockGroup(tx, groupId);
		if (!group) throw notFound();
		await deed(tx, group);
	});
}

async function note(tx: Tx, actor: SignedIn, action: string, groupId: number, details: Record<string, unknown>) {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'group', subjectId: groupId, details });
}
