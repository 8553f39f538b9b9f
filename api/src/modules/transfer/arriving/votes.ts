import { dateAcceptances } from '../../threads/index.ts';
import { findImportedVotes, importVotes } from '../../votes/index.ts';
import { findWatched, importWatches, type ImportedWatch } from '../../watching/index.ts';
import type { Arrival, Arrive } from '../arrival.ts';
import { sourceIdsOf, type VoteRecord } from '../records.ts';
import type { Tally, Thing } from '../tally.ts';
import type { PostPlace } from '../transfer.queries.ts';

type Placed = VoteRecord & { post: PostPlace };
const thingOf: Record<VoteRecord['kind'], Thing> = {
	up: 'upVotes',
	down: 'downVotes',
	accepted: 'acceptVotes',
	favourite: 'favourites',
};
const valueOf = { up: 1, down: -1 } as const;

/** Votes as rows of their own, so that every score can be counted again; acceptances get their dates, favourites become watches. */
export const arriveVotes: Arrive<VoteRecord> = async (arrival, records, tally) => {
	const { sql, source, lookups } = arrival;
	const placed = await placedOnly(arrival, records, tally);
	const known = lookups.first ? new Set() : await findImportedVotes(sql, source, sourceIdsOf(placed));
	const votes = placed.flatMap(({ kind, sourceId, post, at }) => {
		if (kind !== 'up' && kind !== 'down') return [];
		tally.add(thingOf[kind], known.has(sourceId) ? 'known' : 'made');
		return known.has(sourceId) ? [] : [{ sourceId, postId: post.postId, value: valueOf[kind], castAt: at }];
	});
	const accepted = placed.filter((vote) => vote.kind === 'accepted');
	const acceptances = accepted.filter((vote) => !vote.post.dated).map(({ post, at }) => ({ postId: post.postId, at }));
	tally.add('acceptVotes', 'made', acceptances.length);
	tally.add('acceptVotes', 'known', accepted.length - acceptances.length);
	const favourites = placed.filter((vote) => vote.kind === 'favourite');
	const watches = await watchesOf(arrival, favourites, tally);
	return async (tx) => {
		await importVotes(tx, source, votes);
		await dateAcceptances(tx, acceptances);
		await importWatches(tx, watches);
	};
};

async function placedOnly({ lookups }: Arrival, records: VoteRecord[], tally: Tally): Promise<Placed[]> {
	const posts = await lookups.posts(records.map((record) => record.postSourceId));
	return records.flatMap((record) => {
		tally.add(thingOf[record.kind], 'found');
		const post = posts.get(record.postSourceId);
		if (post) return [{ ...record, post }];
		tally.problem('vote-post-missing', record.sourceId);
		tally.add(thingOf[record.kind], 'left');
		return [];
	});
}

/** Whoever marked a thread to come back to it watches it here, once the account is claimed. */
async function watchesOf({ sql, lookups }: Arrival, favourites: Placed[], tally: Tally): Promise<ImportedWatch[]> {
	const members = await lookups.present(
		'member',
		favourites.map((vote) => vote.memberSourceId),
	);
	const watches = favourites.flatMap(({ sourceId, memberSourceId, post, at }) => {
		const memberId = members.get(memberSourceId ?? '');
		if (memberId !== undefined) return [{ memberId, threadId: post.threadId, at }];
		tally.problem('favourite-member-missing', sourceId);
		tally.add('favourites', 'left');
		return [];
	});
	const watched = await findWatched(sql, watches);
	const fresh = watches.filter((_, place) => !watched[place]);
	tally.add('favourites', 'known', watches.length - fresh.length);
	tally.add('favourites', 'made', fresh.length);
	return fresh;
}
