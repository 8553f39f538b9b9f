import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { deleteAccount } from '@ikatan/contracts/accounts';
import { deletePost, editPost } from '@ikatan/contracts/editing';
import { listInsightDeeds, readInsight } from '@ikatan/contracts/insights';
import { mergeInsights } from '@ikatan/contracts/insight-writing';
import {
	changeQuote,
	deleteQuote,
	flagQuote,
	listQuotableCompanies,
	readQuotable,
	suggestInsights,
} from '@ikatan/contracts/quotes';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, password, space, thread } from '../support/builders.ts';
import { insight } from '../support/insights.ts';
import { flag, marksOf, passage, quotesOf } from '../support/quotes.ts';

const text =
	'The export stops at 500 rows. We need all rows, and the export is slow. Our accountant waits for all rows.';

async function scene(app: TestApp, sourceText = text) {
	const companyId = await company(app, `Toko ${randomUUID().slice(0, 8)}`);
	const [product, customer] = [await member(app, { role: 'product' }), await member(app, { companyId })];
	const { id: spaceId } = await space(app);
	const asked = await thread(app, customer, { spaceId, sourceText });
	return { product, customer, companyId, spaceId, asked, postId: asked.postId };
}

const edit = (app: TestApp, as: Caller, postId: number, sourceText: string, version = 1) =>
	app.call(editPost, { as, params: { postId }, body: { requestKey: randomUUID(), version, sourceText } });

const read = async (app: TestApp, as: Caller, insightId: number) =>
	(await app.call(readInsight, { as, params: { insightId } })).value.insight;

describe('what is captured of a thread', () => {
	test('is told to staff who have it open, by its number alone; words from outside are not', async ({ app }) => {
		const { product, asked, postId } = await scene(app);
		const heard: unknown[] = [];
		await app.deps.live.start();
		const end = app.deps.live.listen(({ topic, message }) => topic === 'desk:quotes' && heard.push(message));
		const of = (ids: number[]) => ({ type: 'desk-changed', desk: 'quotes', ids });
		const { value } = await flag(app, product, passage(postId, 'stops at 500 rows'));
		await expect.poll(() => heard).toEqual([of([asked.id])]);
		await flag(app, product, { kind: 'outside', words: 'We need all rows', source: 'A call' });
		const [one, other, third] = [await insight(app, product), await insight(app, product), await insight(app, product)];
		const params = { quoteId: value.quoteId };
		await app.call(changeQuote, { as: product, params, body: { insightId: other } });
		await app.call(deleteQuote, { as: product, params });
		await app.call(mergeInsights, { as: product, params: { insightId: one }, body: { intoId: third } });
		await expect.poll(() => heard).toEqual([of([asked.id]), of([asked.id]), of([asked.id]), of([])]);
		end();
	});
});

