import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { PostRef } from '@ikatan/contracts/asking';
import type { EditPost } from '@ikatan/contracts/editing';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { once } from '../../platform/once.ts';
import { write as audit } from '../audit/index.ts';
import { authorsByIds } from '../accounts/index.ts';
import { loadSettings } from '../settings/index.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { ensureTags } from '../tags/index.ts';
import type { Acting } from './acting.ts';
import { nameAmong } from './authors.ts';
import { prepareBody, type PreparedBody } from './body.service.ts';
import { found, foundPost, placeOf, refuse, shownState, type Doing } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { findPost, findText, lockThreadOfPost, type PostText } from './facts.queries.ts';
import { bumpThread } from './numbers.queries.ts';
import * as revisions from './revisions.queries.ts';
import { holdPost } from './holding.service.ts';
import { noteFlags, screen, type Verdict } from './screening.service.ts';
import { refusalOfEdit } from './threads.policy.ts';
import * as write from './write.queries.ts';

type Change = { text: PostText; prepared: PreparedBody; version: number; reason: string; rollbackOf: number | null };

/**
 * Changes a post, with title and tags through the opening text. Throws 409 `edited-meanwhile` with the text as it stands when
 * somebody else was faster, 404, 403 with the reason. A change that changes nothing writes no revision.
 */
export async function edit(doing: Doing, postId: number, asked: EditPost): Promise<PostRef> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	const allowRemoteImages = await write.isImported(deps.sql, postId);
	const prepared = await prepareBody(deps, asked.sourceText, { allowRemoteImages });
	const key = { memberId: actor.id, key: asked.requestKey, deed: `post.edit ${postId}` };
	return await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const { thread, post, before } = await openForEdit(tx, doing, visibility, postId);
			if (post.authorId !== actor.id && asked.reason === '') throw invalid({ reason: 'required' });
			const opening = post.kind === 'opening';
			const text = {
				sourceText: asked.sourceText,
				title: opening ? (asked.title ?? before.title) : null,
				tags: opening ? (asked.tags ?? before.tags) : null,
			};
			const { version, reason } = asked;
			return await change(tx, doing, thread, post, before, { text, prepared, version, reason, rollbackOf: null });
		}),
	);
}

/** Brings the text of an earlier revision back as a new one; throws as `edit` does, 422 when there is no such revision. */
export async function rollBack(
	doing: Doing,
	postId: number,
	asked: { requestKey: string; revision: number; version: number },
): Promise<PostRef> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	const wanted = await revisions.findRevision(deps.sql, postId, asked.revision);
	const allowRemoteImages = await write.isImported(deps.sql, postId);
	const prepared = wanted && (await prepareBody(deps, wanted.sourceText, { allowRemoteImages }));
	const key = { memberId: actor.id, key: asked.requestKey, deed: `post.rollback ${postId}` };
	return await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const { thread, post, before } = await openForEdit(tx, doing, visibility, postId);
			if (!wanted || !prepared) throw invalid({ revision: 'bad-value' });
			const text = { ...wanted, title: wanted.title ?? before.title, tags: wanted.tags ?? before.tags };
			const { version, revision } = asked;
			return await change(tx, doing, thread, post, before, {
				text,
				prepared,
				version,
				reason: '',
				rollbackOf: revision,
			});
		}),
	);
}

/**
 * As a moderator, in the caller's transaction: gives a post another text, or with `rollbackOf` an earlier one again; title and tags
 * stay. Returns the number of the new revision, null where the text was so already. Throws 404, 403 with the reason, 422 where none is given.
 */
export async function editPostAs(
	tx: Tx,
	acting: Acting & { actor: SignedIn },
	postId: number,
	{ prepared, rollbackOf = null }: { prepared: PreparedBody; rollbackOf?: number | null },
): Promise<number | null> {
	const { actor, deps, origin, reason = '' } = acting;
	if (reason === '' && rollbackOf === null) throw invalid({ reason: 'required' });
	const doing = { actor, deps, origin, visitorHash: null };
	const { thread, post, before } = await openForEdit(tx, doing, await visibilityFor(tx, actor), postId);
	const text = { ...before, sourceText: prepared.sourceText };
	const last = await revisions.findLastNumber(tx, postId);
	await change(tx, doing, thread, post, before, { text, prepared, version: post.version, reason, rollbackOf });
	const number = await revisions.findLastNumber(tx, postId);
	return number === last ? null : number;
}

async function openForEdit(tx: Tx, { actor }: Doing, visibility: Visibility, postId: number) {
	const thread = found(await lockThreadOfPost(tx, visibility, postId));
	const post = foundPost(actor, thread, await findPost(tx, postId));
	refuse(refusalOfEdit(actor, thread, post));
	return { thread, post, before: found(await findText(tx, postId)) };
}

