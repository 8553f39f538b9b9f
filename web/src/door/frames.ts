/**
 * Follows the bytes of a WebSocket (RFC 6455, 5.2) as they pass, to know when one message's frame has ended: only there may another
 * frame be put in.
 */
export class FrameEdge {
	/** Bytes of the frame under way that are still to come. */
	#left = 0;
	/** The beginning of a header that has not come whole yet. */
	#head: Buffer = Buffer.alloc(0);

	/** True between two frames. */
	get between(): boolean {
		return this.#left === 0 && this.#head.length === 0;
	}

	pass(chunk: Buffer): void {
		let rest = chunk;
		while (rest.length > 0) {
			if (this.#left > 0) {
				const passed = Math.min(this.#left, rest.length);
				this.#left -= passed;
				rest = rest.subarray(passed);
				continue;
			}
			const head = this.#head.length > 0 ? Buffer.concat([this.#head, rest]) : rest;
			const size = sizeOf(head);
			if (!size) {
				this.#head = Buffer.from(head);
				return;
			}
			const before = this.#head.length;
			this.#head = Buffer.alloc(0);
			this.#left = size.payload;
			rest = rest.subarray(size.header - before);
		}
	}
}

/** Bytes of a frame's header and of what follows; undefined while the header is not there whole. */
function sizeOf(head: Buffer): { header: number; payload: number } | undefined {
	if (head.length < 2) return undefined;
	const mask = (head[1]! & 0x80) === 0 ? 0 : 4;
	const short = head[1]! & 0x7f;
	const header = 2 + mask + (short === 127 ? 8 : short === 126 ? 2 : 0);
	if (head.length < header) return undefined;
	if (short < 126) return { header, payload: short };
	return { header, payload: short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2)) };
}

/** The frame by which a server closes a line with a code. */
export function closeFrame(code: number): Buffer {
	const frame = Buffer.from([0x88, 2, 0, 0]);
	frame.writeUInt16BE(code, 2);
	return frame;
}
