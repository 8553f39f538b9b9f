import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { closeFrame, FrameEdge } from '../../web/src/door/frames.ts';
import { Lines } from '../../web/src/door/lines.ts';

/** A text frame as a server sends it. */
function frame(bytes: number): Buffer {
	const payload = Buffer.alloc(bytes, 'x');
	if (bytes < 126) return Buffer.concat([Buffer.from([0x81, bytes]), payload]);
	const header = Buffer.alloc(bytes < 65_536 ? 4 : 10);
	header[0] = 0x81;
	header[1] = bytes < 65_536 ? 126 : 127;
	if (bytes < 65_536) header.writeUInt16BE(bytes, 2);
	else header.writeBigUInt64BE(BigInt(bytes), 2);
	return Buffer.concat([header, payload]);
}

describe('the edge between two frames', () => {
	const sizes = [0, 1, 125, 126, 300, 65_535, 65_536, 70_000];

	test('is known after frames of every size, in pieces of any size', () => {
		const all = Buffer.concat(sizes.map(frame));
		for (const piece of [1, 2, 3, 7, 1000, all.length]) {
			const edge = new FrameEdge();
			for (let at = 0; at < all.length; at += piece) edge.pass(all.subarray(at, at + piece));
			expect(edge.between, `in pieces of ${piece}`).toBe(true);
		}
	});

	test('is nowhere else', () => {
		for (const size of [1, 126, 65_536]) {
			const whole = frame(size);
			const header = whole.length - size;
			for (const at of [1, header - 1, header, whole.length - 1]) {
				const edge = new FrameEdge();
				edge.pass(whole.subarray(0, at));
				expect(edge.between, `${at} bytes of a frame of ${size}`).toBe(false);
				edge.pass(whole.subarray(at));
				expect(edge.between).toBe(true);
			}
		}
	});
});

describe('readers who are sent away', () => {
	const open = () => {
		const lines = new Lines();
		const [reader, api] = [new PassThrough(), new PassThrough()];
		lines.add(reader, api);
		return { lines, reader, api };
	};

	test('are told to come back, between two frames', () => {
		const { lines, reader, api } = open();
		api.write(frame(20));
		lines.endAll();
		expect(reader.read()).toEqual(closeFrame(1012));
		expect(closeFrame(1012)).toEqual(Buffer.from([0x88, 0x02, 0x03, 0xf4]));
	});

	test('are cut off in the midst of one, where nothing could be put in', () => {
		const { lines, reader, api } = open();
		api.write(frame(20).subarray(0, 9));
		lines.endAll();
		expect(reader.destroyed).toBe(true);
		expect(reader.read()).toBeNull();
	});

	test('are not counted any more', async () => {
		const { lines, reader } = open();
		expect(lines.count).toBe(1);
		lines.endAll();
		reader.resume();
		await expect.poll(() => lines.count).toBe(0);
	});
});
