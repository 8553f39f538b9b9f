import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { Refusal } from './errors.ts';

/** An image as it is kept: decoded, cleaned of everything but its pixels, and encoded anew. */
export interface PreparedImage {
	buffer: Buffer;
	contentType: 'image/webp';
	extension: 'webp';
	/** Pixels, after turning. */
	width: number;
	height: number;
}

const ACCEPTED = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);
/** No camera that people carry takes more; an image of 40 million pixels needs 160 MB to decode. */
const MOST_PIXELS = 40_000_000;
/** All frames of an animation together, and their number. */
const MOST_ANIMATED_PIXELS = 80_000_000;
const MOST_FRAMES = 300;
const LONGEST_SIDE = 2048;
const PICTURE_SIDE = 256;
const LOGO_SIDE = 512;
/** A picture of graphics may stay exact up to this many bytes. */
const EXACT_UP_TO = 1_000_000;
const LONGEST_SECONDS = 30;

// One image at a time has a core at most; several uploads share the cores through libuv's own threads.
sharp.concurrency(1);
sharp.cache(false);

/**
 * Makes an uploaded image safe and small: turned upright, at most 2048 px a side, WebP (animated if it was), no metadata.
 * Refuses with `unsupported-image` (not JPEG, PNG, GIF, WebP, AVIF, or broken) or `image-too-large` (pixels, frames, time).
 */
export async function prepareImage(uploaded: Uint8Array): Promise<PreparedImage> {
	const { type, frames } = await inspect(uploaded);
	return guarded(async () => {
		const image = open(uploaded, frames > 1).resize({
			width: LONGEST_SIDE,
			height: LONGEST_SIDE,
			fit: 'inside',
			withoutEnlargement: true,
		});
		// Screenshots and drawings have hard edges that lossy encoding blurs; photographs saved as PNG get too large.
		if (frames === 1 && (type === 'image/png' || type === 'image/gif')) {
			const exact = await encode(image.clone().webp({ nearLossless: true, quality: 60 }));
			if (exact.buffer.length <= EXACT_UP_TO) return exact;
		}
		return encode(image.webp({ quality: 82, smartSubsample: true }));
	});
}

/** Makes a member's picture: 256 px square, the middle of what was sent, no animation. Refuses as `prepareImage` does. */
export async function preparePicture(uploaded: Uint8Array): Promise<PreparedImage> {
	await inspect(uploaded);
	return guarded(() =>
		encode(
			open(uploaded, false).resize({ width: PICTURE_SIDE, height: PICTURE_SIDE, fit: 'cover' }).webp({ quality: 85 }),
		),
	);
}

/** Makes a logo: at most 512 px a side, exact, what is see-through stays so, no animation. Refuses as `prepareImage` does. */
export async function prepareLogo(uploaded: Uint8Array): Promise<PreparedImage> {
	await inspect(uploaded);
	const size = { width: LOGO_SIDE, height: LOGO_SIDE, fit: 'inside', withoutEnlargement: true } as const;
	return guarded(() => encode(open(uploaded, false).resize(size).webp({ lossless: true })));
}

/** Judges by the first bytes and the header, before anything is decoded. */
async function inspect(uploaded: Uint8Array): Promise<{ type: string; frames: number }> {
	const type = (await fileTypeFromBuffer(uploaded).catch(() => undefined))?.mime ?? '';
	if (!ACCEPTED.has(type)) throw unsupported();
	const header: Metadata = await guarded(() => sharp(uploaded, { limitInputPixels: false }).metadata());
	const frames = header.pages ?? 1;
	const pixels = header.width * (header.pageHeight ?? header.height);
	if (pixels > MOST_PIXELS || frames > MOST_FRAMES || pixels * frames > MOST_ANIMATED_PIXELS) throw tooLarge();
	return { type, frames };
}

function open(uploaded: Uint8Array, animated: boolean): Sharp {
	return sharp(uploaded, { animated, limitInputPixels: MOST_ANIMATED_PIXELS, failOn: 'error' })
		.autoOrient()
		.timeout({ seconds: LONGEST_SECONDS });
}

async function encode(image: Sharp): Promise<PreparedImage> {
	// Metadata, thumbnails and colour profiles are dropped by not being asked for; colours are converted to sRGB.
	const { data, info } = await image.toBuffer({ resolveWithObject: true });
	return {
		buffer: data,
		contentType: 'image/webp',
		extension: 'webp',
		width: info.width,
		height: info.pageHeight ?? info.height,
	};
}

async function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Refusal) throw error;
		throw error instanceof Error && /pixel limit|timeout/i.test(error.message) ? tooLarge() : unsupported();
	}
}

function unsupported(): Refusal {
	return new Refusal(422, 'unsupported-image');
}

function tooLarge(): Refusal {
	return new Refusal(422, 'image-too-large', { params: { megapixels: MOST_PIXELS / 1_000_000 } });
}
