import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import * as choosing from '@ikatan/contracts/insight-choices';
import * as writing from '@ikatan/contracts/insight-writing';
import * as contract from '@ikatan/contracts/insights';
import * as noting from '@ikatan/contracts/notes';
import { castVote, sayMeToo } from '@ikatan/contracts/votes';
import { recountInsights } from '../../api/src/modules/insights/numbers.queries.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import { columnOf, insight, quoteRow } from '../support/insights.ts';
import { inboxOf } from '../support/inbox.ts';

const read = async (app: TestApp, as: Caller, insightId: number) =>
	(await app.call(contract.readInsight, { as, params: { insightId } })).value;

const recount = (app: TestApp, ids: number[]) => inTransaction(app.sql, (tx) => recountInsights(tx, ids));

const idsIn = (cells: { items: { id: number }[] }[]) => cells.flatMap((cell) => cell.items.map(({ id }) => id));

describe('the board', () => {
	test('begins with six columns and puts a new insight at the top of the first', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const older = await insight(app, product);
		const newer = await insight(app, product);
		const { value } = await app.call(contract.readBoard, { as: product, query: {} });
		expect(value.columns.map(({ stage }) => stage)).toEqual([
			'new',
			'review',
			'planned',
			'progress',
			'shipped',
			'declined',
		]);
		const cell = value.lanes[0]!.cells[0]!;
		expect(idsIn([cell]).slice(0, 2)).toEqual([newer, older]);
		expect(value.columns[0]!.count).toBe(cell.count);
	});

	test('moves a card before another one, and to the end, and keeps that order', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const columnId = await columnOf(app, product, 'review');
		const cards = [await insight(app, product), await insight(app, product), await insight(app, product)];
		for (const insightId of cards) {
			await app.call(writing.moveInsight, { as: product, params: { insightId }, body: { columnId, beforeId: null } });
		}
		const [first, second, third] = cards as [number, number, number];
		await app.call(writing.moveInsight, {
			as: product,
			params: { insightId: third },
			body: { columnId, beforeId: second },
		});
		const order = async () => {
			const { value } = await app.call(contract.readBoardCell, { as: product, params: { columnId }, query: {} });
			return idsIn([value]).filter((id) => cards.includes(id));
		};
		expect(await order()).toEqual([first, third, second]);
		await app.call(writing.moveInsight, {
			as: product,
			params: { insightId: first },
			body: { columnId, beforeId: null },
		});
		expect(await order()).toEqual([third, second, first]);
	});

	test('finds room between two cards again and again', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const columnId = await columnOf(app, product, 'progress');
		const [last, ...cards] = [await insight(app, product), await insight(app, product), await insight(app, product)];
		const put = (insightId: number, beforeId: number | null) =>
			app.call(writing.moveInsight, { as: product, params: { insightId }, body: { columnId, beforeId } });
		for (const id of [last!, ...cards]) await put(id, null);
		await put(last!, null);
		for (let turn = 0; turn < 60; turn++) await put(cards[turn % 2]!, last!);
		const { value } = await app.call(contract.readBoardCell, { as: product, params: { columnId }, query: {} });
		expect(idsIn([value])).toEqual([cards[0], cards[1], last]);
	});

	test('has lanes by area, counts per cell, and gives the rest of a long cell by key', async ({ app }) => {
		const [admin, product] = [await member(app, { role: 'admin' }), await member(app, { role: 'product' })];
		const { value: area } = await app.call(choosing.saveProductArea, { as: admin, body: { name: 'Exports' } });
		const made: number[] = [];
		for (let count = 0; count < 5; count++) made.push(await insight(app, product, { areaId: area.id }));
		const { value } = await app.call(contract.readBoard, {
			as: product,
			query: { lanes: 'area', limit: 2, area: area.slug },
		});
		expect(value.lanes.map((lane) => lane.area?.slug)).toEqual([area.slug]);
		const cell = value.lanes[0]!.cells[0]!;
		expect([cell.count, cell.items.length]).toEqual([5, 2]);
		const { value: rest } = await app.call(contract.readBoardCell, {
			as: product,
			params: { columnId: cell.columnId },
			query: { laneArea: area.slug, after: cell.next! },
		});
		expect(idsIn([cell, rest])).toEqual(made.reverse());
	});

	test('tells other boards which card moved, but not the page that did it', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product);
		const columnId = await columnOf(app, product, 'planned');
		const heard: unknown[] = [];
		await app.deps.live.start();
		const end = app.deps.live.listen((envelope) => void heard.push(envelope));
		await app.call(writing.moveInsight, { as: product, params: { insightId }, body: { columnId } });
		await expect
			.poll(() => heard)
			.toContainEqual({
				topic: 'desk:insights',
				message: { type: 'desk-changed', desk: 'insights', ids: [insightId] },
			});
		end();
	});
});

