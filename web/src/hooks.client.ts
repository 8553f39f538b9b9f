import type { ClientInit, HandleClientError } from '@sveltejs/kit/hooks';
import { shellParts } from '#lib/shell/parts.ts';
import { keepTypedEarly } from '#lib/typedEarly.ts';

export const init: ClientInit = async () => {
	keepTypedEarly();
	if (document.documentElement.dataset.reader === 'member') await shellParts.ready().catch(() => undefined);
};

/** A navigation that got no answer is no mistake of the page. The error page has the words for each code. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (kind === 'app') return;
	const away = !navigator.onLine || (error instanceof TypeError && /fetch|network|load/i.test(error.message));
	if (away) return { status: 503, message: '', code: 'unreachable' };
	if (kind === 'framework' && error.status === 404) return { message: '', code: 'not-found' };
	console.error(error);
	return { message: '', code: 'internal' };
};
