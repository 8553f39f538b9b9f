import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type SetThread = { id: string; title: string; opening: string; answers: string[] };
export type SetQuery = {
	text: string;
	/** Grades of the threads that answer it. */
	relevant: Map<string, number>;
	/** Parameters were tuned on the half that is not held out. */
	heldOut: boolean;
};
export type EvaluationSet = { threads: SetThread[]; queries: SetQuery[] };

/**
 * Reads a set in StackFAQ's form: `corpus.jsonl` (doc_id, title, question?, answers), `queries.tsv` (query_id, text) and `qrels.tsv`
 * (query_id, doc_id, grade), both with a first line of names. The first byte of the SHA-256 of a query's id says which half it is in.
 */
export async function readSet(folder: string): Promise<EvaluationSet> {
	const read = async (name: string) => (await readFile(path.join(folder, name), 'utf8')).split(/\r?\n/).filter(Boolean);
	const [corpus, queries, judgements] = await Promise.all(['corpus.jsonl', 'queries.tsv', 'qrels.tsv'].map(read));
	const relevant = new Map<string, Map<string, number>>();
	for (const [queryId = '', documentId = '', grade] of (judgements ?? []).slice(1).map((line) => line.split('\t'))) {
		const grades = relevant.get(queryId) ?? new Map<string, number>();
		relevant.set(queryId, grades.set(documentId, Number(grade ?? 1)));
	}
	return {
		threads: (corpus ?? []).map((line) => {
			const {
				doc_id: id,
				title,
				question = '',
				answers = [],
			} = JSON.parse(line) as Record<string, string> & { answers?: string[] };
			return { id: String(id), title: String(title), opening: question, answers };
		}),
		queries: (queries ?? []).slice(1).flatMap((line) => {
			const [id = '', text = ''] = line.split('\t');
			const grades = relevant.get(id);
			const heldOut = ((createHash('sha256').update(id).digest()[0] ?? 0) & 1) === 1;
			return grades ? [{ text, relevant: grades, heldOut }] : [];
		}),
	};
}

const entities: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" };

/** The titles of the questions in a Stack Exchange dump's `Posts.xml`, one row a line: threads that answer nothing. */
export async function readDistractors(file: string): Promise<SetThread[]> {
	const threads: SetThread[] = [];
	for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
		const title = / PostTypeId="1"/.test(line) ? / Title="([^"]*)"/.exec(line)?.[1] : undefined;
		if (title === undefined) continue;
		const plain = title
			.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
				String.fromCodePoint(parseInt(code, hex ? 16 : 10)),
			)
			.replace(/&(quot|amp|lt|gt|apos);/g, (_, name: string) => entities[name] ?? '');
		threads.push({ id: `distractor ${threads.length}`, title: plain, opening: '', answers: [] });
	}
	return threads;
}
