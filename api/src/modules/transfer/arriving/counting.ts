import type { Sql } from '../../../platform/db.ts';
import { recountSpaces } from '../../spaces/index.ts';
import { recountTags } from '../../tags/index.ts';
import { recountMembers, recountThreads, settleImported } from '../../threads/index.ts';
import { recountVotes } from '../../votes/index.ts';
import type { Prepared, Write } from '../arrival.ts';
import { Tally, type Problem } from '../tally.ts';
import {
	countOrphanHistory,
	findAnswerDifferences,
	findScoreDifferences,
	listArrivedIds,
	type Difference,
} from '../transfer.queries.ts';

const threadsAtOnce = 1000;
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
	for (let after = 0; ;) {
		const memberIds = await listArrivedIds(sql, source, 'member', after, membersAtOnce);
		if (memberIds.length === 0) break;
		after = memberIds.at(-1)!;
		await recountMembers(sql, memberIds);
	}
	await recountTags(sql);
	await recountSpaces(sql);
	const orphans = await countOrphanHistory(sql, source);
	if (orphans.count > 0) tally.problem('history-post-missing', orphans.examples.join(', '), orphans.count);
}
