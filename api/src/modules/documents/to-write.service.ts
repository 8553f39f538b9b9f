import type { listDocsToWrite } from '@ikatan/contracts/documents';
import { threadPath } from '@ikatan/contracts/paths';
import type { z } from 'zod';
import type { Actor, SignedIn } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import * as audit from '../audit/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import * as queries from './to-write.queries.ts';

type WriteDeps = Pick<Deps, 'sql' | 'clock'>;
type Row = { writtenId: number | null; writtenUrl: string | null; writtenBy: string | null; writtenAt: string | null };

/** What there is to write about, or what was written about, as far as the reader may read the threads. */
export async function docsToWrite(
	{ sql }: WriteDeps,
	actor: Actor,
	show: 'open' | 'written',
): Promise<z.input<typeof listDocsToWrite.reply>> {
	const visibility = await visibilityFor(sql, actor);
	const [searches, threads] = await Promise.all([
		show === 'open' ? queries.listOpenSearches(sql) : queries.listWrittenSearches(sql),
		queries.listDuplicated(sql, visibility, show === 'written'),
	]);
	return {
		searches: searches.map((row) => ({ ...row, written: writtenOf(row) })),
		threads: threads.map((row) => ({ ...row, path: threadPath(row), written: writtenOf(row) })),
	};
}

function writtenOf({ writtenId, writtenUrl, writtenBy, writtenAt }: Row) {
	if (!writtenId || !writtenAt) return null;
	return { id: writtenId, url: writtenUrl, byName: writtenBy, at: writtenAt };
}

type Wish = { query?: string | undefined; threadId?: number | undefined; url?: string | undefined };

/** Marks a search or a thread as written about. Throws 404 for a thread that the actor does not find, 422 for an unknown search. */
export async function markWritten({ sql, clock }: WriteDeps, actor: SignedIn, wish: Wish): Promise<{ id: number }> {
	const { query = null, threadId = null } = wish;
	if (threadId !== null && !(await queries.isListed(sql, await visibilityFor(sql, actor), threadId))) throw notFound();
	if (query !== null && !(await queries.isSearched(sql, query))) throw invalid({ query: 'not-found' });
	const url = wish.url ? new URL(wish.url).href : null;
	return await inTransaction(sql, async (tx) => {
		const id = await queries.putMark(tx, { query, threadId, url, writtenBy: actor.id, now: clock.now() });
		await audit.write(tx, {
			actorId: actor.id,
			action: 'documents.marked-written',
			subjectKind: 'written-document',
			subjectId: id,
			details: { query, threadId, url },
		});
		return { id };
	});
}

/** Takes a mark back; throws 404, also for one on a thread that the actor does not find. */
export async function unmarkWritten({ sql }: WriteDeps, actor: SignedIn, writtenId: number): Promise<void> {
	const visibility = await visibilityFor(sql, actor);
	await inTransaction(sql, async (tx) => {
		const mark = await queries.findMark(tx, writtenId);
		if (!mark) throw notFound();
		if (mark.threadId !== null && !(await queries.isListed(tx, visibility, mark.threadId))) throw notFound();
		await queries.deleteMark(tx, writtenId);
		await audit.write(tx, {
			actorId: actor.id,
			action: 'documents.unmarked-written',
			subjectKind: 'written-document',
			subjectId: writtenId,
			details: mark,
		});
	});
}