describe('the list', () => {
	test('narrows by every filter, and fits nothing for a name that is not there', async ({ app }) => {
		const [admin, product] = [await member(app, { role: 'admin' }), await member(app, { role: 'product' })];
		const { value: area } = await app.call(choosing.saveProductArea, { as: admin, body: { name: 'Scanner' } });
		const { value: choices } = await app.call(choosing.readInsightChoices, { as: product });
		const type = choices.types.find(({ slug }) => slug === 'bug')!;
		const companyId = await company(app);
		const wanted = await insight(app, product, {
			title: 'Scanner reads a code twice',
			areaId: area.id,
			typeId: type.id,
			importance: 3,
			ownerId: product.id,
			team: 'Hardware',
		});
		await insight(app, product, { title: 'Something else entirely' });
		await quoteRow(app, wanted, { companyId, words: 'Every item counted double, 100% of the time' });
		await recount(app, [wanted]);
		const found = async (query: Record<string, string | number>) => {
			const { value } = await app.call(contract.listInsights, { as: product, query: query as never });
			return { ids: value.items.map(({ id }) => id), total: value.total };
		};
		for (const query of [
			{ area: area.slug } as Record<string, string | number>,
			{ q: 'reads a CODE' },
			{ q: '100% of' },
			{ q: 'code scanners' },
			{ q: 'twi scan' },
			{ type: 'bug' },
			{ importance: 3 },
			{ owner: 'me' },
			{ owner: String(product.id) },
			{ team: 'Hardware' },
			{ companyId },
		]) {
			expect(await found(query), JSON.stringify(query)).toEqual({ ids: [wanted], total: 1 });
		}
		expect((await found({ area: 'no-such-area' })).total).toBe(0);
		expect((await found({ q: '100_ of' })).total).toBe(0);
		expect((await found({ owner: 'none' })).ids).not.toContain(wanted);
	});

	test('is whole and without repetition in every order, page by page', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const made = new Set<number>();
		for (let count = 0; count < 7; count++) {
			made.add(await insight(app, product, { title: `Alike ${count % 3}`, importance: count % 2, team: 'Pages' }));
		}
		for (const sort of contract.InsightSort.options) {
			const seen: number[] = [];
			let after: string | undefined;
			do {
				const { value } = await app.call(contract.listInsights, {
					as: product,
					query: { sort, limit: 3, team: 'Pages', after },
				});
				seen.push(...value.items.map(({ id }) => id));
				after = value.next ?? undefined;
			} while (after);
			expect(new Set(seen), sort).toEqual(made);
			expect(seen, sort).toHaveLength(made.size);
		}
	});
});

describe('the numbers of an insight', () => {
	test('count customers and companies once, voters of an idea among them, and no staff', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [ours, theirs] = [await company(app), await company(app)];
		const asker = await member(app, { companyId: ours });
		const backer = await member(app, { companyId: theirs });
		const worker = await member(app, { role: 'agent' });
		const place = await space(app);
		const idea = await thread(app, asker, { spaceId: place.id, kind: 'idea' });
		const problem = await thread(app, asker, { spaceId: place.id, kind: 'problem' });
		for (const as of [backer, worker]) {
			await app.call(castVote, { as, params: { postId: idea.postId }, body: { value: 1 } });
		}
		await app.call(sayMeToo, { as: backer, params: { threadId: problem.id }, body: { on: true } });
		const insightId = await insight(app, product);
		await quoteRow(app, insightId, { threadId: idea.id, authorId: asker.id, companyId: ours });
		await quoteRow(app, insightId, { postId: problem.postId, authorId: asker.id, companyId: ours, importance: 3 });
		await recount(app, [insightId]);
		const { insight: found } = await read(app, product, insightId);
		expect(found).toMatchObject({ customers: 2, companies: 2, quotes: 2, importance: 3 });
		expect(found.weight).toEqual({ customers: 2, companies: 4, importance: 3, total: 18 });
		expect(found.perDay).toHaveLength(90);
		expect(found.perDay.at(-1)).toBe(2);
		expect(found.companyNames).toMatchObject([{ id: ours, quotes: 2 }]);
	});

	test('follow a rising and a falling trend', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [rising, falling, steady] = [
			await insight(app, product),
			await insight(app, product),
			await insight(app, product),
		];
		for (let count = 0; count < 3; count++) await quoteRow(app, rising, {});
		const old = await quoteRow(app, falling, {});
		await app.sql`update quotes set created_at = now() - interval '45 days' where id = ${old}`;
		await recount(app, [rising, falling, steady]);
		const trendOf = async (id: number) => (await read(app, product, id)).insight.trend;
		expect([await trendOf(rising), await trendOf(falling), await trendOf(steady)]).toEqual([
			'rising',
			'falling',
			'steady',
		]);
	});

	test('leave an importance alone that staff have set', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product);
		await app.call(writing.changeInsight, { as: product, params: { insightId }, body: { importance: 1 } });
		await quoteRow(app, insightId, { importance: 3 });
		await recount(app, [insightId]);
		expect((await read(app, product, insightId)).insight.importance).toBe(1);
	});
});

