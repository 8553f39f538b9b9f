import type { Dialect } from '../arrival.ts';
import { bodyToMarkdown, commentToMarkdown } from './markdown.ts';
import { readTags } from './records.ts';
import type { Site } from './site.ts';
import { closeReason } from './vocabulary.ts';

/**
 * The licence of what was written on a day, as Stack Exchange itself states it (stackoverflow.com/help/licensing), for dumps
 * older than the column that names it.
 */
function licenceOn(createdAt: string): string {
	if (createdAt < '2011-04-08') return 'CC BY-SA 2.5';
	return createdAt < '2018-05-02' ? 'CC BY-SA 3.0' : 'CC BY-SA 4.0';
}

/** How the posts of a Stack Exchange site are written, and where each stands there. */
export function dialectOf({ host }: Site): Dialect {
	return {
		body: bodyToMarkdown,
		comment: commentToMarkdown,
		tags: readTags,
		closeReason,
		postUrl: (kind, sourceId) => host && `https://${host}/${kind === 'question' ? 'q' : 'a'}/${sourceId}`,
		commentUrl: (sourceId, postSourceId) =>
			host && `https://${host}/q/${postSourceId}#comment${sourceId}_${postSourceId}`,
		licence: licenceOn,
	};
}

/** The language that a site is written in: the few that are not English say so in their name. */
export function languageOf({ host }: Site): string {
	return /^(es|ja|pt|ru)\.(?:meta\.)?stackoverflow\.com$/.exec(host ?? '')?.[1] ?? 'en';
}
