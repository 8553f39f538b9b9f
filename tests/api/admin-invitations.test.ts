import { describe, expect } from 'vitest';
import { readSession, signIn, signUp, verifyMail } from '@ikatan/contracts/accounts';
import { listInvitations, makeInvitation, readInvitation, revokeInvitation } from '@ikatan/contracts/admin-invitations';
import { readAdminMember } from '@ikatan/contracts/admin-members';
import { readSite } from '@ikatan/contracts/settings';
import { changeSettings, forgetSettings, type Settings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { actionsOn, admin } from '../support/admin.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { company } from '../support/builders.ts';

let serial = 0;
const somewhere = (): Caller => ({
	cookie: 'language=en',
	address: `10.77.${(serial >> 8) & 255}.${(serial += 1) & 255}`,
});
const form = (more: object = {}) => {
	serial += 1;
	return {
		displayName: 'New Person',
		handle: `invited${serial}`,
		mail: `invited${serial}@people.example`,
		password: 'a long enough password',
		...more,
	};
};
async function set(app: TestApp, changes: Partial<Settings>): Promise<void> {
	await inTransaction(app.sql, (tx) => changeSettings(tx, changes, null));
	forgetSettings(app.sql);
}
const tokenIn = (path: string) => new URLSearchParams(path.split('?')[1]).get('invitation') ?? '';
async function invite(app: TestApp, as: Caller, body: object = {}): Promise<{ id: number; token: string }> {
	const { status, value } = await app.call(makeInvitation, { as, body });
	if (status !== 201) throw new Error(`Inviting answered ${status}`);
	return { id: value.id, token: tokenIn(value.path) };
}
const join = (app: TestApp, body: ReturnType<typeof form>) => app.call(signUp, { as: somewhere(), body });
const idOf = async (app: TestApp, handle: string) =>
	(await app.sql<{ id: number }[]>`select id from members where handle = ${handle}`)[0]?.id ?? 0;

describe('sign-up by invitation', () => {
	test('lets in who has a link, with the role and company that it gives, and nobody else', async ({ app }) => {
		const as = await admin(app);
		await set(app, { signUp: 'invitation' });
		expect((await app.call(readSite)).value.signUp).toBe('invitation');
		expect((await join(app, form())).error.code).toBe('sign-up-closed');
		await company(app, 'Warung Ana');
		const { id, token } = await invite(app, as, { role: 'champion', company: 'warung ana', maxUses: 2 });
		expect((await app.call(readInvitation, { params: { token } })).value).toEqual({
			mail: null,
			company: 'Warung Ana',
		});
		const body = form({ invitation: token });
		const joined = await join(app, body);
		expect(joined.value).toEqual({ signedIn: true });
		const memberId = await idOf(app, body.handle);
		expect((await app.call(readAdminMember, { as, params: { memberId } })).value).toMatchObject({
			role: 'champion',
			company: 'Warung Ana',
			mailVerified: false,
		});
		expect(await actionsOn(app, 'invitation', id)).toEqual(['invitation.made']);
		await set(app, { signUp: 'open' });
	});

	test('counts how often a link was used, also by many at once', async ({ app }) => {
		const as = await admin(app);
		await set(app, { signUp: 'invitation' });
		const { id, token } = await invite(app, as, { maxUses: 2 });
		const replies = await Promise.all(Array.from({ length: 5 }, () => join(app, form({ invitation: token }))));
		const statuses = replies.map(({ status }) => status).toSorted();
		expect(statuses).toEqual([201, 201, 422, 422, 422]);
		expect(replies.filter(({ status }) => status === 422).map(({ error }) => error.code)[0]).toBe('invitation-ended');
		const { items } = (await app.call(listInvitations, { as, query: {} })).value;
		expect(items.find((one) => one.id === id)).toMatchObject({ uses: 2, maxUses: 2, state: 'used' });
		const made = await app.sql`select from invitation_uses where invitation_id = ${id}`;
		expect(made.length).toBe(2);
		await set(app, { signUp: 'open' });
	});

	test('takes a second click on the form for the first', async ({ app }) => {
		const as = await admin(app);
		const { token } = await invite(app, as);
		const body = form({ invitation: token });
		expect([(await join(app, body)).status, (await join(app, body)).status]).toEqual([201, 201]);
	});

	test('sends the link to the address that it is for, and lets only that one in', async ({ app }) => {
		const as = await admin(app);
		const { token } = await invite(app, as, { mail: 'Ana@people.example', maxUses: 50 });
		const mails = await app.sql<
			{ textPart: string }[]
		>`select text_part from mails where recipient = 'Ana@people.example'`;
		expect(mails).toHaveLength(1);
		expect(mails[0]?.textPart).toContain(token);
		const other = await join(app, form({ invitation: token }));
		expect([other.status, other.error.fields]).toEqual([422, { mail: 'bad-value' }]);
		expect((await join(app, form({ invitation: token, mail: 'ana@PEOPLE.example' }))).status).toBe(201);
		expect((await app.call(readInvitation, { params: { token } })).status).toBe(404);
	});

	test('ends when its time is over or an admin says so, and never was what was made up', async ({ app }) => {
		const as = await admin(app);
		const revoked = await invite(app, as, { maxUses: 5 });
		expect((await app.call(revokeInvitation, { as, params: { invitationId: revoked.id } })).status).toBe(204);
		expect((await app.call(revokeInvitation, { as, params: { invitationId: revoked.id } })).status).toBe(204);
		expect((await app.call(revokeInvitation, { as, params: { invitationId: 999_999 } })).status).toBe(404);
		expect(await actionsOn(app, 'invitation', revoked.id)).toEqual(['invitation.made', 'invitation.revoked']);
		const over = await invite(app, as, { days: 1 });
		await app.sql`update invitations set expires_at = now() - interval '1 minute' where id = ${over.id}`;
		for (const token of [revoked.token, over.token, 'made-up']) {
			expect((await join(app, form({ invitation: token }))).error.code).toBe('invitation-ended');
			expect((await app.call(readInvitation, { params: { token } })).status).toBe(404);
		}
		const unknown = await app.call(makeInvitation, { as, body: { company: 'No such firm' } });
		expect(unknown.error.fields).toEqual({ company: 'company-not-found' });
		expect((await app.call(makeInvitation, { as, body: { maxUses: 0 } })).status).toBe(422);
	});
});

describe('sign-up by domain', () => {
	test('takes addresses of the domains named only, and no one before the address is proven', async ({ app }) => {
		const as = await admin(app);
		await set(app, { signUp: 'domain', signUpDomains: ['toko.example'] });
		const refused = await join(app, form());
		expect([refused.status, refused.error.fields]).toEqual([422, { mail: 'mail-domain-not-allowed' }]);
		expect((await join(app, form({ mail: 'x@sub.toko.example' }))).status).toBe(422);
		const body = form({ mail: 'Rina@Toko.example' });
		const joined = await join(app, body);
		expect(joined.value).toEqual({ signedIn: false });
		expect(joined.cookies.filter(({ name, value }) => name === 'ikatan_session' && value !== '')).toEqual([]);
		const credentials = { mail: body.mail, password: body.password };
		const early = await app.call(signIn, { as: somewhere(), body: credentials });
		expect([early.status, early.error.code]).toEqual([403, 'mail-unverified']);
		const [mail] = await app.sql<{ textPart: string }[]>`select text_part from mails where recipient = ${body.mail}`;
		const token = /verify-mail\/([\w-]+)/.exec(mail?.textPart ?? '')?.[1] ?? '';
		expect((await app.call(verifyMail, { params: { token } })).status).toBe(200);
		expect((await app.call(signIn, { as: somewhere(), body: credentials })).status).toBe(201);

		const { token: link } = await invite(app, as);
		const guest = await join(app, form({ invitation: link }));
		expect(guest.value).toEqual({ signedIn: true });
		const cookie = guest.cookies.find(({ name }) => name === 'ikatan_session');
		const session = await app.call(readSession, { as: { cookie: `ikatan_session=${cookie?.value}` } });
		expect(session.value.viewer).not.toBeNull();
		await set(app, { signUp: 'open', signUpDomains: [] });
	});

	test('takes no setting that is no domain', async ({ app }) => {
		await expect(set(app, { signUpDomains: ['not a domain'] })).rejects.toThrow();
	});
});
