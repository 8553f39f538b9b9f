import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { askThread, postAnswer } from '@ikatan/contracts/asking';
import { keepDraft, readDraft } from '@ikatan/contracts/drafts';
import { listThreads, readThread } from '@ikatan/contracts/threads';
import { listTags } from '@ikatan/contracts/tags';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { company, member, space, thread } from '../support/builders.ts';
import { eventsOf } from '../support/events.ts';

const body = (spaceId: number, wanted: object = {}) => ({
	requestKey: randomUUID(),
	kind: 'question' as const,
	spaceId,
	title: 'How do I print a receipt?',
	sourceText: 'The printer says **nothing**.',
	tags: ['printer'],
	...wanted,
});
const ask = (app: TestApp, as: Caller | undefined, asked: ReturnType<typeof body>) =>
	app.call(askThread, { as, body: asked });

describe('asking', () => {
	test('starts a thread that all can read, with its tags and rendered text, and tells of it', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const { status, value } = await ask(app, dewi, body(place.id));
		expect(status).toBe(201);
		expect(value).toMatchObject({ state: 'published', path: `/threads/${value.id}/how-do-i-print-a-receipt` });
		const { value: view } = await app.call(readThread, { params: { threadId: value.id } });
		expect(view.thread).toMatchObject({
			tags: ['printer'],
			needsAnswer: true,
			answers: 0,
			author: { handle: dewi.handle },
		});
		expect(view.opening).toMatchObject({ id: value.postId, kind: 'opening', state: 'published' });
		expect(view.opening.html).toContain('<strong>nothing</strong>');
		expect(await eventsOf(app, value.id)).toEqual([
			{
				name: 'thread.asked',
				actorId: dewi.id,
				payload: {
					threadId: value.id,
					postId: value.postId,
					postKind: 'opening',
					spaceId: place.id,
					kind: 'question',
					authorId: dewi.id,
				},
			},
		]);
	});

	test('posts once when the same form comes twice, one after the other or at the same time', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const asked = body(place.id);
		const first = await ask(app, dewi, asked);
		const again = await ask(app, dewi, asked);
		expect(again.value).toEqual(first.value);
		const twice = body(place.id);
		const [one, other] = await Promise.all([ask(app, dewi, twice), ask(app, dewi, twice)]);
		expect(one.status).toBe(201);
		expect(other.value).toEqual(one.value);
		const [row] = await app.sql<
			{ count: number }[]
		>`select count(*) as count from threads where author_id = ${dewi.id}`;
		expect(row?.count).toBe(2);
	});

	test('refuses a key that was used for another deed', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const started = await thread(app, dewi, { spaceId: place.id });
		const asked = body(place.id);
		await ask(app, dewi, asked);
		const reply = await app.call(postAnswer, {
			as: dewi,
			params: { threadId: started.id },
			body: { requestKey: asked.requestKey, sourceText: 'An answer.' },
		});
		expect([reply.status, reply.error.code]).toEqual([409, 'request-key-reused']);
	});

	test('lets the key of one member be another’s as well', async ({ app }) => {
		const [dewi, budi, place] = [await member(app), await member(app), await space(app)];
		const asked = body(place.id);
		const [first, second] = [await ask(app, dewi, asked), await ask(app, budi, asked)];
		expect(second.status).toBe(201);
		expect(second.value.id).not.toBe(first.value.id);
	});

	test('asks a visitor to sign in', async ({ app }) => {
		const reply = await ask(app, undefined, body((await space(app)).id));
		expect([reply.status, reply.error.code]).toEqual([401, 'sign-in-needed']);
	});

	test('says which field does not hold', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const short = await ask(app, dewi, body(place.id, { title: 'Help', sourceText: ' ' }));
		expect([short.status, short.error.fields]).toEqual([422, { title: 'too-short', sourceText: 'required' }]);
		const many = await ask(app, dewi, body(place.id, { tags: ['a', 'b', 'c', 'd', 'e', 'f'] }));
		expect(many.error.fields).toEqual({ tags: 'too-long' });
	});

	test('does not know a space that the member may not read', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app, { kind: 'groups' })];
		const reply = await ask(app, dewi, body(place.id));
		expect([reply.status, reply.error.fields]).toEqual([422, { spaceId: 'space-not-found' }]);
	});

	test('is for staff where the space says so, and announcements are for staff everywhere', async ({ app }) => {
		const [dewi, agent] = [await member(app), await member(app, { role: 'agent' })];
		const news = await space(app, { posting: 'staff' });
		expect((await ask(app, dewi, body(news.id))).status).toBe(403);
		expect((await ask(app, agent, body(news.id))).status).toBe(201);
		const open = await space(app);
		expect((await ask(app, dewi, body(open.id, { kind: 'announcement' }))).status).toBe(403);
		expect((await ask(app, agent, body(open.id, { kind: 'announcement' }))).status).toBe(201);
	});

	test('throws away the draft that it was made from', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const draft = { params: { kind: 'thread' as const, targetId: 0 } };
		await app.call(keepDraft, { as: dewi, ...draft, body: { title: 'How do I' } });
		await ask(app, dewi, body(place.id));
		expect((await app.call(readDraft, { as: dewi, ...draft })).value.draft).toBeNull();
	});

	test('leaves nothing behind when it fails: no key used, no draft gone', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app)];
		const draft = { params: { kind: 'thread' as const, targetId: 0 } };
		await app.call(keepDraft, { as: dewi, ...draft, body: { title: 'How do I' } });
		const company1 = await company(app);
		const only = await space(app, { kind: 'company_only' });
		const agent = await member(app, { role: 'agent' });
		const asked = body(only.id, { companyId: 999_999 });
		expect((await ask(app, agent, asked)).error.fields).toEqual({ companyId: 'bad-value' });
		expect((await ask(app, agent, { ...asked, companyId: company1 } as typeof asked)).status).toBe(201);
		expect((await ask(app, dewi, body(place.id, { kind: 'announcement' }))).status).toBe(403);
		expect((await app.call(readDraft, { as: dewi, ...draft })).value.draft?.content.title).toBe('How do I');
	});
});

