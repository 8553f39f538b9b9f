import type { Sql } from '../../../platform/db.ts';
import { recountSpaces } from '../../spaces/index.ts';
import { recountTags } from '../../tags/index.ts';
import { listImportedAuthors, recountMembers, recountThreads, settleImported } from '../../threads/index.ts';
import { recountVotes } from '../../votes/index.ts';
import type { Write } from '../arrival.ts';
import type { Prepared } from '../batches.ts';
import { Tally, type Problem } from '../tally.ts';
import {
	countOrphanHistory,
	findAnswerDifferences,
	findScoreDifferences,
	listArrivedIds,
	type Difference,
} from '../transfer.queries.ts';

const threadsAtOnce = 2000;
const membersAtOnce = 5000;

/** Counts every number of the imported threads anew, from the rows themselves, and compares them with what the source showed. */
export async function* countThreads(sql: Sql, source: string, afterId: number): AsyncGenerator<Prepared> {
	for (let after = afterId; ;) {
		const threadIds = await listArrivedIds(sql, source, 'thread', after, threadsAtOnce);
		if (threadIds.length === 0) return;
		after = threadIds.at(-1)!;
		const tally = new Tally();
		noteDifferences(tally, 'score-differs', await findScoreDifferences(sql, source, threadIds));
		noteDifferences(tally, 'answers-differ', await findAnswerDifferences(sql, source, threadIds));
		const write: Write = async (tx) => {
			await settleImported(tx, threadIds);
			await recountVotes(tx, threadIds);
			await recountThreads(tx, threadIds);
		};
		yield { next: after, done: threadIds.length, tally, write };
	}
}

function noteDifferences(tally: Tally, problem: Problem, differences: Difference[]): void {
	for (const { sourceId, theirs, ours } of differences) tally.problem(problem, `${sourceId} (${theirs} → ${ours})`);
}

/** The numbers of members, tags and spaces, and what the whole of the dump lacks. */
export async function countRest(sql: Sql, source: string, tally: Tally): Promise<void> {
	const [orphans] = await Promise.all([
		countOrphanHistory(sql, source),
		countMembers(sql, source),
		recountTags(sql),
		recountSpaces(sql),
	]);
	if (orphans.count > 0) tally.problem('history-post-missing', orphans.examples.join(', '), orphans.count);
}

/** Only those who wrote something have numbers: an import brings many who never did. */
async function countMembers(sql: Sql, source: string): Promise<void> {
	for (let after = 0; ;) {
		const memberIds = await listImportedAuthors(sql, source, after, membersAtOnce);
		if (memberIds.length === 0) return;
		after = memberIds.at(-1)!;
		await recountMembers(sql, memberIds);
	}
}
