const vowel = /[aeiou]/g;

/** Which kind of prefix was taken off decides which suffixes may still go. */
type Prefix = 'none' | 'di-meng-ter' | 'per' | 'ke-peng' | 'ber';
type State = { word: string; prefix: Prefix; syllables: number };

const mayLose: [suffix: string, may: (state: State) => boolean][] = [
	['kan', ({ prefix }) => prefix !== 'ke-peng' && prefix !== 'per'],
	['an', ({ prefix }) => prefix !== 'di-meng-ter'],
	['i', ({ prefix, word }) => prefix !== 'ke-peng' && prefix !== 'ber' && !word.endsWith('si')],
];

/** Prefixes in the order of length; what replaces them and in front of what they may stand. */
const firstPrefixes: { start: RegExp; replace: string; prefix: Prefix }[] = [
	{ start: /^meny(?=[aeiou])/, replace: 's', prefix: 'di-meng-ter' },
	{ start: /^peny(?=[aeiou])/, replace: 's', prefix: 'ke-peng' },
	{ start: /^meng/, replace: '', prefix: 'di-meng-ter' },
	{ start: /^peng/, replace: '', prefix: 'ke-peng' },
	{ start: /^mem(?=[aeiou])/, replace: 'p', prefix: 'di-meng-ter' },
	{ start: /^pem(?=[aeiou])/, replace: 'p', prefix: 'ke-peng' },
	{ start: /^mem/, replace: '', prefix: 'di-meng-ter' },
	{ start: /^pem/, replace: '', prefix: 'ke-peng' },
	{ start: /^(?:men|ter|me|di)/, replace: '', prefix: 'di-meng-ter' },
	{ start: /^(?:pen|ke)/, replace: '', prefix: 'ke-peng' },
];
const secondPrefixes: { start: RegExp; replace: string; prefix: Prefix }[] = [
	{ start: /^pelajar/, replace: 'ajar', prefix: 'none' },
	{ start: /^belajar/, replace: 'ajar', prefix: 'ber' },
	{ start: /^(?:per|pe)/, replace: '', prefix: 'per' },
	{ start: /^ber/, replace: '', prefix: 'ber' },
	{ start: /^be(?=[^aeiou]er)/, replace: '', prefix: 'ber' },
];

/**
 * The stem of an Indonesian word in lower case, after Fadillah Z. Tala, “A Study of Stemming Effects on Information Retrieval
 * in Bahasa Indonesia” (2003), as Snowball (and so PostgreSQL) runs it.
 */
export function stemIndonesian(word: string): string {
	const state: State = { word, prefix: 'none', syllables: word.match(vowel)?.length ?? 0 };
	if (state.syllables <= 2) return word;
	takeEnd(state, /(?:kah|lah|pun)$/);
	if (state.syllables > 2) takeEnd(state, /(?:ku|mu|nya)$/);
	if (state.syllables <= 2) return state.word;
	const first = takeStart(state, firstPrefixes);
	if (first) {
		const lostSuffix = state.syllables > 2 && takeSuffix(state);
		if (lostSuffix && state.syllables > 2 && first.replace === '') takeStart(state, secondPrefixes);
	} else {
		takeStart(state, secondPrefixes);
		if (state.syllables > 2) takeSuffix(state);
	}
	return state.word;
}

function takeEnd(state: State, end: RegExp): void {
	const shorter = state.word.replace(end, '');
	if (shorter === state.word) return;
	state.word = shorter;
	state.syllables--;
}

function takeStart(state: State, prefixes: typeof firstPrefixes) {
	const found = prefixes.find(({ start }) => start.test(state.word));
	if (!found) return undefined;
	state.word = state.word.replace(found.start, found.replace);
	state.prefix = found.prefix;
	state.syllables--;
	return found;
}

function takeSuffix(state: State): boolean {
	const found = mayLose.find(([suffix, may]) => state.word.endsWith(suffix) && may(state));
	if (!found) return false;
	state.word = state.word.slice(0, -found[0].length);
	state.syllables--;
	return true;
}

/**
 * A stem, or the beginning of one, without the k or t that vanishes behind meng-, men-, peng- and pen- (mengirim from kirim, menulis
 * from tulis), which no rule can bring back. The + parts such stems from words of other languages.
 */
export function withoutVanishing(stem: string): string {
	return /^[kt]?[aeiou]/.test(stem) ? `+${stem.replace(/^[kt]/, '')}` : stem;
}
