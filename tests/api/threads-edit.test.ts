import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import { editPost, listRevisions, readPostSource, rollBackPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { eventsOf } from '../support/events.ts';

async function place(app: TestApp) {
	const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
	const asked = await thread(app, dewi, {
		spaceId: somewhere.id,
		title: 'How do I print a receipt?',
		sourceText: 'The printer is silent.',
		tags: ['printer'],
	});
	return { dewi, budi, space: somewhere, asked };
}

type Change = {
	version: number;
	sourceText: string;
	title?: string;
	tags?: string[];
	reason?: string;
	requestKey?: string;
};
const edit = (app: TestApp, as: Caller | undefined, postId: number, change: Change) =>
	app.call(editPost, { as, params: { postId }, body: { requestKey: randomUUID(), reason: 'Clearer so.', ...change } });
const history = (app: TestApp, postId: number, as?: Caller, after?: string) =>
	app.call(listRevisions, { as, params: { postId }, query: { after } });
const rollBack = (app: TestApp, as: Caller, postId: number, revision: number, version: number) =>
	app.call(rollBackPost, { as, params: { postId }, body: { requestKey: randomUUID(), revision, version } });
const joined = (parts: { text: string; kind: string }[], kinds: string[]) =>
	parts
		.filter((part) => kinds.includes(part.kind))
		.map((part) => part.text)
		.join('');

describe('editing', () => {
	test('changes text, title and tags, and leaves a revision with its reason', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const { status, value } = await edit(app, dewi, asked.postId, {
			version: 1,
			sourceText: 'The *new* printer is silent.',
			title: 'How do I print a long receipt?',
			tags: ['printer', 'paper'],
			reason: 'It is a new one.',
		});
		expect(status).toBe(200);
		expect(value).toMatchObject({ version: 2, path: `/threads/${asked.id}/how-do-i-print-a-long-receipt` });
		const { value: view } = await app.call(readThread, { params: { threadId: asked.id } });
		expect(view.thread).toMatchObject({ title: 'How do I print a long receipt?', tags: ['paper', 'printer'] });
		expect(view.opening).toMatchObject({
			version: 2,
			revisions: 2,
			editedBy: null,
			html: expect.stringContaining('<em>new</em>'),
		});
		const { value: revisions } = await history(app, asked.postId);
		expect(revisions.items.map(({ number, reason, current }) => ({ number, reason, current }))).toEqual([
			{ number: 2, reason: 'It is a new one.', current: true },
			{ number: 1, reason: '', current: false },
		]);
		const [newest, original] = revisions.items;
		expect(newest?.tags).toEqual({ added: ['paper'], removed: [] });
		expect(joined(newest!.text, ['same', 'removed'])).toBe('The printer is silent.');
		expect(joined(newest!.text, ['same', 'added'])).toBe('The *new* printer is silent.');
		expect(joined(newest!.title!, ['same', 'added'])).toBe('How do I print a long receipt?');
		expect(original?.text).toEqual([{ kind: 'same', text: 'The printer is silent.' }]);
	});

	test('tells whom the text names only now', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const rina = await member(app);
		await edit(app, dewi, asked.postId, { version: 1, sourceText: `Ask @${budi.handle}.` });
		await edit(app, dewi, asked.postId, { version: 2, sourceText: `Ask @${budi.handle} or @${rina.handle}.` });
		const told = (await eventsOf(app, asked.id)).filter((event) => event.name === 'post.edited');
		expect(told.map((event) => event.payload)).toMatchObject([
			{ postId: asked.postId, postKind: 'opening', revision: 2, newMentionIds: [budi.id] },
			{ revision: 3, newMentionIds: [rina.id] },
		]);
	});

	test('that changes nothing writes nothing', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const same = { version: 1, sourceText: 'The printer is silent.', tags: ['printer'] };
		expect((await edit(app, dewi, asked.postId, same)).value.version).toBe(1);
		expect((await history(app, asked.postId)).value.items).toHaveLength(1);
	});

	test('happens once when the form comes twice', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const change = { version: 1, sourceText: 'The printer makes noise.', requestKey: randomUUID() };
		const [one, other] = await Promise.all([
			edit(app, dewi, asked.postId, change),
			edit(app, dewi, asked.postId, change),
		]);
		expect([one.status, other.status]).toEqual([200, 200]);
		expect((await history(app, asked.postId)).value.items).toHaveLength(2);
	});

	test('by a second editor is refused with both texts at hand', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const moderator = await member(app, { role: 'moderator', displayName: 'Made Kartika' });
		await edit(app, moderator, asked.postId, {
			version: 1,
			sourceText: 'The printer is quiet.',
			title: 'How to print a receipt?',
		});
		const late = await edit(app, dewi, asked.postId, { version: 1, sourceText: 'The printer hums.' });
		expect([late.status, late.error.code]).toEqual([409, 'edited-meanwhile']);
		expect(late.error.current).toEqual({
			title: 'How to print a receipt?',
			sourceText: 'The printer is quiet.',
			version: 2,
			editorName: 'Made Kartika',
		});
		const again = await edit(app, dewi, asked.postId, { version: 2, sourceText: 'The printer hums.' });
		expect(again.status).toBe(200);
	});

	test('by two at the same moment lets one through', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const moderator = await member(app, { role: 'moderator' });
		const replies = await Promise.all([
			edit(app, dewi, asked.postId, { version: 1, sourceText: 'The printer hums.' }),
			edit(app, moderator, asked.postId, { version: 1, sourceText: 'The printer is quiet.' }),
		]);
		expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
	});

	test('is for the author and moderators', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'Switch it on.');
		const change = { version: 1, sourceText: 'Switch it off.' };
		expect((await edit(app, undefined, given.id, change)).status).toBe(401);
		expect((await edit(app, dewi, given.id, change)).status).toBe(403);
		expect((await edit(app, await member(app, { role: 'moderator' }), given.id, change)).status).toBe(200);
		const { value: view } = await app.call(readThread, { as: budi, params: { threadId: asked.id } });
		expect(view.answers[0]?.editedBy).toMatch(/^Member \d+$/);
		expect(view.answers[0]?.may).toMatchObject({ edit: true, seeHistory: true });
	});

	test('throws away the draft of the change, and no other', async ({ app }) => {
		const { dewi, asked } = await place(app);
		const said = await comment(app, dewi, asked.postId);
		for (const targetId of [asked.postId, said.id]) {
			await app.call(keepDraft, { as: dewi, params: { kind: 'edit', targetId }, body: { sourceText: 'The' } });
		}
		await edit(app, dewi, asked.postId, { version: 1, sourceText: 'The printer hums.' });
		const left = async (targetId: number) =>
			(await app.call(readDraft, { as: dewi, params: { kind: 'edit', targetId } })).value.draft;
		expect(await left(asked.postId)).toBeNull();
		expect(await left(said.id)).not.toBeNull();
	});

	test('does not count an accepted mark as a change of the text', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'Switch it on.');
		await app.call(acceptAnswer, { as: dewi, params: { postId: given.id }, body: { accepted: true } });
		expect(
			(await edit(app, budi, given.id, { version: given.version, sourceText: 'Switch it on twice.' })).status,
		).toBe(200);
	});
});

