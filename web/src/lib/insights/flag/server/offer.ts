import { translate } from '@ikatan/messages';
import { captureKindOf } from '../capturing.ts';
import type { CaptureOffer } from '../offer.ts';

/** What a thread page offers its reader to do with words; nothing to most. */
export function captureOffer({ viewer, language }: App.Locals): CaptureOffer | undefined {
	const kind = captureKindOf(viewer);
	if (!kind) return undefined;
	if (kind === 'nominate')
		return { kind, href: '/nominations/new?', post: translate(language, 'flag.nominatePost'), thread: null };
	return {
		kind,
		href: '/insights/flag?',
		post: translate(language, 'flag.onPost'),
		thread: translate(language, 'flag.onThread'),
	};
}
