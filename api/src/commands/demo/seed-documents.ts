import { createHash, randomBytes } from 'node:crypto';
import type { DemoCommunity } from '../../../demo/types.ts';
import type { Tx } from '../../platform/db.ts';
import { one } from '../../platform/db.ts';
import { momentOf } from './moment.ts';
import type { Seeded } from './seed.ts';

/** Writes the help centre's pages, and the searches that found nothing. Nobody holds the source's key: a new source gets a new one. */
export async function seedDocuments(
	tx: Tx,
	{ helpCentre, emptySearches }: DemoCommunity,
	{ now }: Seeded,
): Promise<void> {
	const { name, baseAddress, documents } = helpCentre;
	const keyHash = createHash('sha256').update(randomBytes(32)).digest('hex');
	const pushedAt = documents.map(({ age }) => momentOf(now, age)).toSorted((one, other) => +other - +one)[0] ?? now;
	const { id: sourceId } = one(
		await tx<{ id: number }[]>`
			insert into document_sources (name, base_address, key_hash, last_push_at)
			values (${name}, ${baseAddress}, ${keyHash}, ${pushedAt}) returning id`,
	);
	for (const { age, externalId, url, title, body, language } of documents) {
		const at = momentOf(now, age);
		await tx`
			insert into documents (source_id, external_id, url, title, body, language, created_at, updated_at)
			values (${sourceId}, ${externalId}, ${url}, ${title}, ${body}, ${language}, ${at}, ${at})`;
	}
	for (const { query, age, searches, searchers } of emptySearches) {
		const at = momentOf(now, age);
		await tx`
			insert into empty_searches (query, day, searches, searchers, last_at)
			values (${query}, (${at}::timestamptz at time zone 'UTC')::date, ${searches}, ${searchers}, ${at})
			on conflict (query, day) do nothing`;
	}
}
