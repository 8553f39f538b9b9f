import { describe, expect } from 'vitest';
import * as contract from '@ikatan/contracts/mining';
import { actOnPost } from '@ikatan/contracts/acting';
import { mergeCompany } from '@ikatan/contracts/admin-companies';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { refreshMining } from '../../api/src/modules/insights/index.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';

const list = async (app: TestApp, as: Caller, query: Record<string, unknown> = {}) =>
	(await app.call(contract.listMining, { as, query: query as never })).value;
const next = async (app: TestApp, as: Caller, body: Record<string, unknown> = {}) =>
	(await app.call(contract.takeNextToMine, { as, body: body as never })).value;
const mark = (app: TestApp, as: Caller, threadId: number, outcome: 'captured' | 'nothing' | 'open') =>
	app.call(contract.markMined, { as, params: { threadId }, body: { outcome } });

/** A space of its own, so that other tests' threads stay out. */
async function place(app: TestApp) {
	const { id, slug } = await space(app);
	const asker = await member(app);
	const ask = (title: string, sourceText: string) => thread(app, asker, { spaceId: id, title, sourceText });
	return { id, slug, asker, ask };
}

describe('threads to be mined', () => {
	test('come in the order of what they promise, with the reason', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const calm = await ask('Where do I find the manual?', 'I looked for it in the menu.');
		const angry = await ask('Receipts again', 'The printer stopped working and we are looking for alternatives.');
		const wish = await ask('A word about exports', 'It would be great to pick the columns.');
		await app.call(castVote, { as: await member(app), params: { postId: wish.postId }, body: { value: 1 } });
		await app.settle();
		const { items } = await list(app, product, { space: slug });
		expect(items.map(({ id }) => id)).toEqual([angry.id, wish.id, calm.id]);
		expect(items.map(({ reasons }) => reasons)).toEqual([['leaving', 'complaint'], ['wish', 'votes'], []]);
	});

	test('move with votes and “me too” at once, as if all were weighed anew, and their words are not read for it', async ({
		app,
	}) => {
		const { asker, ask } = await place(app);
		const { id, postId } = await ask('The printer stopped working', 'It would be great to have a fix. It is useless.');
		const { id: answerId } = await answer(app, asker, id);
		const voter = await member(app);
		await app.settle();
		const row = async () => {
			const [found] = await app.sql`
				select promise, words_promise, reasons, open, telling from mining where thread_id = ${id}`;
			return found!;
		};
		const before = await row();
		const deeds = [
			() => app.call(castVote, { as: voter, params: { postId }, body: { value: 1 } }),
			() => app.call(sayMeToo, { as: voter, params: { threadId: id }, body: { on: true } }),
			() => app.call(castVote, { as: voter, params: { postId: answerId }, body: { value: 1 } }),
			() => app.call(castVote, { as: voter, params: { postId }, body: { value: -1 } }),
			() => app.call(sayMeToo, { as: voter, params: { threadId: id }, body: { on: false } }),
			() => app.call(castVote, { as: voter, params: { postId }, body: { value: 0 } }),
		];
		for (const deed of deeds) {
			await deed();
			// Were they read, they would be without any sign now.
			await app.sql`update posts set html = '<p>Nothing.</p>' where thread_id = ${id}`;
			await app.settle();
			const moved = await row();
			expect(moved.reasons).toEqual(expect.arrayContaining(['complaint', 'wish']));
			await app.sql`update posts set html = source_text where thread_id = ${id}`;
			await refreshMining(app.sql, [id]);
			expect(await row()).toEqual(moved);
		}
		expect((await row()).promise).toBe(before.promise);
	});

	test('that were mined stay so, whatever is voted', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const { id, postId } = await ask('The drawer is broken', 'It crashed. It is useless.');
		await app.settle();
		await mark(app, product, id, 'nothing');
		await app.call(castVote, { as: await member(app), params: { postId }, body: { value: 1 } });
		await app.settle();
		expect((await list(app, product, { space: slug })).items).toEqual([]);
		await mark(app, product, id, 'open');
		const [again] = (await list(app, product, { space: slug })).items;
		expect(again?.reasons).toEqual(['complaint', 'votes']);
	});

	test('are found in Indonesian too', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		await ask('Struk dobel lagi', 'Sejak kemarin printer tidak bisa mencetak, kami mau pindah ke yang lain.');
		await app.settle();
		expect((await list(app, product, { space: slug })).items[0]?.reasons).toEqual(['leaving', 'complaint']);
	});

	test('leave the list once mined, come back when a customer writes, not when staff do', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const asked = await ask('How do I print twice?', 'One copy for us, one for them.');
		await app.settle();
		expect((await mark(app, product, asked.id, 'nothing')).value.doneToday).toBe(1);
		expect((await list(app, product, { space: slug })).items).toEqual([]);
		await answer(app, await member(app, { role: 'agent' }), asked.id);
		await app.settle();
		expect((await list(app, product, { space: slug })).items).toEqual([]);
		await answer(app, await member(app), asked.id);
		await app.settle();
		expect((await list(app, product, { space: slug })).items).toMatchObject([
			{ id: asked.id, reasons: ['unaccepted', 'new-words'] },
		]);
	});

	test('come back for what is new in them: what was read counts no more, until that is undone', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const angry = await ask('Receipts stopped working', 'It crashed. We are fed up and looking for alternatives.');
		const calm = await ask('A word about exports', 'It would be great to pick the columns.');
		await app.settle();
		const ids = async () => (await list(app, product, { space: slug })).items.map(({ id }) => id);
		expect(await ids()).toEqual([angry.id, calm.id]);
		await mark(app, product, angry.id, 'captured');
		await answer(app, await member(app), angry.id, 'Thank you for the answer.');
		await app.settle();
		expect(await ids()).toEqual([calm.id, angry.id]);
		expect((await list(app, product, { space: slug })).items[1]?.telling).toEqual([]);
		await mark(app, product, angry.id, 'open');
		expect(await ids()).toEqual([angry.id, calm.id]);
	});

	test('say by which sentences they promise something, in the list a few, when they are opened all of them', async ({
		app,
	}) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const text = 'Good morning. The printer stopped working. It would be great to see why.';
		const asked = await ask('Receipts again', text);
		const staff = await member(app, { role: 'agent' });
		await answer(app, staff, asked.id, 'Would it be nice to have a cable?');
		await answer(app, await member(app), asked.id, 'Ours crashed, too.');
		await app.settle();
		const [row] = (await list(app, product, { space: slug })).items;
		expect(row?.telling).toEqual([
			{ reason: 'complaint', postId: asked.postId, words: 'The printer stopped working.' },
			{ reason: 'wish', postId: asked.postId, words: 'It would be great to see why.' },
		]);
		const { value } = await app.call(contract.claimToMine, { as: product, params: { threadId: asked.id } });
		expect(value.telling.map(({ words }) => words)).toEqual([
			'The printer stopped working.',
			'It would be great to see why.',
			'Ours crashed, too.',
		]);
	});

	test('are opened again by undoing', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const asked = await ask('How do I close the till?', 'At the end of the day.');
		await app.settle();
		await mark(app, product, asked.id, 'captured');
		expect((await mark(app, product, asked.id, 'open')).value.doneToday).toBe(0);
		expect((await list(app, product, { space: slug })).items.map(({ id }) => id)).toEqual([asked.id]);
	});

	test('are narrowed by kind, company and day, and counted', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const companyId = await company(app);
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		const insider = await member(app, { companyId });
		const idea = await thread(app, insider, { spaceId, kind: 'idea' });
		await app.settle();
		const fits = async (query: Record<string, unknown>) =>
			(await list(app, product, { companyId, ...query })).items.map(({ id }) => id);
		expect(await fits({ kind: 'idea' })).toEqual([idea.id]);
		expect(await fits({ kind: 'question' })).toEqual([]);
		expect(await fits({ from: '2020-01-01', to: '2020-12-31' })).toEqual([]);
		expect((await list(app, product, { companyId })).left).toBe(1);
	});

	test('go away with their thread', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const asked = await ask('A thread that goes', 'It is of no use.');
		await app.settle();
		await app.sql`update threads set state = 'deleted' where id = ${asked.id}`;
		expect((await list(app, product, { space: slug })).items).toEqual([]);
		expect((await next(app, product, { space: slug })).thread).toBeNull();
	});

	test('that came by import are weighed by the clock', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		const asked = await ask('Long before there was mining', 'It failed.');
		await app.settle();
		await app.sql`delete from mining where thread_id = ${asked.id}`;
		expect((await list(app, product, { space: slug })).items).toEqual([]);
		await app.runJob('insights.mining');
		expect((await list(app, product, { space: slug })).items.map(({ id }) => id)).toEqual([asked.id]);
	});
});

