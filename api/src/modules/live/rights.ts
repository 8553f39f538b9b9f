import type { Desk } from '@ikatan/contracts/live';
import { moderators, staff, visitor, type Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { actorOfSession, pictureUrl } from '../accounts/index.ts';
import { listAllSpaces, visibilityAmong } from '../spaces/index.ts';
import type { Connection, Person } from './connection.ts';
import { findPresence, listReadable } from './live.queries.ts';

/** The name that presence may show. */
export async function findPerson(deps: Deps, memberId: number | null): Promise<Person | null> {
	const found = memberId === null ? undefined : await findPresence(deps.sql, memberId);
	if (!found) return null;
	const { pictureFileId, ...person } = found;
	return { ...person, pictureUrl: pictureUrl(pictureFileId) };
}

/** Who hears of what moves on a desk: staff of insights and quotes, moderators (of any space) of the queue. */
export function maySitAt(desk: Desk, actor: Actor): boolean {
	return desk === 'moderation' ? moderators(actor) : staff(actor);
}

export type Lost = { connection: Connection; threadIds: number[] };

/**
 * Asks again who stands behind each page, whether they still show their name, and which of its threads they may not read any
 * more. Visitors are asked for together: they all may read the same.
 */
export async function findLosses(deps: Deps, connections: Connection[]): Promise<Lost[]> {
	const spaces = await listAllSpaces(deps.sql);
	const lost: Lost[] = [];
	const ask = async (group: Connection[], actor: Connection['actor']) => {
		const threadIds = [...new Set(group.flatMap((connection) => [...connection.threadIds]))];
		if (threadIds.length === 0) return;
		const readable = await listReadable(deps.sql, visibilityAmong(spaces, actor), threadIds);
		for (const connection of group) {
			const gone = [...connection.threadIds].filter(
				(threadId) => threadIds.includes(threadId) && !readable.has(threadId),
			);
			if (gone.length > 0) lost.push({ connection, threadIds: gone });
		}
	};
	for (const connection of connections) {
		if (connection.actor.id === null) continue;
		connection.actor = await actorOfSession(deps, connection.cookie, connection.address);
		connection.person = await findPerson(deps, connection.actor.id);
		if (connection.actor.id !== null) await ask([connection], connection.actor);
	}
	await ask(
		connections.filter((connection) => connection.actor.id === null),
		visitor(),
	);
	return lost;
}
