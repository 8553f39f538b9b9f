import { createHmac, randomBytes } from 'node:crypto';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import * as queries from './empty-searches.queries.ts';

const shortest = 3;
const longest = 100;
/** The same words of the same person count again after this. */
const againAfterMinutes = 10;
/** So long somebody may go on typing the same search. */
const typingMinutes = 2;
const keptForDays = 90;
const dayMs = 24 * 60 * 60 * 1000;

const dayOf = (time: Date) => time.toISOString().slice(0, 10);

/** A search as it is compared and kept; undefined for what is too short, too long, or may name somebody (mail, long numbers). */
export function queryToKeep(words: string): string | undefined {
	const query = words
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}@+#.'’_-]+/gu, ' ')
		.replace(/(^|\s)[.'’_-]+|[.'’_-]+(?=\s|$)/g, '$1')
		.replace(/\s+/g, ' ')
		.trim();
	if (query.length < shortest || query.length > longest) return undefined;
	if (/\S@\S/.test(query) || /\d(?:[ .-]?\d){7,}/.test(query)) return undefined;
	return query;
}

/**
 * Counts a search that found nothing. `searcher` says who, and is kept only as a hash with a salt that goes with the day (UTC);
 * what was typed on the way to it is taken back.
 */
export async function noteEmptySearch(
	{ sql, clock }: Pick<Deps, 'sql' | 'clock'>,
	words: string,
	searcher: string,
): Promise<void> {
	const query = queryToKeep(words);
	if (query === undefined) return;
	const now = clock.now();
	const day = dayOf(now);
	await inTransaction(sql, async (tx) => {
		const salt = await queries.saltOf(tx, day, randomBytes(32));
		const who = { day, searcherHash: createHmac('sha256', salt).update(searcher).digest('base64url') };
		const typing = { now, minutes: typingMinutes };
		if (await queries.isBeginning(tx, who, query, typing)) return;
		const counted = await queries.noteSearcher(tx, who, query, { now, minutes: againAfterMinutes });
		await queries.takeBackBeginnings(tx, who, query, typing);
		if (counted !== 'same') await queries.countSearch(tx, { query, day, fresh: counted === 'first', now });
	});
}

/** Forgets what is older than 90 days, and who searched before today. */
export async function forgetOldSearches({ sql, clock }: Pick<Deps, 'sql' | 'clock'>): Promise<void> {
	const now = clock.now();
	await queries.forgetSearches(sql, {
		oldest: dayOf(new Date(now.getTime() - keptForDays * dayMs)),
		today: dayOf(now),
	});
}
