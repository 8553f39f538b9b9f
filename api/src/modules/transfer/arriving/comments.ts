import { importComments } from '../../threads/index.ts';
import { importVotes, type ImportedVote } from '../../votes/index.ts';
import { authorOf, findWriters, type Arrival, type Arrive } from '../arrival.ts';
import { sourceIdsOf, type CommentRecord } from '../records.ts';
import type { Tally } from '../tally.ts';
import { noteArrived, type PostPlace } from '../transfer.queries.ts';
import { noteTexts } from './texts.ts';

type Placed = CommentRecord & { post: PostPlace };

/** Comments on opening texts and answers. One that arrived before stays as it is now. */
export const arriveComments: Arrive<CommentRecord> = async (arrival, records, tally) => {
	const { dialect, render, source } = arrival;
	const fresh = await freshComments(arrival, records, tally);
	const members = await findWriters(
		arrival,
		fresh.map((record) => record.writer),
	);
	const rendered = await render(fresh.map((record) => ({ markdown: dialect.comment(record.text) })));
	noteTexts(fresh, rendered, tally);
	const comments = fresh.map((record, place) => ({
		...authorOf(record.writer, members),
		...rendered[place]!,
		threadId: record.post.threadId,
		parentId: record.post.postId,
		createdAt: record.createdAt,
		editedAt: null,
		licence: record.licence ?? dialect.licence(record.createdAt),
		sourceUrl: dialect.commentUrl(record.sourceId, record.postSourceId),
		revisions: [],
	}));
	tally.add('comments', 'made', fresh.length);
	const scores = fresh.reduce((sum, record) => sum + record.score, 0);
	tally.add('commentVotes', 'found', scores);
	tally.add('commentVotes', 'made', scores);
	return async (tx) => {
		const ids = await importComments(tx, source, comments);
		const entries = fresh.map(({ sourceId, score }, place) => ({ sourceId, targetId: ids[place]!, note: { score } }));
		const votes = fresh.flatMap((record, place) => votesOn(record, ids[place]!));
		await Promise.all([noteArrived(tx, source, 'comment', entries), importVotes(tx, source, votes)]);
	};
};

/** Comments know no down votes and their votes are in no file: a score of 3 is three votes up, cast we know not when. */
function votesOn({ sourceId, score, createdAt }: CommentRecord, postId: number): ImportedVote[] {
	return Array.from({ length: score }, (_, number) => ({
		sourceId: `comment-${sourceId}-${number + 1}`,
		postId,
		value: 1 as const,
		castAt: createdAt,
	}));
}

async function freshComments({ lookups }: Arrival, records: CommentRecord[], tally: Tally): Promise<Placed[]> {
	const [known, posts] = await Promise.all([
		lookups.arrived('comment', sourceIdsOf(records)),
		lookups.posts(records.map((record) => record.postSourceId)),
	]);
	tally.add('comments', 'found', records.length);
	return records.flatMap((record) => {
		const post = posts.get(record.postSourceId);
		if (known.has(record.sourceId)) {
			tally.add('comments', 'known');
			return [];
		}
		if (post) return [{ ...record, post }];
		tally.add('comments', 'left');
		tally.problem('comment-post-missing', record.sourceId);
		return [];
	});
}
