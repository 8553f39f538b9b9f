import * as contract from '@ikatan/contracts/site-settings';
import type { Result } from '@ikatan/client';
import { act } from '#lib/admin/server/act.ts';
import { answer, refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { forgetSite } from '#lib/server/site.ts';
import { keptValues } from '#lib/refusal.ts';
import { groupsOf, typedValues } from '#lib/siteSettings/server/fields.ts';
import { typedWords, wordLists } from '#lib/siteSettings/server/words.ts';
import type { SettingsPage } from '#lib/siteSettings/pages.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const ways = {
	community: { read: contract.readCommunitySettings, change: contract.changeCommunitySettings },
	questions: { read: contract.readQuestionSettings, change: contract.changeQuestionSettings },
	reputation: { read: contract.readReputationSettings, change: contract.changeReputationSettings },
	moderation: { read: contract.readModerationSettings, change: contract.changeModerationSettings },
	words: { read: contract.readWordSettings, change: contract.changeWordSettings },
	mail: { read: contract.readMailSettings, change: contract.changeMailSettings },
};

const sectionOf = ({ params }: Pick<RequestEvent, 'params'>) => (params.section ?? 'community') as SettingsPage;

export const load: PageServerLoad = async (event) => {
	const section = sectionOf(event);
	const { values, defaults, lines } = answer(await event.locals.api(ways[section].read as typeof ways.mail.read));
	const words = 'watchedWords' in values ? wordLists(values.watchedWords as contract.WatchedWord[]) : null;
	return { section, groups: groupsOf(section, values, defaults), words, lines };
};

export const actions: Actions = {
	save: async (event) => {
		const section = sectionOf(event);
		const form = await event.request.formData();
		const { words, refused } = section === 'words' ? typedWords(form) : {};
		if (refused) return refused;
		const body = { ...(words ? { watchedWords: words } : typedValues(section, form)), seen: formNumber(form, 'seen') };
		const change = ways[section].change as typeof ways.mail.change;
		const result: Result<undefined> = await event.locals.api(change, { body });
		if (!result.ok) return refuse(result, form, 'save');
		forgetSite();
		return { done: 'save' as const };
	},
	/** Without script: the page again as it was filled in, but for this one field. */
	fillIn: async (event) => {
		const section = sectionOf(event);
		const form = await event.request.formData();
		const name = formText(form, 'reset');
		const { values, defaults } = answer(await event.locals.api(ways[section].read as typeof ways.mail.read));
		const field = groupsOf(section, values, defaults)
			.flatMap(({ fields }) => fields)
			.find((one) => one.name === name);
		const typed = keptValues(form);
		if (field) typed[field.name] = [field.byDefault];
		return { prepared: { form: 'save', values: typed } };
	},
	try: async ({ request, locals }) => {
		const form = await request.formData();
		const { words, refused } = typedWords(form);
		if (refused) return refused;
		const body = { text: formText(form, 'text'), watchedWords: words };
		const result = await locals.api(contract.tryWatchedWords, { body });
		if (!result.ok) return refuse(result, form, 'save');
		return { tried: result.value.hits, prepared: { form: 'save', values: keptValues(form) } };
	},
	undo: act('undo', async ({ locals }: RequestEvent, form) => {
		const result = await locals.api(contract.undoSettings, { body: { lineId: formNumber(form, 'lineId') ?? 0 } });
		forgetSite();
		return result;
	}),
};
