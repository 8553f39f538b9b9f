import type { Age, DemoCommunity, DemoThread, DemoVotes } from '../../../demo/types.ts';
import { drawVoters } from '../../../demo/voters.ts';
import { awardsFor, capped, voteReasons, type Award } from '../../modules/reputation/index.ts';
import { loadSettings } from '../../modules/settings/index.ts';
import type { Tx } from '../../platform/db.ts';
import { idOf, momentOf } from './moment.ts';
import type { Seeded } from './seed.ts';

type Cast = { memberId: number; value: 1 | -1; at: Date };
type Dated = Award & { at: Date; threadId: number; postId: number };
type VotedPost = DemoVotes & { author: string; age: Age; accepted?: { age: Age; by?: string }; deleted?: unknown };

/** Votes, me-too and the reputation that follows from them, each dated between its post and now. */
export async function seedVotes(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<void> {
	const { points, reputationDailyVoteCap } = await loadSettings(tx);
	const awards: Dated[] = [];
	const seedPost = async (thread: DemoThread, post: VotedPost, key: string, postId: number) => {
		const place = seeded.threads.get(thread.ref);
		if (!place) return;
		const casts = castsOf(community, thread, post, key, seeded);
		await insertVotes(tx, postId, casts);
		const isAnswer = key !== thread.ref;
		const deeds = {
			kind: isAnswer ? ('answer' as const) : ('opening' as const),
			counts: post.deleted === undefined,
			authorId: idOf(seeded.members, post.author),
			askerId: idOf(seeded.members, thread.author),
			acceptedBy: post.accepted ? idOf(seeded.members, post.accepted.by ?? thread.author) : null,
			votes: casts,
		};
		const acceptedAt = post.accepted ? momentOf(seeded.now, post.accepted.age) : seeded.now;
		for (const award of awardsFor(deeds, points)) {
			const cast = casts.find(({ memberId }) => memberId === award.causeMemberId);
			const at = award.reason.includes('accepted') ? acceptedAt : (cast?.at ?? acceptedAt);
			awards.push({ ...award, at, threadId: place.id, postId });
		}
	};
	for (const thread of community.threads) {
		const place = seeded.threads.get(thread.ref);
		if (!place) continue;
		await seedPost(thread, thread, thread.ref, place.openingId);
		for (const [index, answer] of (thread.answers ?? []).entries()) {
			const key = `${thread.ref}/${index + 1}`;
			await seedPost(thread, answer, key, idOf(seeded.answers, key));
		}
		await seedMeToo(tx, thread, place.id, seeded);
	}
	await insertAwards(tx, awards, reputationDailyVoteCap);
}

function castsOf(community: DemoCommunity, thread: DemoThread, post: VotedPost, key: string, seeded: Seeded): Cast[] {
	const { up, down } = drawVoters(community, thread, post, key);
	const from = momentOf(seeded.now, post.age).getTime();
	const all = [
		...up.map((handle) => ({ handle, value: 1 as const })),
		...down.map((handle) => ({ handle, value: -1 as const })),
	];
	// Most votes come early: the n-th of N at the square of its share of the post's life.
	return all.map(({ handle, value }, index) => ({
		memberId: idOf(seeded.members, handle),
		value,
		at: new Date(from + (seeded.now.getTime() - from) * ((index + 1) / (all.length + 1)) ** 2),
	}));
}

async function insertVotes(tx: Tx, postId: number, casts: Cast[]): Promise<void> {
	const up = casts.filter((cast) => cast.value === 1).length;
	const down = casts.length - up;
	await tx`
		insert into votes (post_id, member_id, value, cast_at)
		select ${postId}, member_id, value, cast_at
		from unnest(${casts.map((cast) => cast.memberId)}::bigint[], ${casts.map((cast) => cast.value)}::smallint[],
			${casts.map((cast) => cast.at.toISOString())}::timestamptz[]) as v (member_id, value, cast_at)`;
	await tx`update post_stats set up = ${up}, down = ${down}, score = ${up - down} where post_id = ${postId}`;
}

async function seedMeToo(tx: Tx, thread: DemoThread, threadId: number, seeded: Seeded): Promise<void> {
	const memberIds = (thread.meToo ?? []).map((handle) => idOf(seeded.members, handle));
	await tx`insert into me_too (thread_id, member_id) select ${threadId}, unnest(${memberIds}::bigint[])`;
	await tx`
		insert into watches (member_id, target_kind, target_id, level, reason)
		select unnest(${memberIds}::bigint[]), 'thread', ${threadId}, 'all', 'me-too' on conflict do nothing`;
}

/** Writes the ledger in the order of time, so that the daily cap falls where it would have fallen. */
async function insertAwards(tx: Tx, awards: Dated[], cap: number): Promise<void> {
	const gained = new Map<string, number>();
	for (const award of awards.sort((left, right) => left.at.getTime() - right.at.getTime())) {
		const day = `${award.memberId} ${award.at.toISOString().slice(0, 10)}`;
		const isVote = voteReasons.includes(award.reason);
		const points = isVote ? capped(award.worth, gained.get(day) ?? 0, cap) : award.worth;
		if (isVote) gained.set(day, (gained.get(day) ?? 0) + points);
		await tx`
			insert into reputation_entries (member_id, reason, worth, points, thread_id, post_id, cause_member_id, at)
			values (${award.memberId}, ${award.reason}, ${award.worth}, ${points}, ${award.threadId}, ${award.postId},
				${award.causeMemberId}, ${award.at})`;
	}
	await tx`
		update members m set reputation = coalesce((
			select sum(points) from reputation_entries r where r.member_id = m.id and r.undone_at is null), 0)`;
}
