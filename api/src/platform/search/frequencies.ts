import { first, type Db } from '../db.ts';
import type { Corpus } from './bm25f.ts';

type Snapshot = {
	documents: number;
	averageLengths: Corpus['averageLengths'];
	/** Of the most frequent stems, by ANALYZE; then of others that were asked for. */
	frequencies: Map<string, number>;
	readAt: number;
};

const keepFor = 5 * 60_000;
/** A stem that ANALYZE does not list is rare: above this many documents it is not worth counting on. */
const countUpTo = 5_000;

/**
 * How many threads have a stem, for as good as nothing: PostgreSQL's ANALYZE keeps the share of rows of the most frequent
 * lexemes of a tsvector column (pg_stats), the rest are rare and counted through the index when asked for. Read anew every 5 min.
 */
export class Frequencies {
	private readonly sql: Db;
	private snapshot: Snapshot | undefined;

	constructor(sql: Db) {
		this.sql = sql;
	}

	/** The corpus with the frequencies of at least these stems. */
	async corpusFor(stems: string[]): Promise<Corpus> {
		if (!this.snapshot || Date.now() - this.snapshot.readAt > keepFor) this.snapshot = await this.read();
		const { documents, averageLengths, frequencies } = this.snapshot;
		const unknown = stems.filter((stem) => !frequencies.has(stem));
		if (unknown.length > 0) await this.count(unknown, frequencies);
		return { documents, averageLengths, frequency: (stem) => frequencies.get(stem) ?? 0 };
	}

	/** Has the next question read everything anew: for tests and after bulk writes. */
	forget(): void {
		this.snapshot = undefined;
	}

	private async read(): Promise<Snapshot> {
		const [sizes, lengths, listed] = await Promise.all([
			this.sql<{ documents: number }[]>`
				select case when reltuples >= 10000 then reltuples::bigint else (select count(*) from search_documents) end as documents
				from pg_class where oid = 'search_documents'::regclass`,
			this.sql<{ title: number | null; opening: number | null; answers: number | null }[]>`
				select avg(title_length)::float8 as title, avg(opening_length)::float8 as opening,
					avg(answers_length) filter (where answers_length > 0)::float8 as answers
				from (select title_length, opening_length, answers_length from search_documents order by id desc limit 2000) newest`,
			this.sql<{ stems: string[] | null; shares: number[] | null }[]>`
				select most_common_elems::text::text[] as stems, most_common_elem_freqs as shares
				from pg_stats where schemaname = current_schema() and tablename = 'search_documents' and attname = 'words'`,
		]);
		const documents = first(sizes)?.documents ?? 0;
		const { title, opening, answers } = first(lengths) ?? { title: null, opening: null, answers: null };
		const { stems, shares } = first(listed) ?? { stems: null, shares: null };
		// The list of shares is longer than that of stems: it ends with the least, the greatest and that of nulls.
		const frequencies = new Map(
			(stems ?? []).map((stem, place) => [stem, Math.round((shares?.[place] ?? 0) * documents)]),
		);
		return {
			documents,
			averageLengths: { title: title ?? 8, opening: opening ?? 80, answers: answers ?? 200 },
			frequencies,
			readAt: Date.now(),
		};
	}

	private async count(stems: string[], frequencies: Map<string, number>): Promise<void> {
		const counted = await this.sql<{ stem: string; documents: number }[]>`
			select stem, (select count(*) from (
				select from search_documents where words @@ ('''' || stem || '''')::tsquery limit ${countUpTo}) found) as documents
			from unnest(${stems}::text[]) as stem`;
		for (const { stem, documents } of counted) frequencies.set(stem, documents);
	}
}
