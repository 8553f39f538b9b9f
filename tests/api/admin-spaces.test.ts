import { describe, expect } from 'vitest';
import {
	addSpaceModerator,
	editSpace,
	listAdminSpaces,
	makeSpace,
	moveSpace,
	readAdminSpace,
	removeSpaceModerator,
	setSpaceArchived,
	setSpaceForm,
	setSpaceReaders,
} from '@ikatan/contracts/admin-spaces';
import { readFeed, readHomePage, readOldAddress, readRail, readSitemap } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { listSpaces } from '@ikatan/contracts/spaces';
import { readThread } from '@ikatan/contracts/threads';
import { actionsOn, admin } from '../support/admin.ts';
import { openApp, test } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { openDoor, openLine } from '../support/live.ts';

const field = (name: string, more: object = {}) => ({
	name,
	label: `What is your ${name}?`,
	kind: 'text' as const,
	required: false,
	choices: [],
	hint: '',
	...more,
});

describe('making a space', () => {
	test('puts it at the end, under an address made from its name, and says so in the log', async ({ app }) => {
		const as = await admin(app);
		const first = await app.call(makeSpace, { as, body: { name: 'Kasir & Struk', description: 'Tills' } });
		expect(first.status).toBe(201);
		const second = await app.call(makeSpace, { as, body: { name: 'Kasir, Struk' } });
		const { items } = (await app.call(listAdminSpaces, { as })).value;
		expect(items.slice(-2).map(({ slug }) => slug)).toEqual(['kasir-struk', 'kasir-struk-2']);
		expect(items.at(-1)?.id).toBe(second.value.id);
		expect(await actionsOn(app, 'space', first.value.id)).toEqual(['space.made']);
		expect((await app.call(listSpaces)).value.items.at(-2)).toMatchObject({
			name: 'Kasir & Struk',
			description: 'Tills',
		});
	});

	test('refuses an address that is, or was, another space’s', async ({ app }) => {
		const as = await admin(app);
		const { id, slug } = await space(app);
		const taken = await app.call(makeSpace, { as, body: { name: 'Second', slug } });
		expect([taken.status, taken.error.fields]).toEqual([409, { slug: 'name-taken' }]);
		await app.call(editSpace, { as, params: { spaceId: id }, body: { slug: 'another-place' } });
		expect((await app.call(makeSpace, { as, body: { name: 'Third', slug } })).status).toBe(409);
		const bad = await app.call(makeSpace, { as, body: { name: '', slug: 'Has Spaces' } });
		expect([bad.status, Object.keys(bad.error.fields ?? {}).toSorted()]).toEqual([422, ['name', 'slug']]);
	});
});

describe('editing a space', () => {
	test('lets its old address lead on, for pages and feeds, for as long as nobody takes it', async ({ app }) => {
		const as = await admin(app);
		const { id } = await space(app, { slug: 'old-name' });
		await thread(app, as, { spaceId: id });
		const body = { name: 'New name', slug: 'new-name', description: 'Said anew', colour: 3, posting: 'staff' as const };
		expect((await app.call(editSpace, { as, params: { spaceId: id }, body })).status).toBe(204);
		const page = await app.call(readHomePage, { query: { space: 'old-name' } });
		expect(page.value).toMatchObject({ space: { slug: 'new-name', mayAsk: false, colour: 3 }, threads: [{}] });
		expect((await app.call(readFeed, { query: { space: 'old-name' } })).value).toMatchObject({
			path: '/spaces/new-name',
		});
		expect((await app.call(readAdminSpace, { as, params: { spaceId: id } })).value.formerSlugs).toEqual(['old-name']);
		await app.call(editSpace, { as, params: { spaceId: id }, body: { slug: 'old-name' } });
		expect((await app.call(readAdminSpace, { as, params: { spaceId: id } })).value).toMatchObject({
			slug: 'old-name',
			formerSlugs: ['new-name'],
		});
		expect(await actionsOn(app, 'space', id)).toEqual(['space.edited', 'space.edited']);
	});

	test('tells nobody who may not read the space where an old address leads', async ({ app }) => {
		const as = await admin(app);
		const { id } = await space(app, { slug: 'secret-before', kind: 'groups' });
		await app.call(editSpace, { as, params: { spaceId: id }, body: { slug: 'secret-after' } });
		const stranger = await member(app);
		for (const reader of [undefined, stranger]) {
			expect((await app.call(readHomePage, { as: reader, query: { space: 'secret-before' } })).status).toBe(404);
			expect((await app.call(readFeed, { as: reader, query: { space: 'secret-before' } })).status).toBe(404);
			expect((await app.call(readOldAddress, { as: reader, query: { path: '/spaces/secret-before' } })).status).toBe(
				404,
			);
		}
	});

	test('writes nothing when nothing changes, and knows what is not there', async ({ app }) => {
		const as = await admin(app);
		const { id, slug } = await space(app);
		await app.call(editSpace, { as, params: { spaceId: id }, body: { slug } });
		expect(await actionsOn(app, 'space', id)).toEqual([]);
		expect((await app.call(editSpace, { as, params: { spaceId: 999_999 }, body: { name: 'X' } })).status).toBe(404);
		expect((await app.call(readAdminSpace, { as, params: { spaceId: 999_999 } })).status).toBe(404);
	});

	test('moves it among the others', async ({ database }) => {
		const app = await openApp(database);
		const as = await admin(app);
		const order = async () => (await app.call(listAdminSpaces, { as })).value.items.map(({ id }) => id);
		const a = await space(app, { position: 900 });
		const b = await space(app, { position: 900 });
		const c = await space(app, { position: 901 });
		expect((await order()).slice(-3)).toEqual([a.id, b.id, c.id]);
		await app.call(moveSpace, { as, params: { spaceId: c.id }, body: { direction: 'up' } });
		expect((await order()).slice(-3)).toEqual([a.id, c.id, b.id]);
		await app.call(moveSpace, { as, params: { spaceId: a.id }, body: { direction: 'down' } });
		expect((await order()).slice(-3)).toEqual([c.id, a.id, b.id]);
		await app.call(moveSpace, { as, params: { spaceId: b.id }, body: { direction: 'down' } });
		expect((await order()).slice(-3)).toEqual([c.id, a.id, b.id]);
		await app.close();
	});
});

