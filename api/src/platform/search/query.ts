/** What is typed into the search field, taken apart. */
export type ParsedQuery = {
	/** Free words in order, as typed. */
	words: string;
	/** Each between double quotes: found as it stands. */
	phrases: string[];
	/** Words and phrases that may not occur. */
	without: string[];
	tags: string[];
	spaces: string[];
	/** Handles of those who started or answered. */
	by: string[];
	kinds: string[];
	/** null: either. */
	solved: boolean | null;
	answered: boolean | null;
};

const kinds = new Set(['question', 'idea', 'problem', 'discussion', 'announcement']);
const piece =
	/(?<minus>-(?=["\p{L}\p{N}]))?(?:"(?<phrase>[^"]*)(?:"|$)|(?<name>tag|space|is|by):(?<value>[^\s"]+)|(?<word>[^\s"]+))/giu;

/**
 * Takes a search apart: `tag:billing space:app is:solved by:siti "exact words" -word`. An operator that does not exist
 * (`is:nice`, `tag:`, a minus before an operator) counts as the words that it is made of. Never throws.
 */
export function parseQuery(text: string): ParsedQuery {
	const parsed: ParsedQuery = {
		words: '',
		phrases: [],
		without: [],
		tags: [],
		spaces: [],
		by: [],
		kinds: [],
		solved: null,
		answered: null,
	};
	const words: string[] = [];
	for (const { 0: whole, groups = {} } of text.normalize('NFC').matchAll(piece)) {
		const { minus, phrase, name, value, word } = groups;
		const hasLetters = (part: string) => /[\p{L}\p{N}]/u.test(part);
		if (phrase !== undefined) {
			if (hasLetters(phrase)) (minus ? parsed.without : parsed.phrases).push(phrase.trim());
		} else if (name && value && !minus && takeOperator(parsed, name.toLowerCase(), value.toLowerCase())) {
			continue;
		} else if (minus && word && hasLetters(word)) {
			parsed.without.push(word);
		} else if (hasLetters(whole)) {
			words.push(name ? `${name} ${value ?? ''}` : whole);
		}
	}
	parsed.words = words.join(' ');
	return parsed;
}

function takeOperator(parsed: ParsedQuery, name: string, value: string): boolean {
	if (name === 'tag') parsed.tags.push(value.replace(/^#/, ''));
	else if (name === 'space') parsed.spaces.push(value);
	else if (name === 'by') parsed.by.push(value.replace(/^@/, ''));
	else return takeState(parsed, value);
	return true;
}

function takeState(parsed: ParsedQuery, value: string): boolean {
	if (value === 'solved') parsed.solved = true;
	else if (value === 'unsolved') parsed.solved = false;
	else if (value === 'answered') parsed.answered = true;
	else if (value === 'unanswered') parsed.answered = false;
	else if (kinds.has(value)) parsed.kinds.push(value);
	else return false;
	return true;
}
