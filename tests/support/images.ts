import sharp from 'sharp';

/** A small image with metadata in it, as a camera would send it. */
export async function photo({ width = 60, height = 40, colour = '#4455aa' } = {}): Promise<Buffer> {
	return await sharp({ create: { width, height, channels: 3, background: colour } })
		.withExif({ IFD0: { Copyright: 'somebody at a known place' } })
		.jpeg()
		.toBuffer();
}
