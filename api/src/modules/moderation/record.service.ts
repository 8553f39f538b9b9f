import type { readMemberRecord } from '@ikatan/contracts/moderation';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { authorsByIds } from '../accounts/index.ts';
import { mayLift, maySanction } from './moderation.policy.ts';
import { listNotes } from './notes.service.ts';
import { listHistory, listRecords, sumReportsMade, type HistoryRow } from './queue.queries.ts';
import { reachFor } from './reach.ts';
import { listSanctions } from './sanctions.queries.ts';
import { findKnownMember } from './sanctions.service.ts';

type MemberRecord = z.input<typeof readMemberRecord.reply>;

/** A member as moderators see them; what was decided and reported only where the reader moderates. Throws 404. */
export async function readRecord({ sql, clock }: Deps, actor: Actor, memberId: number): Promise<MemberRecord> {
	const target = await findKnownMember(sql, actor, memberId);
	const { reach } = await reachFor(sql, actor);
	const [authors, records, sanctions, history, reportsMade, notes] = await Promise.all([
		authorsByIds(sql, [memberId]),
		listRecords(sql, reach, [memberId], clock.now()),
		listSanctions(sql, memberId),
		listHistory(sql, reach, memberId),
		sumReportsMade(sql, reach, memberId),
		listNotes(sql, actor, 'member', memberId),
	]);
	const [member, record] = [authors.get(memberId), records.get(memberId)];
	if (!member || !record) throw notFound();
	return {
		member,
		record,
		sanctions: sanctions.map((row) => ({ ...row, mayLift: mayLift(actor, target, row) })),
		decisions: history.filter((row) => row.postId !== null).map((row) => ({ ...row, path: pathOf(row) })),
		reportsMade,
		notes,
		maySanction: maySanction(actor, target, 'silence'),
	};
}

function pathOf({ threadId, threadTitle, postId, postKind }: HistoryRow): string | null {
	if (threadId === null || threadTitle === null || postId === null) return null;
	const thread = { id: threadId, title: threadTitle };
	return postKind === 'opening' ? threadPath(thread) : postPath(thread, postId);
}
