import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { ownPath } from '@ikatan/contracts/addresses';
import { readOldAddress } from '@ikatan/contracts/pages';

const longest = 500;

/** Leads an address that is no page of ours on to what it was before a move (301); does nothing where it never was one. */
export async function followOldAddress({ locals, request, route, url }: RequestEvent): Promise<void> {
	if (route.id !== null || (request.method !== 'GET' && request.method !== 'HEAD')) return;
	const path = url.pathname;
	if (path.length > longest || path.startsWith('/_app/')) return;
	const found = await locals.api(readOldAddress, { query: { path } });
	if (found.ok) redirect(301, ownPath(found.value.target));
}
