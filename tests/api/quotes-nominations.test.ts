import { describe, expect } from 'vitest';
import { exportOwn } from '@ikatan/contracts/accounts';
import { deletePost } from '@ikatan/contracts/editing';
import { readInsight } from '@ikatan/contracts/insights';
import { decideNomination, deleteQuote, listNominations, type NominationDecision } from '@ikatan/contracts/quotes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { company, member, space, thread } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { insight } from '../support/insights.ts';
import { flag, marksOf, nominated, passage, quotesOf } from '../support/quotes.ts';

const text = 'Refunds need two people. That is hard on a Sunday, when only one of us is in the shop.';

async function scene(app: TestApp) {
	const [product, champion] = [await member(app, { role: 'product' }), await member(app, { role: 'champion' })];
	const customer = await member(app, { companyId: await company(app) });
	const { id: spaceId } = await space(app);
	const asked = await thread(app, customer, { spaceId, sourceText: text, title: 'Why do refunds need two people?' });
	return { product, champion, customer, asked, postId: asked.postId };
}

const list = async (app: TestApp, as: Caller) => (await app.call(listNominations, { as, query: {} })).value;
const decide = (app: TestApp, as: Caller, quoteId: number, body: NominationDecision) =>
	app.call(decideNomination, { as, params: { quoteId }, body });