describe('a space’s form', () => {
	const formTemplate = [
		{ name: 'version', label: 'Which version?', kind: 'text' as const, required: true, choices: [], hint: '' },
		{ name: 'plan', label: 'Your plan', kind: 'choice' as const, required: false, choices: ['Free', 'Pro'], hint: '' },
		{ name: 'steps', label: 'What did you do?', kind: 'long' as const, required: false, choices: [], hint: '' },
	];

	test('is kept with the thread, with the questions as they were asked', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app, { formTemplate })];
		const formValues = { version: '5.2', steps: 'Line 1\nLine 2', other: 'unknown fields are dropped' };
		const { value } = await ask(app, dewi, body(place.id, { formValues }));
		await app.sql`update spaces set form_template = '[]' where id = ${place.id}`;
		const { value: view } = await app.call(readThread, { params: { threadId: value.id } });
		expect(view.thread.formValues).toEqual([
			{ label: 'Which version?', value: '5.2' },
			{ label: 'What did you do?', value: 'Line 1\nLine 2' },
		]);
	});

	test('says what is missing or not among the choices', async ({ app }) => {
		const [dewi, place] = [await member(app), await space(app, { formTemplate })];
		const { status, error } = await ask(app, dewi, body(place.id, { formValues: { plan: 'Gold' } }));
		expect(status).toBe(422);
		expect(error.fields).toEqual({ 'formValues.version': 'required', 'formValues.plan': 'bad-value' });
	});
});

describe('in a company-only space', () => {
	test('a customer’s thread is their company’s, staff choose whose theirs is', async ({ app }) => {
		const [sinar, jaya] = [await company(app), await company(app)];
		const place = await space(app, { kind: 'company_only' });
		const [dewi, budi] = [await member(app, { companyId: sinar }), await member(app, { companyId: jaya })];
		const agent = await member(app, { role: 'agent' });
		const own = await ask(app, dewi, body(place.id, { companyId: jaya }));
		const given = await ask(app, agent, body(place.id, { companyId: jaya }));
		const among = await ask(app, agent, body(place.id));
		const mayRead = async (as: Caller | undefined, id: number) =>
			(await app.call(readThread, { as, params: { threadId: id } })).status;
		expect(await mayRead(dewi, own.value.id)).toBe(200);
		expect(await mayRead(budi, own.value.id)).toBe(404);
		expect(await mayRead(budi, given.value.id)).toBe(200);
		expect(await mayRead(dewi, given.value.id)).toBe(404);
		expect(await mayRead(agent, among.value.id)).toBe(200);
		for (const stranger of [dewi, budi, undefined]) expect(await mayRead(stranger, among.value.id)).toBe(404);
	});

	test('a member of no company cannot ask', async ({ app }) => {
		const place = await space(app, { kind: 'company_only' });
		const reply = await ask(app, await member(app), body(place.id));
		expect(reply.error.fields).toEqual({ spaceId: 'space-not-found' });
	});
});

describe('while the address is not verified', () => {
	test('a thread waits, seen by its author and moderators alone, and tells nobody', async ({ app }) => {
		const [dewi, place] = [await member(app, { verified: false }), await space(app)];
		const moderator = await member(app, { role: 'moderator' });
		const { status, value } = await ask(app, dewi, body(place.id, { tags: ['waiting-tag'] }));
		expect([status, value.state]).toEqual([201, 'pending']);
		const read = (as?: Caller) => app.call(readThread, { as, params: { threadId: value.id } });
		expect((await read(dewi)).value.thread.state).toBe('pending');
		expect((await read(moderator)).status).toBe(200);
		for (const stranger of [undefined, await member(app)]) expect((await read(stranger)).status).toBe(404);
		for (const order of ['newest', 'unanswered', 'hot'] as const) {
			const { value: list } = await app.call(listThreads, { query: { order, space: place.slug } });
			expect(list.items).toEqual([]);
		}
		const { value: own } = await app.call(listThreads, { as: dewi, query: { author: dewi.handle } });
		expect(own.items.map((row) => row.state)).toEqual(['pending']);
		expect(await eventsOf(app, value.id)).toEqual([]);
		await app.runJob('tags.recount');
		expect((await app.call(listTags, { query: { q: 'waiting-tag' } })).value.items).toEqual([]);
	});
});
