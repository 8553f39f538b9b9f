// node tests/real/discourse.ts <folder> --database <address> [--topics 600]
//
// Brings a part of a Discourse forum into a running Ikatan, for trying the staff's side on real content. Not the product's
// import: members have no mail, edits no history, and everything but the opening text is an answer. <folder> holds
// `posts/json/<slug>.<id>.json` (the answer of /t/<id>.json with all posts) and `posts/raw/<slug>.<id>.md` (that of /raw/<id>).
// <address> is that of the database (postgres://…): named each time, so that nobody fills the wrong one; a running demo keeps
// its own in <data folder>/running.json. Topics that have arrived are left as they are, so it can be run again.
import { parseArgs } from 'node:util';
import { importMembers } from '../../api/src/modules/accounts/index.ts';
import { importSpace, recountSpaces } from '../../api/src/modules/spaces/index.ts';
import {
	importAnswers,
	importThreads,
	recountMembers,
	recountThreads,
	settleImported,
	type ImportedPost,
} from '../../api/src/modules/threads/index.ts';
import { renderTexts, type Rendered } from '../../api/src/modules/transfer/rendering.ts';
import { findArrived, noteArrived } from '../../api/src/modules/transfer/transfer.queries.ts';
import { importVotes, recountVotes } from '../../api/src/modules/votes/index.ts';
import { connect, inTransaction, type Sql, type Tx } from '../../api/src/platform/db.ts';
import { likesOf, readTopics, type Topic, type TopicPost } from './topics.ts';

const source = 'discourse:trial';
const topicsAtOnce = 50;

/** Discourse's categories: what each is called here, and which kind its topics are. The rest are discussions. */
const categories: Record<number, { slug: string; name: string; kind: 'question' | 'idea' }> = {
	10: { slug: 'engine-support', name: 'Engine support', kind: 'question' },
	11: { slug: 'engine-wishes', name: 'Engine wishes', kind: 'idea' },
};
const otherwise = { slug: 'engine-talk', name: 'Engine talk', kind: 'discussion' as const };
const categoryOf = (topic: Topic) => categories[topic.category_id] ?? otherwise;

type Place = { authors: Map<string, number>; spaces: Map<string, number> };

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { database: { type: 'string' }, topics: { type: 'string', default: '600' } },
});
const [folder] = positionals;
if (!folder || !values.database) {
	console.error('node tests/real/discourse.ts <folder> --database <postgres://…> [--topics 600]');
	process.exit(2);
}
const sql = connect(values.database, { max: 4, name: 'real content' });
try {
	await bringOver(sql, readTopics(folder, Number(values.topics)));
} finally {
	await sql.end();
}

async function bringOver(sql: Sql, topics: Topic[]): Promise<void> {
	const known = await findArrived(
		sql,
		source,
		'thread',
		topics.map((topic) => String(topic.id)),
	);
	const fresh = topics.filter((topic) => !known.has(String(topic.id)));
	const place = { authors: await bringAuthors(sql, fresh), spaces: await bringSpaces(sql, fresh) };
	let posts = 0;
	for (let from = 0; from < fresh.length; from += topicsAtOnce) {
		posts += await bringTopics(sql, fresh.slice(from, from + topicsAtOnce), place);
		console.log(`${Math.min(from + topicsAtOnce, fresh.length)} of ${fresh.length} topics`);
	}
	await recountMembers(sql, [...place.authors.values()]);
	await recountSpaces(sql);
	console.log(`${fresh.length} topics with ${posts} posts by ${place.authors.size} members; ${known.size} were there`);
}

async function bringAuthors(sql: Sql, topics: Topic[]): Promise<Map<string, number>> {
	const posts = topics.flatMap((topic) => topic.posts).sort((a, b) => a.created_at.localeCompare(b.created_at));
	const first = new Map<string, TopicPost>();
	for (const post of posts) if (!first.has(post.username)) first.set(post.username, post);
	const authors = await findArrived(sql, source, 'member', [...first.keys()]);
	const fresh = [...first.values()].filter((post) => !authors.has(post.username));
	await inTransaction(sql, async (tx) => {
		const members = fresh.map(({ username, name, created_at }) => ({
			sourceId: username,
			name: name || username,
			bio: '',
			createdAt: created_at,
			lastSeenAt: null,
		}));
		const ids = await importMembers(tx, source, members);
		const entries = fresh.map((post, place) => ({ sourceId: post.username, targetId: ids[place]!.id }));
		for (const { sourceId, targetId } of entries) authors.set(sourceId, targetId);
		await noteArrived(tx, source, 'member', entries);
	});
	return authors;
}

