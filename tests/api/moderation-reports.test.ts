import { describe, expect } from 'vitest';
import { deletePost, editPost } from '@ikatan/contracts/editing';
import { readQueueItem } from '@ikatan/contracts/moderation';
import { listMyReports, withdrawReport } from '@ikatan/contracts/reports';
import { readThread } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { readSession } from '@ikatan/contracts/accounts';
import { postAnswer } from '@ikatan/contracts/asking';
import { forgetKept } from '../../api/src/platform/kept.ts';
import { randomUUID } from 'node:crypto';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { inboxOf, kindsOf } from '../support/inbox.ts';
import { decide, itemOf, queueOf, report, scene } from '../support/moderation.ts';

const withdraw = (app: TestApp, as: Caller, postId: number) => app.call(withdrawReport, { as, params: { postId } });
const mine = async (app: TestApp, as: Caller) => (await app.call(listMyReports, { as, query: {} })).value.items;
const stateOf = async (app: TestApp, postId: number) =>
	(await app.sql<{ state: string }[]>`select state from posts where id = ${postId}`)[0]?.state;

describe('a report', () => {
	test('brings a post before its moderators, who are told once for many', async ({ app }) => {
		const { asker, mona, post } = await scene(app);
		const other = await member(app);
		expect((await report(app, asker, post.id, 'rude', 'He insults us.')).status).toBe(201);
		await report(app, other, post.id, 'spam');
		const item = await itemOf(app, mona, post.id);
		expect(item).toMatchObject({
			causes: ['reported'],
			reportCount: 2,
			weight: 2,
			postState: 'published',
			claimedBy: null,
		});
		expect((await inboxOf(app, mona)).items).toMatchObject([
			// The title of a thread in a notice would outlive the right to see it.
			{ kind: 'judgement', count: 1, path: '/moderation', threadTitle: '', excerpt: '' },
		]);
		const { value } = await app.call(readQueueItem, { as: mona, params: { itemId: item.id } });
		expect(value.reports).toMatchObject([
			{
				reporter: { id: asker.id },
				reason: 'rude',
				words: 'He insults us.',
				weight: 1,
				accuracy: { acted: 0, decided: 0 },
			},
			{ reporter: { id: other.id }, reason: 'spam' },
		]);
		expect(value.sourceText).toBe('You are all wrong about receipts.');
		expect(value.parent?.author.id).toBe(asker.id);
	});

	test('by the same member again changes the words, and counts once', async ({ app }) => {
		const { asker, mona, post } = await scene(app);
		await report(app, asker, post.id, 'rude', 'First words.');
		expect((await report(app, asker, post.id, 'spam', 'Other words.')).status).toBe(201);
		expect(await itemOf(app, mona, post.id)).toMatchObject({ reportCount: 1, weight: 1 });
		expect(await mine(app, asker)).toMatchObject([{ reason: 'spam', words: 'Other words.', outcome: 'waiting' }]);
	});

	test('weighs 1 + trust level, staff and moderators 5, and up to 1 more for having been right', async ({ app }) => {
		const { space: place, mona, post, asked } = await scene(app);
		const [trusted, agent, known] = [await member(app), await member(app, { role: 'agent' }), await member(app)];
		await app.sql`update members set trust_level = 3 where id = ${trusted.id}`;
		const outcomes = ['acted', 'acted', 'acted', 'acted', 'kept'];
		for (const outcome of outcomes) {
			await app.sql`
				with item as (
					insert into queue_items (post_id, space_id, state) values (${post.id}, ${place.id}, 'decided') returning id
				)
				insert into reports (item_id, post_id, reporter_id, reason, weight, outcome)
				select id, ${asked.postId}, ${known.id}, 'rude', 1, ${outcome} from item`;
		}
		await report(app, trusted, post.id);
		expect((await itemOf(app, mona, post.id)).weight).toBe(4);
		await report(app, known, post.id);
		expect((await itemOf(app, mona, post.id)).weight).toBeCloseTo(5.8);
		await withdraw(app, trusted, post.id);
		await report(app, agent, post.id);
		expect((await itemOf(app, mona, post.id)).weight).toBeCloseTo(7.8);
	});

	test('is taken back while nobody has decided, and the item goes with the last one', async ({ app }) => {
		const { asker, mona, post } = await scene(app);
		await report(app, asker, post.id);
		expect((await withdraw(app, asker, post.id)).status).toBe(204);
		expect(await queueOf(app, mona)).toEqual([]);
		expect(await mine(app, asker)).toMatchObject([{ outcome: 'withdrawn' }]);
		expect((await withdraw(app, asker, post.id)).status).toBe(404);
	});

	test('is refused of one’s own post, to visitors, of what is not seen, and of what cannot be read', async ({
		app,
	}) => {
		const { rude, asker, post, asked } = await scene(app);
		expect((await report(app, undefined, post.id)).status).toBe(401);
		const own = await report(app, rude, post.id);
		expect([own.status, own.error.code]).toEqual([403, 'own-post']);
		const gone = await answer(app, rude, asked.id);
		await app.call(deletePost, { as: rude, params: { postId: gone.id }, body: {} });
		expect((await report(app, asker, gone.id)).status).toBe(404);
		expect((await report(app, asker, 999_999)).status).toBe(404);
		const ours = await company(app);
		const closed = await space(app, { kind: 'company', companyIds: [ours] });
		const insider = await member(app, { companyId: ours });
		const inside = await thread(app, insider, { spaceId: closed.id });
		expect((await report(app, asker, inside.postId)).status).toBe(404);
	});

	test('is open to a silenced member, and the page says who may', async ({ app }) => {
		const { asker, rude, post, asked } = await scene(app);
		await app.sql`update members set state = 'silenced', state_until = null where id = ${asker.id}`;
		expect((await report(app, asker, post.id)).status).toBe(201);
		const read = (as?: Caller) => app.call(readThread, { as, params: { threadId: asked.id } });
		const may = async (as?: Caller) => (await read(as)).value.answers.map((one) => one.may.report);
		expect([await may(asker), await may(rude), await may()]).toEqual([[true], [false], [false]]);
	});

	test('of the same words is not taken again from who was not agreed with, until they change', async ({ app }) => {
		const { asker, rude, mona, post } = await scene(app);
		await report(app, asker, post.id);
		await decide(app, mona, await itemOf(app, mona, post.id), { action: 'keep' });
		const again = await report(app, asker, post.id);
		expect([again.status, again.error.code]).toEqual([409, 'decided-already']);
		const body = { requestKey: randomUUID(), sourceText: 'You are worse than wrong.', version: 1 };
		expect((await app.call(editPost, { as: rude, params: { postId: post.id }, body })).status).toBe(200);
		expect((await report(app, asker, post.id)).status).toBe(201);
	});

	test('shows its author what came of it, and no more of what they may not read any longer', async ({ app }) => {
		const { asker, mona, post, asked, space: place } = await scene(app);
		const reader = await member(app);
		await report(app, reader, post.id, 'rude', 'My words.');
		const verdict = { action: 'hide', reason: 'Insults.', toReporters: 'Thank you, well seen.' } as const;
		await decide(app, mona, await itemOf(app, mona, post.id), verdict);
		expect(await mine(app, reader)).toMatchObject([
			{
				outcome: 'acted',
				answer: 'Thank you, well seen.',
				excerpt: '',
				path: expect.stringContaining(`/threads/${asked.id}`),
			},
		]);
		const [told] = (await inboxOf(app, reader)).items;
		expect(told).toMatchObject({ kind: 'report-decided', actors: [] });
		expect(told?.said).toContain('Thank you, well seen.');
		await app.sql`update spaces set kind = 'company' where id = ${place.id}`;
		forgetKept();
		expect(await mine(app, reader)).toMatchObject([{ path: null, threadTitle: '', excerpt: '', words: 'My words.' }]);
		expect((await inboxOf(app, reader)).items).toEqual([]);
		expect(await mine(app, asker)).toEqual([]);
	});
});

