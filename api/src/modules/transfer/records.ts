/**
 * What every source of an import is turned into first: the product's words, times as ISO strings in UTC, ids as the source
 * writes them. The importers read their own format; from here on nothing knows where a record came from.
 */
export type MemberRecord = {
	sourceId: string;
	name: string;
	bio: string;
	createdAt: string;
	lastSeenAt: string | null;
	/** As the source counted it: kept as a note, never as points here. */
	reputation: number;
};

export type BadgeRecord = { sourceId: string; memberSourceId: string; name: string; awardedAt: string };

/** A tag by its name at the source and the one it gets here; `textSourceId` is the post that says what it is for. */
export type TagRecord = { sourceId: string; sourceName: string; name: string; textSourceId: string | null };

/** What a tag is for; `isLong` marks the page-long text that some tags have besides the short one. */
export type TagTextRecord = { sourceId: string; text: string; isLong: boolean };

/** Whoever wrote something: a member of the source, or a bare name where the account is gone. */
export type Writer = { memberSourceId: string | null; name: string | null };

type Written = {
	sourceId: string;
	writer: Writer;
	createdAt: string;
	editedAt: string | null;
	licence: string | null;
	/** The score that the source showed, for the comparison at the end. */
	score: number;
	/** HTML of the source; Markdown is made of it where no history tells what was typed, and only there is it asked for. */
	html: () => string;
};

export type ThreadRecord = Written & {
	title: string;
	tags: string[];
	acceptedSourceId: string | null;
	activeAt: string;
	closedAt: string | null;
	views: number;
	/** How many answers the source showed. */
	answers: number;
};

export type AnswerRecord = Written & { threadSourceId: string };

export type CommentRecord = {
	sourceId: string;
	postSourceId: string;
	writer: Writer;
	createdAt: string;
	licence: string | null;
	score: number;
	text: string;
};

export type VoteRecord = {
	sourceId: string;
	postSourceId: string;
	/** `accepted` is the asker's acceptance, `favourite` a thread that a member marked to come back to. */
	kind: 'up' | 'down' | 'accepted' | 'favourite';
	memberSourceId: string | null;
	at: string;
};

export type LinkRecord = {
	sourceId: string;
	fromSourceId: string;
	toSourceId: string;
	kind: 'related' | 'duplicate';
	createdAt: string;
};

/** One thing that happened to a post: a text written, or a deed such as closing. */
export type HistoryRecord = {
	sourceId: string;
	postSourceId: string;
	part: 'title' | 'body' | 'tags' | 'closed' | 'reopened' | 'locked' | 'unlocked';
	/** Parts changed by one edit share it. */
	group: string;
	at: string;
	writer: Writer;
	comment: string;
	text: string;
};

/** Where in its file one thing stands that happened to a post: the file is read again there when the post arrives. */
export type HistoryPlace = { sourceId: string; postSourceId: string; start: number; length: number };

/** The ids of records at their source. */
export const sourceIdsOf = (records: { sourceId: string }[]): string[] => records.map((record) => record.sourceId);