describe('saying who may read', () => {
	test('asks for a yes when threads get other readers', async ({ app }) => {
		const as = await admin(app);
		const { id } = await space(app);
		const body = { kind: 'members' as const };
		await thread(app, as, { spaceId: id });
		const refused = await app.call(setSpaceReaders, { as, params: { spaceId: id }, body });
		expect([refused.status, refused.error.fields]).toEqual([422, { confirmed: 'required' }]);
		expect((await app.call(readAdminSpace, { as, params: { spaceId: id } })).value.kind).toBe('public');
		const taken = await app.call(setSpaceReaders, { as, params: { spaceId: id }, body: { ...body, confirmed: true } });
		expect(taken.status).toBe(204);
		expect(await actionsOn(app, 'space', id)).toEqual(['space.readers-changed']);
	});

	test('takes what was public from everybody else at once, by every way out and on open pages', async ({ app }) => {
		const as = await admin(app);
		const asker = await member(app);
		const { id, slug } = await space(app);
		const question = await thread(app, asker, { spaceId: id, title: 'Where is the zebra drawer?', tags: ['zebra'] });
		await answer(app, asker, question.id);
		await app.settle();
		await app.runJob('tags.recount');
		const stranger = await member(app);
		const url = await openDoor(app);
		const lines = [await openLine(url, undefined), await openLine(url, stranger)];
		for (const line of lines) {
			line.say({ type: 'watch-thread', threadId: question.id, version: 1 });
			await line.hears('watching');
		}
		const body = { kind: 'groups' as const, groupIds: [], confirmed: true };
		expect((await app.call(setSpaceReaders, { as, params: { spaceId: id }, body })).status).toBe(204);
		const heard = [];
		for (const reader of [undefined, stranger, asker]) {
			heard.push(
				await app.call(readThread, { as: reader, params: { threadId: question.id }, query: {} }),
				await app.call(readHomePage, { as: reader, query: { space: slug } }),
				await app.call(readHomePage, { as: reader, query: {} }),
				await app.call(readRail, { as: reader }),
				await app.call(listSpaces, { as: reader }),
				await app.call(searchThreads, { as: reader, query: { q: 'zebra' } }),
				await app.call(readFeed, { as: reader, query: {} }),
				await app.call(readSitemap, { as: reader, query: {} }),
			);
		}
		expect(JSON.stringify(heard.map(({ value }) => ({ ...(value as object), tags: [] })))).not.toMatch(/zebra drawer/);
		expect(heard.map(({ status }) => status).filter((status) => status === 404)).toHaveLength(6);
		await app.settle();
		for (const line of lines) expect(await line.hears('refused')).toMatchObject({ threadId: question.id });
		for (const line of lines) line.close();
		expect((await app.call(readThread, { as, params: { threadId: question.id }, query: {} })).status).toBe(200);
	});

	test('takes unseen notices back from those who may not read there any more', async ({ app }) => {
		const as = await admin(app);
		const asker = await member(app);
		const { id } = await space(app);
		const question = await thread(app, asker, { spaceId: id });
		await answer(app, as, question.id);
		expect((await inboxOf(app, asker)).unseen).toBe(1);
		await app.call(setSpaceReaders, { as, params: { spaceId: id }, body: { kind: 'members', confirmed: true } });
		expect((await inboxOf(app, asker)).unseen).toBe(1);
		await app.call(setSpaceReaders, { as, params: { spaceId: id }, body: { kind: 'groups', confirmed: true } });
		expect(await inboxOf(app, asker)).toMatchObject({ unseen: 0, items: [] });
	});

	test('opens a space to groups and companies by name, and to nobody else', async ({ app }) => {
		const as = await admin(app);
		const name = `Toko Jaya ${Date.now()}`;
		const insider = await member(app, { companyId: await company(app, name) });
		const rival = await member(app, { companyId: await company(app) });
		const { id, slug } = await space(app);
		const body = { kind: 'company' as const, companies: [name.toUpperCase()] };
		expect((await app.call(setSpaceReaders, { as, params: { spaceId: id }, body })).status).toBe(204);
		expect((await app.call(readHomePage, { as: insider, query: { space: slug } })).status).toBe(200);
		expect((await app.call(readHomePage, { as: rival, query: { space: slug } })).status).toBe(404);
		expect((await app.call(readAdminSpace, { as, params: { spaceId: id } })).value.companies).toMatchObject([{ name }]);
		const unknown = await app.call(setSpaceReaders, {
			as,
			params: { spaceId: id },
			body: { kind: 'company', companies: [name, 'No such firm'] },
		});
		expect([unknown.status, unknown.error.fields, unknown.error.params]).toEqual([
			422,
			{ companies: 'company-not-found' },
			{ companies: 'No such firm' },
		]);
		const noGroup = { kind: 'groups' as const, groupIds: [999_999] };
		expect((await app.call(setSpaceReaders, { as, params: { spaceId: id }, body: noGroup })).error.fields).toEqual({
			groupIds: 'bad-value',
		});
	});

	test('gives each company its own threads when a space becomes company-only', async ({ app }) => {
		const as = await admin(app);
		const companyId = await company(app);
		const asker = await member(app, { companyId });
		const colleague = await member(app, { companyId });
		const rival = await member(app, { companyId: await company(app) });
		const { id } = await space(app);
		const { id: threadId } = await thread(app, asker, { spaceId: id });
		const body = { kind: 'company_only' as const, confirmed: true };
		await app.call(setSpaceReaders, { as, params: { spaceId: id }, body });
		const reads = async (reader: typeof asker) =>
			(await app.call(readThread, { as: reader, params: { threadId }, query: {} })).status;
		expect([await reads(asker), await reads(colleague), await reads(rival)]).toEqual([200, 200, 404]);
	});
});

