import type { SearchHit, SearchQuery, searchThreads } from '@ikatan/contracts/search';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import { markText, rootsOf, snippetOf, type SearchFilters, type SearchQuestion } from '../../platform/search.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { threadRows } from '../threads/index.ts';
import { facetsFor } from './facets.ts';
import { findOthers } from './others.ts';
import { isPlain, questionOf } from './question.ts';
import type { SearchDeps } from './suggest.service.ts';
import { countFacets, listFound, listPassages } from './search.queries.ts';

type Reply = z.input<typeof searchThreads.reply>;

/** Ids taken from an index: totals and facets count these, and pages end with them. */
const idsAtMost = 1000;
const pageSize = 20;
const documentsShown = 3;

/** A page of what the reader finds, with totals and facets over just that. */
export async function search(deps: SearchDeps, actor: Actor, query: SearchQuery): Promise<Reply> {
	const begun = performance.now();
	const visibility = await visibilityFor(deps.sql, actor);
	const question = await questionOf(deps.sql, { actor, visibility, now: deps.clock.now() }, query, idsAtMost);
	const [result, others] = await Promise.all([
		question ? deps.search.find(question) : { ids: [], limited: false },
		findOthers(deps, {
			words: [question?.words, ...(question?.phrases ?? [])].join(' '),
			language: actor.language,
			members: 5,
			tags: 5,
			documents: query.page === 1 && isPlain(query) ? documentsShown : 0,
		}),
	]);
	const filters = question?.filters ?? {};
	const { ids, counts } = await readable(deps, visibility, result.ids, filters);
	const pages = Math.ceil(ids.length / pageSize);
	const shown = ids.slice((query.page - 1) * pageSize, query.page * pageSize);
	return {
		items: question ? await hits(deps, visibility, shown, question) : [],
		total: ids.length,
		totalIsEstimate: result.ids.length >= idsAtMost,
		page: query.page,
		pages,
		facets: facetsFor(query, counts),
		...others,
		limited: result.limited || others.limited,
		tookMs: Math.round(performance.now() - begun),
	};
}

/** Of what an index found, what the reader may see by the threads as they are now, in the index's order. */
async function readable(deps: SearchDeps, visibility: Visibility, ids: number[], filters: SearchFilters) {
	const [found, counts] = await Promise.all([
		listFound(deps.sql, visibility, ids, filters),
		countFacets(deps.sql, visibility, ids, filters),
	]);
	const may = new Set(found);
	return { ids: ids.filter((id) => may.has(id)), counts };
}

async function hits(
	deps: SearchDeps,
	visibility: Visibility,
	ids: number[],
	question: SearchQuestion,
): Promise<z.input<typeof SearchHit>[]> {
	const sought = [question.words, ...question.phrases].join(' ');
	const { language } = question;
	const [rows, passages] = await Promise.all([
		threadRows(deps.sql, visibility, ids),
		listPassages(deps.sql, visibility, ids, rootsOf(sought, language)),
	]);
	return rows.map((row) => ({
		...row,
		titleMarked: markText(row.title, sought, language),
		snippet: snippetOf(passages.get(row.id) ?? row.excerpt, sought, language),
	}));
}
