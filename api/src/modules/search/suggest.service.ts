import type { findSimilar, suggestSearch } from '@ikatan/contracts/search';
import { threadPath } from '@ikatan/contracts/paths';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { markText, snippetOf, type SearchQuestion } from '../../platform/search.ts';
import { listDocuments, mayHaveDocuments, noteEmptySearch } from '../documents/index.ts';
import { visibilityFor, type Visibility } from '../spaces/index.ts';
import { dropDraft, threadRows } from '../threads/index.ts';
import { findOthers } from './others.ts';
import { isPlain, questionOf } from './question.ts';
import { insertDeflection, listFoundTitles } from './search.queries.ts';

export type SearchDeps = Pick<Deps, 'sql' | 'search' | 'clock'>;

const suggested = 6;
const similarShown = 5;
const documentsShown = 3;
/** More than are shown: some may turn out not to be the reader's to see. */
const spare = 6;

/** What is found while somebody types. */
export async function suggest(deps: SearchDeps, actor: Actor, q: string): Promise<z.input<typeof suggestSearch.reply>> {
	const visibility = await visibilityFor(deps.sql, actor);
	const question = await questionOf(deps.sql, { actor, visibility, now: deps.clock.now() }, { q }, suggested + spare);
	const empty = !question || (question.words === '' && question.phrases.length === 0);
	const [{ rows, limited }, others] = await Promise.all([
		empty ? { rows: [], limited: false } : findTitles(deps, visibility, question),
		findOthers(deps, {
			words: [question?.words, ...(question?.phrases ?? [])].join(' '),
			language: actor.language,
			members: 3,
			tags: 3,
			documents: isPlain({ q }) ? 3 : 0,
		}),
	]);
	const spaceNames = new Map(visibility.spaces.map((space) => [space.id, space.name]));
	return {
		threads: rows.map(({ id, title, solved, answers, spaceId }) => ({
			id,
			path: threadPath({ id, title }),
			titleMarked: markText(title, [question?.words, ...(question?.phrases ?? [])].join(' '), actor.language),
			solved,
			answers,
			spaceName: spaceNames.get(spaceId) ?? '',
		})),
		...others,
		limited: limited || others.limited,
	};
}

/** The first threads of those that an index finds, best first; asked for by themselves, so that they wait for nothing else. */
async function findTitles({ sql, search }: SearchDeps, visibility: Visibility, question: SearchQuestion) {
	const { ids, limited } = await search.find(question);
	const found = await listFoundTitles(sql, visibility, ids, question.filters);
	const titles = new Map(found.map((row) => [row.id, row]));
	return { rows: ids.flatMap((id) => titles.get(id) ?? []).slice(0, suggested), limited };
}

/**
 * Counts a search that left its reader with nothing towards the docs to write; `searcher` is kept as a hash for the day. Words with
 * operators that filter, and words that do find something, do not count.
 */
export async function noteEmpty(deps: Deps, actor: Actor, q: string, searcher: string): Promise<void> {
	if (!isPlain({ q })) return;
	const { threads, documents, members, tags } = await suggest(deps, actor, q);
	const found = threads.length + documents.length + members.length + tags.length;
	if (found > 0) return;
	// As it was typed, but for what was not wanted.
	await noteEmptySearch(deps, q.replace(/(^|\s)-("[^"]*"|\S+)/g, ' '), searcher);
}

type Titled = { title: string; exceptThreadId?: number | undefined; spaceId?: number | undefined };

/** The threads most like a title being typed, from all spaces that the asker reads, those of `spaceId` first among equals: the answer may stand elsewhere. */
export async function similar(
	deps: SearchDeps,
	actor: Actor,
	asked: Titled,
): Promise<z.input<typeof findSimilar.reply>> {
	const [{ rows, limited }, documents] = await Promise.all([
		similarThreads(deps, actor, asked, similarShown),
		similarDocuments(deps, actor, asked.title),
	]);
	return {
		items: rows.map(({ id, path, kind, title, excerpt, solved, answers, space }) => ({
			id,
			path,
			kind,
			title,
			excerpt,
			solved,
			answers,
			spaceName: space.name,
		})),
		documents,
		limited,
	};
}

async function similarDocuments(deps: SearchDeps, { language }: Actor, title: string) {
	if (title.length < 3 || !(await mayHaveDocuments(deps.sql))) return [];
	const found = await deps.search.similarDocuments({ words: title, language, limit: documentsShown + spare });
	const documents = (await listDocuments(deps.sql, found.ids)).slice(0, documentsShown);
	return documents.map(({ id, url, title: name, body, sourceName }) => ({
		id,
		url,
		title: name,
		excerpt: snippetOf(body, title, language)
			.map(({ text }) => text)
			.join(''),
		sourceName,
	}));
}

/** The same as rows, at most `count`; also for the evaluation. */
export async function similarThreads(deps: SearchDeps, actor: Actor, asked: Titled, count: number) {
	if (asked.title.length < 3) return { rows: [], limited: false };
	const visibility = await visibilityFor(deps.sql, actor);
	const found = await deps.search.similar({
		words: asked.title,
		phrases: [],
		without: [],
		language: actor.language,
		scope: visibility,
		filters: { exceptId: asked.exceptThreadId },
		order: 'best',
		nearSpaceId: asked.spaceId,
		limit: count + spare,
	});
	const rows = await threadRows(deps.sql, visibility, found.ids);
	return { rows: rows.slice(0, count), limited: found.limited };
}

/** “This solves it”: notes the deflection, throws the draft of the ask away and says where the thread is. Throws 404. */
export async function solvedBySimilar(
	deps: Deps,
	{ actor, visitorHash }: { actor: Actor; visitorHash: string | null },
	threadId: number,
	title: string,
): Promise<{ path: string }> {
	const [thread] = await threadRows(deps.sql, await visibilityFor(deps.sql, actor), [threadId]);
	if (!thread) throw notFound();
	await insertDeflection(deps.sql, { threadId, memberId: actor.id, visitorHash, title });
	await dropDraft(deps, { actor, visitorHash }, { kind: 'thread', targetId: 0 });
	return { path: thread.path };
}
