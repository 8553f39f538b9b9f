import { brandSheet } from '@ikatan/contracts/brand-colours';
import { brandFile } from '#lib/server/brand.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url, request }) => {
	const { colours, version } = locals.site.brand;
	return brandFile(brandSheet(colours), 'text/css; charset=utf-8', version, url, request.headers.get('if-none-match'));
};