describe('two people who mine', () => {
	test('at the same time never get the same thread', async ({ app }) => {
		const people = await Promise.all(Array.from({ length: 6 }, () => member(app, { role: 'product' })));
		const { slug, ask } = await place(app);
		for (let count = 0; count < 6; count++) await ask(`Thread of many, number ${count}`, 'Its text.');
		await app.settle();
		const got = await Promise.all(people.map((as) => next(app, as, { space: slug })));
		expect(new Set(got.map(({ thread: one }) => one?.id)).size).toBe(6);
		expect((await next(app, await member(app, { role: 'product' }), { space: slug })).thread).toBeNull();
	});

	test('see who has a thread open, and may take it when the time is over', async ({ app }) => {
		const [first, second] = [
			await member(app, { role: 'product', displayName: 'Daniel Siahaan' }),
			await member(app, { role: 'product' }),
		];
		const { slug, ask } = await place(app);
		const asked = await ask('Who has this?', 'One of the two.');
		await app.settle();
		expect((await next(app, first, { space: slug })).thread?.id).toBe(asked.id);
		expect((await list(app, second, { space: slug })).items[0]?.claimedBy).toBe('Daniel Siahaan');
		expect((await list(app, first, { space: slug })).items[0]?.claimedBy).toBeNull();
		const claim = () => app.call(contract.claimToMine, { as: second, params: { threadId: asked.id } });
		expect(await claim()).toMatchObject({
			status: 409,
			error: { code: 'claimed-already', params: { name: 'Daniel Siahaan' } },
		});
		await app.sql`update mining set claimed_until = now() - interval '1 second' where thread_id = ${asked.id}`;
		expect((await claim()).status).toBe(200);
	});

	test('let go of one thread by taking the next, and get a skipped one no more', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		for (const title of ['The first of two', 'The second of two']) await ask(title, 'Its text.');
		await app.settle();
		const one = (await next(app, product, { space: slug })).thread!;
		const two = (await next(app, product, { space: slug, skip: [one.id] })).thread!;
		expect(two.id).not.toBe(one.id);
		expect((await next(app, product, { space: slug, skip: [one.id, two.id] })).thread).toBeNull();
		const [row] = await app.sql`select count(*) as claims from mining where claimed_by = ${product.id}`;
		expect(row).toEqual({ claims: 0 });
	});
});

