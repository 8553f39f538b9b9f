import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnThread, undoDeed } from '@ikatan/contracts/acting';
import type { ActOnThread } from '@ikatan/contracts/acting';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';

type Asked = ActOnThread extends infer One ? (One extends unknown ? Omit<One, 'requestKey' | 'reason'> : never) : never;
const act = (app: TestApp, as: Caller, threadId: number, asked: Asked, reason = '') =>
	app.call(actOnThread, { as, params: { threadId }, body: { ...asked, reason, requestKey: randomUUID() } as never });
const undo = (app: TestApp, as: Caller, deedId: number | null) =>
	app.call(undoDeed, { as, params: { deedId: deedId ?? 0 }, body: { requestKey: randomUUID() } });

async function place(app: TestApp, language = 'en') {
	const [dewi, mona] = [await member(app, { language }), await member(app, { role: 'moderator' })];
	const somewhere = await space(app, { name: 'Counter' });
	const asked = await thread(app, dewi, { spaceId: somewhere.id, title: 'Why does it hum?', sourceText: 'All day.' });
	return { dewi, mona, space: somewhere, asked };
}
const told = async (app: TestApp, as: Caller) =>
	(await inboxOf(app, as)).items.map(({ kind, said, threadTitle, words, path, actors }) => ({
		kind,
		said,
		threadTitle,
		words,
		path,
		actors,
	}));

describe('the author of a thread hears what a moderator did to it, and why', () => {
	test.for([
		['lock', 'It is locked: nobody can add to it for now. The reason: Heated.'],
		['close', 'It is closed: it takes no more answers. Reason: Heated.'],
		['unlist', 'It is in no list and no search any more; whoever has its address can read it. The reason: Heated.'],
	] as const)('by %s, and that it was taken back', async ([what, said], { app }) => {
		const { dewi, mona, asked } = await place(app);
		const { value } = await act(app, mona, asked.id, { act: what }, 'Heated.');
		expect(await told(app, dewi)).toEqual([
			{ kind: 'moderated', said, threadTitle: 'Why does it hum?', words: 'All day.', path: asked.path, actors: [] },
		]);
		await undo(app, mona, value.deedId);
		expect(await told(app, dewi)).toMatchObject([{ said: 'That decision was taken back: all is as before.' }]);
	});

	test('several deeds one by one, in their language', async ({ app }) => {
		const { dewi, mona, asked } = await place(app, 'id');
		await act(app, mona, asked.id, { act: 'lock' });
		await act(app, mona, asked.id, { act: 'close' }, 'off_topic');
		expect((await told(app, dewi)).map(({ said }) => said).sort()).toEqual([
			'Utas ini dikunci: untuk sementara tidak ada yang bisa menambahkan apa pun.',
			'Utas ini ditutup: tidak menerima jawaban lagi. Alasan: bukan untuk tempat ini',
		]);
	});

	test('where it was moved to; of a place that they may not read, no more than that', async ({ app }) => {
		const { dewi, mona, asked } = await place(app);
		const other = await space(app, { name: 'Printers' });
		await act(app, mona, asked.id, { act: 'move', spaceId: other.id }, 'It is about printers.');
		expect(await told(app, dewi)).toMatchObject([
			{ said: 'It was moved to Printers. The reason: It is about printers.', path: asked.path },
		]);
		const secret = await space(app, { name: 'Back room', kind: 'groups' });
		const admin = await member(app, { role: 'admin' });
		await act(app, admin, asked.id, { act: 'move', spaceId: secret.id });
		expect(await told(app, dewi)).toMatchObject([
			{ said: 'It was moved to a place that is not open to you.', threadTitle: 'Why does it hum?', path: '/inbox' },
		]);
	});

	test('no more of what is done out of their sight, nor what it is called there', async ({ app }) => {
		const { dewi, asked, space: somewhere } = await place(app);
		const [back, hidden] = [await space(app, { kind: 'groups' }), await space(app, { kind: 'groups' })];
		const admin = await member(app, { role: 'admin' });
		await act(app, admin, asked.id, { act: 'move', spaceId: back.id });
		const gone = [{ said: 'It was moved to a place that is not open to you.', threadTitle: 'Why does it hum?' }];
		expect(await told(app, dewi)).toMatchObject(gone);
		await app.sql`update threads set title = 'Recall of all that hum' where id = ${asked.id}`;
		const { value } = await act(app, admin, asked.id, { act: 'lock' }, 'Until the recall.');
		await undo(app, admin, value.deedId);
		await act(app, admin, asked.id, { act: 'move', spaceId: hidden.id });
		expect(await told(app, dewi)).toMatchObject(gone);
		expect(await told(app, dewi)).toHaveLength(1);
		await act(app, admin, asked.id, { act: 'move', spaceId: somewhere.id });
		expect(await told(app, dewi)).toMatchObject([
			{ said: 'It was moved to Counter.', path: expect.stringContaining('/threads/') as unknown },
		]);
	});

	test('which thread it was merged into, under its own title, and that it came back', async ({ app }) => {
		const { dewi, mona, asked, space: somewhere } = await place(app);
		const into = await thread(app, await member(app), { spaceId: somewhere.id, title: 'All about humming' });
		const { value } = await act(app, mona, asked.id, { act: 'merge', intoThreadId: into.id }, 'The same.');
		expect(await told(app, dewi)).toMatchObject([
			{
				said: 'It is part of “All about humming” now. The reason: The same.',
				threadTitle: 'Why does it hum?',
				path: `${into.path}/${asked.postId}#${asked.postId}`,
			},
		]);
		await undo(app, mona, value.deedId);
		expect(await told(app, dewi)).toMatchObject([
			{ said: 'That decision was taken back: all is as before.', path: asked.path },
		]);
	});

	test('but not what they did themselves, nor that it was pinned', async ({ app }) => {
		const { dewi, mona, asked, space: somewhere } = await place(app);
		const own = await thread(app, mona, { spaceId: somewhere.id });
		await act(app, mona, own.id, { act: 'lock' });
		await act(app, mona, asked.id, { act: 'pin' });
		expect(await told(app, mona)).toEqual([]);
		expect(await told(app, dewi)).toEqual([]);
	});
});

