import { describe, expect } from 'vitest';
import {
	changeMail,
	readOwnProfile,
	readSession,
	resendVerification,
	signIn,
	verifyMail,
} from '@ikatan/contracts/accounts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { createMember } from '../../api/src/modules/accounts/index.ts';
import { test, type TestApp } from '../support/app.ts';
import { company, member, password } from '../support/builders.ts';
import { lastMailTo, mailsTo, tokenIn } from '../support/mailbox.ts';

const day = 24 * 3_600_000;
const verify = (app: TestApp, token: string) => app.call(verifyMail, { params: { token } });
const eventsOf = async (app: TestApp, memberId: number) =>
	(await app.sql<{ name: string }[]>`select name from events where actor_id = ${memberId} order by id`).map(
		(row) => row.name,
	);

async function verifiedBy(app: TestApp, unverified: Awaited<ReturnType<typeof member>>) {
	await app.call(resendVerification, { as: unverified });
	return tokenIn(await lastMailTo(app, unverified.mail));
}

describe('verifying an address', () => {
	test('is announced once, so that what waits can be published', async ({ app }) => {
		const someone = await member(app, { verified: false });
		const token = await verifiedBy(app, someone);
		expect((await verify(app, token)).status).toBe(200);
		expect(await eventsOf(app, someone.id)).toEqual(['member.verified']);
	});

	test('says the same when the link is followed again', async ({ app }) => {
		const someone = await member(app, { verified: false });
		const token = await verifiedBy(app, someone);
		const [first, second] = await Promise.all([verify(app, token), verify(app, token)]);
		expect([first.status, second.status]).toEqual([200, 200]);
		expect(second.value).toEqual({ mail: someone.mail });
		expect(await eventsOf(app, someone.id)).toEqual(['member.verified']);
	});

	test('works for 3 days', async ({ app }) => {
		const someone = await member(app, { verified: false });
		const token = await verifiedBy(app, someone);
		app.clock.pass(3 * day + 1000);
		expect(await verify(app, token)).toMatchObject({ status: 422, error: { code: 'token-invalid' } });
	});

	test('refuses a token that nobody made', async ({ app }) => {
		expect(await verify(app, 'made-up')).toMatchObject({ status: 422, error: { code: 'token-invalid' } });
	});

	test('joins the company whose mail domain the address has', async ({ app }) => {
		const companyId = await company(app, 'Toko Maju');
		await app.sql`update companies set mail_domains = '{toko-maju.example}' where id = ${companyId}`;
		const id = await inTransaction(app.sql, (tx) =>
			createMember(tx, { handle: 'kasir', displayName: 'Kasir', mail: 'kasir@Toko-Maju.example', password }),
		);
		const { cookies } = await app.call(signIn, { body: { mail: 'kasir@toko-maju.example', password } });
		const as = { cookie: `ikatan_session=${cookies[0]?.value}` };
		expect((await app.call(readOwnProfile, { as })).value.company).toBeNull();
		await app.call(resendVerification, { as });
		await verify(app, tokenIn(await lastMailTo(app, 'kasir@Toko-Maju.example')));
		expect((await app.call(readOwnProfile, { as })).value.company).toBe('Toko Maju');
		expect(await eventsOf(app, id)).toContain('member.rights-changed');
	});
});

describe('asking for the mail again', () => {
	test('sends another link a minute later, six a day at most', async ({ app }) => {
		const someone = await member(app, { verified: false });
		const ask = () => app.call(resendVerification, { as: someone });
		expect((await ask()).status).toBe(204);
		expect(await ask()).toMatchObject({ status: 429, error: { params: { retryAfterSeconds: 60 } } });
		for (let count = 1; count < 6; count++) {
			app.clock.pass(61_000);
			expect((await ask()).status).toBe(204);
		}
		app.clock.pass(61_000);
		expect((await ask()).status).toBe(429);
		expect(await mailsTo(app, someone.mail)).toHaveLength(6);
	});

	test('does nothing for a verified address', async ({ app }) => {
		const someone = await member(app);
		expect((await app.call(resendVerification, { as: someone })).status).toBe(204);
		expect(await mailsTo(app, someone.mail)).toEqual([]);
	});

	test('is for members', async ({ app }) => {
		expect((await app.call(resendVerification)).status).toBe(401);
	});
});

