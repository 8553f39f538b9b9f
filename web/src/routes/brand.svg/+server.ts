import { ownColours } from '@ikatan/contracts/brand-colours';
import { brandFile } from '#lib/server/brand.ts';
import type { RequestHandler } from './$types';

/** The sign in the community's accent colour. */
export const GET: RequestHandler = ({ locals, url, request }) => {
	const { colours, version } = locals.site.brand;
	const accent = colours.accentLight ?? ownColours.accentLight;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="${accent}" d="M16 1 31 16 16 31 1 16z"/><path fill="#fff" d="M16 7l9 9-9 9-9-9z"/><path fill="#d18a0b" d="M16 11.5 20.5 16 16 20.5 11.5 16z"/></svg>`;
	return brandFile(svg, 'image/svg+xml', version, url, request.headers.get('if-none-match'));
};
