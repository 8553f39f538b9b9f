import { RegExpParser, type AST } from '@eslint-community/regexpp';
import type { Pattern } from './patterns.ts';

/** A text that a pattern may take long over: one part of it many times. */
export type Pump = { prefix: string; part: string; suffix: string };

const endings = ['', '!', '\n', '\0x', 'a'];
const most = 60;

/**
 * Texts made from a pattern to make it try as much as it can: for each repetition in it the shortest way there, then what it
 * repeats over and over, then something that it does not expect. Also two repetitions' parts in turn, and what is before one.
 */
export function pumpsFor({ source, flags }: Pattern): Pump[] {
	const tree = new RegExpParser().parsePattern(source, 0, source.length, {
		unicode: flags.includes('u'),
		unicodeSets: flags.includes('v'),
	});
	const parts: { prefix: string; part: string }[] = [];
	const walk = (node: AST.Node, before: string): void => {
		if (node.type === 'Pattern' || node.type === 'Group' || node.type === 'CapturingGroup' || node.type === 'Assertion')
			for (const one of 'alternatives' in node ? node.alternatives : []) walk(one, before);
		if (node.type === 'Alternative') {
			let so = before;
			for (const element of node.elements) {
				walk(element, so);
				so += samples(element)[0] ?? '';
			}
		}
		if (node.type === 'Quantifier') {
			if (node.max > 20) for (const part of samples(node.element)) parts.push({ prefix: before, part });
			walk(node.element, before);
		}
	};
	walk(tree, '');
	const repeated = parts.filter(({ part }) => part !== '');
	const pairs = repeated.flatMap(({ prefix, part }) =>
		repeated.slice(0, 4).map((other) => ({ prefix, part: part + other.part })),
	);
	const starts = repeated.map(({ prefix, part }) => ({ prefix: '', part: prefix + part }));
	const all = [...repeated, ...pairs, ...starts].flatMap((pump) => endings.map((suffix) => ({ ...pump, suffix })));
	const unlike = new Map(all.map((pump) => [JSON.stringify(pump), pump]));
	return [...unlike.values()].slice(0, most * endings.length);
}

/** Short texts that a part of a pattern takes: at most three, unlike each other. */
function samples(node: AST.Node): string[] {
	switch (node.type) {
		case 'Character':
			return [String.fromCodePoint(node.value)];
		case 'CharacterSet':
			return node.kind === 'digit'
				? ['0']
				: node.kind === 'space'
					? [' ', '\n']
					: node.kind === 'word'
						? ['a', '_']
						: ['a', ' '];
		case 'CharacterClass':
			return classSamples(node);
		case 'Group':
		case 'CapturingGroup':
			return [...new Set(node.alternatives.flatMap((one) => samples(one)))].slice(0, 4);
		case 'Alternative':
			return node.elements.reduce<string[]>(
				(texts, element) => {
					const next = samples(element);
					return next.length === 0
						? texts
						: texts.flatMap((text) => next.slice(0, 2).map((end) => text + end)).slice(0, 4);
				},
				[''],
			);
		case 'Quantifier': {
			const inner = samples(node.element);
			return node.min === 0 ? ['', ...inner].slice(0, 3) : inner.map((text) => text.repeat(Math.min(node.min, 20)));
		}
		default:
			return [];
	}
}

const trial = ['a', '0', ' ', '"', '<', '-', '.', '/', 'é', '\n', '&', '_', "'", '=', ':', '😀', '\\', '['];

function classSamples(node: AST.CharacterClass): string[] {
	const own = new RegExp(node.raw, /\\p\{/i.test(node.raw) || node.unicodeSets ? 'u' : '');
	return trial.filter((one) => own.test(one)).slice(0, 3);
}