async function bringSpaces(sql: Sql, topics: Topic[]): Promise<Map<string, number>> {
	const wanted = new Map(topics.map(categoryOf).map(({ slug, name }) => [slug, name]));
	return await inTransaction(sql, async (tx) => {
		const ids = new Map<string, number>();
		for (const [slug, name] of wanted) ids.set(slug, (await importSpace(tx, slug, name)).id);
		return ids;
	});
}

/** Renders before the transaction, which must not wait for that; returns how many posts came. */
async function bringTopics(sql: Sql, topics: Topic[], place: Place): Promise<number> {
	const posts = topics.flatMap((topic) => topic.posts);
	const texts = await renderTexts(
		posts.map(({ markdown, cooked }) => (markdown === null ? { html: cooked } : { markdown })),
	);
	const rendered = new Map(posts.map((post, at) => [post.id, texts[at]!]));
	const asPost = (post: TopicPost): ImportedPost => postOf(post, rendered.get(post.id)!, place);
	await inTransaction(sql, async (tx) => {
		const ids = await importThreads(
			tx,
			source,
			topics.map((topic) => ({
				...asPost(topic.posts[0]!),
				spaceId: place.spaces.get(categoryOf(topic).slug)!,
				title: topic.title.slice(0, 200),
				tagIds: [],
				language: 'en',
				activeAt: topic.last_posted_at ?? topic.created_at,
				closedAt: topic.closed ? (topic.last_posted_at ?? topic.created_at) : null,
				closedReason: null,
				lockedAt: null,
				views: topic.views,
			})),
		);
		const replies = topics.flatMap((topic, at) =>
			topic.posts.slice(1).map((post) => ({ post, topic, threadId: ids[at]!.threadId })),
		);
		const answerIds = await importAnswers(
			tx,
			source,
			replies.map(({ post, topic, threadId }) => ({
				...asPost(post),
				threadId,
				acceptedAt: post.accepted_answer ? post.created_at : null,
				acceptedBy: post.accepted_answer ? (place.authors.get(topic.posts[0]!.username) ?? null) : null,
			})),
		);
		await importLikes(tx, [
			...topics.map((topic, at) => ({ post: topic.posts[0]!, postId: ids[at]!.postId })),
			...replies.map(({ post }, at) => ({ post, postId: answerIds[at]! })),
		]);
		const threadIds = ids.map(({ threadId }) => threadId);
		await setKinds(tx, topics, threadIds);
		await settleImported(tx, threadIds);
		await recountVotes(tx, threadIds);
		await recountThreads(tx, threadIds);
		const entries = topics.map((topic, at) => ({ sourceId: String(topic.id), targetId: threadIds[at]! }));
		await noteArrived(tx, source, 'thread', entries);
	});
	return posts.length;
}

function postOf(post: TopicPost, text: Rendered, { authors }: Place): ImportedPost {
	const { sourceText, html, plainText, htmlVersion } = text;
	return {
		...{ sourceText, html, plainText, htmlVersion },
		authorId: authors.get(post.username) ?? null,
		authorName: null,
		createdAt: post.created_at,
		editedAt: post.version > 1 ? post.updated_at : null,
		licence: null,
		sourceUrl: null,
		revisions: [],
	};
}

/** Likes are votes of whom the source does not name. */
async function importLikes(tx: Tx, placed: { post: TopicPost; postId: number }[]): Promise<void> {
	const votes = placed.flatMap(({ post, postId }) =>
		Array.from({ length: likesOf(post) }, (_, number) => ({
			sourceId: `${post.id}-${number}`,
			postId,
			value: 1 as const,
			castAt: post.created_at,
		})),
	);
	await importVotes(tx, source, votes);
}

/** What arrives in bulk arrives as questions. */
async function setKinds(tx: Tx, topics: Topic[], threadIds: number[]): Promise<void> {
	const kinds = topics.map((topic) => categoryOf(topic).kind);
	const rows = tx`unnest(${threadIds}::bigint[], ${kinds}::text[]) as k (thread_id, kind)`;
	await tx`update threads t set kind = k.kind from ${rows} where t.id = k.thread_id and t.kind <> k.kind`;
	await tx`update thread_stats s set kind = k.kind from ${rows} where s.thread_id = k.thread_id and s.kind <> k.kind`;
}
