import type { RequestEvent } from '@sveltejs/kit';
import { QueueAction, QueueCause, QueueView } from '@ikatan/contracts/moderation';
import { ReportReason } from '@ikatan/contracts/reports';
import type { Verdict } from '@ikatan/contracts/moderation';
import { translate } from '@ikatan/messages';
import { formNumber, formText } from '#lib/server/form.ts';
import type { QueueQuery } from '../address.ts';
import { isPrepared, preparedReason } from '../prepared.ts';
import type { Prepared } from '../prepared.ts';

/** What an address asks of the queue; what it does not say rightly counts as not said. */
export function queryIn({ searchParams }: Pick<URL, 'searchParams'>): QueueQuery {
	return {
		view: QueueView.options.find((one) => one === searchParams.get('view')) ?? 'open',
		cause: QueueCause.options.find((one) => one === searchParams.get('cause')),
		space: searchParams.get('space') || undefined,
		after: searchParams.get('after') ?? undefined,
	};
}

/** What can be said to authors, in every language of the site: the moderator chooses the author's. */
export function preparedWords({ site, language }: RequestEvent['locals']): Prepared[] {
	const codes = [language, ...site.languages.filter((code) => code !== language)];
	return codes.map((code) => ({
		code,
		name: translate(code, 'shell.languageName'),
		done: Object.fromEntries(
			(['hide', 'delete', 'edit'] as const).map((action) => [action, translate(code, `moderation.prepared.${action}`)]),
		),
		why: Object.fromEntries(
			ReportReason.options.map((rule) => [rule, translate(code, `moderation.prepared.${rule}`)]),
		) as Prepared['why'],
	}));
}

/** The verdict that a form holds; nothing where no action was chosen. Prepared words follow the rule that was chosen last. */
export function verdictIn(form: FormData, locals: RequestEvent['locals']): Verdict | undefined {
	const action = QueueAction.options.find((one) => one === formText(form, 'action'));
	if (!action) return undefined;
	const rule = ReportReason.options.find((one) => one === formText(form, 'rule'));
	const all = preparedWords(locals);
	const words = all.find(({ code }) => code === formText(form, 'wordsIn')) ?? all[0];
	const typed = formText(form, 'reason');
	const reason = rule && isPrepared(all, typed) ? preparedReason(words, action, rule) : typed;
	const kind = (['silence', 'suspend'] as const).find((one) => one === formText(form, 'sanction'));
	return {
		action,
		rule: action === 'keep' ? undefined : rule,
		reason: action === 'keep' ? '' : reason,
		sourceText: action === 'edit' ? formText(form, 'sourceText') : undefined,
		sanction: kind && action !== 'keep' ? { kind, hours: formNumber(form, 'hours') ?? 24 } : undefined,
		toReporters: formText(form, 'toReporters'),
	};
}
