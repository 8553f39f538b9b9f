import type { TestApp } from './app.ts';

export type ToldEvent = { name: string; actorId: number | null; payload: Record<string, unknown> };

/** The events that deeds on a thread have left, in order. */
export async function eventsOf(app: TestApp, threadId: number): Promise<ToldEvent[]> {
	return await app.sql<ToldEvent[]>`
		select name, actor_id, payload from events where (payload ->> 'threadId')::bigint = ${threadId} order by id`;
}

/** Their names alone. */
export async function eventNamesOf(app: TestApp, threadId: number): Promise<string[]> {
	return (await eventsOf(app, threadId)).map((event) => event.name);
}
