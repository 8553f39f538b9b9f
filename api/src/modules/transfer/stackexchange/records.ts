import type {
	AnswerRecord,
	BadgeRecord,
	CommentRecord,
	HistoryPlace,
	HistoryRecord,
	LinkRecord,
	MemberRecord,
	TagRecord,
	TagTextRecord,
	ThreadRecord,
	VoteRecord,
	Writer,
} from '../records.ts';
import { htmlToPlainText } from './plain-text.ts';
import type { Row } from './rows.ts';
import { historyDeeds, historyTexts, linkTypes, takenVotes } from './vocabulary.ts';

const timeShape =
	/^([12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?))?/;

/** A dump writes UTC without saying so; null where there is no such date. */
export function readTime(text: string | undefined): string | null {
	const found = timeShape.exec(text ?? '');
	if (!found) return null;
	const [, day, time = '00:00:00'] = found;
	// Only the last days of a month can be days that there never were.
	if (day!.slice(8) > '28' && new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return null;
	return `${day}T${time}Z`;
}

/** `<a><b>` of the older dumps and `|a|b|` of the newer ones; written as names that a tag here may have. */
export function readTags(text: string | undefined): string[] {
	const names = (text ?? '').split(/[<>|]/).map(tagName).filter(Boolean);
	return [...new Set(names)];
}

/** The name of a tag here: a leading dot (`.net`) is spelt out, since it cannot begin a name. */
export function tagName(name: string): string {
	const spelt = name
		.trim()
		.toLowerCase()
		.replace(/^\.+/, 'dot-')
		.replace(/[^\p{L}\p{N}+#.-]/gu, '-');
	return spelt.replace(/^[^\p{L}\p{N}]+/u, '').slice(0, 40);
}

const count = (text: string | undefined): number => Math.trunc(Number(text)) || 0;

function writer(id: string | undefined, name: string | undefined): Writer {
	return { memberSourceId: id ?? null, name: name?.trim() || null };
}

export function readMember(row: Row): MemberRecord | null {
	const sourceId = row.get('Id');
	const createdAt = readTime(row.get('CreationDate'));
	if (!sourceId || !createdAt) return null;
	const place = [row.get('Location'), row.get('WebsiteUrl')].map((text) => text?.trim()).filter(Boolean);
	const about = htmlToPlainText(row.get('AboutMe') ?? '');
	return {
		sourceId,
		name: row.get('DisplayName')?.trim() || `user${sourceId}`,
		bio: [about, place.join(' · ')].filter(Boolean).join('\n\n'),
		createdAt,
		lastSeenAt: readTime(row.get('LastAccessDate')),
		reputation: count(row.get('Reputation')),
	};
}

export function readTag(row: Row): TagRecord | null {
	const sourceId = row.get('Id');
	const sourceName = row.get('TagName')?.trim();
	const name = tagName(sourceName ?? '');
	if (!sourceId || !sourceName || !name) return null;
	return {
		sourceId,
		sourceName,
		name,
		textSourceId: row.get('ExcerptPostId') ?? row.get('WikiPostId') ?? null,
	};
}

/** The post that says what a tag is for, as plain text. */
export function readTagText(row: Row): TagTextRecord | null {
	const sourceId = row.get('Id');
	if (!sourceId) return null;
	return { sourceId, text: htmlToPlainText(row.get('Body') ?? ''), isLong: row.get('PostTypeId') === '5' };
}

export function readBadge(row: Row): BadgeRecord | null {
	const [sourceId, memberSourceId] = [row.get('Id'), row.get('UserId')];
	const awardedAt = readTime(row.get('Date'));
	const name = row.get('Name')?.trim();
	return sourceId && memberSourceId && name && awardedAt ? { sourceId, memberSourceId, name, awardedAt } : null;
}

function written(row: Row) {
	const sourceId = row.get('Id');
	const createdAt = readTime(row.get('CreationDate'));
	if (!sourceId || !createdAt) return null;
	return {
		sourceId,
		writer: writer(row.get('OwnerUserId'), row.get('OwnerDisplayName')),
		createdAt,
		editedAt: readTime(row.get('LastEditDate')),
		licence: row.get('ContentLicense') ?? null,
		score: count(row.get('Score')),
		html: () => row.get('Body') ?? '',
	};
}

/** A question as a thread with its opening text. */
export function readQuestion(row: Row): ThreadRecord | null {
	const post = written(row);
	if (!post) return null;
	return {
		...post,
		title: (row.get('Title')?.trim() || `#${post.sourceId}`).slice(0, 300),
		tags: readTags(row.get('Tags')),
		acceptedSourceId: row.get('AcceptedAnswerId') ?? null,
		activeAt: readTime(row.get('LastActivityDate')) ?? post.createdAt,
		closedAt: readTime(row.get('ClosedDate')),
		views: Math.max(0, count(row.get('ViewCount'))),
		answers: count(row.get('AnswerCount')),
	};
}

export function readAnswer(row: Row): AnswerRecord | null {
	const post = written(row);
	const threadSourceId = row.get('ParentId');
	return post && threadSourceId ? { ...post, threadSourceId } : null;
}

export function readComment(row: Row): CommentRecord | null {
	const [sourceId, postSourceId] = [row.get('Id'), row.get('PostId')];
	const createdAt = readTime(row.get('CreationDate'));
	if (!sourceId || !postSourceId || !createdAt) return null;
	return {
		sourceId,
		postSourceId,
		writer: writer(row.get('UserId'), row.get('UserDisplayName')),
		createdAt,
		licence: row.get('ContentLicense') ?? null,
		score: Math.max(0, count(row.get('Score'))),
		text: row.get('Text') ?? '',
	};
}

/** Null also for the kinds of votes that mean nothing here. */
export function readVote(row: Row): VoteRecord | null {
	const [sourceId, postSourceId] = [row.get('Id'), row.get('PostId')];
	const at = readTime(row.get('CreationDate'));
	const kind = takenVotes[row.get('VoteTypeId') ?? ''];
	if (!sourceId || !postSourceId || !at || !kind) return null;
	return { sourceId, postSourceId, kind, memberSourceId: row.get('UserId') ?? null, at };
}

/** Null for kinds of links that mean nothing here. */
export function readLink(row: Row): LinkRecord | null {
	const [sourceId, fromSourceId, toSourceId] = [row.get('Id'), row.get('PostId'), row.get('RelatedPostId')];
	const createdAt = readTime(row.get('CreationDate'));
	const kind = linkTypes[row.get('LinkTypeId') ?? ''];
	if (!sourceId || !fromSourceId || !toSourceId || !createdAt || !kind) return null;
	return { sourceId, fromSourceId, toSourceId, kind, createdAt };
}

/** What every kind of history tells; null for the kinds that neither wrote a text nor closed or locked anything. */
function happened(row: Row) {
	const [sourceId, postSourceId] = [row.get('Id'), row.get('PostId')];
	const at = readTime(row.get('CreationDate'));
	const kind = row.get('PostHistoryTypeId') ?? '';
	const part = historyTexts[kind] ?? historyDeeds[kind];
	return sourceId && postSourceId && at && part ? { sourceId, postSourceId, at, kind, part } : null;
}

export function readHistory(row: Row): HistoryRecord | null {
	const event = happened(row);
	if (!event) return null;
	const { kind, ...record } = event;
	return {
		...record,
		group: row.get('RevisionGUID') ?? record.sourceId,
		writer: writer(row.get('UserId'), row.get('UserDisplayName')),
		comment: row.get('Comment') ?? '',
		text: kind in historyTexts ? (row.get('Text') ?? '') : '',
	};
}

export function readHistoryPlace(row: Row): HistoryPlace | null {
	const event = happened(row);
	return event && { sourceId: event.sourceId, postSourceId: event.postSourceId, ...row.extent };
}