describe('a change', () => {
	test('is told in the history, with names', async ({ app }) => {
		const product = await member(app, { role: 'product', displayName: 'Daniel Siahaan' });
		const insightId = await insight(app, product, { title: 'Receipts without a signal' });
		const columnId = await columnOf(app, product, 'planned');
		const body = { title: 'Offline receipts', columnId, ownerId: product.id, public: true };
		await app.call(writing.changeInsight, { as: product, params: { insightId }, body });
		const { value } = await app.call(contract.listInsightDeeds, { as: product, params: { insightId }, query: {} });
		expect(value.items.map(({ what, details }) => [what, details])).toEqual([
			['published', {}],
			['moved', { from: 'new', to: 'planned' }],
			['owner', { from: '', to: 'Daniel Siahaan' }],
			['titled', { from: 'Receipts without a signal', to: 'Offline receipts' }],
			['made', { title: 'Receipts without a signal' }],
		]);
	});

	test('against an older version is refused, and nothing of it is kept', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product, { title: 'As it was' });
		const { version } = (await read(app, product, insightId)).insight;
		const change = (title: string) =>
			app.call(writing.changeInsight, { as: product, params: { insightId }, body: { title, version } });
		expect((await change('First to come')).status).toBe(200);
		expect(await change('Second to come')).toMatchObject({ status: 409, error: { code: 'edited-meanwhile' } });
		expect((await read(app, product, insightId)).insight.title).toBe('First to come');
	});

	test('names the field that does not hold', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product);
		for (const field of ['areaId', 'typeId', 'columnId', 'ownerId'] as const) {
			const body = { [field]: 999_999 };
			expect(await app.call(writing.changeInsight, { as: product, params: { insightId }, body })).toMatchObject({
				status: 422,
				error: { fields: { [field]: 'bad-value' } },
			});
		}
	});

	test('of many at once changes each and says how many', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const ids = [await insight(app, product), await insight(app, product)];
		const { value } = await app.call(writing.changeInsights, {
			as: product,
			body: { ids: [...ids, 999_999], changes: { team: 'Billing', importance: 2 } },
		});
		expect(value).toEqual({ changed: 2 });
		for (const id of ids)
			expect((await read(app, product, id)).insight).toMatchObject({ team: 'Billing', importance: 2 });
	});

	test('sent twice with one key makes one insight', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const requestKey = randomUUID();
		const make = () => app.call(writing.makeInsight, { as: product, body: { requestKey, title: 'Once and no more' } });
		const [one, two] = await Promise.all([make(), make()]);
		expect(one.value.id).toBe(two.value.id);
	});
});

