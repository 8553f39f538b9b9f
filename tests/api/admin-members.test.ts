import { describe, expect } from 'vitest';
import { readSession, signIn } from '@ikatan/contracts/accounts';
import {
	confirmMemberMail,
	editAdminMember,
	listAdminMembers,
	readAdminMember,
	signOutMember,
} from '@ikatan/contracts/admin-members';
import { listSpaces } from '@ikatan/contracts/spaces';
import { setState } from '../../api/src/modules/accounts/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { actionsOn, admin } from '../support/admin.ts';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { company, member, password, space } from '../support/builders.ts';

const group = async (app: TestApp, name: string) =>
	(await app.sql<{ id: number }[]>`insert into groups (slug, name) values (${name}, ${name}) returning id`)[0]!.id;
const handles = async (app: TestApp, as: Caller, query: object) =>
	(await app.call(listAdminMembers, { as, query })).value.items.map(({ handle }) => handle);

describe('the list of members', () => {
	test('finds by parts of name, handle and address, and narrows', async ({ database }) => {
		const app = await openApp(database);
		const as = await admin(app);
		const companyId = await company(app, 'Toko Maju');
		const sri = await member(app, { handle: 'sri.kasir', displayName: 'Sri Wahyuni', companyId, role: 'champion' });
		const budi = await member(app, { handle: 'budi99', displayName: 'Budi Santoso', verified: false });
		const groupId = await group(app, 'Pilots');
		await app.sql`insert into group_members (group_id, member_id) values (${groupId}, ${budi.id})`;
		await inTransaction(app.sql, (tx) => setState(tx, visitor(), sri.id, { state: 'silenced', until: null }));
		await app.sql`update members set mail = 'cashier@maju.example' where id = ${sri.id}`;
		for (const q of ['wahyu', 'SRI.K', '@sri', 'ier@maju'])
			expect(await handles(app, as, { q })).toEqual(['sri.kasir']);
		expect(await handles(app, as, { q: '%' })).toEqual([]);
		expect(await handles(app, as, { role: 'champion' })).toEqual(['sri.kasir']);
		expect(await handles(app, as, { companyId })).toEqual(['sri.kasir']);
		expect(await handles(app, as, { state: 'silenced' })).toEqual(['sri.kasir']);
		expect(await handles(app, as, { state: 'active', role: 'champion' })).toEqual([]);
		expect(await handles(app, as, { groupId })).toEqual(['budi99']);
		expect(await handles(app, as, { unverified: 'yes' })).toEqual(['budi99']);
		const { value } = await app.call(listAdminMembers, { as, query: { companyId } });
		expect(value.company).toEqual({ id: companyId, name: 'Toko Maju' });
		expect(value.items[0]).toMatchObject({ mail: 'cashier@maju.example', mailVerified: true, company: 'Toko Maju' });
		await app.close();
	});

	test('forgets a silence that is over, and members who are gone', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app, { handle: 'once.silenced' });
		const gone = await member(app, { handle: 'once.here' });
		await app.sql`update members set state = 'silenced', state_until = now() - interval '1 minute' where id = ${someone.id}`;
		await app.sql`update members set state = 'deleted' where id = ${gone.id}`;
		expect(await handles(app, as, { q: 'once.', state: 'silenced' })).toEqual([]);
		expect(await handles(app, as, { q: 'once.', state: 'active' })).toEqual(['once.silenced']);
		expect((await app.call(readAdminMember, { as, params: { memberId: gone.id } })).status).toBe(404);
	});

	test('goes on from where a page ended', async ({ app }) => {
		const as = await admin(app);
		await app.sql`insert into members (handle, display_name) select 'page.' || n, 'Somebody' from generate_series(1, 70) n`;
		const first = (await app.call(listAdminMembers, { as, query: { q: 'page.' } })).value;
		const second = (await app.call(listAdminMembers, { as, query: { q: 'page.', after: first.next ?? '' } })).value;
		expect([first.items.length, second.items.length, second.next]).toEqual([50, 20, null]);
		expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(70);
	});
});

