import type { Level, Watcher } from '../watching/index.ts';
import type { NoticeKind } from './kinds.ts';
import type { Place } from './notices.queries.ts';

export type Recipients = Map<number, NoticeKind>;

/**
 * Whether a member who watches the thread at this level hears of this kind: `none` silences also being named. What `first_post`
 * leaves out, `recipientsOf` has left out already.
 */
export function hears(level: Level | undefined, kind: NoticeKind): boolean {
	return level !== 'none' && (level !== 'mentions' || kind === 'mention');
}

/** Members by the one kind that concerns them: the first that is added counts; the actor hears nothing of their own deed. */
function gather(actorId: number | null) {
	const recipients: Recipients = new Map();
	const add = (memberId: number | null, kind: NoticeKind) => {
		if (memberId !== null && memberId !== actorId && !recipients.has(memberId)) recipients.set(memberId, kind);
	};
	return { recipients, add };
}

type Circle = {
	actorId: number | null;
	place: Place;
	threadWatchers: Watcher[];
	placeWatchers: Watcher[];
};

/** Who hears of a new post: named before answered, answered before watched; who waits for the first answer, of that one. */
export function recipientsOf(
	deed: 'asked' | 'answered' | 'commented',
	{ actorId, place, threadWatchers, placeWatchers }: Circle,
): Recipients {
	const { recipients, add } = gather(actorId);
	const isFirst = deed === 'answered' && !place.answeredBefore;
	const waiting = threadWatchers.filter(({ level }) => level === 'first_post').map(({ memberId }) => memberId);
	const content = new Set(isFirst ? [] : waiting);
	const addUnlessContent = (memberId: number | null, kind: NoticeKind) => {
		if (memberId === null || !content.has(memberId)) add(memberId, kind);
	};
	for (const memberId of place.mentionedIds) add(memberId, 'mention');
	if (deed === 'answered') addUnlessContent(place.threadAuthorId, 'answer');
	if (deed === 'commented') {
		add(place.parentAuthorId, 'comment');
		addUnlessContent(place.threadAuthorId, 'comment');
	}
	if (deed !== 'asked') for (const { memberId } of threadWatchers) addUnlessContent(memberId, 'watched');
	for (const { memberId, level } of placeWatchers) {
		if (deed === 'asked') add(memberId, 'new-thread');
		else if (level === 'all' && deed === 'answered') addUnlessContent(memberId, 'watched');
	}
	return recipients;
}

/** Who hears that an answer was accepted: its author, the asker when somebody else did it, and who watches the thread. */
export function recipientsOfAcceptance({ actorId, place, threadWatchers }: Omit<Circle, 'placeWatchers'>): Recipients {
	const { recipients, add } = gather(actorId);
	add(place.postAuthorId, 'accepted');
	add(place.threadAuthorId, 'solved');
	for (const { memberId, level } of threadWatchers) if (level === 'all') add(memberId, 'solved');
	return recipients;
}

/** Who hears of an edit: those whom the text names since, and its author. */
export function recipientsOfEdit(actorId: number | null, place: Place, newMentionIds: number[]): Recipients {
	const { recipients, add } = gather(actorId);
	for (const memberId of newMentionIds) add(memberId, 'mention');
	add(place.postAuthorId, 'edited');
	return recipients;
}

/** Who hears of a deed on a post: its author alone. */
export function authorOnly(actorId: number | null, place: Place, kind: NoticeKind): Recipients {
	const { recipients, add } = gather(actorId);
	add(place.postAuthorId, kind);
	return recipients;
}