describe('merging', () => {
	test('moves quotes and notes, leads to the other, and is undone whatever came since', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [from, into] = [
			await insight(app, product, { title: 'Dark mode' }),
			await insight(app, product, { title: 'Night look' }),
		];
		const moved = await quoteRow(app, from, {});
		await app.call(noting.writeInsightNote, {
			as: product,
			params: { insightId: from },
			body: { requestKey: randomUUID(), sourceText: 'Seen again.' },
		});
		await quoteRow(app, into, {});
		const merge = await app.call(writing.mergeInsights, {
			as: product,
			params: { insightId: from },
			body: { intoId: into },
		});
		expect(merge.status).toBe(200);
		expect((await read(app, product, from)).insight.mergedInto).toEqual({ id: into, title: 'Night look' });
		const merged = await read(app, product, into);
		expect([merged.insight.quotes, merged.notes.length]).toEqual([2, 1]);
		expect(merged.lastMove).toMatchObject({ id: merge.value.moveId, kind: 'merge', title: 'Dark mode' });
		await quoteRow(app, into, {});
		const undo = () => app.call(writing.undoInsightMove, { as: product, params: { moveId: merge.value.moveId } });
		expect(await undo()).toMatchObject({ status: 200, value: { insightId: from } });
		const back = await read(app, product, from);
		expect(back.insight).toMatchObject({ mergedInto: null, quotes: 1 });
		expect(back.quotes.map(({ id }) => id)).toEqual([moved]);
		expect(back.notes).toHaveLength(1);
		expect((await read(app, product, into)).insight.quotes).toBe(2);
		expect((await undo()).status).toBe(404);
	});

	test('into itself, into one that is gone, or of one that is merged already, is refused', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [one, two, three] = [await insight(app, product), await insight(app, product), await insight(app, product)];
		const merge = async (from: number, intoId: number) =>
			(await app.call(writing.mergeInsights, { as: product, params: { insightId: from }, body: { intoId } })).status;
		expect(await merge(one, one)).toBe(422);
		expect(await merge(one, 999_999)).toBe(422);
		expect(await merge(one, two)).toBe(200);
		expect(await merge(one, three)).toBe(404);
		expect(await merge(three, one)).toBe(422);
	});
});

describe('splitting', () => {
	test('takes chosen quotes out beside the first, and is undone without a trace', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product, { team: 'Mobile' });
		const [stays, goes] = [await quoteRow(app, insightId, {}), await quoteRow(app, insightId, {})];
		const { value } = await app.call(writing.splitInsight, {
			as: product,
			params: { insightId },
			body: { requestKey: randomUUID(), title: 'Another matter', quoteIds: [goes] },
		});
		expect((await read(app, product, value.id)).insight).toMatchObject({ team: 'Mobile', quotes: 1 });
		expect((await read(app, product, insightId)).quotes.map(({ id }) => id)).toEqual([stays]);
		await app.call(writing.undoInsightMove, { as: product, params: { moveId: value.moveId } });
		expect((await read(app, product, insightId)).insight.quotes).toBe(2);
		expect((await read(app, product, value.id)).insight.deleted).toBe(true);
	});

	test('of quotes that are not there makes nothing', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product);
		const count = async () => (await app.call(contract.listInsights, { as: product, query: {} })).value.total;
		const before = await count();
		const body = { requestKey: randomUUID(), title: 'Of nothing', quoteIds: [999_999] };
		expect(await app.call(writing.splitInsight, { as: product, params: { insightId }, body })).toMatchObject({
			status: 422,
			error: { fields: { quoteIds: 'required' } },
		});
		expect(await count()).toBe(before);
	});
});

describe('notes', () => {
	test('are told to the staff whom they name, and to nobody else', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const [agent, customer] = [await member(app, { role: 'agent' }), await member(app)];
		const insightId = await insight(app, product, { title: 'Offline receipts' });
		const handle = async (id: number) =>
			(await app.sql<{ handle: string }[]>`select handle from members where id = ${id}`)[0]!.handle;
		const sourceText = `Please look, @${await handle(agent.id)} and @${await handle(customer.id)}.`;
		await app.call(noting.writeInsightNote, {
			as: product,
			params: { insightId },
			body: { requestKey: randomUUID(), sourceText },
		});
		expect((await inboxOf(app, agent)).items).toMatchObject([
			{ kind: 'note', threadTitle: 'Offline receipts', path: `/insights/${insightId}#notes`, said: sourceText },
		]);
		expect((await inboxOf(app, customer)).items).toEqual([]);
	});

	test('are changed and taken back by their writer alone', async ({ app }) => {
		const [product, agent] = [await member(app, { role: 'product' }), await member(app, { role: 'agent' })];
		const insightId = await insight(app, product);
		const { value: note } = await app.call(noting.writeInsightNote, {
			as: product,
			params: { insightId },
			body: { requestKey: randomUUID(), sourceText: 'First words.' },
		});
		const edit = (as: Caller) =>
			app.call(noting.editInsightNote, { as, params: { noteId: note.id }, body: { sourceText: 'Second *words*.' } });
		expect((await edit(agent)).status).toBe(403);
		expect((await edit(product)).value.html).toContain('<em>words</em>');
		const drop = (as: Caller) => app.call(noting.deleteInsightNote, { as, params: { noteId: note.id } });
		expect((await drop(agent)).status).toBe(403);
		expect((await drop(product)).status).toBe(204);
		expect((await read(app, product, insightId)).notes).toEqual([]);
	});
});

