import type { TestApp } from './app.ts';

export type ToldEvent = { name: string; actorId: number | null; payload: Record<string, unknown> };

/** The events that deeds on a thread have left, in order, without what only asks moderators to look. */
export async function eventsOf(app: TestApp, threadId: number): Promise<ToldEvent[]> {
	return await app.sql<ToldEvent[]>`
		select name, actor_id, payload from events
		where (payload ->> 'threadId')::bigint = ${threadId} and name <> 'post.flagged' order by id`;
}

/** Their names alone. */
export async function eventNamesOf(app: TestApp, threadId: number): Promise<string[]> {
	return (await eventsOf(app, threadId)).map((event) => event.name);
}

/** What rules found in the posts of a thread that were held, or that moderators are to look at. */
export async function findingsOf(
	app: TestApp,
	threadId: number,
	name: 'post.held' | 'post.flagged',
): Promise<unknown[]> {
	const rows = await app.sql<{ findings: unknown }[]>`
		select payload -> 'findings' as findings from events
		where (payload ->> 'threadId')::bigint = ${threadId} and name = ${name} order by id`;
	return rows.map((row) => row.findings);
}
