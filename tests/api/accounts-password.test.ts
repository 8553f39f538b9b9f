import { describe, expect } from 'vitest';
import {
	askPasswordReset,
	changeMail,
	changePassword,
	readOwnProfile,
	readSession,
	resetPassword,
	signIn,
	signUp,
	verifyMail,
} from '@ikatan/contracts/accounts';
import { setState } from '../../api/src/modules/accounts/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, password } from '../support/builders.ts';
import { lastMailTo, mailsTo, tokenIn } from '../support/mailbox.ts';

const fresh = 'kucing makan tempe goreng';
let serial = 0;
const somewhere = (): Caller => ({ cookie: 'language=en', address: `192.0.2.${(serial += 1)}` });
const sessionIn = (reply: { cookies: { name: string; value: string }[] }): Caller => ({
	cookie: `ikatan_session=${reply.cookies.find((cookie) => cookie.name === 'ikatan_session')?.value}`,
});

async function resetToken(app: TestApp, mail: string): Promise<string> {
	expect((await app.call(askPasswordReset, { as: somewhere(), body: { mail } })).status).toBe(204);
	return tokenIn(await lastMailTo(app, mail));
}

describe('a password reset', () => {
	test('sets the new password, signs out everywhere and in here', async ({ app }) => {
		const someone = await member(app);
		const token = await resetToken(app, someone.mail);
		const reply = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect(reply).toMatchObject({ status: 200, value: { handle: someone.handle } });
		expect((await app.call(readSession, { as: sessionIn(reply) })).value.viewer?.id).toBe(someone.id);
		expect((await app.call(readSession, { as: someone })).value.viewer).toBeNull();
		expect((await app.call(signIn, { as: somewhere(), body: { mail: someone.mail, password } })).status).toBe(422);
		expect((await app.call(signIn, { as: somewhere(), body: { mail: someone.mail, password: fresh } })).status).toBe(
			201,
		);
		expect((await lastMailTo(app, someone.mail)).subject).toBe('Your password at Ikatan was changed');
	});

	test('keeps only a hash of the link', async ({ app }) => {
		const { id, mail } = await member(app);
		const token = await resetToken(app, mail);
		const rows = await app.sql`select token_hash from mail_tokens where member_id = ${id}`;
		expect(rows.map((row) => row.tokenHash)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
		expect(rows[0]?.tokenHash).not.toBe(token);
	});

	test('works once', async ({ app }) => {
		const { mail } = await member(app);
		const token = await resetToken(app, mail);
		const use = () => app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		const statuses = (await Promise.all([use(), use()])).map((reply) => reply.status);
		expect(statuses.sort()).toEqual([200, 422]);
		expect(await use()).toMatchObject({ status: 422, error: { code: 'token-invalid' } });
	});

	test('ends the other links that were still open', async ({ app }) => {
		const { mail } = await member(app);
		const first = await resetToken(app, mail);
		const second = await resetToken(app, mail);
		await app.call(resetPassword, { as: somewhere(), params: { token: second }, body: { password: fresh } });
		const late = await app.call(resetPassword, {
			as: somewhere(),
			params: { token: first },
			body: { password: fresh },
		});
		expect(late.error.code).toBe('token-invalid');
	});

	test('works for an hour', async ({ app }) => {
		const { mail } = await member(app);
		const token = await resetToken(app, mail);
		app.clock.pass(3_600_001);
		const reply = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect(reply).toMatchObject({ status: 422, error: { code: 'token-invalid' } });
	});

	test('refuses a token that was made for something else', async ({ app }) => {
		const body = { displayName: 'Dewi', handle: 'dewi-of-tokens', mail: 'dewi.tokens@people.example', password };
		await app.call(signUp, { as: somewhere(), body });
		const token = tokenIn(await lastMailTo(app, body.mail));
		const reply = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect(reply.error.code).toBe('token-invalid');
	});

	test('keeps the link good when the password was too weak', async ({ app }) => {
		const { mail } = await member(app);
		const token = await resetToken(app, mail);
		const weak = await app.call(resetPassword, {
			as: somewhere(),
			params: { token },
			body: { password: 'password1234' },
		});
		expect(weak).toMatchObject({ status: 422, error: { fields: { password: 'password-too-weak' } } });
		const good = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect(good.status).toBe(200);
	});

	test('answers an unknown address as it answers a known one, and as late', async ({ app }) => {
		const { mail } = await member(app);
		const timed = async (to: string) => {
			const from = performance.now();
			const reply = await app.call(askPasswordReset, { as: somewhere(), body: { mail: to } });
			return { status: reply.status, took: performance.now() - from };
		};
		const [known, unknown] = [await timed(mail), await timed('nobody.at.all@people.example')];
		expect(known.status).toBe(204);
		expect(unknown.status).toBe(204);
		expect(Math.min(known.took, unknown.took)).toBeGreaterThanOrEqual(149);
		expect(await mailsTo(app, 'nobody.at.all@people.example')).toEqual([]);
	});

	test('mails an address three times an hour at most', async ({ app }) => {
		const { mail } = await member(app);
		for (let count = 0; count < 5; count++) await resetToken(app, mail);
		expect(await mailsTo(app, mail)).toHaveLength(3);
	});

	test('verifies an address, since the mail was read there', async ({ app }) => {
		const body = { displayName: 'Dewi', handle: 'dewi-unverified', mail: 'dewi.unverified@people.example', password };
		await app.call(signUp, { as: somewhere(), body });
		const token = await resetToken(app, body.mail);
		const reply = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect((await app.call(readOwnProfile, { as: sessionIn(reply) })).value.mailVerified).toBe(true);
	});

	test('opens no suspended account', async ({ app }) => {
		const { id, mail } = await member(app);
		const token = await resetToken(app, mail);
		await inTransaction(app.sql, (tx) => setState(tx, visitor(), id, { state: 'suspended', until: null }));
		const reply = await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect(reply).toMatchObject({ status: 403, error: { code: 'account-suspended' }, cookies: [] });
	});

	test('stops a change of address that somebody began', async ({ app }) => {
		const someone = await member(app);
		await app.call(changeMail, { as: someone, body: { current: password, mail: 'thief@evil.example' } });
		const stolen = tokenIn(await lastMailTo(app, 'thief@evil.example'));
		const token = await resetToken(app, someone.mail);
		await app.call(resetPassword, { as: somewhere(), params: { token }, body: { password: fresh } });
		expect((await app.call(verifyMail, { params: { token: stolen } })).error.code).toBe('token-invalid');
	});
});

describe('a change of password', () => {
	test('needs the current one and goes on under a new session, here alone', async ({ app }) => {
		const here = await member(app);
		const elsewhere = sessionIn(await app.call(signIn, { as: somewhere(), body: { mail: here.mail, password } }));
		const reply = await app.call(changePassword, { as: here, body: { current: password, password: fresh } });
		expect(reply.status).toBe(204);
		expect((await app.call(readSession, { as: sessionIn(reply) })).value.viewer?.id).toBe(here.id);
		expect((await app.call(readSession, { as: here })).value.viewer).toBeNull();
		expect((await app.call(readSession, { as: elsewhere })).value.viewer).toBeNull();
		expect((await app.call(signIn, { as: somewhere(), body: { mail: here.mail, password: fresh } })).status).toBe(201);
		expect((await lastMailTo(app, here.mail)).subject).toContain('was changed');
	});

	test('refuses a wrong current password, and slows who guesses it', async ({ app }) => {
		const someone = await member(app);
		const guess = () => app.call(changePassword, { as: someone, body: { current: 'a wrong one', password: fresh } });
		expect(await guess()).toMatchObject({ status: 422, error: { fields: { current: 'wrong-password' } } });
		for (let count = 0; count < 9; count++) await guess();
		expect((await guess()).status).toBe(429);
	});

	test('refuses a weak one', async ({ app }) => {
		const someone = await member(app);
		const reply = await app.call(changePassword, {
			as: someone,
			body: { current: password, password: `${someone.handle}12` },
		});
		expect(reply).toMatchObject({ status: 422, error: { fields: { password: 'password-too-weak' } } });
	});

	test('is for members', async ({ app }) => {
		const reply = await app.call(changePassword, { body: { current: password, password: fresh } });
		expect(reply).toMatchObject({ status: 401, error: { code: 'sign-in-needed' } });
	});
});