describe('the weight of many', () => {
	/** Two staff and two members: 6 + 6 hide, 6 + 2 do not. */
	async function heavy(app: TestApp, postId: number) {
		const [first, second] = [await member(app, { role: 'agent' }), await member(app, { role: 'product' })];
		await report(app, first, postId);
		return () => report(app, second, postId);
	}

	test('hides a post at 8.33 until a moderator has looked, and its author hears of it but not from whom', async ({
		app,
	}) => {
		const { rude, mona, post } = await scene(app);
		const tip = await heavy(app, post.id);
		expect(await stateOf(app, post.id)).toBe('published');
		await tip();
		expect(await stateOf(app, post.id)).toBe('held');
		expect(await itemOf(app, mona, post.id)).toMatchObject({
			causes: ['auto-hidden', 'reported'],
			weight: 12,
			postState: 'held',
		});
		const [told] = (await inboxOf(app, rude)).items;
		expect(told).toMatchObject({ kind: 'moderated', actors: [], words: 'You are all wrong about receipts.' });
		expect(told?.said).toMatch(/hidden until a moderator/);
	});

	test('hides exactly once when all report at the same moment', async ({ app }) => {
		const { rude, mona, post } = await scene(app);
		// More than there are connections: none may wait for a second one.
		const crowd = await Promise.all(Array.from({ length: 20 }, () => member(app)));
		const ids = [rude.id, ...crowd.map((one) => one.id)];
		await app.sql`update members set trust_level = 1 where id = any(${ids}::bigint[])`;
		const replies = await Promise.all(crowd.map((one) => report(app, one, post.id)));
		expect(replies.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(5);
		expect(replies.every(({ status }) => status === 201 || status === 404)).toBe(true);
		const deeds = await app.sql`select from thread_deeds where post_id = ${post.id} and act = 'hold'`;
		expect(deeds.length).toBe(1);
		expect((await queueOf(app, mona)).filter((item) => item.postId === post.id).length).toBe(1);
		expect(await kindsOf(app, rude)).toEqual(['moderated']);
	});

	test('does not hide what staff say', async ({ app }) => {
		const { asked } = await scene(app);
		const official = await answer(app, await member(app, { role: 'agent' }), asked.id);
		await (
			await heavy(app, official.id)
		)();
		expect(await stateOf(app, official.id)).toBe('published');
	});

	test('silences a new member whom three report, once, and a moderator who disagrees ends it', async ({ app }) => {
		const { rude, mona, post, asked } = await scene(app);
		const remark = await comment(app, rude, asked.postId, 'And stupid.');
		const crowd = await Promise.all(Array.from({ length: 3 }, () => member(app)));
		await Promise.all(crowd.map((one, index) => report(app, one, index === 0 ? remark.id : post.id)));
		expect((await app.call(readSession, { as: rude })).value.viewer).toMatchObject({
			state: 'silenced',
			stateReason: '',
		});
		expect((await app.sql`select from sanctions where member_id = ${rude.id}`).length).toBe(1);
		const body = { requestKey: randomUUID(), sourceText: 'But I meant well.' };
		const refused = await app.call(postAnswer, { as: rude, params: { threadId: asked.id }, body });
		expect([refused.status, refused.error.code]).toEqual([403, 'account-silenced']);
		expect(Date.parse(String(refused.error.params.until))).toBeGreaterThan(Date.now());
		expect((await inboxOf(app, rude)).items).toMatchObject([{ kind: 'moderated', threadTitle: 'Your account' }]);
		await decide(app, mona, await itemOf(app, mona, post.id), { action: 'keep' });
		expect((await app.call(readSession, { as: rude })).value.viewer?.state).toBe('active');
		// Reports that were found wrong do not count again.
		await report(app, await member(app), remark.id);
		expect((await app.call(readSession, { as: rude })).value.viewer?.state).toBe('active');
	});

	test('silences nobody who has been here longer', async ({ app }) => {
		const { rude, post } = await scene(app);
		await app.sql`update members set trust_level = 1 where id = ${rude.id}`;
		for (let count = 0; count < 3; count++) await report(app, await member(app), post.id);
		expect((await app.call(readSession, { as: rude })).value.viewer?.state).toBe('active');
	});

	test('silences nobody whose posts were found good', async ({ app }) => {
		const { rude, asker, asked, post } = await scene(app);
		const good = await answer(app, rude, asked.id, 'Hold the button for three seconds.');
		await app.call(castVote, { as: asker, params: { postId: good.id }, body: { value: 1 } });
		await app.settle();
		for (let count = 0; count < 3; count++) await report(app, await member(app), post.id);
		expect((await app.call(readSession, { as: rude })).value.viewer?.state).toBe('active');
	});

	test('asks moderators of the space and of the site, admins only where nobody else may', async ({ app }) => {
		const { mona, post, rude } = await scene(app);
		const [site, admin] = [await member(app, { role: 'moderator' }), await member(app, { role: 'admin' })];
		await report(app, await member(app), post.id);
		expect(await kindsOf(app, mona)).toContain('judgement');
		expect(await kindsOf(app, site)).toContain('judgement');
		for (const other of [admin, rude]) expect(await kindsOf(app, other)).not.toContain('judgement');
		const closed = await space(app, { kind: 'company_only' });
		const ours = await company(app);
		const [insider, colleague] = [await member(app, { companyId: ours }), await member(app, { companyId: ours })];
		const inside = await thread(app, insider, { spaceId: closed.id });
		await app.sql`delete from notices`;
		await report(app, colleague, inside.postId);
		expect(await kindsOf(app, site)).not.toContain('judgement');
		expect(await kindsOf(app, admin)).toContain('judgement');
	});
});