describe('what belongs to a space', () => {
	test('moderators come and go by handle', async ({ app }) => {
		const as = await admin(app);
		const somebody = await member(app);
		const { id } = await space(app, { kind: 'groups' });
		const params = { spaceId: id };
		await app.call(addSpaceModerator, { as, params, body: { handle: somebody.handle } });
		await app.call(addSpaceModerator, { as, params, body: { handle: somebody.handle } });
		expect((await app.call(readAdminSpace, { as, params })).value.moderators).toMatchObject([{ id: somebody.id }]);
		expect((await app.call(listSpaces, { as: somebody })).value.items.map((item) => item.id)).toContain(id);
		await app.call(removeSpaceModerator, { as, params: { ...params, memberId: somebody.id } });
		expect((await app.call(listSpaces, { as: somebody })).value.items.map((item) => item.id)).not.toContain(id);
		expect(await actionsOn(app, 'space', id)).toEqual(['space.moderator-added', 'space.moderator-removed']);
		const nobody = await app.call(addSpaceModerator, { as, params, body: { handle: 'nobody-here' } });
		expect([nobody.status, nobody.error.fields]).toEqual([422, { handle: 'member-not-found' }]);
	});

	test('its form is kept in order, without two fields of one name or a choice without choices', async ({ app }) => {
		const as = await admin(app);
		const { id } = await space(app);
		const params = { spaceId: id };
		const plan = field('plan', { kind: 'choice', choices: ['Basic', 'Pro'] });
		const put = (fields: ReturnType<typeof field>[]) => app.call(setSpaceForm, { as, params, body: { fields } });
		expect((await put([plan, field('version', { required: true })])).status).toBe(204);
		const { items } = (await app.call(listSpaces)).value;
		expect(items.find((item) => item.id === id)?.formTemplate).toEqual([plan, field('version', { required: true })]);
		expect((await put([field('plan'), field('plan')])).error.fields).toEqual({ fields: 'name-taken' });
		expect((await put([field('plan', { kind: 'choice', choices: ['One'] })])).error.fields).toEqual({
			choices: 'required',
		});
		expect((await put([field('Bad name')])).status).toBe(422);
	});

	test('archived, it stays readable, takes no threads and leaves the lists; it can be opened again', async ({
		app,
	}) => {
		const as = await admin(app);
		const { id, slug } = await space(app);
		const params = { spaceId: id };
		const listed = async () => (await app.call(listSpaces)).value.items.some((item) => item.id === id);
		await app.call(setSpaceArchived, { as, params, body: { archived: true } });
		expect(await listed()).toBe(false);
		expect((await app.call(readHomePage, { query: { space: slug } })).value.space?.mayAsk).toBe(false);
		await app.call(setSpaceArchived, { as, params, body: { archived: false } });
		expect(await listed()).toBe(true);
		expect(await actionsOn(app, 'space', id)).toEqual(['space.archived', 'space.reopened']);
	});
});
