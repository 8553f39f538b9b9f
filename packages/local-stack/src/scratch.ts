import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { folderAt } from './folder.ts';
import type { Folder } from './folder.ts';
import { claimFolder, isAbandoned } from './running.ts';
import type { Kind } from './running.ts';
import { reapServices } from './services.ts';

const prefix = 'ikatan-scratch-';

/** A data folder below the temporary folder, and how to throw it away. */
export type Scratch = { folder: Folder; remove(): void };

/** Makes a throw-away data folder. Folders (and servers) of runs that were killed are cleared away first. */
export async function claimScratchFolder(kind: Kind): Promise<Scratch> {
	await clearAbandoned();
	const folder = folderAt(mkdtempSync(path.join(os.tmpdir(), prefix)));
	// As root, PostgreSQL runs as another user, who must be able to pass through.
	chmodSync(folder.root, 0o755);
	claimFolder(folder, kind);
	return { folder, remove: () => rmSync(folder.root, { recursive: true, force: true }) };
}

async function clearAbandoned(): Promise<void> {
	for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(prefix))) {
		const folder = folderAt(path.join(os.tmpdir(), name));
		try {
			if (!isAbandoned(folder, statSync(folder.root).mtimeMs)) continue;
			await reapServices(folder);
			rmSync(folder.root, { recursive: true, force: true });
		} catch {
			// Another user's folder, or another run clears it at this moment: not ours to worry about.
		}
	}
}
