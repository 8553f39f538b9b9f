import type { DiffPart } from '@ikatan/contracts/editing';
import type { z } from 'zod';

export type Part = z.infer<typeof DiffPart>;

const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu;
/** Beyond this many compared pairs the middle is shown as replaced; two long texts that share little reach it. */
const enough = 4_000_000;

/** What two texts share and where they differ, by words (longest common subsequence). */
export function wordDiff(before: string, after: string): Part[] {
	const [a, b] = [before.match(words) ?? [], after.match(words) ?? []];
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const middle = compare(a.slice(start, a.length - end), b.slice(start, b.length - end));
	return joined([...same(a.slice(0, start)), ...middle, ...same(a.slice(a.length - end))]);
}

const same = (texts: string[]): Part[] => texts.map((text) => ({ kind: 'same', text }));

function compare(a: string[], b: string[]): Part[] {
	if (a.length * b.length > enough) {
		return [
			{ kind: 'removed', text: a.join('') },
			{ kind: 'added', text: b.join('') },
		];
	}
	const width = b.length + 1;
	const lengths = new Uint32Array((a.length + 1) * width);
	const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
	const parts: Part[] = [];
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			parts.push({ kind: 'same', text: a[i] ?? '' });
			i++;
			j++;
		} else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
			parts.push({ kind: 'removed', text: a[i++] ?? '' });
		else parts.push({ kind: 'added', text: b[j++] ?? '' });
	}
	return parts;
}

/** Joins neighbours of a kind; what was removed comes before what was added in its place. */
function joined(parts: Part[]): Part[] {
	const result: Part[] = [];
	let [removed, added] = ['', ''];
	const flush = () => {
		if (removed) result.push({ kind: 'removed', text: removed });
		if (added) result.push({ kind: 'added', text: added });
		removed = added = '';
	};
	for (const { kind, text } of parts) {
		if (kind === 'removed') removed += text;
		else if (kind === 'added') added += text;
		else {
			flush();
			const last = result.at(-1);
			if (last?.kind === 'same') last.text += text;
			else result.push({ kind, text });
		}
	}
	flush();
	return result;
}

export type Shown = Part | { kind: 'skipped'; text: string };

/** Shortens what did not change to some words around each change; `skipped` stands where text was left out. */
export function inContext(parts: Part[], around = 160): Shown[] {
	return parts.flatMap((part, place): Shown[] => {
		if (part.kind !== 'same') return [part];
		const [first, last] = [place === 0, place === parts.length - 1];
		const head = first ? '' : cut(part.text, around, true);
		const tail = last ? '' : cut(part.text, around, false);
		if (part.text.length <= head.length + tail.length + around) return [part];
		return [
			...(head ? [{ kind: 'same' as const, text: head }] : []),
			{ kind: 'skipped', text: '' },
			...(tail ? [{ kind: 'same' as const, text: tail }] : []),
		];
	});
}

/** About so many characters from one end of a text, whole words. */
function cut(text: string, length: number, fromStart: boolean): string {
	if (text.length <= length) return text;
	return fromStart ? text.slice(0, length).replace(/\S*$/, '') : text.slice(-length).replace(/^\S*/, '');
}
