import { error } from '@sveltejs/kit';
import { translate } from '@ikatan/messages';
import { requireViewer } from '#lib/server/answer.ts';
import type { LayoutServerLoad } from './$types';

/** Only admins learn that these pages are here; what each shows is guarded by the API again. */
export const load: LayoutServerLoad = ({ locals }) => {
	const viewer = requireViewer();
	if (viewer.role !== 'admin') {
		error(404, translate(locals.language, 'errors.not-found'), { code: 'not-found' });
	}
};
