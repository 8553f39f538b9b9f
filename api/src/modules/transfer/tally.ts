/** Things that a dump brings, as the report counts them. */
export const things = [
	'members',
	'tags',
	'tagTexts',
	'threads',
	'answers',
	'accepted',
	'closed',
	'comments',
	'history',
	'revisions',
	'upVotes',
	'downVotes',
	'commentVotes',
	'acceptVotes',
	'favourites',
	'duplicateLinks',
	'relatedLinks',
	'badges',
] as const;
export type Thing = (typeof things)[number];

/** What became of a thing: it stood in the dump, is new here, was here before, or was left out (each with a problem that says why). */
export type Fate = 'found' | 'made' | 'known' | 'left';

/** Why a row was left out, or what of it could not be kept. */
export const problems = [
	'file-missing',
	'file-damaged',
	'row-unreadable',
	'row-twice',
	'answer-thread-missing',
	'accepted-answer-missing',
	'comment-post-missing',
	'vote-post-missing',
	'link-post-missing',
	'link-to-itself',
	'history-post-missing',
	'badge-member-missing',
	'favourite-member-missing',
	'tag-text-without-tag',
	'writer-missing',
	'bio-cut',
	'name-cut',
	'text-cut',
	'text-empty',
	'tag-renamed',
	'address-taken',
	'score-differs',
	'answers-differ',
] as const;
export type Problem = (typeof problems)[number];

/** Rows of which only some kinds have a place here. */
export type Skipped = 'post' | 'vote' | 'link' | 'history';

type Counts = Record<string, number>;
const mostExamples = 5;

/** Plain numbers and a few examples, kept with the run in the same transaction as what they count. */
export type Counted = { counts: Counts; examples: Record<string, string[]> };

/** Counts what an import meets. Batches count into a tally of their own, which joins the run's only once they are committed. */
export class Tally {
	readonly counts: Counts;
	readonly examples: Record<string, string[]>;

	constructor(counted: Partial<Counted> = {}) {
		this.counts = { ...counted.counts };
		this.examples = { ...counted.examples };
	}

	add(thing: Thing, fate: Fate, count = 1): void {
		this.#raise(`${thing}.${fate}`, count);
	}

	of(thing: Thing, fate: Fate): number {
		return this.counts[`${thing}.${fate}`] ?? 0;
	}

	/** Notes a problem with the number, name or file it was met at. */
	problem(problem: Problem, example: string, count = 1): void {
		this.#raise(`problem.${problem}`, count);
		const examples = (this.examples[problem] ??= []);
		if (example && examples.length < mostExamples) examples.push(example);
	}

	problemCount(problem: Problem): number {
		return this.counts[`problem.${problem}`] ?? 0;
	}

	/** Counts a row that has no place here, by its kind at the source. */
	skip(what: Skipped, kind: string): void {
		this.#raise(`skipped.${what}.${kind}`, 1);
	}

	/** Kinds of rows that have no place here, with their number. */
	get skipped(): { what: Skipped; kind: string; count: number }[] {
		return Object.entries(this.counts).flatMap(([key, count]) => {
			const [first, what, kind] = key.split('.', 3);
			return first === 'skipped' ? [{ what: what as Skipped, kind: kind ?? '', count }] : [];
		});
	}

	join(other: Tally): Tally {
		const sum = new Tally(this);
		for (const [key, count] of Object.entries(other.counts)) sum.#raise(key, count);
		for (const [problem, examples] of Object.entries(other.examples)) {
			sum.examples[problem] = [...(sum.examples[problem] ?? []), ...examples].slice(0, mostExamples);
		}
		return sum;
	}

	toJSON(): Counted {
		return { counts: this.counts, examples: this.examples };
	}

	#raise(key: string, count: number): void {
		if (count !== 0) this.counts[key] = (this.counts[key] ?? 0) + count;
	}
}
