import { reserveIds } from '../../platform/bulk.ts';
import type { Db, Tx } from '../../platform/db.ts';

/** A text as it stood after one edit. */
export type ImportedRevision = {
	editorId: number | null;
	editorName: string | null;
	title: string | null;
	tags: string[] | null;
	sourceText: string;
	reason: string;
	/** Number of the revision that this one brought back. */
	rollbackOf: number | null;
	createdAt: string;
};

export type ImportedPost = {
	authorId: number | null;
	/** Only where there is no member to show. */
	authorName: string | null;
	sourceText: string;
	html: string;
	plainText: string;
	htmlVersion: number;
	createdAt: string;
	editedAt: string | null;
	licence: string | null;
	sourceUrl: string | null;
	/** Oldest first, the last one is the text as it stands; none for a post that nobody edited. */
	revisions: ImportedRevision[];
};

export type ImportedThread = ImportedPost & {
	spaceId: number;
	title: string;
	tagIds: number[];
	language: string;
	activeAt: string;
	closedAt: string | null;
	closedReason: string | null;
	lockedAt: string | null;
	views: number;
};

export type ImportedAnswer = ImportedPost & { threadId: number; acceptedAt: string | null; acceptedBy: number | null };
export type ImportedComment = ImportedPost & { threadId: number; parentId: number };
export type ImportedLink = {
	fromThreadId: number;
	toThreadId: number;
	kind: 'duplicate' | 'related';
	createdAt: string;
};

type PostPlace = {
	threadId: number;
	kind: 'opening' | 'answer' | 'comment';
	parentId: number | null;
	acceptedAt: string | null;
	acceptedBy: number | null;
};

/** Writes questions with their opening texts, tags and revisions in bulk; their ids in the order given. Numbers are counted later. */
export async function importThreads(
	tx: Tx,
	source: string,
	threads: ImportedThread[],
): Promise<{ threadId: number; postId: number }[]> {
	if (threads.length === 0) return [];
	const [ids, postIds] = await Promise.all([
		reserveIds(tx, 'threads', threads.length),
		reserveIds(tx, 'posts', threads.length),
	]);
	const rows = threads.map(({ html: _, plainText: __, sourceText: ___, revisions: ____, ...thread }, place) => ({
		...thread,
		id: ids[place],
	}));
	const json = tx.json(rows);
	const places = ids.map((threadId) => ({ ...nowhere, threadId, kind: 'opening' as const }));
	// All sent at once, in this order: the database does not wait for the next one to be asked.
	await Promise.all([
		tx`
			insert into threads (id, kind, space_id, title, author_id, language, closed_at, closed_reason, locked_at,
				created_at, active_at, source)
			overriding system value
			select id, 'question', "spaceId", title, "authorId", language, "closedAt", "closedReason", "lockedAt",
				"createdAt", "activeAt", ${source}
			from jsonb_to_recordset(${json}) as r (
				id bigint, "spaceId" bigint, title text, "authorId" bigint, language text, "closedAt" timestamptz,
				"closedReason" text, "lockedAt" timestamptz, "createdAt" timestamptz, "activeAt" timestamptz)`.execute(),
		tx`
			insert into thread_stats (thread_id, space_id, views)
			select id, "spaceId", views from jsonb_to_recordset(${json}) as r (id bigint, "spaceId" bigint, views integer)`.execute(),
		tx`
			insert into thread_tags (thread_id, tag_id, created_at)
			select r.id, tag_id, r."createdAt"
			from jsonb_to_recordset(${json}) as r (id bigint, "tagIds" bigint[], "createdAt" timestamptz),
				unnest(r."tagIds") as tag_id
			on conflict do nothing`.execute(),
		insertPosts(tx, source, threads, places, postIds),
	]);
	return ids.map((threadId, place) => ({ threadId, postId: postIds[place]! }));
}

/** Writes answers in bulk; their ids in the order given. */
export async function importAnswers(tx: Tx, source: string, answers: ImportedAnswer[]): Promise<number[]> {
	const ids = await reserveIds(tx, 'posts', answers.length);
	const places = answers.map(({ threadId, acceptedAt, acceptedBy }) => ({
		...nowhere,
		threadId,
		acceptedAt,
		acceptedBy,
		kind: 'answer' as const,
	}));
	await insertPosts(tx, source, answers, places, ids);
	return ids;
}

