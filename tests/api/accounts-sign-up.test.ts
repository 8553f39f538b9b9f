import { describe, expect } from 'vitest';
import {
	readOwnProfile,
	readSession,
	resendVerification,
	signIn,
	signUp,
	verifyMail,
} from '@ikatan/contracts/accounts';
import { changeSettings, forgetSettings } from '../../api/src/modules/settings/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, password } from '../support/builders.ts';
import { lastMailTo, mailsTo, tokenIn } from '../support/mailbox.ts';

let serial = 0;
const form = (wanted: object = {}) => {
	serial += 1;
	return { displayName: 'Dewi', handle: `dewi${serial}`, mail: `dewi${serial}@people.example`, password, ...wanted };
};
/** A visitor from a network that nobody else in this file uses: sign-ups are limited by network. */
const visitor = (): Caller => ({ cookie: 'language=en', address: `198.51.100.${(serial += 1)}` });
const sessionIn = (reply: { cookies: { name: string; value: string }[] }): Caller => {
	const session = reply.cookies.find((cookie) => cookie.name === 'ikatan_session');
	expect(session?.value, 'a session cookie').toBeTruthy();
	return { cookie: `ikatan_session=${session!.value}` };
};

async function signedUp(app: TestApp, wanted: object = {}) {
	const body = form(wanted);
	const reply = await app.call(signUp, { as: visitor(), body });
	expect(reply.status).toBe(201);
	return { ...body, ...sessionIn(reply), reply };
}

