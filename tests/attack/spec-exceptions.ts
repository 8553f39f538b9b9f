/** Why a case of a specification comes out otherwise here. The first four are for safety; the others are choices, and harmless. */
export const reasons = {
	html: 'raw HTML: only small harmless tags are kept, each closed and where it may stand; all else is shown as it was typed',
	schemes: 'links lead to http, https, mail and places of this community only',
	classes: 'the class of a code block is one plain word',
	mentions: '`@name` is a mention of a member',
	autolinks: 'bare addresses are links, as in GFM with its extension; the specification’s own cases are without it',
	nowhere: 'a link without an address would lead nowhere: its words stay, or what was typed',
	tilde: 'a single `~` stays as typed: it means “about”, as in ~5 km',
	linkifier: 'where a bare address ends, at a bracket that nothing opened, an entity without text, a host with a plus',
	footnotes: 'footnotes are no part of the GFM specification',
} as const;
export type Reason = keyof typeof reasons;

/** Cases that are to come out otherwise, by file and reason. One that passes does not belong here. */
export const exceptions: Record<string, Partial<Record<Reason, readonly number[]>>> = {
	'commonmark-0.31.2': {
		html: [
			21, 31, 148, 150, 153, 154, 156, 157, 158, 162, 163, 164, 165, 166, 167, 169, 170, 171, 172, 173, 176, 178, 180,
			181, 182, 191, 201, 491, 524, 536, 613, 614, 615, 616, 617, 623, 626, 627, 628, 629,
		],
		schemes: [596, 598, 599, 601],
		classes: [24, 34, 144],
		mentions: [606],
		autolinks: [602, 608, 611, 612],
		nowhere: [200, 485, 486, 487, 567],
	},
	'gfm-spec': {
		html: [
			118, 120, 123, 124, 126, 127, 128, 132, 133, 134, 135, 136, 137, 139, 140, 141, 142, 145, 147, 149, 150, 151, 160,
			170, 317, 327, 500, 532, 544, 632, 633, 634, 635, 636, 642, 645, 646, 647, 648, 649,
		],
		schemes: [604, 606, 607, 609, 628],
		classes: [114, 320, 330],
		mentions: [614],
		autolinks: [610, 616, 619, 620],
		nowhere: [169, 495, 496, 575],
		linkifier: [625, 626, 630],
	},
	'gfm-extensions': { html: [22], mentions: [20, 21], tilde: [17, 18], footnotes: [23] },
	'gfm-regression': { html: [6, 9, 14, 17], tilde: [10, 11], footnotes: [13] },
};
