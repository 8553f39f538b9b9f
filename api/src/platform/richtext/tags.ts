/** Raw HTML that members may write inside a line. Whatever is in neither list is shown as the text that was typed. */
export const inlineTags: ReadonlySet<string> = new Set(
	'a abbr b bdi br cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
		' ',
	),
);

/** Raw HTML that may begin a block of its own. */
export const blockTags: ReadonlySet<string> = new Set(
	(
		'blockquote caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary ' +
		'table tbody td tfoot th thead tr ul'
	).split(' '),
);

/** Old or page-shaping tags, and what stands in for them: h1 and h2 belong to the page around the body. */
export const replacedTags: Readonly<Record<string, string>> = {
	font: 'span',
	h1: 'h3',
	h2: 'h3',
	strike: 's',
	tt: 'code',
};

/** The tags that can come out of this folder: these and no others are ever stored. */
export const keptTags: readonly string[] = [...inlineTags, ...blockTags, 'input', 'label'].filter(
	(tag) => tag !== 'center' && !Object.hasOwn(replacedTags, tag),
);
