import { describe, expect } from 'vitest';
import { readFeed, readSitemap } from '@ikatan/contracts/pages';
import { deletePost } from '@ikatan/contracts/editing';
import { test, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';

const feed = async (
	app: TestApp,
	query: { space?: string; tag?: string; threadId?: number },
	as?: { cookie: string },
) => await app.call(readFeed, { as, query });

describe('a feed', () => {
	test('of everything, a space or a tag has the newest threads with their texts', async ({ app }) => {
		const asker = await member(app, { displayName: 'Ketut' });
		const { id: spaceId, slug } = await space(app, { name: 'Till' });
		const older = await thread(app, asker, { spaceId, tags: ['fed'], title: 'The older of the two' });
		const newer = await thread(app, asker, { spaceId, title: 'The newer of the two', sourceText: 'With **words**.' });
		const { value } = await feed(app, { space: slug });
		expect(value).toMatchObject({ title: 'Till', path: `/spaces/${slug}` });
		expect(value.entries).toMatchObject([
			{
				title: 'The newer of the two',
				path: newer.path,
				author: 'Ketut',
				html: expect.stringMatching(/<p[^>]*>With <strong>words<\/strong>\.<\/p>/) as string,
			},
			{ title: 'The older of the two', path: older.path, tags: ['fed'] },
		]);
		expect(value.updatedAt).toBe(value.entries[0]!.updatedAt);
		expect((await feed(app, { tag: 'fed' })).value.entries).toMatchObject([{ path: older.path }]);
		expect((await feed(app, {})).value.entries.slice(0, 2)).toMatchObject([{ path: newer.path }, { path: older.path }]);
	});

	test('of a thread has its newest posts', async ({ app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		const reply = await answer(app, helper, question.id, 'The answer.');
		const remark = await comment(app, asker, reply.id, 'The remark.');
		const { value } = await feed(app, { threadId: question.id });
		expect(value.entries.map((entry) => entry.path)).toEqual([
			`${question.path}/${remark.id}#${remark.id}`,
			`${question.path}/${reply.id}#${reply.id}`,
			`${question.path}/${question.postId}#${question.postId}`,
		]);
	});

	test('shows what a visitor may see, whoever asks', async ({ app }) => {
		const companyId = await company(app);
		const [insider, staff] = [await member(app, { companyId }), await member(app, { role: 'admin' })];
		for (const kind of ['members', 'groups', 'company', 'company_only'] as const) {
			const { id: spaceId, slug } = await space(app, { kind, companyIds: kind === 'company' ? [companyId] : [] });
			const hidden = await thread(app, staff, {
				spaceId,
				tags: [`inner-${kind.replace('_', '-')}`],
				title: `What ${kind} may know`,
			});
			for (const as of [undefined, insider, staff]) {
				expect((await feed(app, { space: slug }, as)).status).toBe(404);
				expect((await feed(app, { threadId: hidden.id }, as)).status).toBe(404);
				expect((await feed(app, { tag: `inner-${kind.replace('_', '-')}` }, as)).status).toBe(404);
				expect(JSON.stringify((await feed(app, {}, as)).value)).not.toContain('may know');
			}
		}
	});

	test('leaves out what was deleted, waits or is unlisted', async ({ app }) => {
		const [asker, fresh] = [await member(app), await member(app, { verified: false })];
		const { id: spaceId, slug } = await space(app);
		const question = await thread(app, asker, { spaceId, title: 'The one that stays' });
		const reply = await answer(app, await member(app), question.id, 'Deleted words.');
		await app.call(deletePost, {
			as: await member(app, { role: 'moderator' }),
			params: { postId: reply.id },
			body: { reason: 'Spam.' },
		});
		const gone = await thread(app, asker, { spaceId, title: 'The one that goes' });
		await app.call(deletePost, { as: asker, params: { postId: gone.postId }, body: {} });
		await thread(app, fresh, { spaceId, title: 'The one that waits' });
		const unlisted = await thread(app, asker, { spaceId, title: 'The one unlisted' });
		await app.sql`update threads set listed = false where id = ${unlisted.id}`;
		expect((await feed(app, { space: slug })).value.entries.map((entry) => entry.title)).toEqual([
			'The one that stays',
		]);
		expect((await feed(app, { threadId: question.id })).value.entries).toHaveLength(1);
		for (const { id } of [gone, unlisted]) expect((await feed(app, { threadId: id })).status).toBe(404);
	});

	test('names no author who took the name off, or who has left', async ({ app }) => {
		const [shy, gone] = [await member(app, { displayName: 'Shy One' }), await member(app, { displayName: 'Gone One' })];
		const { id: spaceId, slug } = await space(app);
		const first = await thread(app, shy, { spaceId });
		await thread(app, gone, { spaceId });
		await app.sql`update posts set author_hidden = true, author_name = 'Shy Source' where id = ${first.postId}`;
		await app.sql`update posts set author_name = 'Gone Source' where author_id = ${gone.id}`;
		await app.sql`update members set state = 'deleted' where id = ${gone.id}`;
		expect((await feed(app, { space: slug })).value.entries.map((entry) => entry.author)).toEqual(['', '']);
	});

	test('is not found for a place that is not there', async ({ app }) => {
		for (const query of [{ space: 'nowhere' }, { tag: 'nothing' }, { threadId: 999_999 }]) {
			expect((await feed(app, query)).status).toBe(404);
		}
	});
});

describe('the sitemap', () => {
	test('lists public lists and threads, a page of numbers at a time', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const { id: open, slug } = await space(app);
		const { id: closed, slug: inner } = await space(app, { kind: 'members' });
		const shown = await thread(app, staff, { spaceId: open });
		const hidden = await thread(app, staff, { spaceId: closed });
		await app.sql`
			insert into threads (id, kind, space_id, title) overriding system value values (10001, 'question', ${open}, 'Far away')`;
		const first = (await app.call(readSitemap, { query: {} })).value;
		const paths = first.items.map((item) => item.path);
		expect(first.pages).toBe(2);
		expect(paths).toContain('/');
		expect(paths).toContain(`/spaces/${slug}`);
		expect(paths).toContain(shown.path);
		expect(paths).not.toContain(hidden.path);
		expect(paths).not.toContain(`/spaces/${inner}`);
		const second = (await app.call(readSitemap, { query: { page: 1 } })).value;
		expect(second.items.map((item) => item.path)).toEqual(['/threads/10001/far-away']);
		expect((await app.call(readSitemap, { query: { page: 9 } })).value.items).toEqual([]);
	});

	test('lists tags, spaces and kinds that hold public threads, as old as the newest in them', async ({ app }) => {
		const staff = await member(app, { role: 'agent' });
		const { id: open, slug } = await space(app);
		const { id: closed } = await space(app, { kind: 'members' });
		const { slug: bare } = await space(app);
		const tagged = (spaceId: number, kind: 'problem' | 'discussion', tags: string[]) =>
			thread(app, staff, { spaceId, kind, tags });
		const old = await tagged(open, 'problem', ['till', 'paper']);
		const young = await tagged(open, 'problem', ['till']);
		const unlisted = await tagged(open, 'problem', ['hushed']);
		const secret = await tagged(closed, 'discussion', ['secret', 'paper']);
		const at = async (id: number, year: number) =>
			app.sql`update threads set created_at = make_timestamptz(${year}, 1, 1, 0, 0, 0, 'UTC') where id = ${id}`;
		for (const [one, year] of [
			[old, 2021],
			[young, 2022],
			[secret, 2030],
		] as const)
			await at(one.id, year);
		await app.sql`update threads set listed = false where id = ${unlisted.id}`;
		await app.sql`
			update thread_tags tt set created_at = t.created_at from threads t where t.id = tt.thread_id`;
		const items = (await app.call(readSitemap, { query: {}, as: staff })).value.items;
		const changedAt = (path: string) => items.find((item) => item.path === path)?.changedAt;
		expect(changedAt('/tagged/till')).toBe('2022-01-01T00:00:00.000Z');
		expect(changedAt('/tagged/paper')).toBe('2021-01-01T00:00:00.000Z');
		expect(changedAt(`/spaces/${slug}`)).toBe('2022-01-01T00:00:00.000Z');
		expect(changedAt(`/spaces/${bare}`)).toBeNull();
		expect(changedAt('/threads/problems')).toBe('2022-01-01T00:00:00.000Z');
		for (const path of ['/tagged/secret', '/tagged/hushed', '/threads/discussions']) {
			expect(items.map((item) => item.path)).not.toContain(path);
		}
	});
});