/** Writes comments in bulk; their ids in the order given. */
export async function importComments(tx: Tx, source: string, comments: ImportedComment[]): Promise<number[]> {
	const ids = await reserveIds(tx, 'posts', comments.length);
	const places = comments.map(({ threadId, parentId }) => ({
		...nowhere,
		threadId,
		parentId,
		kind: 'comment' as const,
	}));
	await insertPosts(tx, source, comments, places, ids);
	return ids;
}

const nowhere: PostPlace = { threadId: 0, kind: 'answer', parentId: null, acceptedAt: null, acceptedBy: null };

async function insertPosts(
	tx: Tx,
	source: string,
	posts: ImportedPost[],
	places: PostPlace[],
	ids: number[],
): Promise<void> {
	if (posts.length === 0) return;
	const rows = posts.map(({ revisions, ...post }, place) => ({
		...post,
		...places[place]!,
		id: ids[place],
		version: Math.max(1, revisions.length),
	}));
	const revisions = posts.flatMap((post, place) =>
		post.revisions.map((revision, number) => ({ ...revision, postId: ids[place]!, number: number + 1 })),
	);
	await Promise.all([
		tx`
			insert into posts (id, thread_id, kind, parent_id, author_id, author_name, source_text, html, plain_text,
				html_version, version, created_at, edited_at, accepted_at, accepted_by, licence, source, source_url)
			overriding system value
			select id, "threadId", kind, "parentId", "authorId", "authorName", "sourceText", html, "plainText",
				"htmlVersion", version, "createdAt", "editedAt", "acceptedAt", "acceptedBy", licence, ${source}, "sourceUrl"
			from jsonb_to_recordset(${tx.json(rows as never)}) as r (
				id bigint, "threadId" bigint, kind text, "parentId" bigint, "authorId" bigint, "authorName" text,
				"sourceText" text, html text, "plainText" text, "htmlVersion" smallint, version integer,
				"createdAt" timestamptz, "editedAt" timestamptz, "acceptedAt" timestamptz, "acceptedBy" bigint,
				licence text, "sourceUrl" text)`.execute(),
		tx`insert into post_stats (post_id) select unnest(${ids}::bigint[])`.execute(),
		insertRevisions(tx, revisions),
	]);
}

async function insertRevisions(
	tx: Tx,
	revisions: (ImportedRevision & { postId: number; number: number })[],
): Promise<void> {
	if (revisions.length === 0) return;
	await tx`
		insert into revisions (post_id, number, editor_id, editor_name, title, tags, source_text, reason, rollback_of,
			created_at)
		select "postId", number, "editorId", "editorName", title, tags, "sourceText", left(reason, 500), "rollbackOf",
			"createdAt"
		from jsonb_to_recordset(${tx.json(revisions as never)}) as r (
			"postId" bigint, number integer, "editorId" bigint, "editorName" text, title text, tags text[],
			"sourceText" text, reason text, "rollbackOf" integer, "createdAt" timestamptz)`;
}

/** Links threads in bulk, as decided; a link that stands is left as it is. */
export async function importLinks(tx: Tx, source: string, links: ImportedLink[]): Promise<void> {
	if (links.length === 0) return;
	await tx`
		insert into thread_links (from_thread_id, to_thread_id, kind, created_at, source)
		select "fromThreadId", "toThreadId", kind, "createdAt", ${source}
		from jsonb_to_recordset(${tx.json(links)}) as r (
			"fromThreadId" bigint, "toThreadId" bigint, kind text, "createdAt" timestamptz)
		on conflict (from_thread_id, to_thread_id, kind) do nothing`;
}

/** Whether each of these links stands by now, in the order given. */
export async function findLinked(sql: Db, links: ImportedLink[]): Promise<boolean[]> {
	if (links.length === 0) return [];
	const rows = await sql<{ linked: boolean }[]>`
		select l.id is not null as linked
		from rows from (jsonb_to_recordset(${sql.json(links)}) as ("fromThreadId" bigint, "toThreadId" bigint, kind text))
			with ordinality as r ("fromThreadId", "toThreadId", kind, place)
		left join thread_links l on l.from_thread_id = r."fromThreadId" and l.to_thread_id = r."toThreadId" and l.kind = r.kind
		order by r.place`;
	return rows.map((row) => row.linked);
}
