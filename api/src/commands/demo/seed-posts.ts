import { threadPath } from '@ikatan/contracts/paths';
import type { Age, DemoAnswer, DemoCommunity, DemoEdit, DemoThread } from '../../../demo/types.ts';
import { one, type Tx } from '../../platform/db.ts';
import { renderMarkdown } from '../../platform/richtext/index.ts';
import { idOf, momentOf } from './moment.ts';
import type { Seeded } from './seed.ts';

type NewPost = {
	threadId: number;
	kind: 'opening' | 'answer' | 'comment';
	parentId?: number;
	author: string;
	age: Age;
	body: string;
	edits?: DemoEdit[];
	accepted?: DemoAnswer['accepted'];
	deleted?: DemoAnswer['deleted'];
	asker?: string;
	title?: string;
};

/** All opening texts, answers and comments, rendered, with their revisions and who watches what they wrote in. */
export async function seedPosts(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<void> {
	for (const thread of community.threads) await seedPostsOf(tx, thread, seeded);
}

async function seedPostsOf(tx: Tx, thread: DemoThread, seeded: Seeded): Promise<void> {
	const place = seeded.threads.get(thread.ref);
	if (!place) return;
	const opening = { ...thread, threadId: place.id, kind: 'opening' as const };
	place.openingId = await insertPost(tx, opening, seeded);
	await watch(tx, place.id, thread.author, 'asked', seeded);
	for (const comment of thread.comments ?? []) {
		await insertPost(tx, { ...comment, threadId: place.id, kind: 'comment', parentId: place.openingId }, seeded);
	}
	for (const [index, answer] of (thread.answers ?? []).entries()) {
		const post = { ...answer, threadId: place.id, kind: 'answer' as const, asker: thread.author };
		const id = await insertPost(tx, post, seeded);
		seeded.answers.set(`${thread.ref}/${index + 1}`, id);
		await watch(tx, place.id, answer.author, 'answered', seeded);
		for (const comment of answer.comments ?? []) {
			await insertPost(tx, { ...comment, threadId: place.id, kind: 'comment', parentId: id }, seeded);
		}
	}
}

/** `(thread:ref)` becomes the address that the thread has here. */
function withAddresses(body: string, seeded: Seeded): string {
	return body.replace(/\(thread:([\w-]+)\)/g, (whole, ref: string) => {
		const thread = seeded.threads.get(ref);
		return thread ? `(${threadPath(thread)})` : whole;
	});
}

async function insertPost(tx: Tx, post: NewPost, seeded: Seeded): Promise<number> {
	const { now, members } = seeded;
	const source = withAddresses(post.body, seeded);
	const rendered = await renderMarkdown(source, { knownHandles: new Set(members.keys()) });
	const { accepted, deleted } = post;
	const lastEdit = post.edits?.at(-1);
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into posts (thread_id, kind, parent_id, author_id, source_text, html, plain_text, html_version, state,
				created_at, edited_at, deleted_at, deleted_by, accepted_at, accepted_by)
			values (${post.threadId}, ${post.kind}, ${post.parentId ?? null}, ${idOf(members, post.author)}, ${source},
				${rendered.html}, ${rendered.text}, ${rendered.htmlVersion}, ${deleted ? 'deleted' : 'published'},
				${momentOf(now, post.age)}, ${lastEdit ? momentOf(now, lastEdit.age) : null},
				${deleted ? momentOf(now, deleted.age) : null}, ${deleted ? idOf(members, deleted.by) : null},
				${accepted ? momentOf(now, accepted.age) : null},
				${accepted ? idOf(members, accepted.by ?? post.asker ?? post.author) : null})
			returning id`,
	);
	await tx`insert into post_stats (post_id) values (${id})`;
	const mentioned = rendered.mentions.flatMap((handle) => members.get(handle) ?? []);
	await tx`insert into post_mentions (post_id, member_id) select ${id}, unnest(${mentioned}::bigint[])`;
	await insertRevisions(tx, id, { ...post, body: source }, seeded);
	return id;
}

/** The first text by its author, then one row per edit; the last one is the text as it stands. */
async function insertRevisions(tx: Tx, postId: number, post: NewPost, seeded: Seeded): Promise<void> {
	const edits = post.edits ?? [];
	const steps = [{ author: post.author, age: post.age, reason: '' }, ...edits];
	for (const [index, step] of steps.entries()) {
		const next = edits[index];
		const body = next ? withAddresses(next.bodyBefore, seeded) : post.body;
		const title = post.kind === 'opening' ? (next?.titleBefore ?? post.title ?? null) : null;
		await tx`
			insert into revisions (post_id, number, editor_id, title, source_text, reason, created_at)
			values (${postId}, ${index + 1}, ${idOf(seeded.members, step.author)}, ${title}, ${body}, ${step.reason},
				${momentOf(seeded.now, step.age)})`;
	}
	await tx`update posts set version = ${steps.length} where id = ${postId}`;
}

async function watch(tx: Tx, threadId: number, handle: string, reason: string, seeded: Seeded): Promise<void> {
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		values (${idOf(seeded.members, handle)}, 'thread', ${threadId}, 'all', ${reason}) on conflict do nothing`;
}
