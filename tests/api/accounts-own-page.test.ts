import { describe, expect } from 'vitest';
import {
	editProfile,
	listDevices,
	readOwnProfile,
	readSession,
	revokeDevice,
	signIn,
	signUp,
} from '@ikatan/contracts/accounts';
import { memberByHandle, membersByHandles, touchPicture } from '../../api/src/modules/accounts/index.ts';
import { inTransaction, one } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, password } from '../support/builders.ts';

async function picture(app: TestApp, ownerId: number, purpose = 'picture'): Promise<number> {
	const rows = await app.sql<{ id: number }[]>`
		insert into files (owner_id, name, content_type, bytes, storage_key, purpose)
		values (${ownerId}, 'me.webp', 'image/webp', 10, ${crypto.randomUUID()}, ${purpose}) returning id`;
	return one(rows).id;
}

describe('one’s own page', () => {
	test('is shown to its member alone', async ({ app }) => {
		const someone = await member(app, { displayName: 'Rina' });
		expect((await app.call(readOwnProfile, { as: someone })).value).toEqual({
			displayName: 'Rina',
			handle: someone.handle,
			bio: '',
			title: '',
			company: null,
			pictureUrl: null,
			language: 'en',
			timeZone: 'UTC',
			theme: 'system',
			showsPresence: true,
			singleKeys: true,
			mail: someone.mail,
			mailVerified: true,
			pendingMail: null,
			createdAt: expect.stringMatching(/Z$/) as string,
		});
		expect(await app.call(readOwnProfile)).toMatchObject({ status: 401, error: { code: 'sign-in-needed' } });
	});

	test('changes what is given and leaves the rest', async ({ app }) => {
		const someone = await member(app);
		const body = {
			bio: 'I mend cash registers.',
			language: 'id',
			timeZone: 'Asia/Makassar',
			theme: 'dark',
			showsPresence: false,
			singleKeys: false,
		} as const;
		const { value } = await app.call(editProfile, { as: someone, body });
		expect(value).toMatchObject({ ...body, handle: someone.handle });
		const { viewer } = (await app.call(readSession, { as: someone })).value;
		expect(viewer).toMatchObject({ language: 'id', timeZone: 'Asia/Makassar', theme: 'dark', singleKeys: false });
		expect((await app.call(editProfile, { as: someone, body: { bio: '' } })).value).toMatchObject({
			bio: '',
			theme: 'dark',
		});
	});

	test.for([
		['language', { language: 'tlh' }, 'bad-value'],
		['timeZone', { timeZone: 'Moon/Sea' }, 'bad-value'],
		['displayName', { displayName: '' }, 'required'],
		['bio', { bio: 'x'.repeat(2001) }, 'too-long'],
		['handle', { handle: '-' }, 'bad-format'],
	] as const)('refuses a %s that cannot be', async ([field, body, code], { app }) => {
		const someone = await member(app);
		const reply = await app.call(editProfile, { as: someone, body });
		expect(reply).toMatchObject({ status: 422, error: { fields: { [field]: code } } });
	});

	test('announces a new name, and nothing when names stay', async ({ app }) => {
		const someone = await member(app, { displayName: 'Rina' });
		const renames = async () =>
			(await app.sql`select 1 from events where name = 'member.renamed' and actor_id = ${someone.id}`).length;
		await app.call(editProfile, { as: someone, body: { displayName: 'Rina', handle: someone.handle, bio: 'new' } });
		expect(await renames()).toBe(0);
		await app.call(editProfile, { as: someone, body: { displayName: 'Rina Wulandari' } });
		expect(await renames()).toBe(1);
	});

	test('shows a picture of one’s own, and no other file', async ({ app }) => {
		const [someone, other] = [await member(app), await member(app)];
		const [own, foreign, posted] = [
			await picture(app, someone.id),
			await picture(app, other.id),
			await picture(app, someone.id, 'post'),
		];
		const set = (pictureFileId: number | null) => app.call(editProfile, { as: someone, body: { pictureFileId } });
		expect((await set(own)).value.pictureUrl).toBe(`/files/${own}/picture`);
		for (const file of [foreign, posted, 999_999]) {
			expect(await set(file)).toMatchObject({ status: 422, error: { fields: { pictureFileId: 'bad-value' } } });
		}
		expect((await set(null)).value.pictureUrl).toBeNull();
		await inTransaction(app.sql, (tx) => touchPicture(tx, someone.id, own));
		expect((await app.call(readSession, { as: someone })).value.viewer?.pictureUrl).toBe(`/files/${own}/picture`);
	});
});