describe('the author of answers that became a thread of their own hears of it', () => {
	async function answered(app: TestApp) {
		const { dewi, mona, asked, space: somewhere } = await place(app);
		const [eka, fajar] = [await member(app), await member(app, { language: 'id' })];
		const first = await answer(app, eka, asked.id, 'Mine hums, too.');
		const second = await answer(app, fajar, asked.id, 'Punya saya diam.');
		await comment(app, dewi, first.id, 'Since when?');
		await answer(app, eka, asked.id, 'It stays where it was.');
		// What they were told until now is read.
		for (const as of [dewi, eka, fajar]) await app.sql`update notices set seen_at = now() where member_id = ${as.id}`;
		const split = (spaceId = somewhere.id) =>
			act(
				app,
				mona,
				asked.id,
				{ act: 'split', postIds: [first.id, second.id], title: 'Two that hum', kind: 'discussion', spaceId, tags: [] },
				'Another drawer.',
			);
		return { dewi, eka, fajar, mona, asked, first, second, split };
	}
	const moderated = async (app: TestApp, as: Caller) =>
		(await told(app, as)).filter(({ kind }) => kind === 'moderated');

	test('where it is and why, once, in their language, and that it came back', async ({ app }) => {
		const { dewi, eka, fajar, mona, asked, first, second, split } = await answered(app);
		const { value } = await split();
		expect(await moderated(app, eka)).toMatchObject([
			{
				said: 'It is in a thread of its own now: “Two that hum”. The reason: Another drawer.',
				threadTitle: 'Why does it hum?',
				words: 'Mine hums, too.',
				path: value.path,
			},
		]);
		expect(await moderated(app, fajar)).toMatchObject([
			{
				said: 'Jawaban ini sekarang ada di utas tersendiri: “Two that hum”. Alasannya: Another drawer.',
				path: `${value.path}/${second.id}#${second.id}`,
			},
		]);
		expect(await moderated(app, dewi)).toEqual([]);
		const late = await member(app);
		await answer(app, late, Number(/\/threads\/(\d+)/.exec(value.path)?.[1]), 'Came when it was split.');
		await undo(app, mona, value.deedId);
		expect(await moderated(app, late)).toEqual([]);
		expect(await moderated(app, eka)).toMatchObject([
			{ said: 'That decision was taken back: all is as before.', path: `${asked.path}/${first.id}#${first.id}` },
		]);
	});

	test('but of a place that they may not read no more than that', async ({ app }) => {
		const { eka, split } = await answered(app);
		const staffOnly = await space(app, { name: 'Back room', kind: 'groups' });
		await split(staffOnly.id);
		expect(await moderated(app, eka)).toMatchObject([
			{
				said: 'It was moved to a place that is not open to you.',
				threadTitle: 'Why does it hum?',
				path: '/inbox',
			},
		]);
	});
});
