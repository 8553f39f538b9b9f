import type { Actor } from '../../platform/actor.ts';
import type { Settings } from '../settings/index.ts';
import { refusalOfThreadAct } from './acting.policy.ts';
import type { PostFacts, ThreadFacts } from './facts.ts';
import { refusalOfMeToo, refusalOfVote } from './hearing.policy.ts';
import * as policy from './threads.policy.ts';

/** What the rights shown on a page depend on besides the rows. */
export type Circumstances = { actor: Actor; now: Date; settings: Settings };

/** What the reader may do with a post, by the same rules that the deeds ask. */
export function rightsOnPost(
	{ actor, now, settings }: Circumstances,
	thread: ThreadFacts,
	post: PostFacts & { revisions: number },
) {
	const may = (refused: policy.Refused) => refused === null;
	const mayDelete = may(policy.refusalOfDelete(actor, thread, post));
	const acceptance =
		post.acceptedAt === null
			? policy.refusalOfAccept(actor, thread, post, now, settings.acceptForAskerAfterDays)
			: policy.refusalOfUnaccept(actor, thread, post);
	return {
		edit: may(policy.refusalOfEdit(actor, thread, post)),
		delete: mayDelete,
		restore: may(policy.refusalOfRestore(actor, thread, post, now, settings.restoreWithinDays)),
		vote: may(refusalOfVote(actor, thread, post, 1)),
		comment: may(policy.refusalOfComment(actor, thread, post)),
		accept: may(acceptance),
		seeHistory: post.revisions > 1 && policy.maySeeText(actor, thread, post),
		deleteTakesNameOnly: mayDelete && policy.deletionOf(actor, thread, post, false) === 'kept',
		moderate: may(refusalOfThreadAct(actor, { ...thread, state: 'published' }, 'lock')),
		report: may(policy.refusalOfReport(actor, thread, post)),
	};
}

/** What the reader may do with a thread. */
export function rightsOnThread({ actor, settings }: Circumstances, thread: ThreadFacts, opening: PostFacts) {
	const may = (refused: policy.Refused) => refused === null;
	return {
		answer: may(policy.refusalOfAnswer(actor, thread)),
		meToo: may(refusalOfMeToo(actor, thread)),
		watch: actor.id !== null && thread.state !== 'deleted',
		solveOtherwise: may(policy.refusalOfSolvedOtherwise(actor, thread)),
		editTags: may(policy.refusalOfEdit(actor, thread, opening)),
		linkDuplicate: may(policy.refusalOfDuplicate(actor, thread, settings.proposeDuplicateTrustLevel)),
		moderate: may(refusalOfThreadAct(actor, thread, 'lock')) || may(refusalOfThreadAct(actor, thread, 'pin')),
		seeNotes: policy.maySeeNotes(actor, thread),
		decideDuplicate: policy.decidesDuplicates(actor, thread) && thread.state === 'published',
	};
}
