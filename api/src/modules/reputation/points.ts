import type { Settings } from '../settings/index.ts';

export type Reason =
	| 'answer-accepted'
	| 'answer-confirmed'
	| 'answer-upvoted'
	| 'thread-upvoted'
	| 'accepted-answer'
	| 'downvoted'
	| 'gave-downvote';

/** A post with the deeds that give or take points. */
export type Deeds = {
	kind: 'opening' | 'answer' | 'comment';
	/** Published, in a published thread: anything else gives no points. */
	counts: boolean;
	authorId: number | null;
	askerId: number | null;
	acceptedBy: number | null;
	votes: { memberId: number; value: -1 | 1 }[];
};

export type Award = { memberId: number; reason: Reason; causeMemberId: number; worth: number };

/** Gains by votes: what the daily cap counts. */
export const voteReasons: readonly Reason[] = ['answer-upvoted', 'thread-upvoted'];
/** All that a vote can bring, to either side. */
export const reasonsOfVotes: readonly Reason[] = [...voteReasons, 'downvoted', 'gave-downvote'];
export const reasonsOfAcceptance: readonly Reason[] = ['answer-accepted', 'accepted-answer'];

/** What the ledger should hold for a post, from its deeds as they stand; nobody gains by their own deed on their own post. */
export function awardsFor(deeds: Deeds, points: Settings['points']): Award[] {
	if (!deeds.counts || deeds.kind === 'comment') return [];
	const { authorId } = deeds;
	const awards: Award[] = [];
	for (const vote of deeds.votes) {
		const give = (memberId: number | null, reason: Reason, worth: number) => {
			if (memberId !== null && worth !== 0) awards.push({ memberId, reason, causeMemberId: vote.memberId, worth });
		};
		if (vote.value === 1 && deeds.kind === 'answer') give(authorId, 'answer-upvoted', points.answerUpvoted);
		if (vote.value === 1 && deeds.kind === 'opening') give(authorId, 'thread-upvoted', points.threadUpvoted);
		if (vote.value === -1) {
			give(authorId, 'downvoted', points.downvoted);
			give(vote.memberId, 'gave-downvote', points.gaveDownvote);
		}
	}
	const { acceptedBy } = deeds;
	if (acceptedBy !== null && deeds.kind === 'answer' && authorId !== deeds.askerId && authorId !== acceptedBy) {
		const give = (memberId: number, reason: Reason, worth: number) => {
			if (worth !== 0) awards.push({ memberId, reason, causeMemberId: acceptedBy, worth });
		};
		if (authorId !== null) give(authorId, 'answer-accepted', points.answerAccepted);
		if (acceptedBy === deeds.askerId) give(acceptedBy, 'accepted-answer', points.acceptedAnswer);
	}
	return awards;
}

/** Points given after the cap: never more than what is left of today's cap; losses are never capped. */
export function capped(worth: number, gainedToday: number, cap: number): number {
	return worth <= 0 ? worth : Math.max(0, Math.min(worth, cap - gainedToday));
}
