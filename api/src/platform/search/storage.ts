import type { Db } from '../db.ts';
import type { SearchDocument } from './documents.ts';
import { languageOfThread, stemIn, wordsIn, type Word } from './words.ts';

/** PostgreSQL keeps places up to 16,383; words further on are still found, but all at that place. */
const lastPlace = 16_383;
/** Stems of a document, so that its tsvector stays below PostgreSQL's limit of 1 MB. */
const mostStems = 20_000;

/** Writes documents anew and takes others out. */
export async function storeDocuments(sql: Db, documents: SearchDocument[], gone: number[]): Promise<void> {
	if (gone.length > 0) await sql`delete from search_documents where id = any(${gone}::bigint[])`;
	if (documents.length === 0) return;
	const rows = [...documents].sort((one, other) => one.id - other.id).map(rowOf);
	await sql`
		insert into search_documents (id, version, space_id, company_id, kind, solved, answered, staff_answer, author_id,
			answerer_ids, tags, title, title_length, opening_length, answers_length, words, title_words, created_at)
		select id, version, "spaceId", "companyId", kind, solved, answered, "staffAnswer", "authorId",
			"answererIds", tags, title, "titleLength", "openingLength", "answersLength",
			words::tsvector, "titleWords"::tsvector, "createdAt"
		from jsonb_to_recordset(${sql.json(rows)}) as r (
			id bigint, version integer, "spaceId" bigint, "companyId" bigint, kind text, solved boolean, answered boolean,
			"staffAnswer" boolean, "authorId" bigint, "answererIds" bigint[], tags text[], title text, "titleLength" integer,
			"openingLength" integer, "answersLength" integer, words text, "titleWords" text, "createdAt" timestamptz)
		on conflict (id) do update set
			version = excluded.version, space_id = excluded.space_id, company_id = excluded.company_id, kind = excluded.kind,
			solved = excluded.solved, answered = excluded.answered, staff_answer = excluded.staff_answer,
			author_id = excluded.author_id, answerer_ids = excluded.answerer_ids, tags = excluded.tags, title = excluded.title,
			title_length = excluded.title_length, opening_length = excluded.opening_length,
			answers_length = excluded.answers_length, words = excluded.words, title_words = excluded.title_words,
			created_at = excluded.created_at`;
}

function rowOf(document: SearchDocument) {
	const { opening, answers, language: declared, activeAt: _, score: __, ...row } = document;
	const title = wordsIn(document.title);
	const parts = { title, tags: document.tags.flatMap(wordsIn), opening: wordsIn(opening), answers: wordsIn(answers) };
	const language = languageOfThread([...title, ...parts.opening], declared);
	const vectors = new Vectors(language);
	vectors.take(parts.title, 'A');
	const titleWords = vectors.written();
	vectors.take(parts.tags, 'B');
	vectors.take(parts.opening, 'C');
	vectors.take(parts.answers, 'D');
	return {
		...row,
		titleLength: parts.title.length,
		openingLength: parts.opening.length,
		answersLength: parts.answers.length,
		titleWords,
		words: vectors.written(),
	};
}

/** A text's fields as a tsvector: stems of the language, each with its places and the field's weight. */
export function tsvectorOf(language: string, fields: [Word[], 'A' | 'B' | 'C' | 'D'][]): string {
	const vectors = new Vectors(language);
	for (const [words, weight] of fields) vectors.take(words, weight);
	return vectors.written();
}

/** Gathers the stems of one document, field by field. */
class Vectors {
	private readonly language: string;
	private readonly places = new Map<string, string[]>();
	private place = 0;

	constructor(language: string) {
		this.language = language;
	}

	take(words: Word[], weight: string): void {
		for (const { folded } of words) {
			this.place = Math.min(this.place + 1, lastPlace);
			const stem = stemIn(this.language, folded);
			const known = this.places.get(stem);
			if (known) known.push(`${this.place}${weight}`);
			else if (this.places.size < mostStems) this.places.set(stem, [`${this.place}${weight}`]);
		}
		// No phrase runs from one field into the next.
		this.place = Math.min(this.place + 10, lastPlace);
	}

	written(): string {
		return asVector(this.places);
	}
}

function asVector(places: Map<string, string[]>): string {
	return [...places].map(([stem, at]) => `'${stem}':${at.slice(0, 255).join(',')}`).join(' ');
}