describe('sign-up', () => {
	test('signs in at once, with an address that is still to be verified', async ({ app }) => {
		const dewi = await signedUp(app, { language: 'id', timeZone: 'Asia/Jakarta' });
		expect(dewi.reply.value).toEqual({ signedIn: true });
		const { value } = await app.call(readSession, { as: dewi });
		expect(value.viewer).toMatchObject({
			handle: dewi.handle,
			mail: dewi.mail,
			mailVerified: false,
			role: 'member',
			staff: false,
			language: 'id',
			timeZone: 'Asia/Jakarta',
			unseenNotices: 0,
		});
	});

	test('sends a link in the member’s language that verifies the address', async ({ app }) => {
		const dewi = await signedUp(app, { language: 'id' });
		const mail = await lastMailTo(app, dewi.mail);
		expect(mail.subject).toBe('Konfirmasi alamat Anda untuk Ikatan');
		expect(mail.htmlPart).toContain('<html lang="id"');
		const verified = await app.call(verifyMail, { params: { token: tokenIn(mail) } });
		expect(verified).toMatchObject({ status: 200, value: { mail: dewi.mail } });
		expect((await app.call(readOwnProfile, { as: dewi })).value.mailVerified).toBe(true);
	});

	test('carries no words of the one who signs up to a mailbox that may be a stranger’s', async ({ app }) => {
		const spam = await signedUp(app, { displayName: 'Win at evil.example' });
		const mail = await lastMailTo(app, spam.mail);
		expect(mail.textPart + mail.htmlPart + mail.subject).not.toContain('evil.example');
	});

	test('keeps the password as argon2id and the session as a hash', async ({ app }) => {
		const dewi = await signedUp(app);
		const [row] = await app.sql`
			select m.password_hash, s.id_hash, s.address_hash from members m join sessions s on s.member_id = m.id
			where m.handle = ${dewi.handle}`;
		expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
		expect(row?.idHash).toMatch(/^[0-9a-f]{64}$/);
		expect(dewi.cookie).not.toContain(row?.idHash);
		expect(row?.addressHash).not.toContain('198.51.100');
	});

	test('tells nobody whether an address has an account', async ({ app }) => {
		const owner = await member(app);
		const fresh = await app.call(signUp, { as: visitor(), body: form() });
		const taken = await app.call(signUp, { as: visitor(), body: form({ mail: owner.mail.toUpperCase() }) });
		const shape = (reply: typeof fresh) => ({
			status: reply.status,
			value: reply.value,
			cookies: reply.cookies.map((cookie) => ({ ...cookie, value: cookie.value.length })),
			headers: Object.keys(reply.headers).sort(),
		});
		expect(shape(taken)).toEqual(shape(fresh));

		const [freshOne, takenOne] = [sessionIn(fresh), sessionIn(taken)];
		const [one, other] = [
			await app.call(readOwnProfile, { as: freshOne }),
			await app.call(readOwnProfile, { as: takenOne }),
		];
		expect(other.value.mailVerified).toBe(one.value.mailVerified);
		expect((await app.call(resendVerification, { as: takenOne })).status).toBe(
			(await app.call(resendVerification, { as: freshOne })).status,
		);
		// The newcomer gets in by what they typed, whoever else has the address.
		const back = await app.call(signIn, { as: visitor(), body: { mail: owner.mail, password } });
		expect(back.status).toBe(201);
	});

	test('tells the owner of a taken address by mail, without a link that verifies anything', async ({ app }) => {
		const owner = await member(app, { language: 'id', displayName: 'Sari' });
		await app.call(signUp, { as: visitor(), body: form({ mail: owner.mail, password: 'another good password' }) });
		const mail = await lastMailTo(app, owner.mail);
		expect(mail.subject).toBe('Anda sudah punya akun di Ikatan');
		expect(mail.textPart).toContain('Halo Sari,');
		expect(mail.textPart).not.toContain('verify-mail');
		expect((await app.call(signIn, { as: visitor(), body: { mail: owner.mail, password } })).value.handle).toBe(
			owner.handle,
		);
	});

	test('lets the owner of an address in, even when somebody signed up with it before', async ({ app }) => {
		const squatter = await signedUp(app);
		const owner = await signedUp(app, { mail: squatter.mail, password: 'the owner knows this' });
		await app.call(verifyMail, { params: { token: tokenIn(await lastMailTo(app, owner.mail)) } });
		const { value } = await app.call(readSession, { as: owner });
		expect(value.viewer).toMatchObject({ handle: owner.handle, mailVerified: true });
		expect((await app.call(readSession, { as: squatter })).value.viewer?.mailVerified).toBe(false);
	});

	test('refuses a second verification of one address', async ({ app }) => {
		const first = await signedUp(app);
		const second = await signedUp(app, { mail: first.mail });
		const [one, two] = (await mailsTo(app, first.mail)).map(tokenIn);
		expect((await app.call(verifyMail, { params: { token: two! } })).status).toBe(200);
		expect(await app.call(verifyMail, { params: { token: one! } })).toMatchObject({
			status: 409,
			error: { code: 'mail-taken' },
		});
		expect((await app.call(readSession, { as: second })).value.viewer?.mailVerified).toBe(true);
	});

	test('sends an address no more than six such mails a day', async ({ app }) => {
		const { mail } = await signedUp(app);
		for (let more = 0; more < 7; more++) await signedUp(app, { mail });
		expect(await mailsTo(app, mail)).toHaveLength(6);
	});

	test('refuses a handle that somebody has, had, or that is reserved', async ({ app }) => {
		const dewi = await signedUp(app);
		for (const handle of [dewi.handle, dewi.handle.toUpperCase(), 'admin', 'former-7']) {
			const reply = await app.call(signUp, { as: visitor(), body: form({ handle }) });
			expect(reply).toMatchObject({ status: 409, error: { code: 'handle-taken', fields: { handle: 'handle-taken' } } });
		}
	});

	test('makes one account of a form that is sent twice', async ({ app }) => {
		const body = form();
		const first = await app.call(signUp, { as: visitor(), body });
		const second = await app.call(signUp, { as: visitor(), body });
		expect([first.status, second.status]).toEqual([201, 201]);
		expect((await app.call(readSession, { as: sessionIn(second) })).value.viewer?.handle).toBe(body.handle);
		const other = await app.call(signUp, { as: visitor(), body: { ...body, password: 'not that password' } });
		expect(other.status).toBe(409);
	});

	test('makes one account when two ask for a handle at the same moment', async ({ app }) => {
		const handle = form().handle;
		const replies = await Promise.all([1, 2, 3].map(() => app.call(signUp, { as: visitor(), body: form({ handle }) })));
		expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409, 409]);
	});

	test.for([
		['password', { password: 'too short' }, 'too-short'],
		['password', { password: 'password1234' }, 'password-too-weak'],
		['password', { handle: 'sukarno.hatta', password: 'sukarno.hatta1' }, 'password-too-weak'],
		['mail', { mail: 'not a mail' }, 'bad-format'],
		['handle', { handle: 'with space' }, 'bad-format'],
		['displayName', { displayName: ' ' }, 'required'],
		['displayName', { displayName: 'turned \u202e around' }, 'bad-value'],
		['timeZone', { timeZone: 'Mars/Olympus' }, 'bad-value'],
	] as const)('names the field %s of %o as %s', async ([field, wanted, code], { app }) => {
		const reply = await app.call(signUp, { as: visitor(), body: form(wanted) });
		expect(reply).toMatchObject({ status: 422, error: { code: 'invalid', fields: { [field]: code } } });
	});

	test('takes an address with the space that a phone puts behind it', async ({ app }) => {
		const { mail } = form();
		const dewi = await signedUp(app, { mail: `${mail} ` });
		expect((await app.call(readOwnProfile, { as: dewi })).value.mail).toBe(mail);
	});

	test('makes nothing for a machine that fills in the hidden field', async ({ app }) => {
		const body = form({ website: 'https://spam.example' });
		const reply = await app.call(signUp, { as: visitor(), body });
		expect(reply).toMatchObject({ status: 201, value: { signedIn: false }, cookies: [] });
		expect(await app.sql`select 1 from members where handle = ${body.handle}`).toHaveLength(0);
		expect(await mailsTo(app, body.mail)).toEqual([]);
	});

	test('takes twenty an hour from one network', async ({ app }) => {
		const as = visitor();
		for (let count = 0; count < 20; count++) await app.call(signUp, { as, body: form({ password: 'password1234' }) });
		const reply = await app.call(signUp, { as, body: form() });
		expect(reply).toMatchObject({ status: 429, error: { code: 'too-many-requests' } });
		expect(Number(reply.headers['retry-after'])).toBeGreaterThan(3000);
	});

	test('is closed when the community takes members by invitation', async ({ app }) => {
		const choose = async (choice: 'open' | 'invitation') => {
			await inTransaction(app.sql, (tx) => changeSettings(tx, { signUp: choice }, null));
			forgetSettings(app.deps.sql);
		};
		await choose('invitation');
		const reply = await app.call(signUp, { as: visitor(), body: form() });
		await choose('open');
		expect(reply).toMatchObject({ status: 403, error: { code: 'sign-up-closed' } });
	});

	test('ends the session that the browser had before', async ({ app }) => {
		const before = await member(app);
		const reply = await app.call(signUp, { as: { ...before, address: visitor().address! }, body: form() });
		expect(reply.status).toBe(201);
		expect((await app.call(readSession, { as: before })).value.viewer).toBeNull();
	});
});
