import type { Author } from '@ikatan/contracts/common';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { Comment, Post, Thread, ThreadOrder, ThreadView } from '@ikatan/contracts/threads';
import { moderates, type Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { gone, moved, notFound } from '../../platform/errors.ts';
import { authorsByIds } from '../accounts/index.ts';
import { currentSettings } from '../settings/index.ts';
import type { Visibility } from '../spaces/index.ts';
import { authorAmong, idsOf, nameAmong } from './authors.ts';
import { isDeletedThread } from './facts.queries.ts';
import { findMergedInto, findThreadOfPost, type Joined } from './merging.queries.ts';
import type { LinkedThread } from './links.queries.ts';
import { rightsOnPost, rightsOnThread, type Circumstances } from './rights.ts';
import { threadRow } from './rows.ts';
import { withThreadCards } from './thread-cards.ts';
import * as queries from './view.queries.ts';

/** Which answers: `postId` opens the page that holds it, `comments` shows all comments of that post. */
export type Wanted = { order: ThreadOrder; page: number; postId?: number; comments?: number };
type Shown = { circumstances: Circumstances; thread: queries.ThreadRecord; authors: Map<number, Author> };
type Linked = Pick<Thread, 'duplicateOf' | 'proposedDuplicateOf' | 'duplicates' | 'related'>;

const relatedShown = 5;

/**
 * A thread with its opening text and a page of answers, in three statements whatever its length. The reader's own votes, “me too”
 * and watch are left empty: their modules know them. Throws 404, 410 for a deleted thread.
 */
export async function readThreadView(
	deps: Deps,
	actor: Actor,
	visibility: Visibility,
	threadId: number,
	wanted: Wanted,
): Promise<ThreadView> {
	const [thread, settings] = await Promise.all([
		find(deps, visibility, threadId, wanted.postId),
		currentSettings(deps.sql),
	]);
	const reader = { memberId: actor.id, moderates: moderates(actor, thread.spaceId) };
	const listed = await queries.listPage(deps.sql, reader, threadId, wanted);
	if (wanted.postId !== undefined && !listed.some((post) => post.id === wanted.postId))
		await leadElsewhere(deps, visibility, thread, wanted.postId);
	const [posts, authors] = await Promise.all([
		withThreadCards(deps, actor, visibility, listed),
		authorsByIds(deps.sql, peopleOf(thread, listed)),
	]);
	const shown = { circumstances: { actor, now: deps.clock.now(), settings }, thread, authors };
	const [opening, ...answers] = inOrder(shown, posts);
	if (!opening) throw notFound();
	const [first] = posts;
	return {
		thread: wholeThread(shown, visibility, posts),
		opening,
		answers,
		order: wanted.order,
		page: first?.page ?? 1,
		pages: Math.max(1, Math.ceil((first?.total ?? 0) / queries.answersAPage)),
	};
}

/** Some posts of a thread by number, with the thread as it stands: what a page fetches after a live message. Throws as above. */
export async function readSomePosts(
	deps: Deps,
	actor: Actor,
	visibility: Visibility,
	threadId: number,
	wanted: { ids: number[]; comments?: number },
): Promise<{ version: number; posts: Post[]; thread: Thread }> {
	const [thread, settings] = await Promise.all([find(deps, visibility, threadId), currentSettings(deps.sql)]);
	const reader = { memberId: actor.id, moderates: moderates(actor, thread.spaceId) };
	const [listed, opening] = await Promise.all([
		queries.listSome(deps.sql, reader, threadId, wanted),
		queries.findOpeningRecord(deps.sql, threadId),
	]);
	const [posts, authors] = await Promise.all([
		withThreadCards(deps, actor, visibility, listed),
		authorsByIds(deps.sql, peopleOf(thread, listed)),
	]);
	const shown = { circumstances: { actor, now: deps.clock.now(), settings }, thread, authors };
	return {
		version: thread.version,
		posts: inOrder(shown, posts),
		thread: wholeThread(shown, visibility, opening),
	};
}

async function find(
	deps: Deps,
	visibility: Visibility,
	threadId: number,
	postId?: number,
): Promise<queries.ThreadRecord> {
	const thread = await queries.findRecord(deps.sql, visibility, threadId);
	if (thread) return thread;
	const into = await findMergedInto(deps.sql, visibility, threadId);
	if (into && postId !== undefined) await leadElsewhere(deps, visibility, { id: threadId }, postId);
	if (into) throw moved(threadPath(into));
	throw (await isDeletedThread(deps.sql, visibility, threadId)) ? gone() : notFound();
}

/** Throws 410 `moved` with the address of a post that is in another thread now, as far as the reader may see that one. */
async function leadElsewhere(
	deps: Deps,
	visibility: Visibility,
	thread: { id: number },
	postId: number,
): Promise<void> {
	const there = await findThreadOfPost(deps.sql, visibility, postId);
	if (there && there.id !== thread.id) throw moved(postPath(there, postId));
}

function peopleOf(thread: queries.ThreadRecord, posts: queries.PostRecord[]): number[] {
	return idsOf([thread.authorId, ...posts.flatMap((post) => [post.authorId, post.acceptedBy, post.lastEditorId])]);
}

/** Opening text and answers with their comments, in the order of the rows. */
function inOrder(shown: Shown, posts: queries.PostRecord[]): Post[] {
	const comments = Map.groupBy(
		posts.filter((post) => post.kind === 'comment'),
		(comment) => comment.parentId,
	);
	return posts.flatMap((post) => {
		if (post.kind === 'comment') return [];
		const { kind } = post;
		const below = (comments.get(post.id) ?? []).map((comment) => wholeComment(shown, comment));
		return [{ ...wholePost(shown, post), kind, comments: below }];
	});
}

function shownText({ circumstances, thread, authors }: Shown, post: queries.PostRecord) {
	return {
		id: post.id,
		author: authorAmong(authors, post),
		html: post.state === 'deleted' ? null : post.html,
		state: post.state,
		version: post.version,
		createdAt: post.createdAt,
		editedAt: post.editedAt,
		score: post.score,
		licence: post.licence,
		sourceUrl: post.sourceUrl,
		held: heldFor(circumstances, thread, post),
		may: rightsOnPost(circumstances, thread, post),
	};
}

/** Why a post is held, for its author and for moderators, who also learn what rules found. */
function heldFor({ actor }: Circumstances, thread: queries.ThreadRecord, post: queries.PostRecord): Post['held'] {
	if (post.state !== 'held') return null;
	const { reason, findings } = post.held ?? { reason: '', findings: [] };
	return { reason, findings: moderates(actor, thread.spaceId) ? findings : [] };
}

function wholePost(shown: Shown, post: queries.PostRecord): Omit<Post, 'kind' | 'comments'> {
	const { authors } = shown;
	const byAnother =
		post.lastEditorId !== post.authorId || (post.lastEditorId === null && post.lastEditorName !== post.authorName);
	const edited = post.editedAt !== null && post.revisions > 1 && byAnother;
	return {
		...shownText(shown, post),
		authorAccepted: post.authorHidden ? 0 : post.authorAccepted,
		revisions: post.revisions,
		editedBy: edited ? nameAmong(authors, post.lastEditorId, post.lastEditorName) || null : null,
		deletedAt: post.deletedAt,
		myVote: 0,
		accepted: post.acceptedAt !== null,
		acceptedBy: post.acceptedBy === null ? null : nameAmong(authors, post.acceptedBy, null) || null,
		commentCount: post.comments,
	};
}

function wholeComment(shown: Shown, comment: queries.PostRecord): Comment {
	return { ...shownText(shown, comment), parentId: comment.parentId ?? 0 };
}

function wholeThread(
	{ circumstances, thread, authors }: Shown,
	visibility: Visibility,
	posts: queries.PostRecord[],
): Thread {
	const opening = posts.find((post) => post.kind === 'opening');
	if (!opening) throw notFound();
	return {
		...threadRow(thread, visibility, authors),
		version: thread.version,
		language: thread.language,
		company: thread.company,
		closedReason: thread.closedReason,
		locked: thread.lockedAt !== null,
		solvedOtherwise: thread.solvedOtherwise,
		acceptedCount: thread.accepted,
		listed: thread.listed,
		formValues: thread.formValues,
		...links([...thread.linked, ...thread.sameTags]),
		joined: thread.joined.map(joinedThread),
		peopleFromDuplicates: thread.peopleFromDuplicates,
		myMeToo: false,
		myWatch: null,
		may: rightsOnThread(circumstances, thread, opening),
	};
}

function joinedThread({ how, id, title }: Joined): Thread['joined'][number] {
	return { how, title, path: how === 'merged-in' ? null : threadPath({ id, title }) };
}

function links(linked: LinkedThread[]): Linked {
	const among = (...relations: LinkedThread['relation'][]) => linked.filter((one) => relations.includes(one.relation));
	const place = (one: LinkedThread) => ({ path: threadPath(one), title: one.title });
	const [duplicateOf] = among('duplicate-of');
	const [proposed] = duplicateOf ? [] : among('proposed-duplicate-of');
	const related = [...among('related'), ...among('same-tags')];
	const beside = linked
		.filter((one) => one.relation !== 'related' && one.relation !== 'same-tags')
		.map((one) => one.id);
	const distinct = [...new Map(related.map((one) => [one.id, one])).values()].filter((one) => !beside.includes(one.id));
	return {
		duplicateOf: duplicateOf ? place(duplicateOf) : null,
		proposedDuplicateOf: proposed ? { id: proposed.id, ...place(proposed) } : null,
		duplicates: among('duplicate').map(place),
		related: distinct.slice(0, relatedShown).map((one) => ({ ...place(one), solved: one.solved })),
	};
}
