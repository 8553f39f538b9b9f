import { termsOf } from './bm25f.ts';
import type { SearchFilters, SearchQuestion, SearchScope } from './documents.ts';
import type { Frequencies } from './frequencies.ts';
import { tellingWords } from './loose-query.ts';
import type { ReaderQuery } from './meilisearch-reader.ts';

/** Words that go into candidate queries, rarest first: one by one, and in pairs; and hits of each. */
const singles = 6;
const paired = 4;
const hitsEach = 40;

/** The question in Meilisearch's notation: `words "a phrase" -without`. */
export function strictWords({
	words,
	phrases,
	without,
}: Pick<SearchQuestion, 'words' | 'phrases' | 'without'>): string {
	const plain = (text: string) => text.replaceAll('"', ' ').trim();
	return [
		plain(words).replace(/(^|\s)-+/g, '$1'),
		...phrases.map((phrase) => `"${plain(phrase)}"`),
		...without.map((phrase) => (/\s/.test(phrase.trim()) ? `-"${plain(phrase)}"` : `-${plain(phrase)}`)),
	]
		.filter(Boolean)
		.join(' ');
}

/** One query per telling word, and one per pair of the rarest: together they hold what ranking has to choose from. */
export async function candidateQueries(
	question: SearchQuestion,
	indexUid: string,
	frequencies: Frequencies,
): Promise<ReaderQuery[]> {
	const terms = termsOf(question.words, question.language);
	const corpus = await frequencies.corpusFor(terms.flatMap((term) => term.stems));
	const rarest = tellingWords(terms, corpus).map(({ word }) => word);
	const pairs = rarest
		.slice(0, paired)
		.flatMap((word, place, words) => words.slice(place + 1).map((other) => `${word} ${other}`));
	const rest = { phrases: question.phrases, without: question.without };
	return [...pairs, ...rarest.slice(0, singles)].map((words) => ({
		indexUid,
		q: strictWords({ ...rest, words }),
		filter: filterOf(question.scope, question.filters),
		matchingStrategy: 'all',
		limit: hitsEach,
	}));
}

/** What the reader may see, narrowed by the facets, in Meilisearch's filter notation. */
export function filterOf(scope: SearchScope, filters: SearchFilters): string {
	const own =
		scope.ownCompanySpaceIds.length > 0 && scope.companyId !== null
			? ` OR (spaceId IN [${scope.ownCompanySpaceIds.join(', ')}] AND companyId = ${scope.companyId})`
			: '';
	const { spaceId, kinds, tags, authorId, writtenByIds, solved, answered, staffAnswer, createdSince, exceptId } =
		filters;
	return [
		`(spaceId IN [${scope.openSpaceIds.join(', ')}]${own})`,
		spaceId !== undefined && `spaceId = ${spaceId}`,
		kinds !== undefined && `kind IN [${kinds.map(quoted).join(', ')}]`,
		...(tags ?? []).map((tag) => `tags = ${quoted(tag)}`),
		authorId !== undefined && `authorId = ${authorId}`,
		...(writtenByIds ?? []).map((id) => `(authorId = ${id} OR answererIds = ${id})`),
		solved !== undefined && `solved = ${solved}`,
		answered !== undefined && `answered = ${answered}`,
		staffAnswer !== undefined && `staffAnswer = ${staffAnswer}`,
		createdSince !== undefined && `createdAt >= ${Date.parse(createdSince) / 1000}`,
		exceptId !== undefined && `id != ${exceptId}`,
	]
		.filter(Boolean)
		.join(' AND ');
}

function quoted(value: string): string {
	return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
