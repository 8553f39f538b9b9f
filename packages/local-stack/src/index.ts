import { folderAt, makeFolder } from './folder.ts';
import { hasMeilisearch, startMeilisearch } from './meilisearch.ts';
import { startPostgres } from './postgres.ts';
import { reapServices } from './services.ts';

export { claimScratchFolder } from './scratch.ts';

export type Stack = { databaseUrl: string; meiliUrl?: string; meiliKey?: string; stop(): Promise<void> };

/**
 * Starts PostgreSQL and Meilisearch in `folder` for a program of its own (tests, benchmarks). `durable: false` makes the
 * database fast and unsafe. What an earlier, killed run left there is ended first. Throws a Problem when one does not start.
 * `stop` waits until both are gone; when the process exits without it, they are told to go.
 */
export async function startStack(options: { folder: string; durable: boolean; meilisearch?: boolean }): Promise<Stack> {
	const folder = folderAt(options.folder);
	makeFolder(folder);
	await reapServices(folder);
	const wanted = (options.meilisearch ?? true) && hasMeilisearch();
	const [database, search] = await Promise.allSettled([
		startPostgres(folder, { durable: options.durable }),
		wanted ? startMeilisearch(folder) : undefined,
	]);
	const services = [search, database].flatMap((service) =>
		service.status === 'fulfilled' && service.value ? [service.value] : [],
	);
	// A process that exits in a hurry (a test run that is interrupted) cannot wait, but need not leave them behind either.
	const signalAll = () => {
		for (const { child } of services) child.kill('SIGINT');
	};
	process.once('exit', signalAll);
	const stop = async () => {
		process.off('exit', signalAll);
		for (const service of services) await service.stop();
	};
	if (database.status === 'rejected' || search.status === 'rejected') {
		await stop();
		throw database.status === 'rejected' ? database.reason : (search as PromiseRejectedResult).reason;
	}
	return { databaseUrl: database.value.url(), meiliUrl: search.value?.url, meiliKey: search.value?.key, stop };
}