describe('two windows of one member', () => {
	const open = (app: TestApp, as: Caller, threadId: number) =>
		app.call(contract.claimToMine, { as, params: { threadId } });
	const claimsOf = async (app: TestApp, memberId: number) => {
		const rows = await app.sql<{ threadId: number }[]>`
			select thread_id from mining where claimed_by = ${memberId} order by thread_id`;
		return rows.map(({ threadId }) => threadId);
	};

	test('get different threads, and neither takes the other’s away', async ({ app }) => {
		const [product, colleague] = [await member(app, { role: 'product' }), await member(app, { role: 'product' })];
		const { slug, ask } = await place(app);
		for (const number of [1, 2, 3]) await ask(`Of three, the thread ${number}`, 'Its text.');
		await app.settle();
		const one = (await next(app, product, { space: slug })).thread!;
		const two = (await next(app, product, { space: slug })).thread!;
		expect(two.id).not.toBe(one.id);
		expect(await claimsOf(app, product.id)).toEqual([one.id, two.id].toSorted((a, b) => a - b));
		expect((await open(app, product, one.id)).status).toBe(200);
		// The second window skips and goes on; the first one's thread is nobody else's meanwhile.
		const three = (await next(app, product, { space: slug, skip: [two.id] })).thread!;
		expect(new Set([one.id, two.id, three.id]).size).toBe(3);
		expect((await next(app, colleague, { space: slug })).thread?.id).toBe(two.id);
		expect((await open(app, colleague, one.id)).error.code).toBe('claimed-already');
	});

	test('both decide; what only another window has open comes when nothing else is left', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const { slug, ask } = await place(app);
		for (const number of [1, 2]) await ask(`Of two, the thread ${number}`, 'Its text.');
		await app.settle();
		const one = (await next(app, product, { space: slug })).thread!;
		const two = (await next(app, product, { space: slug })).thread!;
		await mark(app, product, two.id, 'nothing');
		expect(await claimsOf(app, product.id)).toEqual([one.id]);
		expect((await next(app, product, { space: slug })).thread?.id).toBe(one.id);
		await mark(app, product, one.id, 'nothing');
		expect((await next(app, product, { space: slug })).thread).toBeNull();
	});

	test('leave threads to others at once, and only their own', async ({ app }) => {
		const [product, colleague] = [await member(app, { role: 'product' }), await member(app, { role: 'product' })];
		const { ask } = await place(app);
		const { id: threadId } = await ask('Left for others', 'Its text.');
		await app.settle();
		await open(app, product, threadId);
		const leave = (as: Caller) => app.call(contract.letGoOfThread, { as, params: { threadId } });
		expect((await leave(colleague)).status).toBe(204);
		expect(await claimsOf(app, product.id)).toEqual([threadId]);
		expect((await leave(product)).status).toBe(204);
		expect((await leave(product)).status).toBe(204);
		expect((await open(app, colleague, threadId)).status).toBe(200);
		expect((await leave(await member(app))).status).toBe(403);
	});
});

