/**
 * The numbers in a Stack Exchange dump and what they stand for, from the public schema of the data dump
 * (meta.stackexchange.com/q/2677). Numbers that are not listed are counted under their number.
 */
export const postTypes: Record<string, string> = {
	'1': 'question',
	'2': 'answer',
	'3': 'orphaned tag wiki',
	'4': 'tag excerpt',
	'5': 'tag wiki',
	'6': 'moderator nomination',
	'7': 'wiki placeholder',
	'8': 'privilege wiki',
};

export const voteTypes: Record<string, string> = {
	'1': 'accepted by asker',
	'2': 'up',
	'3': 'down',
	'4': 'offensive',
	'5': 'favourite',
	'6': 'close',
	'7': 'reopen',
	'8': 'bounty start',
	'9': 'bounty close',
	'10': 'deletion',
	'11': 'undeletion',
	'12': 'spam',
	'13': 'inform moderator',
	'15': 'moderator review',
	'16': 'approve edit',
};

/** The kinds of votes that are brought over; the others are counted only. */
export const takenVotes: Record<string, 'accepted' | 'up' | 'down' | 'favourite'> = {
	'1': 'accepted',
	'2': 'up',
	'3': 'down',
	'5': 'favourite',
};

export const linkTypes: Record<string, 'related' | 'duplicate'> = { '1': 'related', '3': 'duplicate' };

/** Kinds of history rows that carry a text: what was written first, edited, or brought back by a rollback. */
export const historyTexts: Record<string, 'title' | 'body' | 'tags'> = {
	'1': 'title',
	'2': 'body',
	'3': 'tags',
	'4': 'title',
	'5': 'body',
	'6': 'tags',
	'7': 'title',
	'8': 'body',
	'9': 'tags',
};

/** Kinds of history rows that change what may be done with a thread. */
export const historyDeeds: Record<string, 'closed' | 'reopened' | 'locked' | 'unlocked'> = {
	'10': 'closed',
	'11': 'reopened',
	'14': 'locked',
	'15': 'unlocked',
};

/** Why a question was closed, as the comment of its history row names it, in two generations of numbers; words: `thread.closedReason`. */
const closeReasons: Record<string, string> = {
	'1': 'duplicate',
	'2': 'off_topic',
	'3': 'opinion_based',
	'4': 'unclear',
	'7': 'too_broad',
	'10': 'off_topic',
	'101': 'duplicate',
	'102': 'off_topic',
	'103': 'unclear',
	'104': 'too_broad',
	'105': 'opinion_based',
};

/** The reason kept with a closed thread; null where the source does not say. */
export function closeReason(comment: string | undefined): string | null {
	return closeReasons[comment?.trim() ?? ''] ?? null;
}