describe('a change of address', () => {
	test('counts once the new one is confirmed, and the old one hears of it before', async ({ app }) => {
		const someone = await member(app);
		const mail = 'the.new.one@people.example';
		const reply = await app.call(changeMail, { as: someone, body: { current: password, mail } });
		expect(reply.status).toBe(204);
		expect((await app.call(readOwnProfile, { as: someone })).value).toMatchObject({
			mail: someone.mail,
			pendingMail: mail,
		});
		expect((await lastMailTo(app, someone.mail)).textPart).toContain(mail);

		const confirmed = await verify(app, tokenIn(await lastMailTo(app, mail)));
		expect(confirmed.value).toEqual({ mail });
		expect((await app.call(readOwnProfile, { as: someone })).value).toMatchObject({
			mail,
			mailVerified: true,
			pendingMail: null,
		});
		expect((await app.call(signIn, { body: { mail, password } })).status).toBe(201);
		expect((await app.call(signIn, { body: { mail: someone.mail, password } })).status).toBe(422);
		expect(await eventsOf(app, someone.id)).not.toContain('member.verified');
	});

	test('is for who knows the password', async ({ app }) => {
		const someone = await member(app);
		const body = { current: 'a wrong one', mail: 'elsewhere@people.example' };
		const reply = await app.call(changeMail, { as: someone, body });
		expect(reply).toMatchObject({ status: 422, error: { fields: { current: 'wrong-password' } } });
		expect(await mailsTo(app, body.mail)).toEqual([]);
	});

	test('tells of a taken address by mail only', async ({ app }) => {
		const [someone, owner] = [await member(app), await member(app)];
		const reply = await app.call(changeMail, { as: someone, body: { current: password, mail: owner.mail } });
		expect(reply.status).toBe(204);
		expect((await app.call(readOwnProfile, { as: someone })).value.pendingMail).toBe(owner.mail);
		const mail = await lastMailTo(app, owner.mail);
		expect(mail.subject).toBe('This address already has an account at Ikatan');
		expect(mail.textPart).not.toContain('verify-mail');
	});

	test('to the address that one has is none', async ({ app }) => {
		const someone = await member(app);
		const reply = await app.call(changeMail, {
			as: someone,
			body: { current: password, mail: someone.mail.toUpperCase() },
		});
		expect(reply).toMatchObject({ status: 422, error: { fields: { mail: 'bad-value' } } });
	});

	test('is mended by the next one: only the newest link works', async ({ app }) => {
		const someone = await member(app);
		const ask = (mail: string) => app.call(changeMail, { as: someone, body: { current: password, mail } });
		await ask('with.a.tpyo@people.example');
		await ask('without.one@people.example');
		const old = await verify(app, tokenIn(await lastMailTo(app, 'with.a.tpyo@people.example')));
		expect(old.error.code).toBe('token-invalid');
		const next = await verify(app, tokenIn(await lastMailTo(app, 'without.one@people.example')));
		expect(next.status).toBe(200);
	});

	test('verifies a member who signed up with a wrong address', async ({ app }) => {
		const someone = await member(app, { verified: false });
		const mail = 'the.right.one@people.example';
		await app.call(changeMail, { as: someone, body: { current: password, mail } });
		expect(await mailsTo(app, someone.mail)).toEqual([]);
		await verify(app, tokenIn(await lastMailTo(app, mail)));
		expect((await app.call(readSession, { as: someone })).value.viewer).toMatchObject({ mail, mailVerified: true });
		expect(await eventsOf(app, someone.id)).toContain('member.verified');
	});
});
