import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Keeps files in a folder, each under a key that nobody can guess; an object store can stand in by the same four verbs. */
export class FileStore {
	private readonly folder: string;

	constructor(folder: string) {
		this.folder = path.resolve(folder);
	}

	/** Writes the bytes and returns their new key; what a crash leaves half written never has a key. */
	async put(bytes: Uint8Array, extension: string): Promise<string> {
		const name = randomBytes(20).toString('hex');
		const key = `${name.slice(0, 2)}/${name}.${extension}`;
		const place = this.placeOf(key);
		await mkdir(path.dirname(place), { recursive: true });
		const half = `${place}.part`;
		await this.whole(half, place, async () => {
			const file = await open(half, 'wx');
			try {
				await file.writeFile(bytes);
				await file.sync();
			} finally {
				await file.close();
			}
		});
		return key;
	}

	/** Writes what a stream brings under a key that it had elsewhere; whole or not at all. */
	async putAs(key: string, from: Readable): Promise<void> {
		const place = this.placeOf(key);
		await mkdir(path.dirname(place), { recursive: true });
		const half = `${place}.part`;
		await this.whole(half, place, () => pipeline(from, createWriteStream(half, { flush: true, mode: 0o600 })));
	}

	/** Gives what was written its name; half of it, where the disk has no room, is taken away. */
	private async whole(half: string, place: string, write: () => Promise<void>): Promise<void> {
		try {
			await write();
			await rename(half, place);
		} catch (error) {
			await rm(half, { force: true });
			throw error;
		}
	}

	/** The bytes as a stream that is open already; undefined when they are not there. */
	async read(key: string): Promise<ReadStream | undefined> {
		const stream = createReadStream(this.placeOf(key));
		return await new Promise((resolve, reject) => {
			stream.once('open', () => resolve(stream));
			stream.once('error', (error: NodeJS.ErrnoException) =>
				error.code === 'ENOENT' ? resolve(undefined) : reject(error),
			);
		});
	}

	async remove(key: string): Promise<void> {
		await rm(this.placeOf(key), { force: true });
	}

	private placeOf(key: string): string {
		if (!/^[0-9a-f]{2}\/[0-9a-f]{40}\.[a-z0-9]{1,8}$/.test(key)) throw new Error('Not a key of the file store');
		return path.join(this.folder, key);
	}
}
