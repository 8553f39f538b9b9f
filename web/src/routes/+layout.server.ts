import { readRail } from '@ikatan/contracts/pages';
import type { Rail } from '@ikatan/contracts/pages';
import { languages, translate } from '@ikatan/messages';
import { visitorsRail } from '#lib/server/rail.ts';
import type { LayoutServerLoad } from './$types';

const emptyRail: Rail = {
	counts: { question: 0, idea: 0, problem: 0, discussion: 0, announcement: 0 },
	spaces: [],
	roadmap: false,
	team: null,
};

/** What stands around every page. It never fails: an error page, too, needs its surroundings. */
export const load: LayoutServerLoad = async ({ locals }) => {
	const { viewer, viewerUnknown, site, language, timeZone, theme, origin } = locals;
	const nobody = viewer === null && !viewerUnknown;
	const asking = () => (nobody ? visitorsRail(locals.api) : locals.api(readRail));
	const rail = site.ready ? await asking() : undefined;
	return {
		viewer,
		viewerUnknown,
		site,
		language,
		timeZone,
		theme,
		origin,
		now: Date.now(),
		kept: locals.kept ?? null,
		rail: rail?.ok ? rail.value : emptyRail,
		languages: site.languages
			.filter((code) => languages.includes(code))
			.map((code) => ({ code, name: translate(code, 'shell.languageName') })),
	};
};
