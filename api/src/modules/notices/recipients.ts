import type { Watcher } from '../watching/index.ts';
import type { NoticeKind } from './kinds.ts';
import type { Place } from './notices.queries.ts';

export type Recipients = Map<number, NoticeKind>;
type Circle = {
	/** The event, as notices see it. */
	deed: 'asked' | 'answered' | 'commented';
	actorId: number | null;
	place: Place;
	threadWatchers: Watcher[];
	placeWatchers: Watcher[];
};

/**
 * Who hears of a new post, each by the one kind that concerns them most: named before answered, answered before watched.
 * The writer hears nothing of their own deed; `none` on the thread silences everything, being named included.
 */
export function recipientsOf({ deed, actorId, place, threadWatchers, placeWatchers }: Circle): Recipients {
	const recipients: Recipients = new Map();
	const levels = new Map(threadWatchers.map((watcher) => [watcher.memberId, watcher.level]));
	const add = (memberId: number | null, kind: NoticeKind) => {
		if (memberId === null || memberId === actorId || recipients.has(memberId)) return;
		const level = levels.get(memberId);
		if (level === 'none' || (level === 'mentions' && kind !== 'mention')) return;
		recipients.set(memberId, kind);
	};
	for (const memberId of place.mentionedIds) add(memberId, 'mention');
	if (deed === 'answered') add(place.threadAuthorId, 'answer');
	if (deed === 'commented') {
		add(place.parentAuthorId, 'comment');
		add(place.threadAuthorId, 'comment');
	}
	for (const { memberId, level } of threadWatchers) if (level === 'all' && deed !== 'asked') add(memberId, 'watched');
	for (const { memberId, level } of placeWatchers) {
		if (deed === 'asked') add(memberId, 'new-thread');
		else if (level === 'all' && deed === 'answered') add(memberId, 'watched');
	}
	return recipients;
}
