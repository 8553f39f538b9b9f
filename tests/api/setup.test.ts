import { describe, expect } from 'vitest';
import { readSession, signIn } from '@ikatan/contracts/accounts';
import { readSite, setUp } from '@ikatan/contracts/settings';
import { listSpaces } from '@ikatan/contracts/spaces';
import { newSetupCode } from '../../api/src/modules/setup/index.ts';
import { openApp, test as base, type TestApp } from '../support/app.ts';
import { space } from '../support/builders.ts';

/** A community that nobody has set up yet. */
const test = base.extend('unborn', async ({ database }, { onCleanup }): Promise<TestApp> => {
	await database.sql`truncate settings, members, spaces cascade`;
	const app = await openApp(database, { MEILI_URL: '' });
	onCleanup(app.close);
	return app;
});

let serial = 0;
const wanted = (code: string, changes: object = {}) => ({
	as: { cookie: 'language=en', address: `203.0.113.${(serial += 1)}` },
	body: {
		code,
		siteName: 'Lapakarsa',
		tagline: 'Ask us',
		defaultLanguage: 'id',
		displayName: 'Rani',
		handle: 'rani',
		mail: 'rani@lapakarsa.example',
		password: 'a long enough password',
		spaces: [
			{ name: 'Kasir & Gudang', description: 'Tills', kind: 'public' as const },
			{ name: 'Kasir Gudang', description: '', kind: 'members' as const },
			{ name: 'เครื่อง', description: '', kind: 'public' as const },
		],
		...changes,
	},
});
const codeFor = async (app: TestApp) => (await newSetupCode(app.deps.sql)) ?? '';

describe('the first run', () => {
	test('makes the admin, who is signed in, names the community and its spaces', async ({ unborn: app }) => {
		expect((await app.call(readSite)).value).toMatchObject({ name: 'Ikatan', ready: false });
		const reply = await app.call(setUp, wanted(await codeFor(app)));
		expect(reply).toMatchObject({ status: 201, value: { handle: 'rani' } });
		const session = reply.cookies.find((cookie) => cookie.name === 'ikatan_session');
		const as = { cookie: `ikatan_session=${session?.value}` };
		expect((await app.call(readSession, { as })).value.viewer).toMatchObject({
			handle: 'rani',
			role: 'admin',
			mailVerified: true,
			language: 'id',
		});
		expect((await app.call(readSite)).value).toMatchObject({
			name: 'Lapakarsa',
			tagline: 'Ask us',
			defaultLanguage: 'id',
			ready: true,
		});
		expect((await app.call(listSpaces, { as })).value.items).toMatchObject([
			{ name: 'Kasir & Gudang', slug: 'kasir-gudang', kind: 'public', colour: 1 },
			{ name: 'Kasir Gudang', slug: 'kasir-gudang-2', kind: 'members', colour: 2 },
			{ name: 'เครื่อง', slug: 'space-3', kind: 'public', colour: 3 },
		]);
		expect(await app.sql`select action from audit_log where action = 'site.set-up'`).toHaveLength(1);
	});

	test('takes the code as people type it, and only the newest one', async ({ unborn: app }) => {
		const old = await codeFor(app);
		const code = await codeFor(app);
		expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
		expect(old).not.toBe(code);
		expect((await app.call(setUp, wanted(old))).status).toBe(422);
		expect((await app.call(setUp, wanted(` ${code.toLowerCase()} `))).status).toBe(201);
	});

	test('is refused without the code, and leaves nothing behind', async ({ unborn: app }) => {
		for (const code of ['AAAA-BBBB-CCCC', 'AAAAAA']) {
			expect(await app.call(setUp, wanted(code))).toMatchObject({
				status: 422,
				error: { fields: { code: 'wrong-setup-code' } },
				cookies: [],
			});
		}
		await codeFor(app);
		expect((await app.call(setUp, wanted('AAAA-BBBB-CCCC'))).status).toBe(422);
		expect(await app.sql`select 1 from members`).toHaveLength(0);
		expect((await app.call(readSite)).value.ready).toBe(false);
	});

	test('happens once: the second is refused, whatever it knows, and no new code is made', async ({ unborn: app }) => {
		const code = await codeFor(app);
		expect((await app.call(setUp, wanted(code))).status).toBe(201);
		const again = await app.call(setUp, wanted(code, { handle: 'other', mail: 'other@lapakarsa.example' }));
		expect(again).toMatchObject({ status: 409, error: { code: 'setup-done' }, cookies: [] });
		expect(await newSetupCode(app.deps.sql)).toBeNull();
		expect(await app.sql`select handle from members`).toEqual([{ handle: 'rani' }]);
	});

	test('by several at the same moment makes one admin', async ({ unborn: app }) => {
		const code = await codeFor(app);
		const replies = await Promise.all(
			Array.from({ length: 6 }, (_, place) =>
				app.call(setUp, wanted(code, { handle: `rani${place}`, mail: `rani${place}@lapakarsa.example` })),
			),
		);
		expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
		expect(await app.sql`select 1 from members`).toHaveLength(1);
		expect(await app.sql`select 1 from spaces`).toHaveLength(3);
	});

	test('says which field is wrong', async ({ unborn: app }) => {
		const code = await codeFor(app);
		const cases: [object, string][] = [
			[{ handle: 'No Spaces!' }, 'handle'],
			[{ mail: 'nobody' }, 'mail'],
			[{ password: 'short' }, 'password'],
			[{ siteName: ' ' }, 'siteName'],
			[{ defaultLanguage: 'xx' }, 'defaultLanguage'],
			[{ spaces: [] }, 'spaces'],
		];
		for (const [changes, field] of cases) {
			const { status, error } = await app.call(setUp, wanted(code, changes));
			expect({ field, status, fields: Object.keys(error.fields ?? {}) }).toEqual({
				field,
				status: 422,
				fields: [field],
			});
		}
		expect((await app.call(setUp, wanted(code))).status).toBe(201);
	});

	test('goes together with what an import brought before', async ({ unborn: app }) => {
		await space(app, { slug: 'kasir-gudang' });
		expect((await app.call(setUp, wanted(await codeFor(app)))).status).toBe(201);
		const slugs = await app.sql<{ slug: string }[]>`select slug from spaces order by id`;
		expect(slugs.map((row) => row.slug)).toEqual(['kasir-gudang', 'kasir-gudang-2', 'kasir-gudang-3', 'space-3']);
	});

	test('lets nobody try codes for long', async ({ unborn: app }) => {
		await codeFor(app);
		const { as, body } = wanted('AAAA-BBBB-CCCC');
		const statuses: number[] = [];
		for (let count = 0; count < 12; count++) statuses.push((await app.call(setUp, { as, body })).status);
		expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
	});

	test('keeps the code as a hash', async ({ unborn: app }) => {
		const code = await codeFor(app);
		const kept = JSON.stringify(await app.sql`select value from settings`);
		expect(kept).not.toContain(code);
		expect(kept).not.toContain(code.replaceAll('-', ''));
		await app.call(setUp, wanted(code));
		const { body } = wanted(code);
		expect((await app.call(signIn, { body: { mail: body.mail, password: body.password } })).status).toBe(201);
	});
});