describe('saved filters', () => {
	test('are one’s own, replaced under the same name, and forgotten', async ({ app }) => {
		const [mine, other] = [await member(app, { role: 'product' }), await member(app, { role: 'agent' })];
		const save = (query: string) =>
			app.call(contract.saveFilter, { as: mine, body: { page: 'mining', name: 'Complaints', query } });
		await save('kind=problem');
		const { value: kept } = await save('kind=idea');
		const shown = async (as: Caller) =>
			(await app.call(contract.listSavedFilters, { as, query: { page: 'mining' } })).value.items;
		expect(await shown(mine)).toEqual([kept]);
		expect(kept.query).toBe('kind=idea');
		expect(await shown(other)).toEqual([]);
		const drop = async (as: Caller) =>
			(await app.call(contract.deleteSavedFilter, { as, params: { filterId: kept.id } })).status;
		expect(await drop(other)).toBe(404);
		expect(await drop(mine)).toBe(204);
		expect(await shown(mine)).toEqual([]);
	});
});

describe('mining', () => {
	test('is closed to everybody but staff', async ({ app }) => {
		const people: (Caller | undefined)[] = [undefined];
		for (const role of ['member', 'champion', 'moderator'] as const) people.push(await member(app, { role }));
		for (const as of people) {
			const replies = [
				await app.call(contract.listMining, { as, query: {} }),
				await app.call(contract.takeNextToMine, { as, body: {} }),
				await app.call(contract.claimToMine, { as, params: { threadId: 1 } }),
				await app.call(contract.markMined, { as, params: { threadId: 1 }, body: { outcome: 'nothing' } }),
				await app.call(contract.listSavedFilters, { as, query: { page: 'mining' } }),
			];
			expect(replies.map(({ status }) => status)).toEqual(replies.map(() => (as ? 403 : 401)));
		}
	});
});

describe('what happens to threads and companies elsewhere', () => {
	test('is followed: a merged company, a moved thread, a held one', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const admin = await member(app, { role: 'admin' });
		const [small, large] = [await company(app), await company(app, 'Sagara Raya')];
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		const asked = await thread(app, await member(app, { companyId: small }), { spaceId });
		await app.settle();
		const merged = await app.call(mergeCompany, {
			as: admin,
			params: { companyId: small },
			body: { into: 'Sagara Raya' },
		});
		expect(merged.status).toBeLessThan(300);
		await app.settle();
		expect((await list(app, product, { companyId: large })).items.map(({ id }) => id)).toEqual([asked.id]);
		const acted = await app.call(actOnPost, {
			as: admin,
			params: { postId: asked.postId },
			body: { requestKey: 'hold-this-one', act: 'hold', reason: 'Names a person.' },
		});
		expect(acted.status).toBeLessThan(300);
		await app.settle();
		expect((await list(app, product, { companyId: large })).left).toBe(0);
	});
});
