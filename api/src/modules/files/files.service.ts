import type { StoredFile } from '@ikatan/contracts/files';
import type { Actor, SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import { isPublic, mayHave } from './files.policy.ts';
import { deletePictures, deleteUnused, findFile, findReach, insertFile, type FileRow } from './files.queries.ts';
import { FileStore } from './storage.ts';

const stores = new WeakMap<Deps, FileStore>();

/** Where this process keeps files. */
export function storeOf(deps: Deps): FileStore {
	const known = stores.get(deps);
	if (known) return known;
	const store = new FileStore(deps.env.FILES_FOLDER);
	stores.set(deps, store);
	return store;
}

/** Where a file is; the last part only says what it is. */
export function fileUrl(file: { id: number; name: string }): string {
	return `/files/${file.id}/${encodeURIComponent(file.name)}`;
}

type Upload = { bytes: Uint8Array; name: string; purpose: FileRow['purpose'] };

const preparers = { post: 'prepareImage', picture: 'preparePicture', brand: 'prepareLogo' } as const;

/** Encodes an image anew and keeps it. Throws 422 `unsupported-image` or `image-too-large`. */
export async function keep(deps: Deps, actor: SignedIn, { bytes, name, purpose }: Upload): Promise<StoredFile> {
	// What reads and writes images is large, and loaded with the first one.
	const images = await import('../../platform/images.ts');
	const image = await images[preparers[purpose]](bytes);
	const storageKey = await storeOf(deps).put(image.buffer, image.extension);
	const file = {
		ownerId: actor.id,
		name: nameOf(name, image.extension),
		contentType: image.contentType,
		bytes: image.buffer.length,
		width: image.width,
		height: image.height,
		storageKey,
		purpose,
	};
	const id = await inTransaction(deps.sql, (tx) => insertFile(tx, file));
	const { ownerId: _, storageKey: __, purpose: ___, ...shown } = file;
	return { id, ...shown, url: fileUrl({ id, name: file.name }) };
}

/** A file's name without path and control characters, with the ending that it now has. */
function nameOf(sent: string, extension: string): string {
	const base = sent.split(/[/\\]/).at(-1) ?? '';
	// Also the marks that turn the direction of writing, which could disguise an ending.
	const plain = base
		.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
		.replace(/\.[^.]*$/, '')
		.trim();
	return `${[...plain].slice(0, 80).join('') || 'image'}.${extension}`;
}

export type Found = { file: FileRow; public: boolean };

/** The file, if the reader may have it. Throws 404. */
export async function find(deps: Deps, actor: Actor, fileId: number): Promise<Found> {
	const file = await findFile(deps.sql, fileId);
	if (!file) throw notFound();
	const reach =
		file.purpose !== 'post' ? 'all' : await findReach(deps.sql, await visibilityFor(deps.sql, actor), fileId);
	if (!mayHave(actor, file, reach)) throw notFound();
	return { file, public: isPublic(file, reach) };
}

/** Takes away how a member who left looked; again after a crash takes what is left. */
export async function removePictures(tx: Tx, deps: Deps, memberId: number): Promise<void> {
	for (const key of await deletePictures(tx, memberId)) await storeOf(deps).remove(key);
}

const unusedForDays = 7;
const day = 24 * 60 * 60 * 1000;

/** Deletes uploads that nothing has shown for a week; logos stay, so that a change of them can be undone. Returns how many. */
export async function sweepUnused(deps: Deps): Promise<number> {
	const before = new Date(deps.clock.now().getTime() - unusedForDays * day);
	let swept = 0;
	for (;;) {
		const keys = await deleteUnused(deps.sql, before, 100);
		for (const key of keys) await storeOf(deps).remove(key);
		swept += keys.length;
		if (keys.length === 0) return swept;
	}
}
