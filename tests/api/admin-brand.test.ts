import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { changeColours, changeHomeSettings, readBrand, readHomeSettings, removeLogo } from '@ikatan/contracts/brand';
import { readHomePage } from '@ikatan/contracts/pages';
import { readSite } from '@ikatan/contracts/settings';
import { undoSettings } from '@ikatan/contracts/site-settings';
import { admin } from '../support/admin.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member } from '../support/builders.ts';
import { photo } from '../support/images.ts';
import { sendFile } from '../support/uploads.ts';

const upload = (app: TestApp, as: Caller | undefined, place: string, bytes: Uint8Array) =>
	sendFile(app, as, `/api/admin/brand/logo/${place}`, { bytes, name: 'Our logo.jpg' });

const brandOf = async (app: TestApp) => (await app.call(readSite)).value.brand;

describe('colours', () => {
	test('are the product’s own until somebody chooses others, and change the version', async ({ app }) => {
		const as = await admin(app);
		expect(await brandOf(app)).toMatchObject({ version: null, colours: {} });
		const green = { accentLight: '#0b6b3a', accentDark: '#6fd6a2' };
		expect((await app.call(changeColours, { as, body: green })).status).toBe(204);
		const first = await brandOf(app);
		expect(first).toMatchObject({ version: expect.stringMatching(/^[0-9a-f]{12}$/) as string, colours: green });
		await app.call(changeColours, { as, body: { accentLight: '#3b45a8', accentDark: '#6fd6a2' } });
		const second = await brandOf(app);
		expect(second.colours).toEqual({ accentDark: '#6fd6a2' });
		expect(second.version).not.toBe(first.version);
		const [newest] = (await app.call(readBrand, { as })).value.lines;
		await app.call(undoSettings, { as, body: { lineId: newest!.id } });
		expect((await brandOf(app)).version).toBe(first.version);
		await app.call(changeColours, { as, body: {} });
		expect(await brandOf(app)).toMatchObject({ version: null, colours: {} });
	});

	test('are refused by name where they could not be read, or are none', async ({ app }) => {
		const as = await admin(app);
		const weak = await app.call(changeColours, { as, body: { accentLight: '#ffe066', dangerDark: '#40100a' } });
		expect([weak.status, weak.error.code, weak.error.fields]).toEqual([
			422,
			'contrast-too-low',
			{ accentLight: 'contrast-too-low', dangerDark: 'contrast-too-low' },
		]);
		for (const colour of ['red', '#fff', '#12345g', 'url(x)', '#111111;}'])
			expect((await app.call(changeColours, { as, body: { staffLight: colour } })).error.fields).toEqual({
				staffLight: 'bad-format',
			});
		expect((await brandOf(app)).version).toBeNull();
	});
});

describe('the logo', () => {
	test('of light pages, that of dark ones and colours change at the same moment without losing any', async ({
		app,
	}) => {
		const as = await admin(app);
		const [light, dark] = [await photo({ width: 64, height: 64 }), await photo({ width: 32, height: 32 })];
		const replies = await Promise.all([
			upload(app, as, 'light', light),
			upload(app, as, 'dark', dark),
			app.call(changeColours, { as, body: { accentDark: '#6fd6a2' } }),
		]);
		expect(replies.map((reply) => ('statusCode' in reply ? reply.statusCode : reply.status))).toEqual([201, 201, 204]);
		const { logo, colours } = await brandOf(app);
		expect([logo.light?.width, logo.dark?.width, colours.accentDark]).toEqual([64, 32, '#6fd6a2']);
		for (const place of ['light', 'dark'] as const) await app.call(removeLogo, { as, params: { place } });
		await app.call(changeColours, { as, body: {} });
	});

	test('is made anew, shown to everybody, taken away and brought back', async ({ app }) => {
		const as = await admin(app);
		const reply = await upload(app, as, 'light', await photo({ width: 2000, height: 500 }));
		expect(reply.statusCode).toBe(201);
		const { url } = reply.json<{ url: string }>();
		expect((await brandOf(app)).logo).toEqual({ light: { url, width: 512, height: 128 }, dark: null, icon: null });
		const file = await app.app.inject({ url });
		expect(file.statusCode).toBe(200);
		expect(file.headers['cache-control']).toMatch(/^public/);
		const metadata = await sharp(file.rawPayload).metadata();
		expect([metadata.format, metadata.exif]).toEqual(['webp', undefined]);
		expect((await app.call(removeLogo, { as, params: { place: 'light' } })).status).toBe(204);
		expect((await brandOf(app)).logo.light).toBeNull();
		await app.sql`update files set created_at = now() - interval '1 year'`;
		await app.runJob('files.sweep');
		const [newest] = (await app.call(readBrand, { as })).value.lines;
		await app.call(undoSettings, { as, body: { lineId: newest!.id } });
		expect((await brandOf(app)).logo.light?.url).toBe(url);
		expect((await app.app.inject({ url })).statusCode).toBe(200);
	});

	test('is an image, and an admin’s to set', async ({ app }) => {
		const as = await admin(app);
		expect((await upload(app, as, 'light', Buffer.from('<svg onload="alert(1)"/>'))).statusCode).toBe(422);
		expect((await upload(app, as, 'nowhere', await photo())).statusCode).toBe(422);
		expect((await upload(app, await member(app, { role: 'product' }), 'light', await photo())).statusCode).toBe(403);
		expect((await upload(app, undefined, 'light', await photo())).statusCode).toBe(401);
		const asPurpose = await app.app.inject({
			method: 'POST',
			url: '/api/files?purpose=brand',
			headers: { cookie: as.cookie, origin: 'http://localhost:3000' },
		});
		expect(asPurpose.statusCode).toBe(422);
	});
});

describe('the home page', () => {
	test('shows its blocks in the order chosen, with the community’s own words', async ({ app }) => {
		const as = await admin(app);
		const home = async () => (await app.call(readHomePage, { query: {} })).value;
		expect(await home()).toMatchObject({ blocks: ['hello', 'lists', 'solved', 'helpers', 'tags'], text: null });
		const body = {
			blocks: ['text', 'lists', 'tags'] as ('text' | 'lists' | 'tags')[],
			text: '## Start here\n\n<script>alert(1)</script> [Docs](https://docs.example.com)',
		};
		expect((await app.call(changeHomeSettings, { as, body })).status).toBe(204);
		const shown = await home();
		expect(shown.blocks).toEqual(['text', 'lists', 'tags']);
		expect(shown.text).toContain('Start here');
		expect(shown.text).not.toContain('<script');
		const narrowed = (await app.call(readHomePage, { query: { kind: 'idea' } })).value;
		expect(narrowed.text).toBeNull();
		const { lines, text } = (await app.call(readHomeSettings, { as })).value;
		expect(text).toBe(body.text);
		await app.call(undoSettings, { as, body: { lineId: lines[0]!.id } });
		expect((await home()).text).toBeNull();
	});

	test('keeps the list of threads, and each block once', async ({ app }) => {
		const as = await admin(app);
		const fieldsOf = async (blocks: ('hello' | 'text' | 'lists')[], text = '') =>
			(await app.call(changeHomeSettings, { as, body: { blocks, text } })).error?.fields;
		expect(await fieldsOf(['hello'])).toEqual({ blocks: 'bad-value' });
		expect(await fieldsOf(['lists', 'lists'])).toEqual({ blocks: 'bad-value' });
		expect(await fieldsOf(['lists', 'text'])).toEqual({ text: 'required' });
		expect(await fieldsOf(['lists', 'text'], 'x'.repeat(8001))).toEqual({ text: 'too-long' });
	});
});
