import { listNotices } from '@ikatan/contracts/notices';
import { setWatch, type WatchLevel, type WatchTarget } from '@ikatan/contracts/watching';
import type { z } from 'zod';
import type { Caller, TestApp } from './app.ts';

/** A member's inbox once the worker has done its part, newest first. */
export async function inboxOf(app: TestApp, as: Caller) {
	await app.settle();
	const { status, value } = await app.call(listNotices, { as, query: {} });
	if (status !== 200) throw new Error(`The inbox answered ${status}`);
	return value;
}

/** What the inbox tells of, as kinds. */
export async function kindsOf(app: TestApp, as: Caller): Promise<string[]> {
	return (await inboxOf(app, as)).items.map((notice) => notice.kind);
}

/** Watches something at a level, over HTTP. */
export async function watch(
	app: TestApp,
	as: Caller,
	targetKind: z.infer<typeof WatchTarget>,
	targetId: number,
	level: z.infer<typeof WatchLevel> | null,
): Promise<void> {
	const { status } = await app.call(setWatch, { as, params: { targetKind, targetId }, body: { level } });
	if (status !== 200) throw new Error(`Watching answered ${status}`);
}

/** The number of a tag, by name. */
export async function tagId(app: TestApp, name: string): Promise<number> {
	const [tag] = await app.sql<{ id: number }[]>`select id from tags where name = ${name}`;
	if (!tag) throw new Error(`There is no tag ${name}`);
	return tag.id;
}
