import type { SearchQuery } from '@ikatan/contracts/search';
import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { SearchFilters, SearchQuestion } from '../../platform/search.ts';
import { parseQuery } from '../../platform/search.ts';
import { memberByHandle } from '../accounts/index.ts';
import type { Visibility } from '../spaces/index.ts';
import { mainTagNames } from '../tags/index.ts';

const days = { day: 1, week: 7, month: 30, year: 365 };
const dayMs = 24 * 60 * 60 * 1000;

type Asked = Pick<SearchQuery, 'q'> & Partial<SearchQuery>;
/** True where nothing but words is asked: no operator that filters, no facet. */
export function isPlain(asked: Asked): boolean {
	const { tags, spaces, kinds, by, solved, answered } = parseQuery(asked.q);
	const { space, kind, tag, author, solved: solvedFacet, staff, since } = asked;
	const filters = [...tags, ...spaces, ...kinds, ...by, solved ?? undefined, answered ?? undefined];
	return [...filters, space, kind, tag, author, solvedFacet, staff, since].every((filter) => filter === undefined);
}

export type Reader = { actor: Actor; visibility: Visibility; now: Date };

/**
 * A search as the indexes take it: operators and facets become filters. Undefined when nothing can match: facets that rule each
 * other out, nobody of that handle, or a space that is not there or not the reader's to know of.
 */
export async function questionOf(
	db: Db,
	reader: Reader,
	asked: Asked,
	limit: number,
): Promise<SearchQuestion | undefined> {
	const parsed = parseQuery(asked.q);
	const { words, phrases, without } = parsed;
	const spaceId = only([...parsed.spaces, asked.space].map((slug) => spaceOf(reader.visibility, slug)));
	const solved = only([parsed.solved ?? undefined, asked.solved && asked.solved === 'yes']);
	const kinds = kindsOf(parsed.kinds, asked.kind);
	const [authorId, ...writtenByIds] = await Promise.all(
		[asked.author, ...parsed.by].map((handle) => memberId(db, handle)),
	);
	const impossible = [spaceId, solved, kinds, authorId, ...writtenByIds].includes(nothing);
	if (impossible) return undefined;
	const named = [...new Set([...parsed.tags, asked.tag?.toLowerCase()])].filter((tag) => tag !== undefined);
	const tags = await mainTagNames(db, named);
	const filters = {
		spaceId,
		kinds,
		tags: tags.length > 0 ? tags : undefined,
		authorId,
		writtenByIds: writtenByIds.length > 0 ? writtenByIds : undefined,
		solved,
		answered: parsed.answered ?? undefined,
		staffAnswer: asked.staff === 'yes' ? true : undefined,
		createdSince: asked.since && new Date(reader.now.getTime() - days[asked.since] * dayMs).toISOString(),
	} as SearchFilters;
	const { actor, visibility: scope } = reader;
	return { words, phrases, without, language: actor.language, scope, filters, order: asked.order ?? 'best', limit };
}

/** Stands for a wish that nothing fulfils. */
const nothing = Symbol('nothing');
type Nothing = typeof nothing;

function spaceOf(visibility: Visibility, slug: string | undefined): number | undefined | Nothing {
	if (slug === undefined) return undefined;
	return visibility.spaces.find((space) => space.slug === slug)?.id ?? nothing;
}

async function memberId(db: Db, handle: string | undefined): Promise<number | undefined | Nothing> {
	if (handle === undefined) return undefined;
	return (await memberByHandle(db, handle))?.id ?? nothing;
}

/** The one value wished for; undefined without a wish, nothing when two wishes differ. */
function only<T>(wishes: (T | undefined | Nothing)[]): T | undefined | Nothing {
	const wanted = [...new Set(wishes)].filter((wish) => wish !== undefined);
	return wanted.length > 1 ? nothing : wanted[0];
}

function kindsOf(typed: string[], chosen: string | undefined): string[] | undefined | Nothing {
	if (chosen === undefined) return typed.length > 0 ? typed : undefined;
	return typed.length === 0 || typed.includes(chosen) ? [chosen] : nothing;
}
