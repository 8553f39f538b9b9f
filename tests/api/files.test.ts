import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { editProfile } from '@ikatan/contracts/accounts';
import { keepDraft } from '@ikatan/contracts/drafts';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';
import { upload } from '../support/uploads.ts';

const fetchFile = (app: TestApp, url: string, as?: Caller, headers: Record<string, string> = {}) =>
	app.app.inject({ url, headers: { ...(as && { cookie: as.cookie }), ...headers } });
const mayHave = async (app: TestApp, url: string, as?: Caller) => (await fetchFile(app, url, as)).statusCode;
const keptFiles = (app: TestApp) =>
	existsSync(app.deps.env.FILES_FOLDER)
		? readdirSync(app.deps.env.FILES_FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
		: [];

describe('uploading', () => {
	test('keeps the image without what the camera wrote into it', async ({ app }) => {
		const dewi = await member(app);
		const { status, value } = await upload(app, dewi);
		expect(status).toBe(201);
		expect(value).toMatchObject({ name: 'photo.webp', contentType: 'image/webp', width: 60, height: 40 });
		expect(value.url).toBe(`/files/${value.id}/photo.webp`);
		const file = await fetchFile(app, value.url, dewi);
		expect(file.statusCode).toBe(200);
		expect(file.rawPayload.length).toBe(value.bytes);
		expect(file.rawPayload.includes('known place')).toBe(false);
		expect(file.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' });
		expect(file.headers['content-disposition']).toBe("inline; filename*=UTF-8''photo.webp");
		expect(file.headers['content-security-policy']).toContain("default-src 'none'");
	});

	test('makes a safe name of whatever name was sent', async ({ app }) => {
		const dewi = await member(app);
		const nameOf = async (name: string) => (await upload(app, dewi, { name })).value.name;
		expect(await nameOf('../../etc/passwd')).toBe('passwd.webp');
		expect(await nameOf('.jpg')).toBe('image.webp');
		expect(await nameOf('struk belanja’s \u202egnp.exe.png')).toBe('struk belanja’s gnp.exe.webp');
		expect(await nameOf(`${'長'.repeat(300)}.png`)).toBe(`${'長'.repeat(80)}.webp`);
	});

	test('refuses what is no image, whatever it is called', async ({ app }) => {
		const dewi = await member(app);
		const before = keptFiles(app).length;
		const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
		for (const bytes of [svg, Buffer.from('<html></html>'), Buffer.from('GIF89a and no more')]) {
			const reply = await upload(app, dewi, { bytes, name: 'photo.png' });
			expect([reply.status, reply.value.code]).toEqual([422, 'unsupported-image']);
		}
		expect(keptFiles(app)).toHaveLength(before);
	});

	test('refuses more than 10 MB, nothing, and another form', async ({ app }) => {
		const dewi = await member(app);
		const large = await upload(app, dewi, { bytes: new Uint8Array(10 * 1024 * 1024 + 1) });
		expect([large.status, large.value.code]).toEqual([413, 'too-large']);
		expect((await upload(app, dewi, { bytes: new Uint8Array() })).value.fields).toEqual({ file: 'required' });
		expect((await upload(app, dewi, { field: 'other' })).value.fields).toEqual({ file: 'required' });
		const json = await app.app.inject({
			method: 'POST',
			url: '/api/files',
			headers: { cookie: dewi.cookie, origin: 'http://localhost:3000' },
			payload: {},
		});
		expect(json.statusCode).toBe(422);
	});

	test('is for members who may write', async ({ app }) => {
		expect((await upload(app, undefined)).status).toBe(401);
		const dewi = await member(app);
		await app.sql`update members set state = 'silenced' where id = ${dewi.id}`;
		expect((await upload(app, dewi)).status).toBe(403);
	});
});

describe('who may have a file', () => {
	test('nobody but its owner while nothing shows it', async ({ app }) => {
		const [dewi, budi, admin] = [await member(app), await member(app), await member(app, { role: 'admin' })];
		const { value } = await upload(app, dewi);
		expect(await mayHave(app, value.url, dewi)).toBe(200);
		for (const stranger of [undefined, budi, admin]) expect(await mayHave(app, value.url, stranger)).toBe(404);
		expect((await fetchFile(app, value.url, dewi)).headers).toMatchObject({
			'cache-control': 'private, max-age=0, must-revalidate',
			vary: expect.stringContaining('cookie'),
		});
	});

	test('everybody when a public post shows it, caches included', async ({ app }) => {
		const [dewi, somewhere] = [await member(app), await space(app)];
		const { value } = await upload(app, dewi);
		const asked = await thread(app, dewi, { spaceId: somewhere.id, sourceText: `See ![the receipt](${value.url})` });
		const file = await fetchFile(app, value.url);
		expect([file.statusCode, file.headers['cache-control']]).toEqual([200, 'public, max-age=2, must-revalidate']);
		const { value: view } = await app.call(readThread, { params: { threadId: asked.id } });
		expect(view.opening.html).toMatch(/<img [^>]*width="60"[^>]*height="40"/);
		await app.call(deletePost, { as: dewi, params: { postId: asked.postId }, body: {} });
		expect(await mayHave(app, value.url)).toBe(404);
		expect(await mayHave(app, value.url, dewi)).toBe(200);
	});

	test('the readers of a private post alone', async ({ app }) => {
		const [sinar, agent] = [await company(app), await member(app, { role: 'agent' })];
		const dewi = await member(app, { companyId: sinar });
		const place = await space(app, { kind: 'company_only' });
		const { value } = await upload(app, dewi);
		await thread(app, dewi, { spaceId: place.id, sourceText: `![the invoice](${value.url})` });
		const colleague = await member(app, { companyId: sinar });
		const rival = await member(app, { companyId: await company(app) });
		for (const reader of [dewi, colleague, agent]) expect(await mayHave(app, value.url, reader)).toBe(200);
		for (const stranger of [undefined, rival, await member(app)])
			expect(await mayHave(app, value.url, stranger)).toBe(404);
		expect((await fetchFile(app, value.url, colleague)).headers['cache-control']).toContain('private');
	});

	test('author and moderators while the post waits', async ({ app }) => {
		const [rina, somewhere] = [await member(app, { verified: false }), await space(app)];
		const { value } = await upload(app, rina);
		await thread(app, rina, { spaceId: somewhere.id, sourceText: `![the receipt](${value.url})` });
		expect(await mayHave(app, value.url, await member(app, { role: 'moderator' }))).toBe(200);
		for (const stranger of [undefined, await member(app)]) expect(await mayHave(app, value.url, stranger)).toBe(404);
	});

	test('nobody more when a stranger writes its address into a post of their own', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const { value } = await upload(app, dewi);
		await thread(app, budi, { spaceId: somewhere.id, sourceText: `![stolen](${value.url})` });
		for (const stranger of [undefined, budi]) expect(await mayHave(app, value.url, stranger)).toBe(404);
	});

	test('everybody when it is a member’s picture', async ({ app }) => {
		const [dewi, budi] = [await member(app), await member(app)];
		const { value } = await upload(app, dewi, { purpose: 'picture' });
		expect(value).toMatchObject({ width: 256, height: 256 });
		expect(await mayHave(app, `/files/${value.id}/picture`)).toBe(200);
		expect((await app.call(editProfile, { as: budi, body: { pictureFileId: value.id } })).status).toBe(422);
		expect((await app.call(editProfile, { as: dewi, body: { pictureFileId: value.id } })).status).toBe(200);
	});

	test('is asked again before an answer of “not modified”', async ({ app }) => {
		const [dewi, budi] = [await member(app), await member(app)];
		const { value } = await upload(app, dewi);
		const { etag } = (await fetchFile(app, value.url, dewi)).headers;
		expect((await fetchFile(app, value.url, dewi, { 'if-none-match': etag as string })).statusCode).toBe(304);
		expect((await fetchFile(app, value.url, budi, { 'if-none-match': etag as string })).statusCode).toBe(404);
	});

	test('does not know numbers that are none', async ({ app }) => {
		for (const id of ['0', '-1', 'x', '9999999', '1e3', '99999999999999999999']) {
			expect(await mayHave(app, `/files/${id}/photo.webp`)).toBe(404);
		}
	});
});

describe('unused uploads', () => {
	test('go after a week, with their bytes; what is shown or being written about stays', async ({ app }) => {
		const [dewi, budi, somewhere] = [await member(app), await member(app), await space(app)];
		const [unused, shown, drafted, picture, fresh] = [
			(await upload(app, dewi)).value,
			(await upload(app, dewi)).value,
			(await upload(app, dewi)).value,
			(await upload(app, dewi, { purpose: 'picture' })).value,
			(await upload(app, dewi)).value,
		];
		const asked = await thread(app, budi, { spaceId: somewhere.id });
		const given = await answer(app, dewi, asked.id, `![here](${shown.url})`);
		await app.call(acceptAnswer, { as: budi, params: { postId: given.id }, body: { accepted: true } });
		const draft = { kind: 'thread' as const, targetId: 0 };
		await app.call(keepDraft, { as: dewi, params: draft, body: { sourceText: `![here](${drafted.url})` } });
		await app.call(editProfile, { as: dewi, body: { pictureFileId: picture.id } });
		await app.sql`update files set created_at = now() - interval '8 days' where id <> ${fresh.id}`;
		const before = keptFiles(app).length;
		await app.runJob('files.sweep');
		const left = await app.sql<{ id: number }[]>`select id from files where owner_id = ${dewi.id} order by id`;
		expect(left.map((row) => row.id)).toEqual([shown.id, drafted.id, picture.id, fresh.id]);
		expect(await mayHave(app, unused.url, dewi)).toBe(404);
		expect(keptFiles(app).length).toBeLessThan(before);
		expect(keptFiles(app).every((entry) => existsSync(path.join(entry.parentPath, entry.name)))).toBe(true);
	});
});
