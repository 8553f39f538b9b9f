import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Checked } from './manifest.ts';

/** Hands on what passes, and knows afterwards how much it was and its SHA-256. */
export class Seal extends Transform {
	private readonly hash = createHash('sha256');
	private bytes = 0;

	override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
		this.hash.update(chunk);
		this.bytes += chunk.length;
		done(null, chunk);
	}

	/** Once all has passed. */
	checked(): Checked {
		return { bytes: this.bytes, sha256: this.hash.digest('hex') };
	}
}

/** Hands on what passes and counts its line ends: COPY's text has one for each row. */
export class LineCount extends Transform {
	lines = 0;

	override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
		for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.lines++;
		done(null, chunk);
	}
}

/** Writes a stream to a file for the owner's eyes, compressed, and waits until the disk has it. */
export async function writeSealed(from: Readable, file: string): Promise<Checked & { rows: number }> {
	const [count, seal] = [new LineCount(), new Seal()];
	await pipeline(from, count, createGzip({ level: 3 }), seal, createWriteStream(file, { mode: 0o600, flush: true }));
	return { ...seal.checked(), rows: count.lines };
}

/** Throws when a file of a backup is not what was written then. */
export async function verifySealed(file: string, expected: Checked): Promise<void> {
	const seal = new Seal();
	try {
		await pipeline(createReadStream(file), seal, async (chunks) => {
			for await (const _ of chunks);
		});
	} catch (error) {
		throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
	}
	if (seal.checked().sha256 !== expected.sha256) throw new Error(`${file} is damaged: its checksum differs.`);
}
