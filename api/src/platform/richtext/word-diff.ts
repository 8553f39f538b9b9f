import { diffArrays } from 'diff/lib/diff/array.js';

/** A piece of text that two versions share, or that only one has. */
export interface Change {
	kind: 'same' | 'added' | 'removed';
	text: string;
}

// Words of scripts with spaces; single characters of those without (Han, Kana, Thai …); spaces; single marks.
const WORDS =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]|[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu;
/** Milliseconds for one comparison; what is left after that is shown as replaced. */
const ENOUGH_MS = 400;

/**
 * What changed between two texts, by words. Joining `same` and `removed` gives `before`, `same` and `added` gives `after`.
 * Lines are compared first, then the words of those that differ; texts too different for that come as one replacement.
 */
export function wordDiff(before: string, after: string): Change[] {
	const until = performance.now() + ENOUGH_MS;
	const byLine = compare(linesOf(before), linesOf(after), until);
	const changes: Change[] = [];
	for (let index = 0; index < byLine.length; index++) {
		const change = byLine[index]!;
		const next = byLine[index + 1];
		if (change.kind === 'removed' && next?.kind === 'added') {
			changes.push(...calm(compare(wordsOf(change.text), wordsOf(next.text), until)));
			index++;
		} else changes.push(change);
	}
	return merged(changes);
}

function linesOf(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function wordsOf(text: string): string[] {
	return text.match(WORDS) ?? [];
}

function compare(before: string[], after: string[], until: number): Change[] {
	const timeout = Math.max(1, until - performance.now());
	const parts = diffArrays(before, after, { timeout });
	if (!parts) return replacement(before.join(''), after.join(''));
	return merged(
		parts.map((part) => ({
			kind: part.added ? 'added' : part.removed ? 'removed' : 'same',
			text: part.value.join(''),
		})),
	);
}

function replacement(removed: string, added: string): Change[] {
	return [
		{ kind: 'removed', text: removed },
		{ kind: 'added', text: added },
	];
}

/** Two changed words with only a space in common between them are easier to read as one change. */
function calm(changes: Change[]): Change[] {
	const calmed: Change[] = [];
	changes.forEach((change, index) => {
		const between = index > 0 && index < changes.length - 1;
		if (change.kind === 'same' && between && /^[^\S\n]+$/.test(change.text)) {
			calmed.push(...replacement(change.text, change.text));
		} else calmed.push(change);
	});
	return calmed;
}

/** Joins neighbours of one kind, and puts what was removed before what was added in its place. */
function merged(changes: Change[]): Change[] {
	const result: Change[] = [];
	let removed = '';
	let added = '';
	const flush = () => {
		if (removed !== '') result.push({ kind: 'removed', text: removed });
		if (added !== '') result.push({ kind: 'added', text: added });
		removed = added = '';
	};
	for (const { kind, text } of changes) {
		if (kind === 'removed') removed += text;
		else if (kind === 'added') added += text;
		else if (text !== '') {
			flush();
			const last = result.at(-1);
			if (last?.kind === 'same') last.text += text;
			else result.push({ kind, text });
		}
	}
	flush();
	return result;
}