describe('what an admin sets up', () => {
	test('is kept from everybody else', async ({ app }) => {
		for (const role of ['member', 'moderator', 'product'] as const) {
			const as = await member(app, { role });
			expect((await app.call(choosing.saveProductArea, { as, body: { name: 'Mine' } })).status, role).toBe(403);
		}
	});

	test('a column with cards goes only with a place for them', async ({ app }) => {
		const admin = await member(app, { role: 'admin' });
		const { value: column } = await app.call(choosing.saveBoardColumn, {
			as: admin,
			body: { name: 'Someday', stage: 'review' },
		});
		const insightId = await insight(app, admin, { columnId: column.id });
		const archive = (moveTo?: number) =>
			app.call(choosing.archiveInsightChoice, {
				as: admin,
				params: { choices: 'columns', id: column.id },
				query: { moveTo },
			});
		expect(await archive()).toMatchObject({ status: 409, error: { code: 'column-not-empty' } });
		const target = await columnOf(app, admin, 'new');
		expect((await archive(target)).status).toBe(204);
		expect((await read(app, admin, insightId)).insight.columnId).toBe(target);
	});

	test('a column of the first set takes a name and gives it back', async ({ app }) => {
		const admin = await member(app, { role: 'admin' });
		const id = await columnOf(app, admin, 'declined');
		const save = (name: string) =>
			app.call(choosing.saveBoardColumn, { as: admin, body: { id, name, stage: 'declined' } });
		expect((await save('Not now')).value.name).toBe('Not now');
		expect((await save('')).value.name).toBeNull();
		const { value: own } = await app.call(choosing.saveBoardColumn, { as: admin, body: { name: 'Own', stage: 'new' } });
		expect(
			await app.call(choosing.saveBoardColumn, { as: admin, body: { id: own.id, name: '', stage: 'new' } }),
		).toMatchObject({ status: 422, error: { fields: { name: 'required' } } });
	});
});

describe('a product area', () => {
	test('shows what weighs, what rises, what is new and words to read aloud', async ({ app }) => {
		const admin = await member(app, { role: 'admin' });
		const { value: area } = await app.call(choosing.saveProductArea, { as: admin, body: { name: 'Till drawer' } });
		const customer = await member(app);
		const place = await space(app);
		const asked = await thread(app, customer, { spaceId: place.id });
		const reply = await answer(app, customer, asked.id);
		const heavy = await insight(app, admin, { areaId: area.id });
		for (const postId of [asked.postId, reply.id, asked.postId]) {
			await quoteRow(app, heavy, {
				postId,
				authorId: customer.id,
				words: `We found out from the tax office, ${randomUUID()}.`,
			});
		}
		const light = await insight(app, admin, { areaId: area.id });
		await recount(app, [heavy, light]);
		const { value } = await app.call(contract.readProductArea, { as: admin, params: { slug: area.slug } });
		expect(value.top.map(({ id }) => id)).toEqual([heavy, light]);
		expect(value.rising.map(({ id }) => id)).toEqual([heavy]);
		expect(value.newThisWeek.map(({ id }) => id)).toEqual([light, heavy]);
		expect(value.aloud).toHaveLength(1);
		expect(value.aloud[0]).toMatchObject({ insightId: heavy, path: expect.stringContaining(`/threads/${asked.id}/`) });
	});
});

describe('insights', () => {
	test('are closed to visitors, customers, champions and moderators by every address', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const insightId = await insight(app, product);
		const { value: choices } = await app.call(choosing.readInsightChoices, { as: product });
		const people: (Caller | undefined)[] = [undefined];
		for (const role of ['member', 'champion', 'moderator'] as const) people.push(await member(app, { role }));
		for (const as of people) {
			const replies = [
				await app.call(choosing.readInsightChoices, { as }),
				await app.call(contract.readBoard, { as, query: {} }),
				await app.call(contract.readBoardCell, { as, params: { columnId: choices.columns[0]!.id }, query: {} }),
				await app.call(contract.listInsights, { as, query: {} }),
				await app.call(contract.readInsight, { as, params: { insightId } }),
				await app.call(contract.listInsightDeeds, { as, params: { insightId }, query: {} }),
				await app.call(writing.changeInsight, { as, params: { insightId }, body: { title: 'Taken over' } }),
			];
			expect(replies.map(({ status }) => status)).toEqual(replies.map(() => (as ? 403 : 401)));
		}
	});
});
