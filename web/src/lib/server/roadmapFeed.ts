import { roadmapAddress } from '@ikatan/contracts/addresses';
import type { Roadmap } from '@ikatan/contracts/telling';
import { translate } from '@ikatan/messages';
import { latestOf, type AtomFeed } from '../atom.ts';
import { roadmapColumnName } from '../roadmap.ts';

const entriesAtMost = 30;

/** The roadmap as a feed: what moved latest first. What moves on to another column is told again. */
export function roadmapFeed(roadmap: Roadmap, language: string, selfPath: string): AtomFeed {
	const entries = roadmap.columns
		.flatMap((column) =>
			column.items.map((item) => ({
				idPath: `${roadmapAddress}/${item.id}/${column.stage}`,
				path: `${roadmapAddress}#item-${item.id}`,
				title: `${roadmapColumnName(column, (key) => translate(language, key))}: ${item.title}`,
				author: '',
				createdAt: item.since,
				updatedAt: item.since,
				tags: item.area ? [item.area.name] : [],
				content: { type: 'text' as const, text: item.text },
			})),
		)
		.toSorted((one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt))
		.slice(0, entriesAtMost);
	return {
		selfPath,
		path: roadmapAddress,
		title: translate(language, 'roadmap.title'),
		updatedAt: latestOf(entries.map((entry) => entry.updatedAt)),
		entries,
	};
}