describe('a member’s rights', () => {
	test('change at once and are written down, each with what it was and is', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app);
		const groupId = await group(app, 'Testers');
		const companyId = await company(app, 'Kopi Pagi');
		const inner = await space(app, { kind: 'groups', groupIds: [groupId] });
		const params = { memberId: someone.id };
		const body = {
			role: 'champion' as const,
			company: 'kopi pagi',
			groupIds: [groupId],
			trustLevel: 3,
			title: 'Head of beans',
		};
		expect((await app.call(editAdminMember, { as, params, body })).status).toBe(204);
		const { value } = await app.call(readAdminMember, { as, params });
		expect(value).toMatchObject({
			role: 'champion',
			company: 'Kopi Pagi',
			groups: [{ id: groupId }],
			trustLevel: 3,
			title: 'Head of beans',
		});
		expect((await app.call(listSpaces, { as: someone })).value.items.map(({ id }) => id)).toContain(inner.id);
		expect(await actionsOn(app, 'member', someone.id)).toEqual([
			'member.role-changed',
			'member.company-changed',
			'member.groups-changed',
			'member.trust-level-changed',
			'member.title-changed',
		]);
		expect(value.audit.map(({ details }) => details)).toContainEqual({ companyId, to: 'Kopi Pagi' });
		await app.call(editAdminMember, { as, params, body });
		expect(await actionsOn(app, 'member', someone.id)).toHaveLength(5);
		await app.call(editAdminMember, { as, params, body: { company: '', groupIds: [] } });
		expect((await app.call(readAdminMember, { as, params })).value).toMatchObject({ company: null, groups: [] });
		expect((await app.call(listSpaces, { as: someone })).value.items.map(({ id }) => id)).not.toContain(inner.id);
	});

	test('change together or not at all', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app);
		const params = { memberId: someone.id };
		const refused = await app.call(editAdminMember, { as, params, body: { role: 'product', company: 'No such firm' } });
		expect([refused.status, refused.error.fields]).toEqual([422, { company: 'company-not-found' }]);
		expect((await app.call(readAdminMember, { as, params })).value.role).toBe('member');
		expect((await app.call(editAdminMember, { as, params, body: { trustLevel: 5 } })).status).toBe(422);
		expect((await app.call(editAdminMember, { as, params: { memberId: 999_999 }, body: {} })).status).toBe(204);
		expect((await app.call(editAdminMember, { as, params: { memberId: 999_999 }, body: { title: 'x' } })).status).toBe(
			404,
		);
	});

	test('leave the community its last admin', async ({ database }) => {
		const app = await openApp(database);
		await app.sql`update members set role = 'member' where role = 'admin'`;
		const as = await admin(app);
		const params = { memberId: as.id };
		expect((await app.call(readAdminMember, { as, params })).value.lastAdmin).toBe(true);
		const demoted = await app.call(editAdminMember, { as, params, body: { role: 'member' } });
		expect([demoted.status, demoted.error.code]).toEqual([409, 'last-admin']);
		for (const state of ['suspended', 'silenced'] as const) {
			const suspending = inTransaction(app.sql, (tx) => setState(tx, visitor(), as.id, { state, until: null }));
			await expect(suspending).rejects.toMatchObject({ wire: { code: 'last-admin' } });
		}
		const other = await admin(app);
		const results = await Promise.all(
			[as, other].map((one) =>
				app.call(editAdminMember, { as: one, params: { memberId: one.id }, body: { role: 'member' } }),
			),
		);
		expect(results.map(({ status }) => status).toSorted()).toEqual([204, 409]);
		await app.close();
	});
});

describe('a member’s way in', () => {
	test('ends on every device at once', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app);
		const second = await app.call(signIn, {
			as: { cookie: 'language=en', address: '10.9.9.9' },
			body: { mail: someone.mail, password },
		});
		expect(second.status).toBe(201);
		const params = { memberId: someone.id };
		expect((await app.call(readAdminMember, { as, params })).value.devices).toBe(2);
		expect((await app.call(signOutMember, { as, params })).status).toBe(204);
		expect((await app.call(readSession, { as: someone })).value.viewer).toBeNull();
		expect(await actionsOn(app, 'member', someone.id)).toEqual(['member.signed-out']);
		expect((await app.call(signOutMember, { as, params: { memberId: 999_999 } })).status).toBe(404);
	});

	test('has its address taken for confirmed, unless somebody else has confirmed it', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app, { verified: false });
		await app.sql`insert into companies (name, mail_domains) values ('People', '{people.example}')`;
		const params = { memberId: someone.id };
		expect((await app.call(confirmMemberMail, { as, params })).status).toBe(204);
		expect((await app.call(readAdminMember, { as, params })).value).toMatchObject({
			mailVerified: true,
			company: 'People',
		});
		expect(await actionsOn(app, 'member', someone.id)).toEqual(['member.mail-confirmed']);
		expect((await app.call(confirmMemberMail, { as, params })).status).toBe(204);
		const second = await member(app, { verified: false });
		await app.sql`update members set mail = ${someone.mail} where id = ${second.id}`;
		const refused = await app.call(confirmMemberMail, { as, params: { memberId: second.id } });
		expect([refused.status, refused.error.code]).toEqual([409, 'mail-taken']);
	});
});
