import { formatters, isMessage, translate, translateParts } from '@ikatan/messages';
import type { MessageKey } from '@ikatan/messages';
import type { AuditLine } from '@ikatan/contracts/audit';

/** A line of the log as it is read: its sentence, and what stands below it. */
export type LogSentence = {
	key: MessageKey;
	params: Record<string, string>;
	facts: { label: string; value: string }[];
};

/** Whose words, and in whose days. */
type Reader = { language: string; timeZone: string };

/** A line in words; an action without a sentence keeps its name. */
export function sentenceOf(line: AuditLine, reader: Reader): LogSentence {
	const { language } = reader;
	const { action, actor, details, subjectTitle } = line;
	const own = `audit.${action}`;
	const nameless = actor === null ? 'audit.nobody' : 'audit.somebody';
	return {
		key: isMessage(own) ? own : 'audit.line.other',
		params: {
			name: actor?.name || translate(language, nameless),
			what: subjectTitle ?? subjectOf(line, language),
			action,
			to: textOf(details.to),
			decision: textOf(details.action),
		},
		facts: factsOf(line, reader),
	};
}

/** What an action is about where it has no title: its kind and number. */
function subjectOf({ subjectKind, subjectId }: AuditLine, language: string): string {
	const key = `audit.subject.${subjectKind}`;
	const kind = isMessage(key) ? translate(language, key) : subjectKind;
	return subjectId === null ? kind : `${kind} ${subjectId}`;
}

/** An action as one of the choices: its sentence without the names in it. */
export function actionLabel(action: string, language: string): string {
	const [domain = ''] = action.split('.');
	const domainKey = `audit.domain.${domain}`;
	const named = isMessage(domainKey) ? translate(language, domainKey) : domain;
	if (!action.includes('.')) return translate(language, 'audit.domain.all', { domain: named });
	const key = `audit.${action}`;
	const verb = isMessage(key) ? verbOf(key, language) : action;
	return translate(language, 'audit.domain.one', { domain: named, verb });
}

function verbOf(key: MessageKey, language: string): string {
	const parts = translateParts(language, key, { name: '', what: '', to: '', decision: '' });
	const words = parts.map((part) => (typeof part === 'string' ? part : part.tag === 'what' ? '…' : ''));
	return words.join('').replace(/:.*$/, '').replace(/\s+/g, ' ').trim();
}

/** Numbers of rows say nothing to a reader. */
const isNumber = (name: string) => /(^id|Ids?|^ids)$/.test(name);
const told = new Set(['action']);
/** States of a thread that the sentence says already, and why it was closed, which stands as the deed's reason. */
const saidBefore = /At$|^(closedReason|listed|watches)$/;

function factsOf({ action, details }: AuditLine, reader: Reader): LogSentence['facts'] {
	const { language } = reader;
	const { from, to, changes, ...rest } = details;
	// What somebody may do now is the sentence itself.
	const turned = action === 'member.state-changed' ? [] : changed(from, to, language);
	const facts = [...turned, ...settings(changes)];
	for (const [name, value] of Object.entries(rest)) {
		if (isNumber(name) || told.has(name) || !value || textOf(value) === '') continue;
		facts.push({ label: labelOf(name, language), value: valueOf(name, value, reader) });
	}
	return facts;
}

/** Before and after: of records only the parts that differ. */
function changed(from: unknown, to: unknown, language: string): LogSentence['facts'] {
	if (!isRecord(from) && !isRecord(to)) {
		const [before, after] = [roleOr(from, language), roleOr(to, language)];
		if (before && after) return [{ label: labelOf('to', language), value: `${before} → ${after}` }];
		return before || after ? [{ label: labelOf(after ? 'to' : 'from', language), value: before || after }] : [];
	}
	const [before, after] = [isRecord(from) ? from : {}, isRecord(to) ? to : {}];
	return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((part) => {
		const [had, has] = [textOf(before[part]), textOf(after[part])];
		return had === has || isNumber(part) || saidBefore.test(part)
			? []
			: [{ label: labelOf(part, language), value: `${had || '–'} → ${has || '–'}` }];
	});
}

function settings(changes: unknown): LogSentence['facts'] {
	if (!isRecord(changes)) return [];
	return Object.entries(changes).map(([setting, change]) => {
		const { from, to } = isRecord(change) ? change : {};
		return { label: setting, value: `${textOf(from) || '–'} → ${textOf(to) || '–'}` };
	});
}

function labelOf(name: string, language: string): string {
	const key = `audit.detail.${name}`;
	return isMessage(key) ? translate(language, key) : name;
}

/** Codes that other pages say in words. */
const coded: Record<string, string> = { rule: 'report.reason', causes: 'moderation.causeName' };

function roleOr(value: unknown, language: string): string {
	const key = `admin-people.roleName.${String(value)}`;
	return isMessage(key) ? translate(language, key) : textOf(value);
}

const isMoment = (value: unknown): value is string =>
	typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

function valueOf(name: string, value: unknown, { language, timeZone }: Reader): string {
	if (isMoment(value)) return formatters(language, timeZone).dateTime(value);
	const stem = coded[name];
	if (stem === undefined) return textOf(value);
	const words = (Array.isArray(value) ? value : [value]).map((code) => {
		const key = `${stem}.${code}`;
		return isMessage(key) ? translate(language, key) : textOf(code);
	});
	return words.join(', ');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ').slice(0, 300);
	if (isRecord(value)) return JSON.stringify(value).slice(0, 300);
	return String(value).slice(0, 1000);
}