describe('flagging', () => {
	test('keeps the words with author, company and place, starts the insight and counts it', async ({ app }) => {
		const { product, customer, asked, postId } = await scene(app);
		const { status, value } = await flag(app, product, passage(postId, 'stops at 500 rows'), {
			importance: 3,
			note: 'Blocks year end.',
		});
		expect(status).toBe(201);
		const [quote] = await quotesOf(app, product, value.insightId);
		expect(quote).toMatchObject({
			id: value.quoteId,
			kind: 'passage',
			words: 'stops at 500 rows',
			author: { id: customer.id },
			importance: 3,
			note: 'Blocks year end.',
			sinceChanged: false,
			sinceDeleted: false,
			revision: 1,
			quotedBy: { id: product.id },
		});
		expect(quote!.company).toMatch(/^Toko /);
		expect(quote!.path).toContain(`/threads/${asked.id}/`);
		expect(await read(app, product, value.insightId)).toMatchObject({
			quotes: 1,
			customers: 1,
			companies: 1,
			importance: 3,
		});
		const { value: history } = await app.call(listInsightDeeds, {
			as: product,
			params: { insightId: value.insightId },
			query: {},
		});
		expect(history.items.map(({ what }) => what)).toEqual(['quoted', 'made']);
		expect(history.items[0]!.details).toEqual({ words: 'stops at 500 rows' });
		const audit = await app.sql`
			select action from audit_log where subject_kind = 'insight' and subject_id = ${value.insightId}`;
		expect(audit.map(({ action }) => action)).toEqual(['insight.quoted']);
	});

	test('joins an insight that is there, of any post of a thread', async ({ app }) => {
		const { product, customer, asked } = await scene(app);
		const insightId = await insight(app, product);
		const reply = await answer(app, customer, asked.id, 'We split the file by hand every month.');
		const remark = await comment(app, customer, reply.id, 'It takes a day.');
		for (const [id, words] of [
			[reply.id, 'split the file'],
			[remark.id, 'takes a day'],
		] as const) {
			const { value } = await flag(app, product, passage(id, words), { target: { to: 'insight', insightId } });
			expect(value.insightId).toBe(insightId);
		}
		expect((await quotesOf(app, product, insightId)).map(({ words }) => words)).toEqual([
			'takes a day',
			'split the file',
		]);
	});

	test('acts once when it is sent twice', async ({ app }) => {
		const { product, postId } = await scene(app);
		const requestKey = randomUUID();
		const wanted = { requestKey, target: { to: 'new' as const, title: 'Sent twice by a bad line' } };
		const first = await flag(app, product, passage(postId, 'is slow'), wanted);
		const second = await flag(app, product, passage(postId, 'is slow'), wanted);
		expect(second.value).toEqual(first.value);
		const rows = await app.sql`select 1 from insights where title = 'Sent twice by a bad line'`;
		expect(rows.length).toBe(1);
	});

	test('refuses the same words a second time and says where they went', async ({ app }) => {
		const { product, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'We need all rows'), {
			target: { to: 'new', title: 'Export everything' },
		});
		const other = await member(app, { role: 'agent' });
		for (const exact of ['We need all rows', ' We  need\nall rows ']) {
			const { status, error } = await flag(app, other, passage(postId, exact));
			expect(status).toBe(409);
			expect(error).toMatchObject({
				code: 'quoted-already',
				params: { insightId: value.insightId, title: 'Export everything' },
			});
		}
		expect((await read(app, product, value.insightId)).quotes).toBe(1);
	});

	test('of two who flag the same words at the same time lets one through', async ({ app }) => {
		const { product, postId } = await scene(app);
		const others = await Promise.all([1, 2, 3].map(() => member(app, { role: 'success' })));
		const replies = await Promise.all([product, ...others].map((as) => flag(app, as, passage(postId, 'is slow'))));
		expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
	});

	test('tells repeated words apart by what stands around them', async ({ app }) => {
		const { product, asked, postId } = await scene(app);
		const first = await flag(app, product, passage(postId, 'all rows', { prefix: 'We need ', suffix: ', and the' }));
		const second = await flag(app, product, passage(postId, 'all rows', { prefix: 'waits for ', suffix: '.' }));
		expect([first.status, second.status]).toEqual([201, 201]);
		const again = await flag(app, product, passage(postId, 'all rows', { prefix: 'accountant waits for ' }));
		expect(again.status).toBe(409);
		const { value } = await marksOf(app, product, asked.id);
		expect(value.items.map(({ passage: at }) => at!.prefix.slice(-10))).toEqual(
			[' We need '.slice(-10), 'waits for '].map((words) => expect.stringContaining(words.trim())),
		);
	});

	test('finds words across formatting, links and code', async ({ app }) => {
		const source =
			'Use **bold** words and `npm  run` in [a link](https://example.com/x).\n\n```\nconst one = 1;\nconst two = 2;\n```';
		const { product, postId } = await scene(app, source);
		const across = await flag(app, product, passage(postId, 'bold words and npm run in a link'));
		const code = await flag(app, product, passage(postId, 'const one = 1; const two = 2;'));
		expect([across.status, code.status]).toEqual([201, 201]);
	});

	test('takes words that an edit left, at the version that stands, and refuses those that it took away', async ({
		app,
	}) => {
		const { product, customer, postId } = await scene(app);
		await edit(app, customer, postId, text.replace('500', '1,000'));
		const kept = await flag(app, product, passage(postId, 'the export is slow', {}, 1));
		expect(kept.status).toBe(201);
		expect((await quotesOf(app, product, kept.value.insightId))[0]).toMatchObject({ revision: 2 });
		const gone = await flag(app, product, passage(postId, 'stops at 500 rows', {}, 1));
		expect([gone.status, gone.error.code]).toEqual([409, 'edited-meanwhile']);
		const never = await flag(app, product, passage(postId, 'nobody ever said this', {}, 2));
		expect([never.status, never.error.fields]).toEqual([422, { evidence: 'bad-value' }]);
	});

	test('takes a whole post, once, also when all of its words are selected', async ({ app }) => {
		const { product, postId } = await scene(app);
		const whole = await flag(app, product, { kind: 'post', postId });
		expect((await quotesOf(app, product, whole.value.insightId))[0]).toMatchObject({ kind: 'post', words: text });
		const selected = await flag(app, product, passage(postId, text));
		expect([selected.status, selected.error.code]).toEqual([409, 'quoted-already']);
		const part = await flag(app, product, passage(postId, 'is slow'));
		expect(part.status).toBe(201);
	});

	test('takes a thread with its votes as evidence: its people count', async ({ app }) => {
		const { product, asked, postId } = await scene(app);
		const voter = await member(app, { companyId: await company(app) });
		const also = await member(app);
		await app.call(castVote, { as: voter, params: { postId }, body: { value: 1 } });
		await app.call(sayMeToo, { as: also, params: { threadId: asked.id }, body: { on: true } });
		const { value } = await flag(app, product, { kind: 'thread', threadId: asked.id });
		const [quote] = await quotesOf(app, product, value.insightId);
		expect(quote).toMatchObject({ kind: 'thread', supporters: 2 });
		expect(await read(app, product, value.insightId)).toMatchObject({ customers: 3, companies: 2 });
		const again = await flag(app, product, { kind: 'thread', threadId: asked.id });
		expect(again.status).toBe(409);
		expect((await marksOf(app, product, asked.id)).value.threadQuoted).toMatchObject({ id: value.insightId });
	});

	test('takes words from outside with source, customer and company', async ({ app }) => {
		const product = await member(app, { role: 'success' });
		const companyId = await company(app, 'Warung Ibu');
		const { value } = await flag(app, product, {
			kind: 'outside',
			words: 'We count stock on paper.',
			source: 'Visit on Monday',
			url: 'https://crm.example/visits/7',
			customer: 'Ibu Sari',
			companyId,
		});
		expect((await quotesOf(app, product, value.insightId))[0]).toMatchObject({
			outside: { source: 'Visit on Monday', url: 'https://crm.example/visits/7', customer: 'Ibu Sari' },
			company: 'Warung Ibu',
			path: null,
			author: null,
		});
		expect(await read(app, product, value.insightId)).toMatchObject({ customers: 1, companies: 1 });
		const nowhere = await flag(app, product, { kind: 'outside', words: 'Words', source: 'x', companyId: 999_999 });
		expect(nowhere.status).toBe(422);
		const script = await flag(app, product, {
			kind: 'outside',
			words: 'Words',
			source: 'x',
			url: 'javascript:alert(1)',
		});
		expect(script.status).toBe(422);
	});

	test('refuses what is not there: posts, insights, areas', async ({ app }) => {
		const { product, postId, customer } = await scene(app);
		expect((await flag(app, product, { kind: 'post', postId: 999_999 })).status).toBe(404);
		const nowhere = await flag(app, product, passage(postId, 'is slow'), {
			target: { to: 'insight', insightId: 999_999 },
		});
		expect([nowhere.status, nowhere.error.fields]).toEqual([422, { target: 'bad-value' }]);
		const badArea = await flag(app, product, passage(postId, 'is slow'), {
			target: { to: 'new', title: 'With an area', areaId: 999_999 },
		});
		expect(badArea.status).toBe(422);
		await app.call(deletePost, { as: customer, params: { postId }, body: {} });
		expect((await flag(app, product, { kind: 'post', postId })).status).toBe(404);
	});
});

