import type { Duplex } from 'node:stream';
import { closeFrame, FrameEdge } from './frames.ts';

/** Service restart: come back, another process is there. */
const comeBackCode = 1012;
/** All lines are closed within this time, in milliseconds, so that not all readers come back at once. */
const awayWithinMs = 4000;

/** The live connections that pass through this process. */
export class Lines {
	readonly #open = new Map<Duplex, FrameEdge>();

	get count(): number {
		return this.#open.size;
	}

	/** Takes note of a reader's line and of what the API sends over it. */
	add(reader: Duplex, api: Duplex): void {
		const edge = new FrameEdge();
		this.#open.set(reader, edge);
		api.on('data', (chunk: Buffer) => edge.pass(chunk));
		reader.once('close', () => this.#open.delete(reader));
	}

	/** Sends every reader away some time soon, as early as they are few: at most one a millisecond. */
	sendAway(): void {
		const spreadMs = Math.min(awayWithinMs, this.#open.size);
		for (const [reader, edge] of this.#open)
			setTimeout(() => this.#end(reader, edge), Math.random() * spreadMs).unref();
	}

	/** Sends away at once whoever is left. */
	endAll(): void {
		for (const [reader, edge] of this.#open) this.#end(reader, edge);
	}

	#end(reader: Duplex, edge: FrameEdge): void {
		if (edge.between && reader.writable) reader.end(closeFrame(comeBackCode), () => reader.destroy());
		else reader.destroy();
	}
}
