import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { askThread, previewBody } from '@ikatan/contracts/asking';
import { dropDraft, keepDraft, listDrafts, readDraft } from '@ikatan/contracts/drafts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';

const newThread = { kind: 'thread' as const, targetId: 0 };
type Place = { kind: 'thread' | 'answer' | 'comment' | 'edit'; targetId: number };
const keep = (
	app: TestApp,
	as: Caller | undefined,
	content: { title?: string; sourceText?: string },
	params: Place = newThread,
) => app.call(keepDraft, { as, params, body: content });
const read = async (app: TestApp, as?: Caller, params: Place = newThread) =>
	(await app.call(readDraft, { as, params })).value.draft;

/** A visitor's browser after its first draft was kept. */
async function visitorWith(app: TestApp, content: { title?: string; sourceText?: string }): Promise<Caller> {
	const kept = await keep(app, undefined, content);
	expect(kept.status).toBe(200);
	return { cookie: `ikatan_visitor=${kept.cookies.find((cookie) => cookie.name === 'ikatan_visitor')?.value}` };
}

describe('a draft', () => {
	test('is kept, changed and thrown away, one for each place', async ({ app }) => {
		const dewi = await member(app);
		await keep(app, dewi, { title: 'How do', sourceText: 'The' });
		await keep(app, dewi, { title: 'How do I print?', sourceText: 'The printer' });
		await keep(app, dewi, { sourceText: 'An answer' }, { kind: 'answer', targetId: 12 });
		expect(await read(app, dewi)).toMatchObject({
			...newThread,
			content: { title: 'How do I print?', sourceText: 'The printer' },
		});
		expect((await app.call(dropDraft, { as: dewi, params: newThread })).status).toBe(204);
		expect(await read(app, dewi)).toBeNull();
		expect(await read(app, dewi, { kind: 'answer', targetId: 12 })).not.toBeNull();
	});

	test('of an edit keeps the version that it was begun on', async ({ app }) => {
		const dewi = await member(app);
		const place = { kind: 'edit' as const, targetId: 12 };
		const content = { sourceText: '', version: 7 };
		expect((await app.call(keepDraft, { as: dewi, params: place, body: content })).status).toBe(200);
		expect((await read(app, dewi, place))?.content).toEqual(content);
		const refused = await app.call(keepDraft, { as: dewi, params: place, body: { version: 0 } });
		expect(refused.error.fields).toHaveProperty('version');
	});

	test('is its writer’s alone', async ({ app }) => {
		const [dewi, budi, admin] = [await member(app), await member(app), await member(app, { role: 'admin' })];
		await keep(app, dewi, { title: 'My secret plan' });
		for (const stranger of [undefined, budi, admin]) expect(await read(app, stranger)).toBeNull();
		await app.call(dropDraft, { as: budi, params: newThread });
		expect(await read(app, dewi)).not.toBeNull();
	});

	test('of a page that is still open is kept for nobody who signed in since', async ({ app }) => {
		const [dewi, budi] = [await member(app), await member(app)];
		const body = { sourceText: 'What only Dewi may know' };
		const sent = (as: Caller | undefined, owner: number) =>
			app.call(keepDraft, { as, params: newThread, query: { as: owner }, body });
		expect((await sent(dewi, dewi.id)).status).toBe(200);
		expect([(await sent(budi, dewi.id)).status, (await sent(undefined, dewi.id)).status]).toEqual([409, 401]);
		expect((await sent(undefined, dewi.id)).cookies).toEqual([]);
		expect(await read(app, budi)).toBeNull();
		await keep(app, budi, { sourceText: 'Budi’s' });
		const query = { as: dewi.id };
		expect((await app.call(dropDraft, { as: budi, params: newThread, query })).status).toBe(409);
		expect((await app.call(readDraft, { as: budi, params: newThread, query })).status).toBe(409);
		expect(await read(app, budi)).not.toBeNull();
	});

	test('says where it was being written, as far as its writer may still see it', async ({ app }) => {
		const [dewi, agent] = [await member(app), await member(app, { role: 'agent' })];
		const open = await space(app);
		const asked = await thread(app, agent, { spaceId: open.id, title: 'How do I print a receipt?' });
		const said = await comment(app, dewi, asked.postId);
		const hidden = await thread(app, agent, {
			spaceId: (await space(app, { kind: 'groups' })).id,
			title: 'A private matter',
		});
		await keep(app, dewi, { title: 'How' });
		await keep(app, dewi, { sourceText: 'An answer' }, { kind: 'answer', targetId: asked.id });
		await keep(app, dewi, { sourceText: 'A comment' }, { kind: 'comment', targetId: asked.postId });
		await keep(app, dewi, { sourceText: 'A change' }, { kind: 'edit', targetId: said.id });
		await keep(app, dewi, { sourceText: 'Curious' }, { kind: 'answer', targetId: hidden.id });
		const { value } = await app.call(listDrafts, { as: dewi });
		expect(value.items.map(({ kind, path, placeTitle }) => [kind, path, placeTitle])).toEqual([
			['answer', '/drafts', null],
			['edit', `/posts/${said.id}/edit`, 'How do I print a receipt?'],
			['comment', `${asked.path}/${asked.postId}#${asked.postId}`, 'How do I print a receipt?'],
			['answer', asked.path, 'How do I print a receipt?'],
			['thread', '/ask', null],
		]);
		expect((await app.call(listDrafts, {})).status).toBe(401);
	});

	test('has room for 64,000 characters and no more', async ({ app }) => {
		const dewi = await member(app);
		expect((await keep(app, dewi, { sourceText: 'x'.repeat(64_000) })).status).toBe(200);
		expect((await keep(app, dewi, { sourceText: 'x'.repeat(64_001) })).error.fields).toEqual({
			sourceText: 'too-long',
		});
	});
});

