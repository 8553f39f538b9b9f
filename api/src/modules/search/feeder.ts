import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Handed, SearchDocument } from '../../platform/search.ts';
import { loadDocuments } from './documents.queries.ts';
import { dropChanges, hasChanges, holdFeed, listChanges, markStored, type Change } from './outbox.queries.ts';
import { isFilling } from './rebuild.queries.ts';

const batch = 500;

type FeederDeps = Pick<Deps, 'sql' | 'search' | 'log'>;

/** Brings what changed to both indexes. PostgreSQL's comes first: it serves alone while Meilisearch is away. */
export class Feeder {
	private readonly deps: FeederDeps;

	constructor(deps: FeederDeps) {
		this.deps = deps;
	}

	/** Works off the outbox, as far as Meilisearch is there; returns when nothing more can be done now. */
	async feed(): Promise<void> {
		if (!(await hasChanges(this.deps.sql))) return;
		const open = await this.isOpen();
		while (await this.feedSome('new', open));
		if (open || !this.deps.search.meilisearch) while (await this.feedSome('stored', open));
	}

	private async isOpen(): Promise<boolean> {
		const { meilisearch } = this.deps.search;
		return meilisearch !== null && (await meilisearch.isUp()) && (await meilisearch.exists());
	}

	/** True when there were changes, and they went where they had to. */
	private async feedSome(which: 'new' | 'stored', withMeilisearch: boolean): Promise<boolean> {
		const { sql, search, log } = this.deps;
		const { changes, handed } = await inTransaction(sql, (tx) => this.handOver(tx, which, withMeilisearch));
		if (changes.length === 0) return false;
		if (search.meilisearch !== null) {
			if (!handed) return which === 'new';
			try {
				for (const each of handed) await each.settled();
			} catch (error) {
				log.warn({ err: error, changes: changes.length }, 'Meilisearch did not take what changed');
				return false;
			}
		}
		await dropChanges(
			sql,
			changes.map(({ id }) => id),
		);
		return true;
	}

	private async handOver(
		tx: Tx,
		which: 'new' | 'stored',
		withMeilisearch: boolean,
	): Promise<{ changes: Change[]; handed: Handed[] | undefined }> {
		const { search, log } = this.deps;
		await holdFeed(tx);
		const changes = await listChanges(tx, which, batch);
		if (changes.length === 0) return { changes, handed: undefined };
		const ids = [...new Set(changes.map(({ threadId }) => threadId))];
		const documents = await loadDocuments(tx, ids);
		const held = new Set(documents.map(({ id }) => id));
		const gone = ids.filter((id) => !held.has(id));
		if (which === 'new') {
			await search.postgresql.put(documents, gone);
			await markStored(
				tx,
				changes.map(({ id }) => id),
			);
		}
		if (!withMeilisearch || !search.meilisearch) return { changes, handed: undefined };
		try {
			return { changes, handed: await this.handToMeilisearch(tx, documents, gone) };
		} catch (error) {
			log.warn({ err: error, changes: changes.length }, 'Meilisearch did not take what changed');
			return { changes, handed: undefined };
		}
	}

	private async handToMeilisearch(tx: Tx, documents: SearchDocument[], gone: number[]): Promise<Handed[]> {
		const { meilisearch } = this.deps.search;
		if (!meilisearch) return [];
		const handed = [await meilisearch.put(documents, gone)];
		if (await isFilling(tx)) handed.push(await meilisearch.putNext(documents, gone));
		return handed;
	}
}
