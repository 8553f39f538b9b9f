import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { test } from '../support/app.ts';
import { member } from '../support/builders.ts';
import { upload } from '../support/uploads.ts';

const script = '<script>steal()</script>';

const chunk = (type: string, content: Buffer) => {
	const body = Buffer.concat([Buffer.from(type), content]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(content.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
};
const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A PNG of so many pixels, whose content is nothing but the same colour: small to send, large to decode. */
function png(width: number, height: number, more: Buffer[] = [], rows = height): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 0, 0, 0, 0], 8);
	const pixels = deflateSync(Buffer.alloc((width + 1) * Math.min(rows, 4_000)));
	return Buffer.concat([start, chunk('IHDR', header), ...more, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** So many times ten megabytes of zeros as zlib packs them, without having them all at a time (RFC 1950, RFC 1951). */
function packedZeros(times: number): Buffer {
	const part = deflateRawSync(Buffer.alloc(10_000_000), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
	const check = Buffer.alloc(4);
	check.writeUInt32BE((((times * 10_000_000) % 65_521) * 65_536 + 1) >>> 0);
	const parts = Array.from({ length: times }, () => part);
	return Buffer.concat([Buffer.from([0x78, 0xda]), ...parts, Buffer.from([0x03, 0x00]), check]);
}

const small = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } });

/** The most memory that the process ever had, in bytes: what was given back since shows as well. */
const mostMemory = () => process.resourceUsage().maxRSS * 1024;

/** What is an image and something else besides: taken, but only its pixels are kept. */
const polyglots: Record<string, () => Promise<Buffer>> = {
	'a GIF that is JavaScript': async () => {
		const gif = await small().gif().toBuffer();
		return Buffer.concat([gif, Buffer.from('=1;steal();/*')]);
	},
	'a PNG with a page behind it': async () =>
		Buffer.concat([await small().png().toBuffer(), Buffer.from(`<html>${script}`)]),
	'a JPEG with a script in its remarks': async () => {
		const jpeg = await small().jpeg().toBuffer();
		const words = Buffer.from(script);
		const remark = Buffer.concat([Buffer.from([0xff, 0xfe, 0, words.length + 2]), words]);
		return Buffer.concat([jpeg.subarray(0, 2), remark, jpeg.subarray(2)]);
	},
	'a PNG with a script in its text': async () => {
		const whole = await small().png().toBuffer();
		return Buffer.concat([whole.subarray(0, 33), chunk('tEXt', Buffer.from(`Comment\0${script}`)), whole.subarray(33)]);
	},
	'a WebP with a script in its metadata': () =>
		small()
			.withExif({ IFD0: { Copyright: script } })
			.webp()
			.toBuffer(),
	'a PNG with an archive behind it': async () =>
		Buffer.concat([await small().png().toBuffer(), Buffer.from('PK\x03\x04'), gzipSync(script)]),
};

/** What is no image, is none any more, or would take the machine's memory. */
const refused: Record<string, () => Promise<Buffer> | Buffer> = {
	'an SVG with a script': () => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
	'an SVG behind white space and a byte-order mark': () =>
		Buffer.from(`\ufeff \n<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
	'an SVG that reads a file': () =>
		Buffer.from(
			'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
		),
	'an SVG in gzip': () => gzipSync(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
	'a page that begins like a GIF': () => Buffer.from(`GIF89a/*${script}*/=1`),
	'a page that begins like a PNG': () => Buffer.concat([start, Buffer.from(`<html>${script}</html>`)]),
	'a PDF': () => Buffer.from(`%PDF-1.7\n1 0 obj<</JS(${script})>>`),
	'an archive': () => Buffer.from('PK\x03\x04 and no more'),
	'a TIFF, which others take for an image': () => small().tiff().toBuffer(),
	'a PNG torn off in the middle': async () => {
		const whole = await sharp({
			create: {
				width: 400,
				height: 400,
				channels: 3,
				background: '#fff',
				noise: { type: 'gaussian', mean: 9, sigma: 9 },
			},
		})
			.png()
			.toBuffer();
		return whole.subarray(0, whole.length / 2);
	},
	'a PNG of ten thousand million pixels': () => png(100_000, 100_000, [], 10),
	'a PNG of more pixels than a camera has': () => png(9_000, 9_000),
	'a PNG whose rows are missing': () => png(3_000, 3_000, [], 2),
	'a PNG of no width': () => png(0, 10),
	'nothing but zeros': () => Buffer.alloc(100_000),
};

describe('an upload', () => {
	for (const [what, make] of Object.entries(polyglots)) {
		test(`leaves nothing but its pixels: ${what}`, async ({ app }) => {
			const someone = await member(app);
			for (const name of ['photo.png', 'page.html', 'code.js', 'x.svg', 'x.png.php']) {
				const { status, value } = await upload(app, someone, { bytes: await make(), name, type: 'text/html' });
				expect([name, status]).toEqual([name, 201]);
				expect(value.url).toMatch(/\.webp$/);
				const file = await app.app.inject({ url: value.url, headers: { cookie: someone.cookie } });
				expect(file.headers['content-type']).toBe('image/webp');
				expect(file.rawPayload.subarray(8, 12).toString()).toBe('WEBP');
				expect(file.rawPayload.includes('steal')).toBe(false);
			}
		});
	}

	for (const [what, make] of Object.entries(refused)) {
		test(`is refused: ${what}`, async ({ app }) => {
			const before = process.memoryUsage.rss();
			const { status, value } = await upload(app, await member(app), {
				bytes: await make(),
				name: 'photo.png',
				type: 'image/png',
			});
			expect([status, ['unsupported-image', 'image-too-large'].includes(value.code!)]).toEqual([422, true]);
			expect(mostMemory() - before).toBeLessThan(300 * 1024 * 1024);
		});
	}

	test('of a text chunk that unpacks to a gigabyte costs no memory', { timeout: 120_000 }, async ({ app }) => {
		const bomb = png(8, 8, [chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), packedZeros(100)]))]);
		const before = process.memoryUsage.rss();
		const { status } = await upload(app, await member(app), { bytes: bomb, name: 'photo.png', type: 'image/png' });
		expect([201, 422]).toContain(status);
		expect(mostMemory() - before).toBeLessThan(400 * 1024 * 1024);
	});
});