describe('a visitor’s draft', () => {
	test('is kept under a cookie that names nobody, of which only the hash is stored', async ({ app }) => {
		const visitor = await visitorWith(app, { title: 'How do I print?' });
		expect(await read(app, visitor)).toMatchObject({ content: { title: 'How do I print?' } });
		expect(await read(app)).toBeNull();
		const cookie = visitor.cookie.split('=')[1]!;
		expect(cookie.length).toBeGreaterThanOrEqual(43);
		expect(await app.sql`select from drafts where visitor_hash = ${cookie}`).toHaveLength(0);
	});

	test('becomes the member’s once they have signed in', async ({ app }) => {
		const visitor = await visitorWith(app, { title: 'How do I print?' });
		const dewi = await member(app);
		const both = { cookie: `${dewi.cookie}; ${visitor.cookie}` };
		expect(await read(app, both)).toMatchObject({ content: { title: 'How do I print?' } });
		expect(await read(app, dewi)).toMatchObject({ content: { title: 'How do I print?' } });
		expect(await read(app, visitor)).toBeNull();
	});

	test('gives way to a newer one of the member’s own', async ({ app }) => {
		const visitor = await visitorWith(app, { title: 'Older' });
		const dewi = await member(app);
		await keep(app, dewi, { title: 'Newer' });
		const both = { cookie: `${dewi.cookie}; ${visitor.cookie}` };
		expect(await read(app, both)).toMatchObject({ content: { title: 'Newer' } });
	});

	test('goes when the thread is asked', async ({ app }) => {
		const visitor = await visitorWith(app, { title: 'How do I print?' });
		const [dewi, somewhere] = [await member(app), await space(app)];
		const body = {
			requestKey: randomUUID(),
			kind: 'question' as const,
			spaceId: somewhere.id,
			title: 'How do I print?',
			sourceText: 'The printer is silent.',
			tags: [],
		};
		await app.call(askThread, { as: { cookie: `${dewi.cookie}; ${visitor.cookie}` }, body });
		expect(await read(app, visitor)).toBeNull();
	});

	test('is one of 20 at most, and gone after 30 days', async ({ app }) => {
		const visitor = await visitorWith(app, { title: 'First' });
		for (let targetId = 1; targetId < 20; targetId++) {
			expect((await keep(app, visitor, { sourceText: 'x' }, { kind: 'answer', targetId })).status).toBe(200);
		}
		expect((await keep(app, visitor, { sourceText: 'x' }, { kind: 'answer', targetId: 99 })).status).toBe(429);
		expect((await keep(app, visitor, { title: 'First, again' })).status).toBe(200);
		await app.runJob('threads.visitor-drafts');
		expect(await read(app, visitor)).not.toBeNull();
		await app.sql`update drafts set updated_at = now() - interval '31 days' where visitor_hash is not null`;
		await app.runJob('threads.visitor-drafts');
		expect(await read(app, visitor)).toBeNull();
	});
});

describe('the preview', () => {
	test('is what the post will be, for visitors too', async ({ app }) => {
		const [dewi, somewhere] = [await member(app), await space(app)];
		const sourceText = `**Bold**, @${dewi.handle}, <script>alert(1)</script>\n\n\`\`\`js\nlet x = 1;\n\`\`\``;
		const { status, value } = await app.call(previewBody, { body: { sourceText } });
		expect(status).toBe(200);
		const asked = await thread(app, dewi, { spaceId: somewhere.id, sourceText });
		const [row] = await app.sql<{ html: string }[]>`select html from posts where id = ${asked.postId}`;
		expect(row?.html).toBe(value.html);
		expect(value.html).not.toContain('<script');
		const given = await answer(app, dewi, asked.id, sourceText);
		expect((await app.sql<{ html: string }[]>`select html from posts where id = ${given.id}`)[0]?.html).toBe(
			value.html,
		);
	});
});
