import { describe, expect } from 'vitest';
import {
	addCompanyMember,
	editCompany,
	listAdminCompanies,
	makeCompany,
	mergeCompany,
	readAdminCompany,
	takeInMembers,
} from '@ikatan/contracts/admin-companies';
import { readMemberPage } from '@ikatan/contracts/pages';
import { readThread } from '@ikatan/contracts/threads';
import { actionsOn, admin } from '../support/admin.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';

let serial = 0;
const make = async (app: TestApp, as: Caller, mailDomains: string[] = []) => {
	const name = `Firm ${(serial += 1)}`;
	const { value } = await app.call(makeCompany, { as, body: { name, mailDomains } });
	return { id: value.id, name };
};
const read = async (app: TestApp, as: Caller, companyId: number) =>
	(await app.call(readAdminCompany, { as, params: { companyId }, query: {} })).value;

describe('a company', () => {
	test('has a name and mail domains of its own', async ({ app }) => {
		const as = await admin(app);
		const { id, name } = await make(app, as, ['Tokoku.example', 'tokoku.example']);
		expect((await read(app, as, id)).mailDomains).toEqual(['tokoku.example']);
		const twin = await app.call(makeCompany, { as, body: { name: name.toUpperCase() } });
		expect([twin.status, twin.error.fields]).toEqual([409, { name: 'name-taken' }]);
		const second = await make(app, as);
		const body = { mailDomains: ['other.example', 'tokoku.example'] };
		const taken = await app.call(editCompany, { as, params: { companyId: second.id }, body });
		expect([taken.status, taken.error.fields, taken.error.params]).toEqual([
			422,
			{ mailDomains: 'domain-taken' },
			{ domains: 'tokoku.example' },
		]);
		expect((await app.call(editCompany, { as, params: { companyId: second.id }, body: { name } })).status).toBe(409);
		const bad = await app.call(editCompany, { as, params: { companyId: id }, body: { mailDomains: ['not a domain'] } });
		expect(bad.status).toBe(422);
		expect((await app.call(editCompany, { as, params: { companyId: 999_999 }, body: { notes: 'x' } })).status).toBe(
			404,
		);
	});

	test('keeps notes for staff, which the log does not repeat', async ({ app }) => {
		const as = await admin(app);
		const { id } = await make(app, as);
		await app.call(editCompany, { as, params: { companyId: id }, body: { notes: 'Renews in May' } });
		expect((await read(app, as, id)).notes).toBe('Renews in May');
		expect(await actionsOn(app, 'company', id)).toEqual(['company.made', 'company.edited']);
		const lines = await app.sql`select details from audit_log where subject_kind = 'company' and subject_id = ${id}`;
		expect(JSON.stringify(lines)).not.toMatch(/Renews/);
	});

	test('is found by a part of its name or domain, and listed page by page', async ({ app }) => {
		const as = await admin(app);
		await app.sql`
			insert into companies (name, mail_domains) select 'Listed ' || n, array['listed' || n || '.example'] from generate_series(1, 70) n`;
		const list = async (query: object) => (await app.call(listAdminCompanies, { as, query })).value;
		expect((await list({ q: 'ISTED 69' })).items.map(({ name }) => name)).toEqual(['Listed 69']);
		expect((await list({ q: 'listed42.ex' })).items.map(({ name }) => name)).toEqual(['Listed 42']);
		expect((await list({ q: '100%' })).items).toEqual([]);
		const first = await list({ q: 'listed' });
		const second = await list({ q: 'listed', after: first.next ?? '' });
		expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(70);
	});

	test('takes in by hand, and those of its domains who are in none', async ({ app }) => {
		const as = await admin(app);
		const { id } = await make(app, as, ['kopi.example']);
		const other = await make(app, as);
		const at = async (handle: string, verified = true) => {
			const made = await member(app, { handle, verified });
			await app.sql`update members set mail = ${`${handle}@Kopi.example`} where id = ${made.id}`;
			return made;
		};
		const [one, two, elsewhere] = [await at('kopi.one'), await at('kopi.two'), await at('kopi.else')];
		await at('kopi.unproven', false);
		await app.call(addCompanyMember, { as, params: { companyId: other.id }, body: { handle: elsewhere.handle } });
		expect((await read(app, as, id)).waiting).toBe(2);
		expect((await app.call(takeInMembers, { as, params: { companyId: id } })).value).toEqual({ count: 2 });
		const { people, waiting } = await read(app, as, id);
		expect([people.map((person) => person.id).toSorted(), waiting]).toEqual([[one.id, two.id].toSorted(), 0]);
		expect((await app.call(takeInMembers, { as, params: { companyId: id } })).value).toEqual({ count: 0 });
		const nobody = await app.call(addCompanyMember, { as, params: { companyId: id }, body: { handle: 'nobody-here' } });
		expect(nobody.error.fields).toEqual({ handle: 'member-not-found' });
		expect(await actionsOn(app, 'company', id)).toEqual(['company.made', 'company.members-taken-in']);
	});
});

