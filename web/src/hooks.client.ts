import type { HandleClientError } from '@sveltejs/kit/hooks';
import { translate } from '#words';

/** A navigation that got no answer is no mistake of the page: it says so, in words. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (kind === 'app') return;
	const language = document.documentElement.lang;
	const away = !navigator.onLine || (error instanceof TypeError && /fetch|network|load/i.test(error.message));
	if (away) return { status: 503, message: translate(language, 'errors.unreachable'), code: 'unreachable' };
	if (kind === 'framework' && error.status === 404)
		return { message: translate(language, 'errors.not-found'), code: 'not-found' };
	console.error(error);
	return { message: translate(language, 'errors.internal'), code: 'internal' };
};
