import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FileStore } from '../../modules/files/index.ts';
import { places, type Manifest } from './manifest.ts';
import { Seal, verifySealed, writeSealed } from './streams.ts';

/** Lines of a compressed file, one after the other. */
async function* linesOf(file: string): AsyncGenerator<string> {
	const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
	for await (const line of lines) if (line) yield line;
}

/** Copies the files whose keys the snapshot named, with a list of their checksums; one that is gone meanwhile is counted. */
export async function copyFiles(
	store: FileStore,
	folder: string,
): Promise<{ sealed: Manifest['files']; bytes: number }> {
	const { fileList, file } = places(folder);
	const keys = `${fileList}.keys`;
	const totals = { count: 0, missing: 0, bytes: 0 };
	const list = Readable.from(
		(async function* () {
			for await (const key of linesOf(keys)) {
				const stream = await store.read(key);
				if (!stream) {
					totals.missing++;
					continue;
				}
				const seal = new Seal();
				await mkdir(path.dirname(file(key)), { recursive: true, mode: 0o700 });
				await pipeline(stream, seal, createWriteStream(file(key), { mode: 0o600, flush: true }));
				const { bytes, sha256 } = seal.checked();
				totals.count++;
				totals.bytes += bytes;
				yield Buffer.from(`${key}\t${bytes}\t${sha256}\n`);
			}
		})(),
	);
	const { bytes, sha256 } = await writeSealed(list, fileList);
	await rm(keys);
	return { sealed: { bytes, sha256, count: totals.count, missing: totals.missing }, bytes: totals.bytes };
}

/** Puts the files of a backup where the product keeps them; throws at one that is damaged. */
export async function restoreFiles(store: FileStore, folder: string, expected: Manifest['files']): Promise<void> {
	const { fileList, file } = places(folder);
	await verifySealed(fileList, expected);
	for await (const line of linesOf(fileList)) {
		const [key = '', , sha256] = line.split('\t');
		const seal = new Seal();
		const from = createReadStream(file(key));
		from.once('error', (error) => seal.destroy(error));
		await store.putAs(key, from.pipe(seal));
		if (seal.checked().sha256 !== sha256) {
			await store.remove(key);
			throw new Error(`${file(key)} is damaged: its checksum differs.`);
		}
	}
}
