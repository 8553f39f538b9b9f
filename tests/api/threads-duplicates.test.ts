import { describe, expect } from 'vitest';
import { linkDuplicate, unlinkDuplicate } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';
import { eventNamesOf, eventsOf } from '../support/events.ts';

const link = (app: TestApp, as: Caller | undefined, threadId: number, ofThreadId: number) =>
	app.call(linkDuplicate, { as, params: { threadId }, body: { ofThreadId } });
const unlink = (app: TestApp, as: Caller | undefined, threadId: number) =>
	app.call(unlinkDuplicate, { as, params: { threadId } });
const read = async (app: TestApp, threadId: number, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId } })).value.thread;

async function place(app: TestApp) {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	const ask = (title: string) => thread(app, dewi, { spaceId: somewhere.id, title });
	return {
		dewi,
		budi,
		space: somewhere,
		old: await ask('How do I print at all?'),
		young: await ask('How can I print, please?'),
	};
}
const trusted = async (app: TestApp) => {
	const someone = await member(app);
	await app.sql`update members set trust_level = 2 where id = ${someone.id}`;
	return someone;
};

describe('a duplicate', () => {
	test('is linked at once by the asker, and closes the thread', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		expect((await link(app, dewi, young.id, old.id)).value.state).toBe('confirmed');
		expect(await read(app, young.id)).toMatchObject({
			duplicateOf: { path: old.path, title: 'How do I print at all?' },
			closed: true,
			closedReason: 'duplicate',
			needsAnswer: false,
		});
		expect((await read(app, old.id)).duplicates).toEqual([{ path: young.path, title: 'How can I print, please?' }]);
		expect((await eventsOf(app, young.id)).at(-1)).toMatchObject({
			name: 'thread.duplicate-linked',
			payload: { postId: young.postId, ofThreadId: old.id },
		});
	});

	test('is only proposed by a trusted member, and confirmed by the asker', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		const rina = await trusted(app);
		expect((await link(app, rina, young.id, old.id)).value.state).toBe('proposed');
		const asAsker = await read(app, young.id, dewi);
		expect(asAsker).toMatchObject({ closed: false, duplicateOf: null, may: { decideDuplicate: true } });
		expect(asAsker.proposedDuplicateOf).toMatchObject({ id: old.id, path: old.path });
		expect((await read(app, young.id, rina)).may.decideDuplicate).toBe(false);
		expect((await link(app, dewi, young.id, old.id)).value.state).toBe('confirmed');
		expect(await read(app, young.id)).toMatchObject({ closed: true, proposedDuplicateOf: null });
		expect((await eventNamesOf(app, young.id)).slice(1)).toEqual([
			'thread.duplicate-proposed',
			'thread.duplicate-linked',
		]);
	});

	test('is not proposed by new members and visitors', async ({ app }) => {
		const { budi, old, young } = await place(app);
		expect((await link(app, budi, young.id, old.id)).status).toBe(403);
		expect((await link(app, undefined, young.id, old.id)).status).toBe(401);
	});

	test('points at the end of a chain', async ({ app }) => {
		const { dewi, old, young, space: somewhere } = await place(app);
		const third = await thread(app, dewi, { spaceId: somewhere.id });
		await link(app, dewi, young.id, old.id);
		await link(app, dewi, third.id, young.id);
		expect((await read(app, third.id)).duplicateOf?.path).toBe(old.path);
	});

	test('is never one of itself, neither straight nor round about', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		expect((await link(app, dewi, young.id, young.id)).error.code).toBe('duplicate-of-itself');
		await link(app, dewi, young.id, old.id);
		expect((await link(app, dewi, old.id, young.id)).error.code).toBe('duplicate-of-itself');
	});

	test('of each other, said at the same moment, is one of one', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		const replies = await Promise.all([link(app, dewi, young.id, old.id), link(app, dewi, old.id, young.id)]);
		expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
	});

	test('can point elsewhere later', async ({ app }) => {
		const { dewi, old, young, space: somewhere } = await place(app);
		const better = await thread(app, dewi, { spaceId: somewhere.id });
		await link(app, dewi, young.id, old.id);
		await link(app, dewi, young.id, better.id);
		expect(await read(app, young.id)).toMatchObject({ duplicateOf: { path: better.path }, closed: true });
		expect((await read(app, old.id)).duplicates).toEqual([]);
	});

	test('of a thread that its reader may not read is not linked, and not shown', async ({ app }) => {
		const { dewi, young } = await place(app);
		const moderator = await member(app, { role: 'moderator' });
		const hidden = await thread(app, await member(app, { role: 'agent' }), {
			spaceId: (await space(app, { kind: 'groups' })).id,
			title: 'A very private question',
		});
		const refused = await link(app, dewi, young.id, hidden.id);
		expect([refused.status, refused.error.fields]).toEqual([422, { ofThreadId: 'not-found' }]);
		expect((await link(app, moderator, young.id, hidden.id)).value.state).toBe('confirmed');
		expect((await read(app, young.id, moderator)).duplicateOf?.title).toBe('A very private question');
		for (const reader of [undefined, dewi]) expect((await read(app, young.id, reader)).duplicateOf).toBeNull();
	});
});

describe('undoing a duplicate', () => {
	test('opens the thread again', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		await link(app, dewi, young.id, old.id);
		expect((await unlink(app, dewi, young.id)).status).toBe(204);
		expect(await read(app, young.id)).toMatchObject({
			closed: false,
			closedReason: null,
			duplicateOf: null,
			needsAnswer: true,
		});
		expect((await eventNamesOf(app, young.id)).at(-1)).toBe('thread.duplicate-unlinked');
		expect((await link(app, dewi, young.id, old.id)).value.state).toBe('confirmed');
	});

	test('leaves a thread closed that was closed for another reason', async ({ app }) => {
		const { dewi, old, young } = await place(app);
		await app.sql`update threads set closed_at = now(), closed_reason = 'off-topic' where id = ${young.id}`;
		await link(app, dewi, young.id, old.id);
		await unlink(app, dewi, young.id);
		expect(await read(app, young.id)).toMatchObject({ closed: true, closedReason: 'off-topic' });
	});

	test('declines a proposal, by the asker, or by its proposer, by nobody else', async ({ app }) => {
		const { dewi, budi, old, young } = await place(app);
		const rina = await trusted(app);
		await link(app, rina, young.id, old.id);
		expect((await unlink(app, budi, young.id)).status).toBe(403);
		expect((await unlink(app, rina, young.id)).status).toBe(204);
		await link(app, rina, young.id, old.id);
		expect((await unlink(app, dewi, young.id)).status).toBe(204);
		expect((await read(app, young.id, dewi)).proposedDuplicateOf).toBeNull();
		expect((await eventNamesOf(app, young.id)).at(-1)).toBe('thread.duplicate-declined');
		expect((await unlink(app, dewi, young.id)).status).toBe(404);
	});
});
