import { exportOwn } from '@ikatan/contracts/accounts';
import { answer } from '#lib/server/answer.ts';
import type { RequestEvent } from './$types';

/** Everything that the community holds of the member, as a file. */
export async function GET({ locals }: RequestEvent) {
	const everything = answer(await locals.api(exportOwn));
	return new Response(JSON.stringify(everything, null, 2), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="ikatan-export.json"`,
			'cache-control': 'private, no-store',
		},
	});
}
