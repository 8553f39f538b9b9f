import { postPath } from '@ikatan/contracts/paths';
import type { PostRef } from '@ikatan/contracts/asking';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { onceWith } from '../../platform/once.ts';
import { currentSettings, type Settings } from '../settings/index.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { prepareBody, type PreparedBody } from './body.service.ts';
import { found, foundPost, refuse, shownState, type Doing } from './doing.ts';
import type { ThreadFacts } from './facts.ts';
import { findPost, lockThread, lockThreadOfPost } from './facts.queries.ts';
import { makeKnown } from './publishing.service.ts';
import { noteVerdict, screen, stateOfNew } from './screening.service.ts';
import { refusalOfAnswer, refusalOfComment } from './threads.policy.ts';
import * as write from './write.queries.ts';

type Written = { requestKey: string; sourceText: string; typedForMs?: number };
/** `toldBy`: the key of direct notices that said the same to some already; these hear of the answer no more. */
type Told = { toldBy?: string };

/** Answers a thread, once per request key; waits while the author's address is not verified. Throws 404, 403 with the reason. */
export async function answer(
	doing: Doing,
	threadId: number,
	written: Written,
	{ toldBy }: Told = {},
): Promise<PostRef> {
	return await addOnce(doing, written, {
		kind: 'answer',
		parentId: null,
		toldBy,
		deed: `answer.post ${threadId}`,
		lock: (tx, visibility) => lockThread(tx, visibility, threadId),
		check: async (_tx, thread) => refuse(refusalOfAnswer(doing.actor, thread)),
	});
}

/** Comments on an opening text or an answer, once per request key. Throws 404, 403 with the reason. */
export async function comment(doing: Doing, parentId: number, written: Written): Promise<PostRef> {
	const { actor } = doing;
	return await addOnce(doing, written, {
		kind: 'comment',
		parentId,
		deed: `comment.post ${parentId}`,
		lock: (tx, visibility) => lockThreadOfPost(tx, visibility, parentId),
		check: async (tx, thread) =>
			refuse(refusalOfComment(actor, thread, foundPost(actor, thread, await findPost(tx, parentId)))),
	});
}

/** What is added to a thread, and how it is found, locked and allowed. */
type Place = Told & {
	kind: 'answer' | 'comment';
	parentId: number | null;
	deed: string;
	lock: (tx: Tx, visibility: Visibility) => Promise<ThreadFacts | undefined>;
	check: (tx: Tx, thread: ThreadFacts) => Promise<void>;
};

async function addOnce(doing: Doing, written: Written, { deed, lock, check, ...place }: Place): Promise<PostRef> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	const settings = await currentSettings(deps.sql);
	const prepared = await prepareBody(deps, written.sourceText);
	const key = { memberId: actor.id, key: written.requestKey, deed };
	return await inTransaction(deps.sql, (tx) =>
		onceWith(
			tx,
			key,
			() => lock(tx, visibility),
			async (locked) => {
				const thread = found(locked);
				await check(tx, thread);
				return await add(tx, doing, thread, { ...place, prepared, settings, written });
			},
		),
	);
}

type Addition = Pick<Place, 'kind' | 'parentId' | 'toldBy'> & {
	prepared: PreparedBody;
	settings: Settings;
	written: Written;
};

async function add(
	tx: Tx,
	doing: Doing,
	thread: ThreadFacts,
	{ kind, parentId, prepared, settings, written: { typedForMs }, toldBy }: Addition,
): Promise<PostRef> {
	const { actor, deps } = doing;
	const { sourceText, body, mentionIds } = prepared;
	const draft = { kind, targetId: parentId ?? thread.id };
	const reply = { what: 'reply', texts: [sourceText], body, typedForMs, draft, settings } as const;
	const verdict = await screen(tx, doing, thread.spaceId, reply);
	const state = stateOfNew(actor, verdict);
	const post = await write.insertPost(tx, {
		threadId: thread.id,
		kind,
		parentId,
		authorId: actor.id,
		sourceText,
		body,
		state,
	});
	const { id } = post;
	// What follows from the post is sent at once: the thread's lock is held for one round trip less with each.
	await Promise.all([
		mentionIds.length > 0 && write.putMentions(tx, id, mentionIds),
		write.useFiles(tx, id, body.fileIds, actor.id),
		write.dropDrafts(tx, { memberId: actor.id, visitorHash: doing.visitorHash }, draft),
		state === 'published' && makeKnown(tx, deps, thread, post, doing.origin, toldBy),
	]);
	await noteVerdict(tx, thread, post, verdict);
	return { id, path: postPath(thread, id), version: post.version, state: shownState(state) };
}
