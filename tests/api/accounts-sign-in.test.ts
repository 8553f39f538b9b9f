import { describe, expect } from 'vitest';
import { readSession, signIn, signOut } from '@ikatan/contracts/accounts';
import { setState } from '../../api/src/modules/accounts/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { member, password } from '../support/builders.ts';

let serial = 0;
/** A browser on a network that nobody else in this file uses. */
const somewhere = (): Caller => ({ cookie: 'language=en', address: `203.0.113.${(serial += 1)}` });
const minutes = (count: number) => count * 60_000;

async function fail(app: TestApp, mail: string, as: Caller, times: number): Promise<void> {
	for (let count = 0; count < times; count++) {
		expect((await app.call(signIn, { as, body: { mail, password: 'a wrong password' } })).status).toBe(422);
	}
}

const suspend = (app: TestApp, memberId: number, until: Date | null) =>
	inTransaction(app.sql, (tx) => setState(tx, visitor(), memberId, { state: 'suspended', until }));

describe('sign-in', () => {
	test('hands over a cookie that scripts cannot read and other sites cannot send', async ({ app }) => {
		const { mail, handle } = await member(app);
		const reply = await app.call(signIn, { as: somewhere(), body: { mail: mail.toUpperCase(), password } });
		expect(reply).toMatchObject({ status: 201, value: { handle } });
		expect(reply.cookies).toEqual([
			{
				name: 'ikatan_session',
				value: expect.stringMatching(/^[a-z2-7]{40}$/) as string,
				httpOnly: true,
				sameSite: 'Lax',
				path: '/',
				maxAge: 30 * 24 * 3600,
			},
		]);
	});

	test('hands it over by https only where the community is reached so', async ({ database }) => {
		const app = await openApp(database, { PUBLIC_ORIGIN: 'https://community.example' });
		try {
			const { mail } = await member(app);
			const { cookies } = await app.call(signIn, { body: { mail, password } });
			expect(cookies[0]).toMatchObject({ name: 'ikatan_session', secure: true });
		} finally {
			await app.close();
		}
	});

	test('says the same of a wrong password and of an address that nobody has', async ({ app }) => {
		const { mail } = await member(app);
		const wrong = await app.call(signIn, { as: somewhere(), body: { mail, password: 'a wrong password' } });
		const nobody = await app.call(signIn, { as: somewhere(), body: { mail: 'nobody@people.example', password } });
		expect(wrong).toMatchObject({ status: 422, error: { code: 'wrong-credentials', params: {} }, cookies: [] });
		expect(nobody.status).toBe(wrong.status);
		expect(nobody.error).toEqual(wrong.error);
	});

	test('begins under a new session id and ends the one before', async ({ app }) => {
		const first = await member(app);
		const reply = await app.call(signIn, { as: first, body: { mail: first.mail, password } });
		const next = { cookie: `ikatan_session=${reply.cookies[0]!.value}` };
		expect(next.cookie).not.toBe(first.cookie);
		expect((await app.call(readSession, { as: first })).value.viewer).toBeNull();
		expect((await app.call(readSession, { as: next })).value.viewer?.id).toBe(first.id);
	});

	test('does not take over a session id that was planted in the browser', async ({ app }) => {
		const { mail } = await member(app);
		const planted = { ...somewhere(), cookie: `ikatan_session=${'a'.repeat(40)}` };
		await app.call(signIn, { as: planted, body: { mail, password } });
		expect((await app.call(readSession, { as: planted })).value.viewer).toBeNull();
	});

	test('makes who guesses wait, longer each time, and says how long', async ({ app }) => {
		const { mail } = await member(app);
		const as = somewhere();
		await fail(app, mail, as, 10);
		const refused = await app.call(signIn, { as, body: { mail, password } });
		expect(refused).toMatchObject({
			status: 429,
			error: { code: 'too-many-requests', params: { retryAfterSeconds: 30 } },
		});
		expect(refused.headers['retry-after']).toBe('30');
		app.clock.pass(31_000);
		await fail(app, mail, as, 1);
		expect((await app.call(signIn, { as, body: { mail, password } })).error.params).toEqual({ retryAfterSeconds: 60 });
		app.clock.pass(61_000);
		expect((await app.call(signIn, { as, body: { mail, password } })).status).toBe(201);
		await fail(app, mail, as, 1);
	});

	test('lets the owner in from elsewhere while a stranger guesses', async ({ app }) => {
		const { mail } = await member(app);
		await fail(app, mail, somewhere(), 10);
		expect((await app.call(signIn, { as: somewhere(), body: { mail, password } })).status).toBe(201);
	});

	test('counts guesses that come all at once', async ({ app }) => {
		const { mail } = await member(app);
		const as = somewhere();
		const guesses = Array.from({ length: 25 }, () =>
			app.call(signIn, { as, body: { mail, password: 'a wrong password' } }),
		);
		const statuses = (await Promise.all(guesses)).map((reply) => reply.status);
		expect(statuses.filter((status) => status === 422)).toHaveLength(10);
		expect(statuses.filter((status) => status === 429)).toHaveLength(15);
	});

	test('refuses a suspended member, and says so only to who knows the password', async ({ app }) => {
		const someone = await member(app);
		await suspend(app, someone.id, null);
		const right = await app.call(signIn, { as: somewhere(), body: { mail: someone.mail, password } });
		expect(right).toMatchObject({ status: 403, error: { code: 'account-suspended' }, cookies: [] });
		const wrong = await app.call(signIn, {
			as: somewhere(),
			body: { mail: someone.mail, password: 'a wrong password' },
		});
		expect(wrong.error.code).toBe('wrong-credentials');
	});
});

