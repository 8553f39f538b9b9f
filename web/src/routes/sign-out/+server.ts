import { redirect } from '@sveltejs/kit';
import { signOut } from '@ikatan/contracts/accounts';
import { cookieNames } from '@ikatan/contracts/cookies';
import type { RequestEvent } from './$types';

/** Ends the session; should the API be away, this device forgets it all the same. */
export async function POST({ locals, cookies }: RequestEvent) {
	const result = await locals.api(signOut);
	if (!result.ok) cookies.delete(cookieNames.session, { path: '/' });
	redirect(303, '/');
}
