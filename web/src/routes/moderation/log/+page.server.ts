import { listAudit } from '@ikatan/contracts/audit';
import { isMessage, translate } from '@ikatan/messages';
import { actionLabel, sentenceOf } from '#lib/moderation/server/log.ts';
import { answer, requireViewer } from '#lib/server/answer.ts';
import type { PageServerLoad } from './$types';

const subjectKinds = [
	'thread',
	'post',
	'member',
	'space',
	'tag',
	'company',
	'group',
	'invitation',
	'insight',
	'settings',
];

export const load: PageServerLoad = async ({ locals, url }) => {
	requireViewer();
	const text = (name: string, most: number) => url.searchParams.get(name)?.trim().slice(0, most) || undefined;
	const day = (name: string) => /^\d{4}-\d\d-\d\d$/.exec(url.searchParams.get(name) ?? '')?.[0];
	const asked = {
		actor: text('actor', 30)?.replace(/^@/, ''),
		action: text('action', 60),
		subjectKind: text('subjectKind', 30),
		subjectId: Number(/^[1-9]\d{0,14}$/.exec(url.searchParams.get('subjectId') ?? '')?.[0]) || undefined,
		from: day('from'),
		to: day('to'),
	};
	const found = answer(await locals.api(listAudit, { query: { ...asked, after: text('after', 200) } }));
	const { language, timeZone } = locals;
	const domains = [...new Set(found.actions.map((action) => action.split('.')[0] ?? ''))];
	return {
		asked,
		next: found.next,
		lines: found.items.map((line) => ({ ...line, sentence: sentenceOf(line, { language, timeZone }) })),
		actions: domains.flatMap((domain) =>
			[domain, ...found.actions.filter((action) => action.startsWith(`${domain}.`))].map((value) => ({
				value,
				label: actionLabel(value, language),
			})),
		),
		subjects: subjectKinds.flatMap((value) => {
			const key = `audit.subject.${value}`;
			return isMessage(key) ? [{ value, label: translate(language, key) }] : [];
		}),
	};
};
