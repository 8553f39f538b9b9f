import { constants } from 'node:fs';
import { access, mkdir, readFile } from 'node:fs/promises';
import type { About } from '@ikatan/contracts/running';
import type { Deps } from '../../platform/deps.ts';
import { findLastBackup, findMigration, isWorkerThere, readSizes } from './about.queries.ts';
import { mailGoes } from './mails.service.ts';

const startedAt = new Date(Date.now() - performance.now()).toISOString();
const packageFile = new URL('../../../../package.json', import.meta.url);
let version: Promise<string> | undefined;

function ownVersion(): Promise<string> {
	version ??= readFile(packageFile, 'utf8').then((text) => (JSON.parse(text) as { version: string }).version);
	return version;
}

/** Versions, health and sizes. Where services are is told to nobody: addresses can carry passwords. */
export async function readAbout(deps: Deps): Promise<About> {
	const [product, sizes, migration, workerRuns, meilisearch, files, backup] = await Promise.all([
		ownVersion(),
		readSizes(deps.sql),
		findMigration(deps.sql),
		isWorkerThere(deps.sql),
		versionOfMeilisearch(deps),
		canWrite(deps.env.FILES_FOLDER),
		findLastBackup(deps.sql),
	]);
	const searchIsWell = deps.search.meilisearch !== null && meilisearch !== null;
	return {
		...sizes,
		version: product,
		node: process.versions.node,
		meilisearch,
		migration,
		parts: [
			{ part: 'database', state: 'well' },
			{ part: 'worker', state: workerRuns ? 'well' : 'down' },
			{ part: 'search', state: searchIsWell ? 'well' : 'limited' },
			{ part: 'mail', state: mailGoes(deps) === 'nowhere' ? 'down' : mailGoes(deps) === 'smtp' ? 'well' : 'limited' },
			{ part: 'files', state: files ? 'well' : 'down' },
		],
		startedAt,
		origin: deps.env.PUBLIC_ORIGIN,
		lastBackup: backup ? { at: backup.finishedAt, bytes: backup.bytes } : null,
	};
}

async function versionOfMeilisearch({ search: { meilisearch } }: Deps): Promise<string | null> {
	if (!meilisearch || !(await meilisearch.isUp())) return null;
	return await meilisearch.version().catch(() => null);
}

async function canWrite(folder: string): Promise<boolean> {
	try {
		await mkdir(folder, { recursive: true });
		await access(folder, constants.W_OK);
		return true;
	} catch {
		return false;
	}
}