async function change(
	tx: Tx,
	doing: Doing,
	thread: ThreadFacts,
	post: PostFacts,
	before: PostText,
	wanted: Change,
): Promise<PostRef> {
	if (wanted.version !== post.version) throw await editedMeanwhile(tx, post, before);
	if (sameText(before, wanted.text)) return refOf(thread, post, post.version);
	const verdict = await screenEdit(tx, doing, thread, wanted);
	await revisions.keepOriginal(tx, post.id, before);
	const version = await revisions.putBody(tx, post.id, wanted.text.sourceText, wanted.prepared.body);
	const text = await changeHead(tx, doing, thread, before, wanted.text);
	const { reason, rollbackOf } = wanted;
	const revision = await revisions.addRevision(tx, post.id, { editorId: doing.actor.id, text, reason, rollbackOf });
	const newMentionIds = await write.putMentions(tx, post.id, wanted.prepared.mentionIds);
	await write.useFiles(tx, post.id, wanted.prepared.body.fileIds, doing.actor.id);
	await write.dropDrafts(
		tx,
		{ memberId: doing.actor.id, visitorHash: doing.visitorHash },
		{ kind: 'edit', targetId: post.id },
	);
	await tellOfEdit(tx, doing, thread, post, { revision, newMentionIds });
	if (post.authorId !== doing.actor.id) await noteEdit(tx, doing, thread, post, { revision, reason });
	const seen = { ...post, state: await judgeEdit(tx, doing, thread, post, verdict) };
	return refOf({ ...thread, title: text.title ?? thread.title }, seen, version);
}

/** An edit is looked over as a new post is, but for how fast it was typed. */
async function screenEdit(tx: Tx, doing: Doing, thread: ThreadFacts, { text, prepared }: Change): Promise<Verdict> {
	const texts = [text.title ?? '', text.sourceText];
	const settings = await loadSettings(tx);
	return await screen(tx, doing, thread.spaceId, { what: 'edit', texts, body: prepared.body, settings });
}

/** What was found in an edit takes the post out of sight until a moderator has looked, or asks one to look. */
async function judgeEdit(tx: Tx, { deps, origin }: Doing, thread: ThreadFacts, post: PostFacts, found: Verdict) {
	if (post.state !== 'published') return post.state;
	if (found.hold.length === 0) await noteFlags(tx, thread, post, found.flag);
	else await holdPost(tx, { deps, origin, actor: null, rule: 'watched-word' }, post.id, found.hold);
	return found.hold.length === 0 ? post.state : 'held';
}

/** A moderator's hand in somebody's words is audited. */
async function noteEdit(
	tx: Tx,
	{ actor }: Doing,
	thread: ThreadFacts,
	post: PostFacts,
	{ revision, reason }: { revision: number; reason: string },
): Promise<void> {
	const { spaceId } = thread;
	const details = { threadId: thread.id, spaceId, revision, reason };
	const subject = { subjectKind: 'post', subjectId: post.id, spaceId };
	await audit(tx, { actorId: actor.id, action: 'post.edit', ...subject, details });
}

/** Title and tags of a thread, changed with its opening text; tags as they are called now. */
async function changeHead(
	tx: Tx,
	{ actor }: Doing,
	thread: ThreadFacts,
	before: PostText,
	wanted: PostText,
): Promise<PostText> {
	if (wanted.title !== null && wanted.title !== before.title) await revisions.putTitle(tx, thread.id, wanted.title);
	if (wanted.tags === null || sameTags(wanted.tags, before.tags)) return wanted;
	const tags = await ensureTags(tx, actor, wanted.tags);
	await write.putTags(
		tx,
		thread.id,
		tags.map((tag) => tag.id),
	);
	return { ...wanted, tags: tags.map((tag) => tag.name).sort() };
}

async function tellOfEdit(
	tx: Tx,
	{ actor, deps, origin }: Doing,
	thread: ThreadFacts,
	post: PostFacts,
	edited: { revision: number; newMentionIds: number[] },
): Promise<void> {
	const version = await bumpThread(tx, thread.id);
	if (post.state !== 'published' || thread.state !== 'published') return;
	await publish(tx, 'post.edited', actor.id, { ...placeOf(thread, post), ...edited });
	await deps.live.announce(tx, {
		topic: `thread:${thread.id}`,
		message: { type: 'post-changed', threadId: thread.id, postId: post.id, version },
		origin,
	});
}

async function editedMeanwhile(tx: Tx, post: PostFacts, { title, sourceText }: PostText) {
	const { editorId, editorName } = await revisions.findLastEditor(tx, post.id);
	const authors = await authorsByIds(tx, editorId === null ? [] : [editorId]);
	const current = { title, sourceText, version: post.version, editorName: nameAmong(authors, editorId, editorName) };
	return conflict('edited-meanwhile', { current });
}

function sameText(one: PostText, other: PostText): boolean {
	return one.sourceText === other.sourceText && one.title === other.title && sameTags(one.tags, other.tags);
}

function sameTags(one: string[] | null, other: string[] | null): boolean {
	if (one === null || other === null) return one === other;
	return [...new Set(one)].sort().join('\n') === [...new Set(other)].sort().join('\n');
}

function refOf(thread: { id: number; title: string }, post: PostFacts, version: number): PostRef {
	const path = post.kind === 'opening' ? threadPath(thread) : postPath(thread, post.id);
	return { id: post.id, path, version, state: shownState(post.state) };
}
