import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { ownPath } from '@ikatan/contracts/addresses';

/** For pages on which visitors become members: where they lead on to. Who is signed in already goes there at once. */
export function loadNext({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): { next: string } {
	const next = ownPath(url.searchParams.get('next'));
	if (locals.viewer) redirect(303, next);
	return { next };
}