describe('a new handle', () => {
	test('leads from the old one to the member', async ({ app }) => {
		const someone = await member(app);
		const before = someone.handle;
		const { value } = await app.call(editProfile, { as: someone, body: { handle: 'Rina.W' } });
		expect(value.handle).toBe('rina.w');
		expect(await memberByHandle(app.sql, before)).toMatchObject({ id: someone.id, handle: 'rina.w' });
		expect(await membersByHandles(app.sql, [before, 'RINA.W', 'nobody-here'])).toEqual(
			new Map([
				[before, someone.id],
				['rina.w', someone.id],
			]),
		);
	});

	test('keeps the old one from others, and gives it back to its member', async ({ app }) => {
		const [someone, other] = [await member(app), await member(app)];
		const before = someone.handle;
		await app.call(editProfile, { as: someone, body: { handle: 'for-a-while' } });
		const taken = await app.call(editProfile, { as: other, body: { handle: before } });
		expect(taken).toMatchObject({ status: 409, error: { code: 'handle-taken', fields: { handle: 'handle-taken' } } });
		const body = { displayName: 'New', handle: before, mail: 'new.one@people.example', password };
		expect((await app.call(signUp, { body })).error.code).toBe('handle-taken');
		expect((await app.call(editProfile, { as: someone, body: { handle: before } })).value.handle).toBe(before);
	});

	test('may not be another member’s, nor a reserved one', async ({ app }) => {
		const [someone, other] = [await member(app), await member(app)];
		for (const handle of [other.handle, 'admin']) {
			expect((await app.call(editProfile, { as: someone, body: { handle } })).status).toBe(409);
		}
	});

	test('goes to one of two who want it at the same moment', async ({ app }) => {
		const both = [await member(app), await member(app)];
		const replies = await Promise.all(both.map((as) => app.call(editProfile, { as, body: { handle: 'wanted' } })));
		expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
	});

	test('may be chosen three times a month', async ({ app }) => {
		const someone = await member(app);
		const change = (handle: string) => app.call(editProfile, { as: someone, body: { handle } });
		for (const handle of ['moody-1', 'moody-2', 'moody-3']) expect((await change(handle)).status).toBe(200);
		expect((await change('moody-4')).status).toBe(429);
		app.clock.pass(31 * 24 * 3_600_000);
		const { cookies } = await app.call(signIn, { body: { mail: someone.mail, password } });
		const as = { cookie: `ikatan_session=${cookies[0]?.value}` };
		expect((await app.call(editProfile, { as, body: { handle: 'moody-4' } })).status).toBe(200);
	});
});

describe('devices', () => {
	const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
	async function another(app: TestApp, mail: string): Promise<Caller> {
		const { cookies } = await app.call(signIn, { body: { mail, password }, headers: { 'user-agent': firefox } });
		return { cookie: `ikatan_session=${cookies[0]?.value}` };
	}
	const signedIn = async (app: TestApp, as: Caller) => (await app.call(readSession, { as })).value.viewer !== null;

	test('are named by browser and system, without a way into the session', async ({ app }) => {
		const here = await member(app);
		const elsewhere = await another(app, here.mail);
		const { items } = (await app.call(listDevices, { as: elsewhere })).value;
		expect(items.map(({ device, current }) => ({ device, current }))).toEqual([
			{ device: 'Firefox on Linux', current: true },
			{ device: 'Unknown device', current: false },
		]);
		expect(elsewhere.cookie).not.toContain(items[0]!.id);
		const guess = await app.call(readSession, { as: { cookie: `ikatan_session=${items[1]!.id}` } });
		expect(guess.value.viewer).toBeNull();
	});

	test('are signed out one by one, or all others at once', async ({ app }) => {
		const here = await member(app);
		const [one, two, three] = [
			await another(app, here.mail),
			await another(app, here.mail),
			await another(app, here.mail),
		];
		const deviceId = (await app.call(listDevices, { as: one })).value.items.find((device) => device.current)!.id;
		expect((await app.call(revokeDevice, { as: here, params: { deviceId } })).status).toBe(204);
		expect(await Promise.all([one, two, three, here].map((as) => signedIn(app, as)))).toEqual([
			false,
			true,
			true,
			true,
		]);
		await app.call(revokeDevice, { as: here, params: { deviceId: 'others' } });
		expect(await Promise.all([one, two, three, here].map((as) => signedIn(app, as)))).toEqual([
			false,
			false,
			false,
			true,
		]);
	});

	test('of somebody else are not there', async ({ app }) => {
		const [someone, other] = [await member(app), await member(app)];
		const deviceId = (await app.call(listDevices, { as: other })).value.items[0]!.id;
		expect((await app.call(revokeDevice, { as: someone, params: { deviceId } })).status).toBe(404);
		expect(await signedIn(app, other)).toBe(true);
	});

	test('signed out tell their open pages', async ({ app }) => {
		const here = await member(app);
		await app.call(revokeDevice, { as: here, params: { deviceId: 'others' } });
		const rows = await app.sql`select 1 from events where name = 'member.rights-changed' and actor_id = ${here.id}`;
		expect(rows).toHaveLength(1);
	});
});
