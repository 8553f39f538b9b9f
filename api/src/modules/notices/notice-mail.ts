import { createHash } from 'node:crypto';
import { answerWord } from '@ikatan/contracts/kinds';
import { formatters, translate } from '@ikatan/messages';
import { isSignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, keepPlans, type Tx } from '../../platform/db.ts';
import { renderLetter } from '../../platform/letters.ts';
import { enqueueMail } from '../../platform/mail-outbox.ts';
import { currentSettings, type Settings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { actorById, authorsByIds, mailMember, type MailMember } from '../accounts/index.ts';
import { listLevelsOf } from '../watching/index.ts';
import { choiceAmong, kindsFor } from './kinds.ts';
import * as queries from './notices.queries.ts';
import { mailWaitSeconds } from './notify.ts';
import { pathOf } from './paths.ts';
import { hears } from './recipients.ts';
import { unsubscribeToken, type Unsubscribing } from './unsubscribe-token.ts';

const putOffMs = 60 * 60 * 1000;
const mostInAMail = 100;
/** Nothing waits longer than this, or than notices wait and a letter is put off. */
const longestWaitMs = 12 * 60 * 60 * 1000;

/** Writes one mail to each member whose notices have waited long enough unseen. */
export async function mailDueNotices(deps: Deps): Promise<void> {
	const now = deps.clock.now();
	const settings = await currentSettings(deps.sql);
	const waitMs = Math.max(longestWaitMs, mailWaitSeconds(deps, settings) * 1000 + putOffMs);
	const round = { now, latest: new Date(now.getTime() + waitMs) };
	for (const { memberId } of await queries.listMailDue(deps.sql, round)) {
		try {
			await inTransaction(deps.sql, (tx) => mailMemberNotices(deps, tx, settings, memberId, round));
		} catch (error) {
			// One letter that cannot be written keeps nobody else's back.
			deps.log.error({ err: error, memberId }, 'notices not mailed');
			await queries.putOffMail(deps.sql, memberId, round, new Date(now.getTime() + putOffMs));
		}
	}
}

/** In one transaction: the mail is in the outbox exactly when its notices are marked as mailed. */
async function mailMemberNotices(
	deps: Deps,
	tx: Tx,
	settings: Settings,
	memberId: number,
	round: queries.MailRound,
): Promise<void> {
	await keepPlans(tx);
	const { now } = round;
	const due = await queries.takeMailDue(tx, memberId, round);
	if (due.length === 0) return;
	await queries.markMailed(
		tx,
		due.map((notice) => notice.id),
		now,
	);
	const member = await mailMember(tx, memberId);
	if (!member?.mailVerified) return;
	const rows = await stillWanted(tx, memberId, due);
	if (rows.length === 0) return;
	const authors = await authorsByIds(tx, [...new Set(rows.flatMap((row) => row.actorIds.slice(0, 1)))]);
	const letter = writeLetter(deps, settings, member, rows, authors);
	// The newest event bundled is part of the key: the same bundle with more in it is another mail.
	const names = due.map((notice) => `${notice.id}@${notice.updatedAt}`).join();
	const key = `notices:${memberId}:${createHash('sha256').update(names).digest('hex')}`;
	await enqueueMail(tx, { key, memberId, kind: 'notices', recipient: member.mail, at: now, ...letter });
}

/** Rights, choices and watches may have changed since the notice: what the member may not read or does not want any more is not mailed. */
async function stillWanted(tx: Tx, memberId: number, due: { id: number }[]): Promise<queries.NoticeRow[]> {
	const actor = await actorById(tx, memberId);
	if (!actor || !isSignedIn(actor)) return [];
	const ids = due.map((notice) => notice.id);
	const visibility = await visibilityFor(tx, actor);
	const rows = await queries.listNoticeRows(tx, visibility, {
		actor,
		kinds: kindsFor(actor),
		ids,
		limit: mostInAMail,
	});
	const choices = await queries.listChoices(tx, [memberId]);
	const levels = await listLevelsOf(
		tx,
		memberId,
		rows.flatMap((row) => row.threadId ?? []),
	);
	return rows.filter(
		(row) =>
			choiceAmong(choices, memberId, row.kind, 'mail') &&
			// What is said to one person alone is no noise of the thread.
			(row.path !== null || hears(levels.get(row.threadId ?? 0), row.kind)),
	);
}

type Names = Map<number, { name: string; former: boolean }>;

function sentenceOf(language: string, row: queries.NoticeRow, names: Names): string {
	const actor = names.get(row.actorIds[0] ?? 0);
	const name = !actor || actor.former ? translate(language, 'notices.somebody') : actor.name;
	return translate(language, `notices.line.${row.kind}`, {
		name,
		others: Math.max(0, row.actorIds.length - 1),
		count: row.count,
		title: row.threadTitle,
		reply: answerWord(row.threadKind),
	});
}

/** What a mail's link ends: what all its notices have in common. */
function sharedBy(memberId: number, rows: queries.NoticeRow[]): Unsubscribing {
	const [first] = rows;
	const kind = rows.every((row) => row.kind === first?.kind) ? first?.kind : undefined;
	const threadId = rows.every((row) => row.threadId === first?.threadId) ? first?.threadId : undefined;
	return { memberId, kind: kind ?? 'all', threadId: threadId ?? null };
}

function writeLetter(deps: Deps, settings: Settings, member: MailMember, rows: queries.NoticeRow[], names: Names) {
	const { language, timeZone } = member;
	const origin = deps.env.PUBLIC_ORIGIN;
	const format = formatters(language, timeZone);
	const [only] = rows;
	const single = rows.length === 1 && only !== undefined;
	const token = unsubscribeToken(sharedBy(member.id, rows), deps.env.APP_SECRET);
	const subject = single
		? sentenceOf(language, only, names)
		: translate(language, 'notices.mail.subject', { count: rows.length, site: settings.siteName });
	const addressOf = (row: queries.NoticeRow) => origin + pathOf(row);
	const letter = renderLetter({
		language,
		siteName: settings.siteName,
		origin,
		subject,
		paragraphs: [
			translate(language, 'notices.mail.greeting', { name: member.displayName }),
			...rows.flatMap((row) => [
				single ? sentenceOf(language, row, names) : { link: sentenceOf(language, row, names), href: addressOf(row) },
				...(row.excerpt ? [{ quote: row.excerpt }] : []),
				...(row.words ? [{ quote: row.words }] : []),
				...(row.said ? [row.said] : []),
				format.dateTime(row.updatedAt),
			]),
		],
		button: single
			? { label: translate(language, 'notices.mail.open'), href: addressOf(only) }
			: { label: translate(language, 'notices.mail.inbox'), href: `${origin}/inbox` },
		footer: [
			translate(language, 'notices.mail.why'),
			{ link: translate(language, 'notices.mail.unsubscribe'), href: `${origin}/unsubscribe/${token}` },
			{ link: translate(language, 'notices.mail.choose'), href: `${origin}/settings/notices` },
		],
	});
	return {
		...letter,
		headers: {
			'List-Unsubscribe': `<${origin}/api/unsubscribe/${token}>`,
			'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
			'Auto-Submitted': 'auto-generated',
		},
	};
}