describe('a session', () => {
	test('is nobody’s without a cookie, or with one that never was', async ({ app }) => {
		expect((await app.call(readSession)).value).toEqual({ viewer: null });
		const stale = await app.call(readSession, { as: { cookie: `ikatan_session=${'b'.repeat(40)}` } });
		expect(stale.value).toEqual({ viewer: null });
		expect(stale.cookies).toMatchObject([{ name: 'ikatan_session', value: '', maxAge: 0 }]);
	});

	test('ends with sign-out, and takes the cookie away', async ({ app }) => {
		const someone = await member(app);
		const reply = await app.call(signOut, { as: someone });
		expect(reply).toMatchObject({ status: 204, cookies: [{ name: 'ikatan_session', value: '', maxAge: 0 }] });
		expect((await app.call(readSession, { as: someone })).value.viewer).toBeNull();
		expect((await app.call(signOut, { as: someone })).status).toBe(204);
	});

	test('lasts 30 days after the last visit and is prolonged on the way', async ({ app }) => {
		const [regular, absent] = [await member(app), await member(app)];
		app.clock.pass(minutes(60 * 24 * 14));
		expect((await app.call(readSession, { as: regular })).cookies).toEqual([]);
		app.clock.pass(minutes(60 * 24 * 2));
		const renewed = await app.call(readSession, { as: regular });
		expect(renewed.cookies).toMatchObject([{ value: regular.cookie.split('=')[1], maxAge: 30 * 24 * 3600 }]);
		app.clock.pass(minutes(60 * 24 * 15));
		expect((await app.call(readSession, { as: regular })).value.viewer?.id).toBe(regular.id);
		expect((await app.call(readSession, { as: absent })).value.viewer).toBeNull();
		expect(await app.sql`select 1 from sessions where member_id = ${absent.id}`).toHaveLength(0);
	});

	test('is refused while its member is suspended, and stands again when the time is over', async ({ app }) => {
		const someone = await member(app);
		await suspend(app, someone.id, new Date(app.clock.now().getTime() + minutes(60)));
		expect((await app.call(readSession, { as: someone })).value.viewer).toBeNull();
		app.clock.pass(minutes(61));
		expect((await app.call(readSession, { as: someone })).value.viewer).toMatchObject({
			id: someone.id,
			state: 'active',
		});
		await app.runJob('accounts.restore');
		const [row] = await app.sql`select state, state_until from members where id = ${someone.id}`;
		expect(row).toMatchObject({ state: 'active', stateUntil: null });
	});

	test('takes one statement to know member, groups and moderated spaces', async ({ database }) => {
		const app = await openApp(database);
		try {
			const { cookie } = await member(app);
			const asked: string[] = [];
			const { sql } = app.deps;
			app.deps.sql = new Proxy(sql, {
				apply: (target, self, parts: unknown[]) => {
					// Fragments pass here as well: only what begins like a statement is one.
					if (/^\s*select\b/.test(String((parts[0] as string[])[0]))) asked.push(String(parts[0]));
					return Reflect.apply(target, self, parts) as unknown;
				},
			});
			await app.app.inject({ url: '/api/health', headers: { cookie } });
			app.deps.sql = sql;
			expect(asked).toHaveLength(1);
		} finally {
			await app.close();
		}
	});

	test('notes when its member was last seen, once a minute at most', async ({ database }) => {
		const app = await openApp(database);
		const someone = await member(app);
		const seenAt = async () => {
			const [row] = await database.sql<{ session: string; member: string | null }[]>`
				select s.last_seen_at as session, m.last_seen_at as member
				from sessions s join members m on m.id = s.member_id where m.id = ${someone.id}`;
			return row!;
		};
		const before = await seenAt();
		await app.call(readSession, { as: someone });
		app.clock.pass(minutes(2));
		const visit = app.clock.now().getTime();
		await app.call(readSession, { as: someone });
		await app.close();
		const after = await seenAt();
		expect(before.member).toBeNull();
		expect(Date.parse(after.session)).toBeGreaterThanOrEqual(visit);
		expect(after.member).toBe(after.session);
	});
});

describe('a write', () => {
	test('that carries the cookie from another site is refused', async ({ app }) => {
		const someone = await member(app);
		const reply = await app.call(signOut, { as: someone, headers: { origin: 'https://evil.example' } });
		expect(reply).toMatchObject({ status: 403, error: { code: 'wrong-origin' } });
		expect((await app.call(readSession, { as: someone })).value.viewer?.id).toBe(someone.id);
	});
});
