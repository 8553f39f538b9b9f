import type { ThemeRegistrationRaw } from 'shiki/core';

/**
 * The kinds of token that are told apart, each with the TextMate scopes that belong to it (macromates.com, "Language
 * Grammars", naming conventions). The class in the HTML is `tok-<kind>`; its colour is the page's affair. Later and
 * longer scopes win, as in any TextMate theme.
 */
const kinds: Record<string, string[]> = {
	punctuation: ['punctuation', 'keyword.operator', 'meta.brace'],
	keyword: [
		'keyword',
		'storage',
		'constant.language',
		'variable.language',
		'support.type.primitive',
		'storage.type.primitive',
		'keyword.operator.new',
		'keyword.operator.expression',
		'keyword.operator.logical.python',
		'keyword.operator.word',
		'entity.name.tag',
		'support.type.property-name.css.custom',
		'punctuation.definition.keyword',
		'meta.diff.header',
	],
	string: [
		'string',
		'constant.other.symbol',
		'constant.character',
		'punctuation.definition.string',
		'markup.inline.raw',
		'string.quoted.docstring',
	],
	number: [
		'constant.numeric',
		'constant.other.color',
		'keyword.other.unit',
		'constant.other.date',
		'constant.other.time',
	],
	function: [
		'entity.name.function',
		'support.function',
		'meta.function-call.generic',
		'entity.other.attribute-name',
		'entity.name.command',
	],
	type: [
		'entity.name.type',
		'entity.name.class',
		'entity.name.namespace',
		'entity.other.inherited-class',
		'support.class',
		'support.type',
		'entity.name.section',
		'meta.diff.range',
	],
	variable: [
		'variable.parameter',
		'support.type.property-name',
		'variable.other.constant',
		'variable.other.property',
		'meta.object-literal.key',
		'entity.name.variable',
		'variable.other.normal.shell',
	],
	inserted: ['markup.inserted', 'punctuation.definition.inserted'],
	deleted: ['markup.deleted', 'punctuation.definition.deleted'],
	comment: ['comment', 'punctuation.definition.comment', 'comment.block.documentation'],
};

// A theme can only give colours, so each kind gets a colour of its own that stands for its class.
const colours = Object.keys(kinds).map(
	(kind, index) => [kind, `#0000${(index + 1).toString(16).padStart(2, '0')}`] as const,
);
const classes = new Map<string, string>(colours.map(([kind, colour]) => [colour, `tok-${kind}`]));

/** The class of a coloured token, '' for plain text. */
export function classOfColour(colour: string | undefined): string {
	return (colour && classes.get(colour.toLowerCase())) || '';
}

/** A Shiki theme whose colours are names of token kinds. */
export const tokenTheme: ThemeRegistrationRaw & { name: string } = {
	name: 'kinds',
	type: 'light',
	fg: '#ffffff',
	bg: '#ffffff',
	settings: [
		{ settings: { foreground: '#ffffff', background: '#ffffff' } },
		...colours.map(([kind, foreground]) => ({ scope: kinds[kind] ?? [], settings: { foreground } })),
	],
};
