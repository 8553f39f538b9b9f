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
	const places = new Map<string, string[]>();
	let place = 0;
	const take = (words: Word[], weight: string) => {
		for (const { folded } of words) {
			place = Math.min(place + 1, lastPlace);
			const stem = stemIn(language, folded);
			const known = places.get(stem);
			if (known) known.push(`${place}${weight}`);
			else if (places.size < mostStems) places.set(stem, [`${place}${weight}`]);
		}
		// No phrase runs from one field into the next.
		place = Math.min(place + 10, lastPlace);
	};
	take(parts.title, 'A');
	const titleWords = asVector(places);
	take(parts.tags, 'B');
	take(parts.opening, 'C');
	take(parts.answers, 'D');
	return {
		...row,
		titleLength: parts.title.length,
		openingLength: parts.opening.length,
		answersLength: parts.answers.length,
		titleWords,
		words: asVector(places),
	};
}

function asVector(places: Map<string, string[]>): string {
	return [...places].map(([stem, at]) => `'${stem}':${at.slice(0, 255).join(',')}`).join(' ');
}