describe('what has been captured', () => {
	test('keeps its words when the post is edited, and says so where they stand no more', async ({ app }) => {
		const { product, customer, asked, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'stops at 500 rows'));
		await flag(app, product, passage(postId, 'all rows', { prefix: 'waits for ' }));
		await edit(app, customer, postId, `Hello. ${text.replace('500', '1,000')}`);
		const { items } = (await marksOf(app, product, asked.id)).value;
		expect(items.map(({ sinceChanged, words, revision }) => ({ sinceChanged, words, revision }))).toEqual([
			{ sinceChanged: true, words: 'stops at 500 rows', revision: 1 },
			{ sinceChanged: false, words: 'all rows', revision: 1 },
		]);
		expect(items[1]!.passage!.prefix).toMatch(/accountant waits for $/);
		const [quote] = await quotesOf(app, product, value.insightId);
		expect(quote).toMatchObject({ words: 'stops at 500 rows', sinceChanged: true, revision: 1 });
	});

	test('keeps words, but not the name, when the author leaves; and the words when the post is deleted', async ({
		app,
	}) => {
		const { product, customer, asked, postId } = await scene(app);
		await answer(app, await member(app), asked.id);
		const reply = await answer(app, customer, asked.id, 'My own reply about the export.');
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		const other = await flag(app, product, { kind: 'post', postId: reply.id });
		await app.call(deletePost, { as: customer, params: { postId: reply.id }, body: {} });
		await app.call(deleteAccount, { as: customer, body: { password } });
		await app.settle();
		expect((await quotesOf(app, product, value.insightId))[0]).toMatchObject({
			words: 'is slow',
			author: { former: true, name: '', id: null },
		});
		expect((await quotesOf(app, product, other.value.insightId))[0]).toMatchObject({
			words: 'My own reply about the export.',
			sinceDeleted: true,
		});
	});

	test('loses the name of an author who took it off the post', async ({ app }) => {
		const { product, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		await app.sql`update posts set author_hidden = true where id = ${postId}`;
		expect((await quotesOf(app, product, value.insightId))[0]).toMatchObject({ author: null });
		const later = await flag(app, product, passage(postId, '500 rows'));
		expect((await quotesOf(app, product, later.value.insightId))[0]).toMatchObject({ author: null });
	});

	test('moves to another insight, with both histories and numbers, and changes weight and note', async ({ app }) => {
		const { product, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		const intoId = await insight(app, product);
		const params = { quoteId: value.quoteId };
		const moved = await app.call(changeQuote, { as: product, params, body: { insightId: intoId, importance: 2 } });
		expect(moved.value).toEqual({ insightId: intoId });
		expect(await read(app, product, value.insightId)).toMatchObject({ quotes: 0, customers: 0 });
		expect(await read(app, product, intoId)).toMatchObject({ quotes: 1, customers: 1, importance: 2 });
		await app.call(changeQuote, { as: product, params, body: { note: 'Asked again.' } });
		expect((await quotesOf(app, product, intoId))[0]).toMatchObject({ note: 'Asked again.', importance: 2 });
		const nowhere = await app.call(changeQuote, { as: product, params, body: { insightId: 999_999 } });
		expect(nowhere.status).toBe(422);
		const unknown = await app.call(changeQuote, { as: product, params: { quoteId: 999_999 }, body: { importance: 1 } });
		expect(unknown.status).toBe(404);
	});

	test('leaves an insight that was made by hand, when it is moved there and taken back', async ({ app }) => {
		const { product, postId } = await scene(app);
		const made = await insight(app, product);
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		const params = { quoteId: value.quoteId };
		await app.call(changeQuote, { as: product, params, body: { insightId: made } });
		await app.call(deleteQuote, { as: product, params });
		expect(await read(app, product, made)).toMatchObject({ deleted: false, quotes: 0 });
	});

	test('are offered the insights that others of their thread went to, and not ones that share a single word', async ({
		app,
	}) => {
		const { product, asked, postId } = await scene(app);
		const { value: first } = await flag(app, product, passage(postId, 'stops at 500 rows'), {
			target: { to: 'new', title: 'Rows that are cut off' },
		});
		await insight(app, product, { title: 'Accountant sees the wrong language' });
		const offered = async (threadId?: number) => {
			const query = { text: 'Zebra ledgers quietly puzzle our accountant tonight', threadId };
			const { value } = await app.call(suggestInsights, { as: product, query });
			return value.items.map(({ id, here }) => ({ id, here }));
		};
		expect(await offered(asked.id)).toEqual([{ id: first.insightId, here: true }]);
		expect(await offered()).toEqual([]);
	});

	test('is taken back, with the insight that it had just started, and can be flagged again', async ({ app }) => {
		const { product, asked, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		const kept = await insight(app, product);
		const other = await flag(app, product, passage(postId, '500 rows'), { target: { to: 'insight', insightId: kept } });
		for (const { quoteId } of [value, other.value]) {
			expect((await app.call(deleteQuote, { as: product, params: { quoteId } })).status).toBe(204);
		}
		expect(await read(app, product, value.insightId)).toMatchObject({ deleted: true, quotes: 0 });
		// That one was there before.
		expect(await read(app, product, kept)).toMatchObject({ quotes: 0 });
		expect((await marksOf(app, product, asked.id)).value.items).toEqual([]);
		expect((await flag(app, product, passage(postId, 'is slow'))).status).toBe(201);
		expect((await app.call(deleteQuote, { as: product, params: { quoteId: value.quoteId } })).status).toBe(404);
	});
});

describe('insights that words may belong to', () => {
	test('come best first, by title and by quotes, in whatever form of the word', async ({ app }) => {
		const { product, postId } = await scene(app);
		const byTitle = await insight(app, product, { title: 'Exporting invoices takes too long' });
		const byQuote = await insight(app, product, { title: 'Year end is painful' });
		await insight(app, product, { title: 'Dark colours at night' });
		await flag(app, product, passage(postId, 'We need all rows, and the export is slow'), {
			target: { to: 'insight', insightId: byQuote },
		});
		const ids = async (text: string) =>
			(await app.call(suggestInsights, { as: product, query: { text } })).value.items.map(({ id }) => id);
		expect((await ids('invoice exports')).slice(0, 1)).toEqual([byTitle]);
		const both = await ids('The export of rows is slow for us');
		expect(both).toContain(byQuote);
		expect(both).toContain(byTitle);
		expect(await ids('Dark colors')).toHaveLength(1);
		expect(await ids('zzz qqq')).toEqual([]);
		expect(await ids('the and of')).toEqual([]);
		expect(await ids(`it's "quoted" & (odd) | !signs: *`)).toEqual([]);
	});

	test('leave out what was merged away or deleted', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [one, other] = [
			await insight(app, product, { title: 'Barcode scanner freezes' }),
			await insight(app, product, { title: 'Barcode scanner hangs' }),
		];
		await app.sql`update insights set merged_into = ${one} where id = ${other}`;
		const { value } = await app.call(suggestInsights, { as: product, query: { text: 'barcode scanner' } });
		expect(value.items.map(({ id }) => id)).toEqual([one]);
	});
});

describe('who may', () => {
	test('flag, change, take back and look for similar ones: staff alone', async ({ app }) => {
		const { product, postId } = await scene(app);
		const { value } = await flag(app, product, passage(postId, 'is slow'));
		const params = { quoteId: value.quoteId };
		for (const role of ['member', 'champion', 'moderator', undefined] as const) {
			const as = role && (await member(app, { role }));
			const refused = as ? 403 : 401;
			const body = {
				requestKey: randomUUID(),
				evidence: { kind: 'post' as const, postId },
				target: { to: 'new' as const, title: 'Not theirs to say' },
			};
			expect((await app.call(flagQuote, { as, body })).status).toBe(refused);
			expect((await app.call(changeQuote, { as, params, body: { importance: 0 } })).status).toBe(refused);
			expect((await app.call(deleteQuote, { as, params })).status).toBe(refused);
			expect((await app.call(suggestInsights, { as, query: { text: 'slow export' } })).status).toBe(refused);
		}
	});

	test('choose a company for words from outside: staff alone, of all there are', async ({ app }) => {
		await company(app, 'Aneka Jaya');
		const { value } = await app.call(listQuotableCompanies, { as: await member(app, { role: 'agent' }) });
		expect(value.items.map(({ name }) => name)).toContain('Aneka Jaya');
		const { status } = await app.call(listQuotableCompanies, { as: await member(app, { role: 'champion' }) });
		expect(status).toBe(403);
	});

	test('see marks: staff all of them, others none, customers and moderators not even the question', async ({ app }) => {
		const { product, customer, asked, postId } = await scene(app);
		await flag(app, product, passage(postId, 'is slow'));
		expect((await marksOf(app, await member(app, { role: 'agent' }), asked.id)).value.items).toHaveLength(1);
		for (const as of [customer, await member(app, { role: 'moderator' })]) {
			expect((await marksOf(app, as, asked.id)).status).toBe(403);
		}
		expect((await marksOf(app, undefined, asked.id)).status).toBe(401);
		const champion = await member(app, { role: 'champion' });
		expect((await marksOf(app, champion, asked.id)).value).toEqual({ items: [], threadQuoted: null });
		expect((await marksOf(app, product, 999_999)).status).toBe(404);
	});

	test('read what would be captured: staff, and champions of what they may read', async ({ app }) => {
		const { product, asked, postId, customer } = await scene(app);
		const { value } = await app.call(readQuotable, { as: product, query: { postId } });
		expect(value).toMatchObject({ kind: 'post', text, version: 1, author: { id: customer.id }, quoted: null });
		await flag(app, product, { kind: 'thread', threadId: asked.id });
		const whole = await app.call(readQuotable, { as: product, query: { threadId: asked.id } });
		expect(whole.value).toMatchObject({ kind: 'thread', quoted: { title: expect.any(String) as string } });
		const champion = await member(app, { role: 'champion' });
		const seen = await app.call(readQuotable, { as: champion, query: { threadId: asked.id } });
		expect(seen.value).toMatchObject({ quoted: null });
		const { id: closed } = await space(app, { kind: 'groups' });
		const hidden = await thread(app, product, { spaceId: closed });
		expect((await app.call(readQuotable, { as: champion, query: { postId: hidden.postId } })).status).toBe(404);
		expect((await app.call(readQuotable, { as: product, query: {} })).status).toBe(422);
	});
});
