import type { Author } from '@ikatan/contracts/common';
import type { Insight, InsightPage } from '@ikatan/contracts/insights';
import type { TeamNote } from '@ikatan/contracts/notes';
import { threadPath } from '@ikatan/contracts/paths';
import type { SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Sql } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { authorsByIds } from '../accounts/index.ts';
import * as areas from './areas.queries.ts';
import { shown } from './board.service.ts';
import { listAreas } from './choices.queries.ts';
import * as queries from './insights.queries.ts';
import { companyWeight, importanceFactors } from './numbers.queries.ts';
import { asQuotes } from './quote-view.ts';
import * as reading from './reading.queries.ts';

const pageSize = 50;

export function asNote(row: reading.NoteRow, authors: Map<number, Author>, readerId: number): TeamNote {
	const author = authors.get(row.authorId);
	if (!author) throw new Error(`Note ${row.id} has no author`);
	const { id, html, sourceText, createdAt, editedAt } = row;
	return { id, author, html, sourceText, createdAt, editedAt, mine: row.authorId === readerId };
}

/** An insight's page; 404 for none. */
export async function readInsightPage(
	sql: Sql,
	actor: SignedIn,
	insightId: number,
	quotesAfter?: string,
): Promise<InsightPage> {
	const from = unpackCursor(quotesAfter, ['number', 'id']);
	const after = from && { importance: from[0], id: from[1] };
	const [facts, row] = [await queries.findInsight(sql, insightId), await queries.findRow(sql, insightId)];
	if (!facts || !row) throw notFound();
	const [quoteRows, perDay, companyNames, threads, noteRows, suggestions, lastMove] = await Promise.all([
		reading.listQuotes(sql, insightId, { after, limit: pageSize + 1 }),
		reading.countPerDay(sql, insightId),
		reading.listCompaniesOf(sql, insightId),
		reading.listThreadsOf(sql, insightId),
		reading.listNotes(sql, insightId),
		reading.listSuggestions(sql, insightId),
		reading.findLastMove(sql, insightId),
	]);
	const shownRows = quoteRows.slice(0, pageSize);
	const people = [facts.createdBy, ...noteRows.map((note) => note.authorId)].filter((id) => id !== null);
	const [authors, quotes] = [await authorsByIds(sql, people), await asQuotes(sql, shownRows)];
	const into = facts.mergedInto === null ? undefined : await queries.findInsight(sql, facts.mergedInto);
	const insight: Insight = {
		...shown(row),
		description: facts.description,
		createdBy: authors.get(facts.createdBy ?? 0) ?? formerAuthor,
		mergedInto: into ? { id: into.id, title: into.title } : null,
		deleted: facts.deletedAt !== null,
		publicTitle: facts.publicTitle,
		publicText: facts.publicText,
		perDay,
		companyNames,
		weight: {
			total: row.weight,
			customers: row.customers,
			companies: row.companies * companyWeight,
			importance: importanceFactors[row.importance as 0 | 1 | 2 | 3],
		},
		threads: threads.map((thread) => ({ ...thread, path: threadPath(thread) })),
	};
	const last = shownRows.at(-1);
	return {
		insight,
		quotes,
		quotesNext: quoteRows.length > pageSize && last ? packCursor([last.importance, last.id]) : null,
		notes: noteRows.map((note) => asNote(note, authors, actor.id)),
		suggestions: suggestions.map(({ id, title, score, shared }) => ({
			id,
			title,
			reason: score >= 0.6 ? 'same-words' : 'similar-words',
			shared,
		})),
		lastMove: lastMove ?? null,
	};
}

/** In place of somebody whose account is gone. */
export const formerAuthor: Author = {
	id: null,
	handle: null,
	name: '',
	pictureUrl: null,
	badge: null,
	title: null,
	company: null,
	former: true,
};

/** A product area: what weighs most, what rises, what is new, and words to read aloud. */
export async function readAreaPage(sql: Sql, slug: string) {
	const area = (await listAreas(sql)).find((one) => one.slug === slug);
	if (!area) throw notFound();
	const [counts, top, rising, newest, aloud] = await Promise.all([
		queries.countCells(sql, queries.narrowedTo(sql, { areaId: area.id })),
		areas.listTop(sql, area.id, 8),
		areas.listRising(sql, area.id, 6),
		areas.listNewThisWeek(sql, area.id, 8),
		reading.listAloud(sql, area.id, 6),
	]);
	return {
		area,
		counts: counts.map(({ columnId, count }) => ({ columnId, count })),
		top: top.map(shown),
		rising: rising.map(shown),
		newThisWeek: newest.map(shown),
		aloud: await asQuotes(sql, aloud),
	};
}

/** All that was done with an insight, newest first. */
export async function readHistory(sql: Sql, insightId: number, after?: string) {
	if (!(await queries.findInsight(sql, insightId))) throw notFound();
	const from = unpackCursor(after, ['id']);
	const rows = await reading.listDeeds(sql, insightId, from?.[0], pageSize + 1);
	const items = rows.slice(0, pageSize);
	const authors = await authorsByIds(
		sql,
		items.flatMap((row) => row.actorId ?? []),
	);
	const last = items.at(-1);
	return {
		items: items.map(({ actorId, what, ...row }) => ({
			...row,
			what: what as never,
			actor: authors.get(actorId ?? 0) ?? formerAuthor,
		})),
		next: rows.length > pageSize && last ? packCursor([last.id]) : null,
	};
}
