import { findLinked, importLinks, type ImportedLink } from '../../threads/index.ts';
import type { Arrive } from '../arrival.ts';
import type { LinkRecord } from '../records.ts';

const thingOf = { duplicate: 'duplicateLinks', related: 'relatedLinks' } as const;

/** Links between threads: duplicates as confirmed ones, the rest as related. */
export const arriveLinks: Arrive<LinkRecord> = async ({ sql, source, lookups }, records, tally) => {
	const posts = await lookups.posts(records.flatMap((record) => [record.fromSourceId, record.toSourceId]));
	const links = records.flatMap((record): ImportedLink[] => {
		const { sourceId, kind, createdAt } = record;
		tally.add(thingOf[kind], 'found');
		const fromThreadId = posts.get(record.fromSourceId)?.threadId;
		const toThreadId = posts.get(record.toSourceId)?.threadId;
		if (fromThreadId && toThreadId && fromThreadId !== toThreadId)
			return [{ fromThreadId, toThreadId, kind, createdAt }];
		tally.problem(fromThreadId && toThreadId ? 'link-to-itself' : 'link-post-missing', sourceId);
		tally.add(thingOf[kind], 'left');
		return [];
	});
	const linked = await findLinked(sql, links);
	links.forEach(({ kind }, place) => tally.add(thingOf[kind], linked[place] ? 'known' : 'made'));
	return (tx) =>
		importLinks(
			tx,
			source,
			links.filter((_, place) => !linked[place]),
		);
};
