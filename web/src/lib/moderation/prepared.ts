import { ReportReason } from '@ikatan/contracts/reports';
import type { QueueAction, QueueItemPage } from '@ikatan/contracts/moderation';

/** The prepared words of one language: what was done, and why by rule. */
export type Prepared = {
	code: string;
	name: string;
	done: Partial<Record<QueueAction, string>>;
	why: Record<ReportReason, string>;
};

/** What the author reads, as prepared for an action and a rule; nothing where nobody has to be told. */
export function preparedReason(prepared: Prepared | undefined, action: QueueAction, rule: ReportReason): string {
	const done = prepared?.done[action];
	return prepared && done ? `${done} ${prepared.why[rule]}` : '';
}

/** Whether a reason is one of the prepared ones as they are, or none at all: then another rule may bring another. */
export function isPrepared(all: Prepared[], reason: string): boolean {
	const typed = reason.trim();
	if (typed === '') return true;
	return all.some((one) =>
		Object.values(one.done).some((done) => ReportReason.options.some((rule) => typed === `${done} ${one.why[rule]}`)),
	);
}

/** The rule that speaks loudest in an item: the reason reported with the most weight, else one that fits what held it. */
export function likeliestRule({ item, reports }: Pick<QueueItemPage, 'item' | 'reports'>): ReportReason {
	const weights = new Map<ReportReason, number>();
	for (const { reason, weight } of reports) weights.set(reason, (weights.get(reason) ?? 0) + weight);
	const [heaviest] = [...weights].sort(([, a], [, b]) => b - a);
	if (heaviest) return heaviest[0];
	return item.causes.includes('first-post') || item.causes.includes('held') ? 'spam' : 'other';
}

/** Words that stand in nearly every text of a language and in none of the other. */
const common: Record<string, RegExp> = {
	en: /\b(the|and|is|are|to|of|for|you|it|this|that|not|with|have)\b/gi,
	id: /\b(yang|dan|di|ke|dari|untuk|ini|itu|tidak|saya|ada|bisa|sudah|kami|pakai)\b/gi,
};

/** Of the languages that words are prepared in, the one that a text seems to be in; the first where it cannot be told. */
export function likeliestLanguage(prepared: Prepared[], text: string): string {
	const counted = prepared.map(({ code }) => ({ code, hits: text.match(common[code] ?? /$^/g)?.length ?? 0 }));
	const [first, ...others] = counted;
	return others.reduce((best, one) => (one.hits > best.hits ? one : best), first ?? { code: '', hits: 0 }).code;
}
