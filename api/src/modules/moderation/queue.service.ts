import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { listQueue, QueueItemPage, QueueRow } from '@ikatan/contracts/moderation';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { inTransaction, type Db } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { authorsByIds } from '../accounts/index.ts';
import type { Visibility } from '../spaces/index.ts';
import { authorAmong, idsOf } from '../threads/index.ts';
import { openItem, type Deciding } from './deciding.service.ts';
import { announceDesk } from './desk.ts';
import { putClaim } from './items.queries.ts';
import { countNotesBeside } from './notes.queries.ts';
import * as queries from './queue.queries.ts';
import { reachFor, reachOf } from './reach.ts';

const pageSize = 30;
const claimedForMs = 30 * 60 * 1000;
const excerptLength = 200;
type Page = z.input<typeof listQueue.reply>;
type Query = z.output<NonNullable<typeof listQueue.query>>;

/** Items as shown: authors and their records come in one statement each. */
async function asRows(
	sql: Db,
	{ actor, visibility, now }: { actor: Actor; visibility: Visibility; now: Date },
	records: queries.QueueRecord[],
): Promise<QueueRow[]> {
	const authorIds = idsOf(records.map((record) => record.authorId));
	const [authors, people] = await Promise.all([
		authorsByIds(sql, authorIds),
		queries.listRecords(sql, reachOf(visibility), authorIds, now),
	]);
	return records.flatMap((record) => {
		const space = visibility.spaces.find((one) => one.id === record.spaceId);
		if (!space) return [];
		const { authorId, authorName, authorHidden } = record;
		return [
			{
				...record,
				path: pathOf(record) ?? '',
				excerpt: excerpt(record.beginning, excerptLength),
				space: { id: space.id, slug: space.slug, name: space.name },
				author: authorAmong(authors, { authorId, authorName, authorHidden }),
				authorRecord: people.get(authorId ?? 0) ?? nobody,
				claimedBy:
					record.claimedBy === null
						? null
						: { id: record.claimedBy, name: record.claimedByName ?? '', mine: record.claimedBy === actor.id },
			},
		];
	});
}

const nobody: QueueRow['authorRecord'] = { joinedAt: null, posts: 0, actedOn: 0, trustLevel: 0, state: 'deleted' };

type Placed = { threadId: number | null; threadTitle: string | null; postId: number | null; postKind: string | null };

function pathOf({ threadId, threadTitle, postId, postKind }: Placed): string | null {
	if (threadId === null || threadTitle === null) return null;
	const thread = { id: threadId, title: threadTitle };
	return postKind === 'opening' || postId === null ? threadPath(thread) : postPath(thread, postId);
}

/** A page of the queue, with how much waits. A space that the reader does not moderate has nothing in it. */
export async function list({ sql, clock }: Deps, actor: Actor, query: Query): Promise<Page> {
	const { visibility, reach } = await reachFor(sql, actor);
	const now = clock.now();
	const spaceId =
		query.space === undefined ? undefined : (visibility.spaces.find((one) => one.slug === query.space)?.id ?? 0);
	const wanted = { reach, now, cause: query.cause, spaceId, limit: pageSize + 1 };
	const decided = query.view === 'decided';
	const find = () => {
		if (decided) {
			const [place, id] = unpackCursor(query.after, ['id', 'id']) ?? [];
			return queries.listDecided(sql, {
				...wanted,
				after: place === undefined || id === undefined ? undefined : { place, id },
			});
		}
		const [weight, id] = unpackCursor(query.after, ['number', 'id']) ?? [];
		const after = weight === undefined || id === undefined ? undefined : { weight, id };
		return queries.listOpen(sql, { ...wanted, mine: query.view === 'mine', after });
	};
	const [records, open, mine] = await Promise.all([
		find(),
		queries.countOpen(sql, reach),
		queries.countMine(sql, reach, now),
	]);
	const shown = records.slice(0, pageSize);
	const last = records.length > pageSize ? shown.at(-1) : undefined;
	return {
		items: await asRows(sql, { actor, visibility, now }, shown),
		next: last ? packCursor(decided ? [last.place ?? 0, last.id] : [last.weight, last.id]) : null,
		counts: { open, mine },
	};
}

/** One item as a row of the list. Throws 404. */
export async function readRow({ sql, clock }: Deps, actor: Actor, itemId: number): Promise<QueueRow> {
	const { visibility, reach } = await reachFor(sql, actor);
	const now = clock.now();
	const record = await queries.findItem(sql, reach, itemId, now);
	const [row] = record ? await asRows(sql, { actor, visibility, now }, [record]) : [];
	if (!row) throw notFound();
	return row;
}

/** One item with all that helps to judge it. Throws 404. */
export async function read({ sql, clock }: Deps, actor: Actor, itemId: number): Promise<QueueItemPage> {
	const { visibility, reach } = await reachFor(sql, actor);
	const now = clock.now();
	const record = await queries.findItem(sql, reach, itemId, now);
	if (!record) throw notFound();
	const { authorId, postId, threadId } = record;
	const [rows, texts, reports, history, notes] = await Promise.all([
		asRows(sql, { actor, visibility, now }, [record]),
		queries.findTexts(sql, postId),
		queries.listReports(sql, reach, itemId),
		authorId === null ? [] : queries.listHistory(sql, reach, authorId),
		countNotesBeside(sql, { threadId, memberId: authorId }),
	]);
	const [item] = rows;
	if (!item) throw notFound();
	const people = idsOf([...reports.map((report) => report.reporterId), texts.parent?.authorId ?? null]);
	const authors = await authorsByIds(sql, people);
	return {
		item,
		html: texts.html,
		sourceText: texts.sourceText,
		parent: texts.parent && { author: authorAmong(authors, texts.parent), html: texts.parent.html },
		reports: reports.map(({ reporterId, acted, decided, ...report }) => ({
			...report,
			reporter: authorAmong(authors, { authorId: reporterId, authorName: null }),
			accuracy: { acted, decided },
		})),
		findings: record.findings,
		history: history.map((row) => ({ ...row, path: pathOf(row) })),
		notes,
	};
}

/** The item after one that was just decided; null when nothing waits. */
export async function findNext({ sql, clock }: Deps, actor: Actor, row: QueueRow): Promise<number | null> {
	const { reach } = await reachFor(sql, actor);
	return await queries.findNext(sql, reach, row, clock.now());
}

/** Takes an item for half an hour, or lets it go. Throws 404, 409 `claimed-already`, `decided-already`. */
export async function claim(deciding: Deciding, itemId: number, claimed: boolean): Promise<QueueRow> {
	const { deps, actor, origin } = deciding;
	const { reach } = await reachFor(deps.sql, actor);
	await inTransaction(deps.sql, async (tx) => {
		const item = await openItem(tx, deciding, reach, itemId);
		const until = new Date(deps.clock.now().getTime() + claimedForMs);
		await putClaim(tx, item.id, claimed ? { memberId: actor.id, until } : null);
		await announceDesk(deps, tx, [item.id], origin);
	});
	return await readRow(deps, actor, itemId);
}
