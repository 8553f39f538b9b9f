import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Handed } from '../../platform/search.ts';
import { entryLane, threadLane, type Lane } from './lanes.ts';
import { hasChanges, holdFeed } from './outbox.queries.ts';

const batch = 500;

type FeederDeps = Pick<Deps, 'sql' | 'search' | 'log'>;

/** Brings what changed to both indexes. PostgreSQL's comes first: it serves alone while Meilisearch is away. */
export class Feeder {
	private readonly deps: FeederDeps;

	constructor(deps: FeederDeps) {
		this.deps = deps;
	}

	/** Works off the outboxes, as far as Meilisearch is there; returns when nothing more can be done now. */
	async feed(): Promise<void> {
		if (!(await hasChanges(this.deps.sql))) return;
		const open = await this.isOpen();
		for (const lane of [threadLane, entryLane] as Lane[]) {
			while (await this.feedSome(lane, 'new', open));
			if (open || !this.deps.search.meilisearch) while (await this.feedSome(lane, 'stored', open));
		}
	}

	private async isOpen(): Promise<boolean> {
		const { meilisearch } = this.deps.search;
		return meilisearch !== null && (await meilisearch.isUp()) && (await meilisearch.exists());
	}

	/** True when there were changes, and they went where they had to. */
	private async feedSome(lane: Lane, which: 'new' | 'stored', withMeilisearch: boolean): Promise<boolean> {
		const { sql, search, log } = this.deps;
		const { changeIds, handed } = await inTransaction(sql, (tx) => this.handOver(tx, lane, which, withMeilisearch));
		if (changeIds.length === 0) return false;
		if (search.meilisearch !== null) {
			if (!handed) return which === 'new';
			try {
				for (const each of handed) await each.settled();
			} catch (error) {
				log.warn({ err: error, changes: changeIds.length }, 'Meilisearch did not take what changed');
				return false;
			}
		}
		await lane.drop(sql, changeIds);
		return true;
	}

	private async handOver(
		tx: Tx,
		lane: Lane,
		which: 'new' | 'stored',
		withMeilisearch: boolean,
	): Promise<{ changeIds: number[]; handed: Handed[] | undefined }> {
		const { search, log } = this.deps;
		await holdFeed(tx);
		const changes = await lane.list(tx, which, batch);
		const changeIds = changes.map(({ id }) => id);
		if (changes.length === 0) return { changeIds, handed: undefined };
		const load = await lane.read(tx, changes);
		if (which === 'new') {
			await load.store(tx, search);
			await lane.mark(tx, changeIds);
		}
		if (!withMeilisearch || !search.meilisearch) return { changeIds, handed: undefined };
		try {
			return { changeIds, handed: await load.hand(tx, search.meilisearch) };
		} catch (error) {
			log.warn({ err: error, changes: changes.length }, 'Meilisearch did not take what changed');
			return { changeIds, handed: undefined };
		}
	}
}
