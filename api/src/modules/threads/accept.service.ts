import { inTransaction, type Tx } from '../../platform/db.ts';
import { publish } from '../../platform/events.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { found, foundPost, placeOf, refuse, type Doing } from './doing.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { findOpening, findPost, lockThread, lockThreadOfPost } from './facts.queries.ts';
import { bumpThread, moveThread, settleSolved } from './numbers.queries.ts';
import { putAccepted, putSolvedOtherwise } from './solve.queries.ts';
import { refusalOfAccept, refusalOfSolvedOtherwise, refusalOfUnaccept } from './threads.policy.ts';

type Acceptance = { accepted: boolean; acceptedCount: number; solved: boolean; version: number };

/** Accepts an answer or takes that back; twice is the same as once. Throws 404, 403 with the reason (`not-acceptable-yet`). */
export async function accept(doing: Doing, postId: number, accepted: boolean): Promise<Acceptance> {
	const { actor, deps } = doing;
	const [visibility, settings] = await Promise.all([visibilityFor(deps.sql, actor), currentSettings(deps.sql)]);
	const { threadId, ...acceptance } = await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThreadOfPost(tx, visibility, postId));
		const post = foundPost(actor, thread, await findPost(tx, postId));
		refuse(
			accepted
				? refusalOfAccept(actor, thread, post, deps.clock.now(), settings.acceptForAskerAfterDays)
				: refusalOfUnaccept(actor, thread, post),
		);
		const { id: threadId } = thread;
		if ((post.acceptedAt !== null) !== accepted)
			return { threadId, ...(await settle(tx, doing, thread, post, accepted)) };
		const solved = thread.accepted > 0 || thread.solvedOtherwise !== null;
		return { threadId, accepted, acceptedCount: thread.accepted, solved, version: thread.version };
	});
	deps.live.touch(threadId);
	return acceptance;
}

async function settle(
	tx: Tx,
	doing: Doing,
	thread: ThreadFacts,
	post: PostFacts,
	accepted: boolean,
): Promise<Acceptance> {
	const { actor, deps, origin } = doing;
	await putAccepted(tx, post.id, accepted ? actor.id : null);
	const numbers = await moveThread(tx, thread.id, { accepted: accepted ? 1 : -1 });
	const solved = await settleSolved(tx, thread.id);
	const version = await bumpThread(tx, thread.id);
	const name = accepted ? 'answer.accepted' : 'answer.unaccepted';
	await publish(tx, name, actor.id, { ...placeOf(thread, post), askerId: thread.authorId });
	await deps.live.announce(tx, {
		topic: `thread:${thread.id}`,
		message: { type: 'post-changed', threadId: thread.id, postId: post.id, version },
		origin,
	});
	return { accepted, acceptedCount: numbers.accepted, solved, version };
}

/** Says how a thread was solved without an answer here; an empty text takes it back. Throws 404, 403 with the reason. */
export async function solveOtherwise(
	doing: Doing,
	threadId: number,
	text: string,
): Promise<{ solved: boolean; version: number }> {
	const { actor, deps, origin } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	return await inTransaction(deps.sql, async (tx) => {
		const thread = found(await lockThread(tx, visibility, threadId));
		refuse(refusalOfSolvedOtherwise(actor, thread));
		const before = thread.solvedOtherwise ?? '';
		await putSolvedOtherwise(tx, threadId, text || null);
		await moveThread(tx, threadId, {});
		const solved = await settleSolved(tx, threadId);
		const version = await bumpThread(tx, threadId);
		if (before !== text) {
			const opening = found(await findOpening(tx, threadId));
			if ((before === '') !== (text === '')) {
				await publish(tx, 'thread.solved-otherwise', actor.id, { ...placeOf(thread, opening), solved: text !== '' });
			}
			await deps.live.announce(tx, {
				topic: `thread:${threadId}`,
				message: { type: 'thread-changed', threadId, version },
				origin,
			});
		}
		return { solved, version };
	});
}
