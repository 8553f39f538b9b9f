import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnPost } from '@ikatan/contracts/acting';
import { askThread, postAnswer, postComment } from '@ikatan/contracts/asking';
import { keepDraft } from '@ikatan/contracts/drafts';
import { editPost } from '@ikatan/contracts/editing';
import { listThreads, readThread } from '@ikatan/contracts/threads';
import { changeSettings, forgetSettings, type Settings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { eventNamesOf, findingsOf } from '../support/events.ts';

const usual: Partial<Settings> = { watchedWords: [], holdFirstPosts: 0, reviewFirstPosts: 0 };
async function set(app: TestApp, changes: Partial<Settings>): Promise<void> {
	await inTransaction(app.sql, (tx) => changeSettings(tx, { ...usual, ...changes }, null));
	forgetSettings(app.sql);
}
const hour = 60 * 60 * 1000;

async function place(app: TestApp) {
	const [fresh, old, mona] = [
		await member(app, { fresh: true }),
		await member(app),
		await member(app, { role: 'moderator' }),
	];
	const somewhere = await space(app);
	const asked = await thread(app, old, { spaceId: somewhere.id });
	return { fresh, old, mona, space: somewhere, asked };
}
const ask = (app: TestApp, as: Caller, spaceId: number, sourceText = 'It hums.', typedForMs?: number) =>
	app.call(askThread, {
		as,
		body: {
			requestKey: randomUUID(),
			kind: 'question',
			spaceId,
			title: 'Why does my printer hum?',
			sourceText,
			tags: [],
			typedForMs,
		},
	});
const reply = (app: TestApp, as: Caller, threadId: number, sourceText: string, typedForMs?: number) =>
	app.call(postAnswer, { as, params: { threadId }, body: { requestKey: randomUUID(), sourceText, typedForMs } });
const read = (app: TestApp, threadId: number, as?: Caller) => app.call(readThread, { as, params: { threadId } });

describe('on the first day', () => {
	test('a post holds two links and one image, and the refusal says so', async ({ app }) => {
		await set(app, {});
		const { fresh, old, asked } = await place(app);
		const links = '[a](https://a.example) [b](https://b.example) [c](https://c.example)';
		const refused = await reply(app, fresh, asked.id, links);
		expect([refused.status, refused.error.code, refused.error.params]).toEqual([422, 'too-many-links', { max: 2 }]);
		expect((await reply(app, old, asked.id, links)).status).toBe(201);
		expect((await reply(app, fresh, asked.id, '[a](https://a.example) [b](https://b.example)')).status).toBe(201);
	});

	test('three threads and ten replies are possible; then it says when there are more', async ({ app }) => {
		await set(app, {});
		const { fresh, asked, space: somewhere } = await place(app);
		for (let count = 0; count < 3; count++) expect((await ask(app, fresh, somewhere.id)).status).toBe(201);
		const fourth = await ask(app, fresh, somewhere.id);
		expect([fourth.status, fourth.error.code, fourth.error.params.max]).toEqual([429, 'too-many-threads-yet', 3]);
		expect(fourth.error.params.retryAfterSeconds).toBeGreaterThan(23 * 3600);
		for (let count = 0; count < 5; count++) {
			expect((await reply(app, fresh, asked.id, `Answer ${count}.`)).status).toBe(201);
			const said = { requestKey: randomUUID(), sourceText: `Comment ${count}.` };
			expect((await app.call(postComment, { as: fresh, params: { postId: asked.postId }, body: said })).status).toBe(
				201,
			);
		}
		expect((await reply(app, fresh, asked.id, 'One more.')).error.code).toBe('too-many-replies-yet');
		app.clock.pass(25 * hour);
		expect((await ask(app, fresh, somewhere.id)).status).toBe(201);
	});

	test('what was typed faster than anybody types waits for a moderator', async ({ app }) => {
		await set(app, {});
		const { fresh, old, asked } = await place(app);
		await app.sql`update members set created_at = ${app.clock.now()} where id = ${fresh.id}`;
		expect((await reply(app, fresh, asked.id, 'Buy my zebra.', 900)).value.state).toBe('held');
		expect((await reply(app, fresh, asked.id, 'Slowly.', 3100)).value.state).toBe('published');
		expect((await reply(app, old, asked.id, 'Quick.', 900)).value.state).toBe('published');
		// Whoever comes back to a draft has typed before.
		const draft = { params: { kind: 'answer', targetId: asked.id }, body: { sourceText: 'As I said.' } } as const;
		await app.call(keepDraft, { as: fresh, ...draft });
		await app.sql`update drafts set updated_at = now() - interval '1 hour' where member_id = ${fresh.id}`;
		expect((await reply(app, fresh, asked.id, 'As I said.', 900)).value.state).toBe('published');
		expect(JSON.stringify((await read(app, asked.id, old)).value)).not.toContain('zebra');
		expect(await findingsOf(app, asked.id, 'post.held')).toEqual([[{ rule: 'typed-fast', detail: '900 ms' }]]);
	});
});

describe('watched words', () => {
	test('hold a post: its author sees that it waits, not why; a release publishes it as new', async ({ app }) => {
		await set(app, { watchedWords: [{ pattern: 'zebra*', action: 'hold' }] });
		const { old, mona, space: somewhere } = await place(app);
		const { value: asked } = await ask(app, old, somewhere.id, 'Cheap zebras here.');
		expect(asked.state).toBe('held');
		expect((await read(app, asked.id)).status).toBe(404);
		const { value: own } = await read(app, asked.id, old);
		expect(own.opening).toMatchObject({ state: 'held', held: { reason: '', findings: [] } });
		const { value: seen } = await read(app, asked.id, mona);
		expect(seen.opening.held?.findings).toEqual([{ rule: 'watched-word', detail: 'zebras' }]);
		const body = { act: 'release', requestKey: randomUUID(), reason: '' } as const;
		await app.call(actOnPost, { as: mona, params: { postId: asked.postId }, body });
		expect((await read(app, asked.id)).value.thread).toMatchObject({ state: 'published', needsAnswer: true });
		expect(await eventNamesOf(app, asked.id)).toEqual(['post.held', 'post.released', 'thread.asked']);
		const { value: list } = await app.call(listThreads, { query: { space: somewhere.slug } });
		expect(list.items.map((row) => row.id)).toContain(asked.id);
	});

	test('refuse a post with the words that stand in the way', async ({ app }) => {
		await set(app, { watchedWords: [{ pattern: 'cheap pills', action: 'refuse' }] });
		const { old, mona, asked } = await place(app);
		const refused = await reply(app, old, asked.id, 'Cheap  pills!');
		expect([refused.status, refused.error.code, refused.error.params]).toEqual([
			422,
			'words-refused',
			{ words: 'Cheap pills' },
		]);
		expect((await reply(app, mona, asked.id, 'We sell no cheap pills.')).status).toBe(201);
	});

	test('flag a post that is published', async ({ app }) => {
		await set(app, { watchedWords: [{ pattern: 'refund', action: 'flag' }] });
		const { old, asked } = await place(app);
		expect((await reply(app, old, asked.id, 'I want a refund.')).value.state).toBe('published');
		expect(await findingsOf(app, asked.id, 'post.flagged')).toEqual([[{ rule: 'watched-word', detail: 'refund' }]]);
	});

	test('take a post out of sight that an edit puts them into', async ({ app }) => {
		await set(app, { watchedWords: [{ pattern: 'zebra', action: 'hold' }] });
		const { old, asked, mona } = await place(app);
		const given = await answer(app, old, asked.id);
		const body = { requestKey: randomUUID(), version: 1, sourceText: 'Buy a zebra.' };
		const { value } = await app.call(editPost, { as: old, params: { postId: given.id }, body });
		expect(value.state).toBe('held');
		expect((await read(app, asked.id)).value).toMatchObject({ answers: [], thread: { answers: 0 } });
		const release = { act: 'release', requestKey: randomUUID(), reason: '' } as const;
		await app.call(actOnPost, { as: mona, params: { postId: given.id }, body: release });
		expect((await read(app, asked.id)).value.answers[0]?.html).toContain('zebra');
	});
});

describe('first posts', () => {
	test('wait for a moderator where the settings say so; one that nobody verified waits on after the release', async ({
		app,
	}) => {
		await set(app, {});
		const { mona, asked } = await place(app);
		await set(app, { holdFirstPosts: 1 });
		const newcomer = await member(app, { verified: false });
		const { value: given } = await reply(app, newcomer, asked.id, 'My first words.');
		expect(given.state).toBe('held');
		const body = { act: 'release', requestKey: randomUUID(), reason: '' } as const;
		await app.call(actOnPost, { as: mona, params: { postId: given.id }, body });
		const state = async () => (await app.sql`select state from posts where id = ${given.id}`)[0]?.state as string;
		expect(await state()).toBe('pending');
		await app.sql`update members set mail_verified_at = now() where id = ${newcomer.id}`;
		await app.settle();
		expect(await state()).toBe('published');
		expect((await reply(app, newcomer, asked.id, 'My second words.')).value.state).toBe('published');
	});

	test('are shown to moderators once they are published', async ({ app }) => {
		await set(app, { reviewFirstPosts: 1 });
		const { asked } = await place(app);
		const newcomer = await member(app);
		await reply(app, newcomer, asked.id, 'My first words.');
		await reply(app, newcomer, asked.id, 'My second words.');
		expect(await findingsOf(app, asked.id, 'post.flagged')).toContainEqual([{ rule: 'first-post', detail: '1' }]);
		expect(await findingsOf(app, asked.id, 'post.flagged')).toHaveLength(2);
	});
});