describe('a nomination', () => {
	test('waits for staff, and counts for nothing until then', async ({ app }) => {
		const { product, champion, asked, postId } = await scene(app);
		const { status, value } = await nominated(app, champion, passage(postId, 'hard on a Sunday'), 'I hear it weekly.');
		expect(status).toBe(201);
		const waiting = await list(app, product);
		expect(waiting.items.find(({ id }) => id === value.quoteId)).toMatchObject({
			state: 'nominated',
			words: 'hard on a Sunday',
			note: 'I hear it weekly.',
			nominatedBy: { id: champion.id },
			insightId: null,
		});
		expect(waiting.waiting).toBe(waiting.items.length);
		const { items } = (await marksOf(app, product, asked.id)).value;
		expect(items).toMatchObject([{ quoteId: value.quoteId, state: 'nominated', insight: null }]);
	});

	test('is accepted into an insight; the champion is told once, with the word, and not of the insight', async ({
		app,
	}) => {
		const { product, champion, postId, asked } = await scene(app);
		const { value } = await nominated(app, champion, passage(postId, 'need two people'), 'My own note.');
		const reply = await decide(app, product, value.quoteId, {
			decision: 'accept',
			target: { to: 'new', title: 'Refunds by one person', areaId: null, typeId: null },
			importance: 2,
			answer: 'Thank you, we look into it.',
		});
		expect(reply.status).toBe(200);
		expect(await quotesOf(app, product, reply.value.insightId!)).toMatchObject([
			{ id: value.quoteId, importance: 2, quotedBy: { id: champion.id } },
		]);
		const { items: notices } = await inboxOf(app, champion);
		expect(notices).toHaveLength(1);
		expect(notices[0]).toMatchObject({ kind: 'nomination' });
		expect(JSON.stringify(notices[0])).toContain('Thank you, we look into it.');
		expect(JSON.stringify(notices[0])).not.toContain('Refunds by one person');
		const own = await list(app, champion);
		expect(own.items).toMatchObject([
			{ state: 'accepted', answer: 'Thank you, we look into it.', insightId: null, company: null, importance: 0 },
		]);
		expect((await marksOf(app, champion, asked.id)).value.items).toMatchObject([
			{ state: 'accepted', insight: null, importance: 0 },
		]);
		const again = await decide(app, product, value.quoteId, { decision: 'decline', answer: 'No, after all.' });
		expect([again.status, again.error.code]).toEqual([409, 'decided-already']);
		expect((await inboxOf(app, champion)).items).toHaveLength(1);
	});

	test('is declined with a word, which it needs, and its words can be captured later', async ({ app }) => {
		const { product, champion, postId } = await scene(app);
		const { value } = await nominated(app, champion, passage(postId, 'need two people'));
		const silent = await decide(app, product, value.quoteId, { decision: 'decline', answer: '' });
		expect(silent.status).toBe(422);
		expect(
			(await decide(app, product, value.quoteId, { decision: 'decline', answer: 'The law asks for it.' })).value,
		).toEqual({ insightId: null });
		expect((await inboxOf(app, champion)).items).toHaveLength(1);
		expect((await list(app, champion)).items).toMatchObject([{ state: 'declined', answer: 'The law asks for it.' }]);
		expect((await list(app, product)).items.map(({ id }) => id)).not.toContain(value.quoteId);
		expect((await flag(app, product, passage(postId, 'need two people'))).status).toBe(201);
	});

	test('is accepted by flagging the same words, and waits again when that is taken back', async ({ app }) => {
		const { product, champion, postId } = await scene(app);
		const { value } = await nominated(app, champion, passage(postId, 'only one of us'));
		const insightId = await insight(app, product);
		const flagged = await flag(app, product, passage(postId, 'only one of us'), {
			target: { to: 'insight', insightId },
		});
		expect(flagged.value).toMatchObject({ quoteId: value.quoteId, insightId });
		expect((await inboxOf(app, champion)).items).toHaveLength(1);
		await app.call(deleteQuote, { as: product, params: { quoteId: value.quoteId } });
		expect((await list(app, champion)).items).toMatchObject([{ state: 'nominated', answer: '' }]);
		const { value: page } = await app.call(readInsight, { as: product, params: { insightId }, query: {} });
		expect(page.insight.quotes).toBe(0);
	});

	test('is not sent twice, nor of words that were captured, and says not where they went', async ({ app }) => {
		const { product, champion, postId } = await scene(app);
		await nominated(app, champion, passage(postId, 'need two people'));
		await flag(app, product, passage(postId, 'hard on a Sunday'));
		for (const words of ['need two people', 'hard on a Sunday']) {
			const { status, error } = await nominated(app, champion, passage(postId, words));
			expect([status, error.code, error.params]).toEqual([409, 'quoted-already', {}]);
		}
	});

	test('is for champions to send, for staff to decide, and each sees only their own', async ({ app }) => {
		const { product, champion, customer, postId } = await scene(app);
		for (const as of [customer, product, await member(app, { role: 'moderator' })]) {
			expect((await nominated(app, as, passage(postId, 'need two people'))).status).toBe(403);
		}
		const { value } = await nominated(app, champion, passage(postId, 'need two people'));
		const other = await member(app, { role: 'champion' });
		expect((await list(app, other)).items).toEqual([]);
		for (const as of [champion, other, customer]) {
			const reply = await decide(app, as, value.quoteId, { decision: 'decline', answer: 'Not mine.' });
			expect(reply.status).toBe(403);
		}
		expect((await app.call(listNominations, { as: customer, query: {} })).status).toBe(403);
		const unknown = await decide(app, product, 999_999, { decision: 'decline', answer: 'Nothing.' });
		expect(unknown.status).toBe(404);
	});

	test('reaches only what the champion may read, and shows nothing of it once they may no more', async ({ app }) => {
		const { product, champion, customer, postId, asked } = await scene(app);
		const { id: closed } = await space(app, { kind: 'groups' });
		const hidden = await thread(app, product, { spaceId: closed, sourceText: 'Secret plans of the team.' });
		expect((await nominated(app, champion, passage(hidden.postId, 'Secret plans'))).status).toBe(404);
		await nominated(app, champion, passage(postId, 'need two people'));
		await app.sql`update threads set space_id = ${closed} where id = ${asked.id}`;
		expect(await list(app, champion)).toMatchObject({ items: [], waiting: 0 });
		await app.sql`update threads set space_id = (select id from spaces where kind = 'public' limit 1) where id = ${asked.id}`;
		expect((await list(app, champion)).items).toHaveLength(1);
		await app.call(deletePost, { as: customer, params: { postId }, body: {} });
		expect((await list(app, champion)).items).toEqual([]);
		expect((await list(app, product)).items.map(({ words }) => words)).toContain('need two people');
	});
});

describe('one’s own export', () => {
	test('holds one’s words that were captured, and nothing of what the company made of them', async ({ app }) => {
		const { product, customer, postId } = await scene(app);
		await flag(app, product, passage(postId, 'hard on a Sunday'), {
			target: { to: 'new', title: 'Sundays are understaffed' },
			note: 'Sounds like leaving.',
		});
		const { value } = await app.call(exportOwn, { as: customer });
		const text = JSON.stringify(value);
		expect(value.ownWordsQuoted).toMatchObject([{ postId, words: 'hard on a Sunday' }]);
		expect(text).not.toMatch(/Sundays are understaffed|Sounds like leaving/);
	});
});