describe('merging companies', () => {
	test('carries members, threads, spaces, domains and notes over, and rights with them', async ({ app }) => {
		const as = await admin(app);
		const from = await make(app, as, ['from.example']);
		const into = await make(app, as, ['into.example']);
		await app.call(editCompany, { as, params: { companyId: from.id }, body: { notes: 'Old notes' } });
		await app.call(editCompany, { as, params: { companyId: into.id }, body: { notes: 'New notes' } });
		const mover = await member(app, { companyId: from.id });
		const host = await member(app, { companyId: into.id });
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		const { id: theirs } = await space(app, { kind: 'company', companyIds: [from.id] });
		const { id: threadId } = await thread(app, mover, { spaceId });
		const { id: insideId } = await thread(app, mover, { spaceId: theirs });
		const reads = async (id: number) =>
			(await app.call(readThread, { as: host, params: { threadId: id }, query: {} })).status;
		expect([await reads(threadId), await reads(insideId)]).toEqual([404, 404]);
		const merged = await app.call(mergeCompany, { as, params: { companyId: from.id }, body: { into: into.name } });
		expect(merged.value).toEqual({ id: into.id });
		expect([await reads(threadId), await reads(insideId)]).toEqual([200, 200]);
		expect(await read(app, as, into.id)).toMatchObject({
			mailDomains: ['into.example', 'from.example'],
			notes: 'New notes\n\nOld notes',
			members: 2,
			spaces: [{ id: theirs }],
		});
		const page = await app.call(readMemberPage, { params: { handle: mover.handle }, query: {} });
		expect(page.value.member.company).toBe(into.name);
		expect((await app.call(readAdminCompany, { as, params: { companyId: from.id }, query: {} })).status).toBe(404);
		// Its name is free again.
		expect((await app.call(makeCompany, { as, body: { name: from.name } })).status).toBe(201);
		const told = await app.sql<{ name: string }[]>`
			select name from events where actor_id = ${as.id} and name in ('company.merged', 'member.rights-changed')`;
		expect(told.map(({ name }) => name).toSorted()).toEqual(['company.merged', 'member.rights-changed']);
		expect(await actionsOn(app, 'company', into.id)).toEqual(['company.made', 'company.edited', 'company.merged']);
	});

	test('refuses itself, and what is not there', async ({ app }) => {
		const as = await admin(app);
		const { id, name } = await make(app, as);
		const into = async (companyId: number, wanted: string) =>
			await app.call(mergeCompany, { as, params: { companyId }, body: { into: wanted } });
		expect((await into(id, name)).error.fields).toEqual({ into: 'bad-value' });
		expect((await into(id, 'No such firm')).error.fields).toEqual({ into: 'company-not-found' });
		expect((await into(999_999, name)).status).toBe(404);
	});
});