describe('the source for an editor', () => {
	test('has title and tags with the opening text only', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		const given = await answer(app, budi, asked.id, 'Switch **it** on.');
		const source = (as: Caller | undefined, postId: number) => app.call(readPostSource, { as, params: { postId } });
		expect((await source(dewi, asked.postId)).value).toEqual({
			id: asked.postId,
			threadId: asked.id,
			threadPath: asked.path,
			threadTitle: 'How do I print a receipt?',
			kind: 'opening',
			needsReason: false,
			restoreWithinDays: 30,
			title: 'How do I print a receipt?',
			tags: ['printer'],
			sourceText: 'The printer is silent.',
			version: 1,
		});
		expect((await source(budi, given.id)).value).toMatchObject({
			kind: 'answer',
			title: null,
			tags: null,
			sourceText: 'Switch **it** on.',
		});
		expect((await source(dewi, given.id)).status).toBe(403);
		expect((await source(undefined, given.id)).status).toBe(401);
	});
});

describe('history', () => {
	test('of a post that nobody edited is its original alone', async ({ app }) => {
		const { asked, dewi } = await place(app);
		const { value } = await history(app, asked.postId);
		expect(value).toMatchObject({ mayRollBack: false, next: null, post: { id: asked.postId, version: 1 } });
		expect(value.items).toMatchObject([{ number: 1, current: true, editor: { handle: dewi.handle } }]);
	});

	test('pages backwards to the original, each page with whole differences', async ({ app }) => {
		const { dewi, asked } = await place(app);
		for (let version = 1; version <= 12; version++) {
			await edit(app, dewi, asked.postId, { version, sourceText: `Text number ${version + 1}.` });
		}
		const first = await history(app, asked.postId);
		expect(first.value.items.map((item) => item.number)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4]);
		const second = await history(app, asked.postId, undefined, first.value.next!);
		expect(second.value.items.map((item) => item.number)).toEqual([3, 2, 1]);
		expect(second.value.next).toBeNull();
		expect(joined(first.value.items.at(-1)!.text, ['same', 'removed'])).toBe('Text number 3.');
	});

	test('of an unknown, waiting or unreadable post is not there', async ({ app }) => {
		const { asked } = await place(app);
		const rina = await member(app, { verified: false });
		const waiting = await answer(app, rina, asked.id);
		expect((await history(app, waiting.id)).status).toBe(404);
		expect((await history(app, waiting.id, rina)).status).toBe(200);
		expect((await history(app, 9_999_999)).status).toBe(404);
	});
});

describe('rolling back', () => {
	test('brings title, tags and text of an earlier revision back as a new one', async ({ app }) => {
		const { dewi, asked } = await place(app);
		await edit(app, dewi, asked.postId, {
			version: 1,
			sourceText: 'Spam.',
			title: 'Buy something now',
			tags: ['spam'],
		});
		const { status, value } = await rollBack(app, dewi, asked.postId, 1, 2);
		expect([status, value.version]).toEqual([200, 3]);
		const { value: view } = await app.call(readThread, { params: { threadId: asked.id } });
		expect(view.thread).toMatchObject({ title: 'How do I print a receipt?', tags: ['printer'] });
		expect(view.opening.html).toContain('The printer is silent.');
		const { value: revisions } = await history(app, asked.postId, dewi);
		expect(revisions.mayRollBack).toBe(true);
		expect(revisions.items[0]).toMatchObject({
			number: 3,
			rollbackOf: 1,
			tags: { added: ['printer'], removed: ['spam'] },
		});
	});

	test('is refused like an edit, and for a revision that is not there', async ({ app }) => {
		const { dewi, budi, asked } = await place(app);
		await edit(app, dewi, asked.postId, { version: 1, sourceText: 'Other text.' });
		expect((await rollBack(app, budi, asked.postId, 1, 2)).status).toBe(403);
		expect((await rollBack(app, dewi, asked.postId, 1, 1)).error.code).toBe('edited-meanwhile');
		expect((await rollBack(app, dewi, asked.postId, 9, 2)).error.fields).toEqual({ revision: 'bad-value' });
	});
});
