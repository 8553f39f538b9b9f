import type { Arrival, Arrive, Write } from '../arrival.ts';
import { arriveAnswers } from '../arriving/answers.ts';
import { arriveComments } from '../arriving/comments.ts';
import { arriveHistory } from '../arriving/history.ts';
import { arriveLinks } from '../arriving/links.ts';
import { arriveBadges, arriveMembers } from '../arriving/members.ts';
import { arriveTags, arriveTagTexts } from '../arriving/tags.ts';
import { arriveThreads } from '../arriving/threads.ts';
import { arriveVotes } from '../arriving/votes.ts';
import type { IdSet } from '../id-set.ts';
import type { PartName } from '../progress.ts';
import type { Tally } from '../tally.ts';
import { forgetHistory } from '../transfer.queries.ts';
import * as read from './records.ts';
import type { FileName, Row } from './rows.ts';
import { historyDeeds, historyTexts, linkTypes, postTypes, takenVotes, voteTypes } from './vocabulary.ts';

/** One pass through one file. */
export type Step = {
	name: Exclude<PartName, 'counting'>;
	file: FileName;
	/** Rows in one transaction. */
	rows: number;
	/** What a byte of the file costs beside a byte of Votes.xml, as measured; for the time left. */
	weight: number;
	/** `seen` holds the ids that the step has met: a row that comes twice counts once. */
	prepare: (arrival: Arrival, rows: Row[], tally: Tally, seen: IdSet) => Promise<Write>;
};

/** The rows as records: those that come twice or cannot be read are noted and left out. */
function recordsOf<Record>(rows: Row[], readRow: (row: Row) => Record | null, tally: Tally, seen: IdSet): Record[] {
	return rows.flatMap((row) => {
		const record = readRow(row);
		if (record === null) tally.problem('row-unreadable', row.get('Id') ?? '?');
		else if (seen.add(row.get('Id')!)) return [record];
		else tally.problem('row-twice', row.get('Id')!);
		return [];
	});
}

/** Only the rows of kinds that have a place here; the others are counted by kind. */
function ofKinds(rows: Row[], attribute: string, kinds: object, skip: (kind: string) => void): Row[] {
	return rows.filter((row) => {
		const kind = row.get(attribute) ?? '';
		if (kind in kinds) return true;
		skip(kind);
		return false;
	});
}

/** How a step's rows become records and arrive; `pick` leaves out the rows that the step is not about. */
const arriving =
	<Record>(
		readRow: (row: Row) => Record | null,
		arrive: Arrive<Record>,
		pick: (rows: Row[], tally: Tally) => Row[] = (rows) => rows,
	): Step['prepare'] =>
	(arrival, rows, tally, seen) =>
		arrive(arrival, recordsOf(pick(rows, tally), readRow, tally, seen), tally);

const rowsOfKind = {
	history: (rows: Row[], tally: Tally) =>
		ofKinds(rows, 'PostHistoryTypeId', { ...historyTexts, ...historyDeeds }, () => tally.skip('history', '')),
	votes: (rows: Row[], tally: Tally) =>
		ofKinds(rows, 'VoteTypeId', takenVotes, (kind) => tally.skip('vote', voteTypes[kind] ?? kind)),
	links: (rows: Row[], tally: Tally) => ofKinds(rows, 'LinkTypeId', linkTypes, (kind) => tally.skip('link', kind)),
	/** All but the questions, which have a pass of their own. */
	posts: (rows: Row[], tally: Tally) =>
		ofKinds(
			rows.filter((row) => row.get('PostTypeId') !== '1'),
			'PostTypeId',
			{ '2': 1, '4': 1, '5': 1 },
			(kind) => tally.skip('post', postTypes[kind] ?? kind),
		),
};

const members: Step = {
	name: 'members',
	file: 'Users',
	rows: 2000,
	weight: 1,
	prepare: arriving(read.readMember, arriveMembers),
};
const tags: Step = { name: 'tags', file: 'Tags', rows: 2000, weight: 1, prepare: arriving(read.readTag, arriveTags) };
const history: Step = {
	name: 'history',
	file: 'PostHistory',
	rows: 1000,
	weight: 0.5,
	prepare: arriving(read.readHistoryPlace, arriveHistory, rowsOfKind.history),
};
/** Questions have a pass of their own, since an answer may come before its question in the file. */
const threads: Step = {
	name: 'threads',
	file: 'Posts',
	rows: 500,
	weight: 2,
	prepare: arriving(read.readQuestion, arriveThreads, (rows) => rows.filter((row) => row.get('PostTypeId') === '1')),
};
const answers: Step = { name: 'answers', file: 'Posts', rows: 500, weight: 2, prepare: prepareAnswers };
const comments: Step = {
	name: 'comments',
	file: 'Comments',
	rows: 1000,
	weight: 3,
	prepare: arriving(read.readComment, arriveComments),
};
const votes: Step = {
	name: 'votes',
	file: 'Votes',
	rows: 5000,
	weight: 1,
	prepare: arriving(read.readVote, arriveVotes, rowsOfKind.votes),
};
const links: Step = {
	name: 'links',
	file: 'PostLinks',
	rows: 2000,
	weight: 1,
	prepare: arriving(read.readLink, arriveLinks, rowsOfKind.links),
};
const badges: Step = {
	name: 'badges',
	file: 'Badges',
	rows: 5000,
	weight: 1,
	prepare: arriving(read.readBadge, arriveBadges),
};

/** What runs at once: each stage needs what the ones before it brought. */
export const stages: Step[][] = [[members, history, tags], [threads, badges], [answers], [comments, votes, links]];
export const steps: Step[] = stages.flat();

async function prepareAnswers(arrival: Arrival, rows: Row[], tally: Tally, seen: IdSet): Promise<Write> {
	const others = rows
		.filter((row) => row.get('PostTypeId') !== '1' && row.get('PostTypeId') !== '2')
		.map((row) => row.get('Id') ?? '');
	const taken = rowsOfKind.posts(rows, tally);
	const answers = taken.filter((row) => row.get('PostTypeId') === '2');
	const texts = taken.filter((row) => row.get('PostTypeId') !== '2');
	const writes = await Promise.all([
		arriveAnswers(arrival, recordsOf(answers, read.readAnswer, tally, seen), tally),
		arriveTagTexts(arrival, recordsOf(texts, read.readTagText, tally, seen), tally),
	]);
	return async (tx) => {
		for (const write of writes) await write(tx);
		await forgetHistory(tx, arrival.source, others);
	};
}
