import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { prepareImage, preparePicture } from '../../api/src/platform/images.ts';

const plain = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#3b45a8' } });

/** A photograph from a telephone: lying on its side, with the owner's name and the place where it was taken. */
function photograph(): Promise<Buffer> {
	return plain(300, 100)
		.withExif({
			IFD0: { Copyright: 'Dewi Wulandari', Make: 'Telephone' },
			IFD3: {
				GPSLatitudeRef: 'S',
				GPSLatitude: '6/1 10/1 3000/100',
				GPSLongitudeRef: 'E',
				GPSLongitude: '106/1 49/1 3600/100',
			},
		})
		.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>Jakarta</place></x:xmpmeta>')
		.withMetadata({ orientation: 6 })
		.jpeg()
		.toBuffer();
}

async function animation(frames: number, width = 20, height = 10): Promise<Buffer> {
	const pictures = await Promise.all(
		Array.from({ length: frames }, (_, index) =>
			// Neighbours must differ clearly: the encoder makes one frame of two that are alike.
			sharp({
				create: {
					width,
					height,
					channels: 4,
					background: { r: (index * 101) % 256, g: (index * 197) % 256, b: 90, alpha: 1 },
				},
			})
				.png()
				.toBuffer(),
		),
	);
	return sharp(pictures, { join: { animated: true } })
		.gif()
		.toBuffer();
}

describe('an image in a post', () => {
	test('loses the place where it was taken and all else but its pixels', async () => {
		const taken = await photograph();
		expect(taken.includes('Dewi Wulandari') && taken.includes('Jakarta')).toBe(true);
		const kept = await prepareImage(taken);
		const left = await sharp(kept.buffer).metadata();
		expect([left.exif, left.xmp, left.iptc, left.icc, left.orientation]).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		for (const word of ['Dewi', 'Jakarta', 'GPS', 'Exif', 'Telephone'])
			expect(kept.buffer.includes(word), word).toBe(false);
	});

	test('is turned upright', async () =>
		expect(await prepareImage(await photograph())).toMatchObject({ width: 100, height: 300 }));

	test('is made at most 2048 pixels wide or high', async () => {
		expect(await prepareImage(await plain(4096, 1000).png().toBuffer())).toMatchObject({ width: 2048, height: 500 });
		expect(await prepareImage(await plain(30, 20).png().toBuffer())).toMatchObject({ width: 30, height: 20 });
	});

	test.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)('of the kind %s becomes WebP', async (kind) => {
		const kept = await prepareImage(await plain(40, 30).toFormat(kind).toBuffer());
		expect(kept).toMatchObject({ contentType: 'image/webp', extension: 'webp', width: 40, height: 30 });
		expect((await sharp(kept.buffer).metadata()).format).toBe('webp');
	});

	test('that moves goes on moving', async () => {
		const kept = await prepareImage(await animation(4));
		expect(kept).toMatchObject({ width: 20, height: 10 });
		expect((await sharp(kept.buffer).metadata()).pages).toBe(4);
	});

	test('keeps the hard edges of a screenshot', async () => {
		const drawn = Buffer.from(
			'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#fff"/><rect x="20" width="20" height="20" fill="#000"/></svg>',
		);
		const kept = await prepareImage(await sharp(drawn).png().toBuffer());
		const { data, info } = await sharp(kept.buffer).raw().toBuffer({ resolveWithObject: true });
		const row = Array.from({ length: 60 }, (_, x) => data[x * info.channels]!);
		expect(row.slice(0, 20).every((value) => value > 245) && row.slice(20, 40).every((value) => value < 10)).toBe(true);
	});

	test.each([
		['a drawing that may hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')],
		['a page that calls itself an image', Buffer.from('<html><script>x()</script></html>')],
		[
			'a file with only the first bytes of an image',
			Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200)]),
		],
		['a bitmap', Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)])],
		['nothing', Buffer.alloc(0)],
	])('is refused when it is %s', async (_name, file) => {
		await expect(prepareImage(file)).rejects.toMatchObject({ status: 422, wire: { code: 'unsupported-image' } });
	});

	test('is refused when it is torn off', async () => {
		const whole = await plain(500, 500).jpeg().toBuffer();
		await expect(prepareImage(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({
			wire: { code: 'unsupported-image' },
		});
	});

	test('is refused before it is decoded when it is a bomb', async () => {
		const bomb = await plain(7_000, 7_000).png().toBuffer();
		const began = performance.now();
		await expect(prepareImage(bomb)).rejects.toMatchObject({
			wire: { code: 'image-too-large', params: { megapixels: 40 } },
		});
		expect(performance.now() - began).toBeLessThan(1_000);
	});

	test('is refused when it has too many frames', async () => {
		await expect(prepareImage(await animation(301, 2, 2))).rejects.toMatchObject({ wire: { code: 'image-too-large' } });
	});
});

describe('a member’s picture', () => {
	test('is a square of 256 pixels without metadata', async () => {
		const kept = await preparePicture(await photograph());
		expect(kept).toMatchObject({ width: 256, height: 256, contentType: 'image/webp' });
		expect(kept.buffer.includes('Dewi')).toBe(false);
	});

	test('does not move', async () => {
		const kept = await preparePicture(await animation(3));
		expect((await sharp(kept.buffer).metadata()).pages ?? 1).toBe(1);
	});

	test('is refused as other images are', async () => {
		await expect(preparePicture(Buffer.from('x'))).rejects.toMatchObject({ wire: { code: 'unsupported-image' } });
	});
});
