import { describe, expect } from 'vitest';
import { listThreads } from '@ikatan/contracts/threads';
import { listWatches, setWatch } from '@ikatan/contracts/watching';
import { actorById, setCompany } from '../../api/src/modules/accounts/index.ts';
import { listThreadWatchers } from '../../api/src/modules/watching/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { tagId, watch } from '../support/inbox.ts';

const watches = async (app: TestApp, as: Caller) => (await app.call(listWatches, { as })).value.items;

describe('watching', () => {
	test('a thread, a space and a tag lists them with where they are, newest first', async ({ app }) => {
		const reader = await member(app);
		const { id: spaceId, slug } = await space(app, { name: 'Counter' });
		const question = await thread(app, await member(app), { spaceId, title: 'Why is the till slow?', tags: ['till'] });
		await watch(app, reader, 'thread', question.id, 'all');
		await watch(app, reader, 'space', spaceId, 'first_post');
		await watch(app, reader, 'tag', await tagId(app, 'till'), 'none');
		expect(await watches(app, reader)).toMatchObject([
			{ targetKind: 'tag', level: 'none', name: 'till', path: '/tagged/till' },
			{ targetKind: 'space', level: 'first_post', name: 'Counter', path: `/spaces/${slug}` },
			{ targetKind: 'thread', level: 'all', name: 'Why is the till slow?', path: question.path },
		]);
	});

	test('at another level changes it, and null forgets it', async ({ app }) => {
		const reader = await member(app);
		const { id } = await space(app);
		await watch(app, reader, 'space', id, 'all');
		await watch(app, reader, 'space', id, 'mentions');
		expect(await watches(app, reader)).toMatchObject([{ targetId: id, level: 'mentions' }]);
		await watch(app, reader, 'space', id, null);
		expect(await watches(app, reader)).toEqual([]);
	});

	test('is for members', async ({ app }) => {
		const { id } = await space(app);
		const params = { targetKind: 'space' as const, targetId: id };
		expect((await app.call(setWatch, { params, body: { level: 'all' } })).status).toBe(401);
		expect((await app.call(listWatches)).status).toBe(401);
	});

	test('finds nothing where the reader may not read', async ({ app }) => {
		const [reader, staff] = [await member(app), await member(app, { role: 'agent' })];
		const { id: spaceId } = await space(app, { kind: 'groups' });
		const hidden = await thread(app, staff, { spaceId, tags: ['merger-talks'] });
		const targets = [
			['thread', hidden.id],
			['space', spaceId],
			['tag', await tagId(app, 'merger-talks')],
			['thread', 999_999_999],
		] as const;
		for (const [targetKind, targetId] of targets) {
			const reply = await app.call(setWatch, { as: reader, params: { targetKind, targetId }, body: { level: 'all' } });
			expect({ targetKind, status: reply.status }).toEqual({ targetKind, status: 404 });
		}
		expect(await watches(app, reader)).toEqual([]);
		await watch(app, staff, 'tag', await tagId(app, 'merger-talks'), 'all');
		expect(await watches(app, staff)).toMatchObject([{ name: 'merger-talks' }]);
	});

	test('hides what the reader may not read any more', async ({ app }) => {
		const companyId = await company(app);
		const reader = await member(app, { companyId });
		const staff = await member(app, { role: 'admin' });
		const { id: spaceId } = await space(app, { kind: 'company', companyIds: [companyId] });
		const shared = await thread(app, staff, { spaceId, tags: ['only-for-us'] });
		await watch(app, reader, 'thread', shared.id, 'all');
		await watch(app, reader, 'space', spaceId, 'all');
		await watch(app, reader, 'tag', await tagId(app, 'only-for-us'), 'all');
		expect(await watches(app, reader)).toHaveLength(3);
		const admin = (await actorById(app.sql, staff.id))!;
		await inTransaction(app.sql, (tx) => setCompany(tx, admin, reader.id, null));
		expect(await watches(app, reader)).toEqual([]);
	});

	test('begins by asking and by answering, but not by commenting', async ({ app }) => {
		const [asker, helper, remarker] = [await member(app), await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		const reply = await answer(app, helper, question.id);
		await comment(app, remarker, reply.id);
		await app.settle();
		expect(await watches(app, asker)).toMatchObject([{ targetId: question.id, level: 'all' }]);
		expect(await watches(app, helper)).toMatchObject([{ targetId: question.id, level: 'all' }]);
		expect(await watches(app, remarker)).toEqual([]);
	});

	test('that was silenced by hand is not woken by answering', async ({ app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		await watch(app, helper, 'thread', question.id, 'none');
		await answer(app, helper, question.id);
		await app.settle();
		expect(await watches(app, helper)).toMatchObject([{ level: 'none' }]);
	});

	test('lists page by page, and loses none that began in the same moment', async ({ app }) => {
		const reader = await member(app);
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		const question = await thread(app, asker, { spaceId });
		await app.sql`
			insert into tags (name, description) select 'tag-' || n, 'for all' from generate_series(1, 120) n`;
		await app.sql`
			insert into watches (member_id, target_kind, target_id, level, created_at)
			select ${reader.id}, 'tag', id, 'all', '2026-01-01 10:00:00.123456+00' from tags where name like 'tag-%'`;
		await watch(app, reader, 'thread', question.id, 'all');
		const seen: string[] = [];
		let after: string | undefined;
		do {
			const { value } = await app.call(listWatches, { as: reader, query: { after } });
			seen.push(...value.items.map((item) => `${item.targetKind} ${item.targetId}`));
			after = value.next ?? undefined;
		} while (after);
		expect(seen).toHaveLength(121);
		expect(new Set(seen).size).toBe(121);
	});

	test('refuses a cursor that was tampered with', async ({ app }) => {
		const reader = await member(app);
		const after = Buffer.from(JSON.stringify(['soon', 'tag', 1])).toString('base64url');
		expect(await app.call(listWatches, { as: reader, query: { after } })).toMatchObject({
			status: 422,
			error: { fields: { after: 'bad-value' } },
		});
	});
});

describe('who watches a thread', () => {
	test('is found by an index, however many watch other things', async ({ app }) => {
		await app.sql`
			insert into members (handle, display_name) select 'watcher' || n, 'Watcher' from generate_series(1, 2000) n`;
		await app.sql`
			insert into watches (member_id, target_kind, target_id, level)
			select m.id, 'thread', m.id * 20 + n, 'all' from members m, generate_series(1, 20) n where m.handle like 'watcher%'`;
		await app.sql`analyze watches`;
		const statements: string[] = [];
		const spying = new Proxy(app.sql, {
			apply: (target, self, [parts, ...values]: [string[], ...unknown[]]) => {
				statements.push(parts.join('$'));
				const text = parts.reduce((whole, part, place) => `${whole}${String(values[place - 1])}${part}`);
				return Reflect.apply(target.unsafe, self, [`explain ${text}`]) as unknown;
			},
		});
		const plan = (await listThreadWatchers(spying, 20_777)) as unknown as Record<string, string>[];
		const lines = plan.map((row) => Object.values(row)[0]).join('\n');
		expect(statements).toHaveLength(1);
		expect(lines).toContain('watches_target');
		expect(lines).not.toContain('Seq Scan');
	});
});

describe('a tag that only private threads carry', () => {
	test('is not there for who may not read them', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const { id: spaceId } = await space(app, { kind: 'groups' });
		const hidden = await thread(app, staff, { spaceId, tags: ['project-orchid'] });
		expect((await app.call(listThreads, { query: { tag: 'project-orchid' } })).status).toBe(404);
		const { value } = await app.call(listThreads, { as: staff, query: { tag: 'project-orchid' } });
		expect(value.items).toMatchObject([{ id: hidden.id }]);
	});
});
