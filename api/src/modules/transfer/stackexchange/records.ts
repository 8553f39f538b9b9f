import type {
	AnswerRecord,
	BadgeRecord,
	CommentRecord,
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
	const createdAt = readTime(row['CreationDate']);
	if (!row['Id'] || !createdAt) return null;
	const place = [row['Location'], row['WebsiteUrl']].map((text) => text?.trim()).filter(Boolean);
	const about = htmlToPlainText(row['AboutMe'] ?? '');
	return {
		sourceId: row['Id'],
		name: row['DisplayName']?.trim() || `user${row['Id']}`,
		bio: [about, place.join(' · ')].filter(Boolean).join('\n\n'),
		createdAt,
		lastSeenAt: readTime(row['LastAccessDate']),
		reputation: count(row['Reputation']),
	};
}

export function readTag(row: Row): TagRecord | null {
	const sourceName = row['TagName']?.trim();
	const name = tagName(sourceName ?? '');
	if (!row['Id'] || !sourceName || !name) return null;
	return { sourceId: row['Id'], sourceName, name, textSourceId: row['ExcerptPostId'] ?? row['WikiPostId'] ?? null };
}

/** The post that says what a tag is for, as plain text. */
export function readTagText(row: Row): TagTextRecord | null {
	return row['Id']
		? { sourceId: row['Id'], text: htmlToPlainText(row['Body'] ?? ''), isLong: row['PostTypeId'] === '5' }
		: null;
}

export function readBadge(row: Row): BadgeRecord | null {
	const awardedAt = readTime(row['Date']);
	const name = row['Name']?.trim();
	if (!row['Id'] || !row['UserId'] || !name || !awardedAt) return null;
	return { sourceId: row['Id'], memberSourceId: row['UserId'], name, awardedAt };
}

function written(row: Row) {
	const createdAt = readTime(row['CreationDate']);
	if (!row['Id'] || !createdAt) return null;
	return {
		sourceId: row['Id'],
		writer: writer(row['OwnerUserId'], row['OwnerDisplayName']),
		createdAt,
		editedAt: readTime(row['LastEditDate']),
		licence: row['ContentLicense'] ?? null,
		score: count(row['Score']),
		html: row['Body'] ?? '',
	};
}

/** A question as a thread with its opening text. */
export function readQuestion(row: Row): ThreadRecord | null {
	const post = written(row);
	if (!post) return null;
	return {
		...post,
		title: (row['Title']?.trim() || `#${post.sourceId}`).slice(0, 300),
		tags: readTags(row['Tags']),
		acceptedSourceId: row['AcceptedAnswerId'] ?? null,
		activeAt: readTime(row['LastActivityDate']) ?? post.createdAt,
		closedAt: readTime(row['ClosedDate']),
		views: Math.max(0, count(row['ViewCount'])),
		answers: count(row['AnswerCount']),
	};
}

export function readAnswer(row: Row): AnswerRecord | null {
	const post = written(row);
	return post && row['ParentId'] ? { ...post, threadSourceId: row['ParentId'] } : null;
}

export function readComment(row: Row): CommentRecord | null {
	const createdAt = readTime(row['CreationDate']);
	if (!row['Id'] || !row['PostId'] || !createdAt) return null;
	return {
		sourceId: row['Id'],
		postSourceId: row['PostId'],
		writer: writer(row['UserId'], row['UserDisplayName']),
		createdAt,
		licence: row['ContentLicense'] ?? null,
		score: Math.max(0, count(row['Score'])),
		text: row['Text'] ?? '',
	};
}

/** Null also for the kinds of votes that mean nothing here. */
export function readVote(row: Row): VoteRecord | null {
	const at = readTime(row['CreationDate']);
	const kind = takenVotes[row['VoteTypeId'] ?? ''];
	if (!row['Id'] || !row['PostId'] || !at || !kind) return null;
	return { sourceId: row['Id'], postSourceId: row['PostId'], kind, memberSourceId: row['UserId'] ?? null, at };
}

/** Null for kinds of links that mean nothing here. */
export function readLink(row: Row): LinkRecord | null {
	const createdAt = readTime(row['CreationDate']);
	const kind = linkTypes[row['LinkTypeId'] ?? ''];
	if (!row['Id'] || !row['PostId'] || !row['RelatedPostId'] || !createdAt || !kind) return null;
	return { sourceId: row['Id'], fromSourceId: row['PostId'], toSourceId: row['RelatedPostId'], kind, createdAt };
}

/** Null for the kinds of history that neither wrote a text nor closed or locked anything. */
export function readHistory(row: Row): HistoryRecord | null {
	const at = readTime(row['CreationDate']);
	const kind = row['PostHistoryTypeId'] ?? '';
	const part = historyTexts[kind] ?? historyDeeds[kind];
	if (!row['Id'] || !row['PostId'] || !at || !part) return null;
	const isText = kind in historyTexts;
	return {
		sourceId: row['Id'],
		postSourceId: row['PostId'],
		part,
		group: row['RevisionGUID'] ?? row['Id'],
		at,
		writer: writer(row['UserId'], row['UserDisplayName']),
		comment: row['Comment'] ?? '',
		text: isText ? (row['Text'] ?? '') : '',
	};
}
