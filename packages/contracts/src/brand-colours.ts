/** The colours that a community can choose, each for light and for dark pages. */
export const brandColourNames = [
	'accentLight',
	'accentDark',
	'staffLight',
	'staffDark',
	'solvedLight',
	'solvedDark',
	'dangerLight',
	'dangerDark',
] as const;
export type BrandColourName = (typeof brandColourNames)[number];
/** As `#rrggbb`. */
export type BrandColours = Record<BrandColourName, string>;
export type Mode = 'light' | 'dark';
export const modes: readonly Mode[] = ['light', 'dark'];
export const brandRoles = ['accent', 'staff', 'solved', 'danger'] as const;
export type BrandRole = (typeof brandRoles)[number];

/** The product's own, as in web/src/lib/styles/tokens.css. */
export const ownColours: BrandColours = {
	accentLight: '#3b45a8',
	accentDark: '#7f8bf5',
	staffLight: '#8a5800',
	staffDark: '#f0bd5b',
	solvedLight: '#11623a',
	solvedDark: '#6fd6a2',
	dangerLight: '#992c1d',
	dangerDark: '#ff9a8b',
};

/** What colours stand on; as in tokens.css. */
const grounds = {
	light: { surface: '#ffffff', sunken: '#f6f6f3', raised: '#ffffff', hover: '#f0f0ec', text: '#1d1e24' },
	dark: { surface: '#15171f', sunken: '#0f1117', raised: '#1c1f29', hover: '#232735', text: '#e8e9ee' },
};
/** How much of a colour is in the wash behind it. */
const washShare = { light: 0.09, dark: 0.14 };
const inks = ['#ffffff', '#10122b'];
const bannerDeepens = 0.45;

type Channels = [number, number, number];

function channelsOf(colour: string): Channels {
	const number = Number.parseInt(colour.slice(1), 16);
	return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** So much of one colour, the rest of the other, as `#rrggbb`. */
export function mixed(one: string, other: string, share: number): string {
	const [from, to] = [channelsOf(one), channelsOf(other)];
	const hex = from.map((channel, place) =>
		Math.round(channel * share + to[place]! * (1 - share))
			.toString(16)
			.padStart(2, '0'),
	);
	return `#${hex.join('')}`;
}

function luminanceOf(colour: string): number {
	const [red, green, blue] = channelsOf(colour).map((channel) => {
		const value = channel / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	}) as Channels;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastOf(one: string, other: string): number {
	const [light, dark] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

/** Every colour that follows from one that was chosen, by its token. */
function tokensOf(role: BrandRole, colour: string, mode: Mode): Record<string, string> {
	const { surface } = grounds[mode];
	const tokens = { [role]: colour, [`${role}-wash`]: mixed(colour, surface, washShare[mode]) };
	if (role !== 'accent') return tokens;
	const ink = inks.toSorted((one, other) => contrastOf(other, colour) - contrastOf(one, colour))[0]!;
	return { ...tokens, 'accent-ink': ink, link: mode === 'light' ? colour : mixed(colour, '#ffffff', 0.7) };
}

/** One use of a chosen colour: text on a ground, and how well it can be read. */
export type ColourPair = {
	name: BrandColourName;
	mode: Mode;
	/** Tokens, e.g. `accent-ink` on `accent`. */
	text: string;
	on: string;
	foreground: string;
	background: string;
	ratio: number;
	/** WCAG 2.2 AA for text of any size. */
	needs: number;
};

/** All pairs of text and ground in which chosen colours take part, light and dark. */
export function pairsOf(colours: BrandColours): ColourPair[] {
	return modes.flatMap((mode) => brandRoles.flatMap((role) => pairsOfRole(role, colours, mode)));
}

function pairsOfRole(role: BrandRole, colours: BrandColours, mode: Mode): ColourPair[] {
	const name = `${role}${mode === 'light' ? 'Light' : 'Dark'}` as const;
	const colour = colours[name];
	const { text, ...places } = grounds[mode];
	const known: Record<string, string> = { ...places, ...tokensOf(role, colour, mode), white: '#ffffff' };
	known['accent-hover'] = mixed(colour, text, 0.88);
	known.banner = colours.accentLight;
	const pair = (ink: string, on: string): ColourPair => {
		const [foreground, background] = [known[ink]!, known[on]!];
		return { name, mode, text: ink, on, foreground, background, ratio: contrastOf(foreground, background), needs: 4.5 };
	};
	const every = [pair(role, 'surface'), pair(role, 'sunken'), pair(role, `${role}-wash`)];
	if (role !== 'accent') return every;
	const links = ['surface', 'sunken', 'raised', 'hover'].map((place) => pair('link', place));
	const banner = mode === 'light' ? [pair('white', 'banner')] : [];
	return [...every, pair('accent-ink', 'accent'), pair('accent-ink', 'accent-hover'), ...links, ...banner];
}

/** Those that cannot be read well enough. */
export const weakPairs = (colours: BrandColours): ColourPair[] =>
	pairsOf(colours).filter(({ ratio, needs }) => ratio < needs);

/** The tokens that follow from colours: of the roles whose colours are not the product's own, or of all. */
function tokensFor(chosen: Partial<BrandColours>, mode: Mode, all = false): Record<string, string> {
	const colours = { ...ownColours, ...chosen };
	const roles = brandRoles.filter(
		(role) =>
			all ||
			colours[`${role}Light`] !== ownColours[`${role}Light`] ||
			colours[`${role}Dark`] !== ownColours[`${role}Dark`],
	);
	const tokens = roles.map((role) => tokensOf(role, colours[`${role}${mode === 'light' ? 'Light' : 'Dark'}`], mode));
	return Object.assign({}, ...tokens, roles.includes('accent') && bannerOf(colours.accentLight)) as Record<
		string,
		string
	>;
}

const written = (tokens: Record<string, string>): string =>
	Object.entries(tokens)
		.map(([token, colour]) => `--${token}:${colour}`)
		.join(';');

/** The style sheet that puts a community's colours over the product's own; empty where it has chosen none. */
export function brandSheet(chosen: Partial<BrandColours>): string {
	const [light, dark] = [written(tokensFor(chosen, 'light')), written(tokensFor(chosen, 'dark'))];
	if (!light) return '';
	// Twice, so that it wins over the tokens whichever sheet comes first.
	return [
		`:root:root{${light}}`,
		`@media (prefers-color-scheme:dark){:root:root:not([data-theme='light']){${dark}}}`,
		`:root:root[data-theme='dark']{${dark}}\n`,
	].join('\n');
}

/** The tokens of a piece of a page that is light or dark whatever the page is: its ground, and all colours where they are given. */
export function sampleTokens(mode: Mode, colours?: BrandColours): string {
	const { surface, text } = grounds[mode];
	return written({ surface, text, ...(colours && tokensFor(colours, mode, true)) });
}

/** The greeting on the home page, and the sign beside the name: in the light colour on every page. */
function bannerOf(accent: string): Record<string, string> {
	return {
		'banner-from': mixed('#000000', accent, bannerDeepens),
		'banner-to': accent,
		'banner-soft': '#ffffff',
		'banner-button': mixed('#000000', accent, 0.2),
		sign: accent,
	};
}
