import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { recallMails } from '../../platform/mail-outbox.ts';
import { addDirectNotices } from './direct.queries.ts';
import { choiceAmong, type NoticeKind } from './kinds.ts';
import { dropNotes, mailAnew, rewordNote, type Touched } from './notes.queries.ts';
import { listChoices } from './notices.queries.ts';
import { mailMoment, tellPages } from './notify.ts';

/** A notice with words of its own, for one member. */
export type DirectNotice = {
	memberId: number;
	kind: NoticeKind;
	/** The thread that it tells of: it is shown and mailed only while the member may read that. */
	threadId?: number | null;
	/** What it is about, as the sentence of its kind names it. */
	title: string;
	/** The page that it leads to. */
	path: string;
	/** The member's own words that it answers. */
	words?: string;
	/** What the company says. */
	said?: string;
	/** Unseen notices of a member with the same key become one. */
	groupKey: string;
};

/**
 * Tells members directly, by the channels that they chose: once each per event. Whether a member may know of it is for the caller
 * to say; with a thread it is asked again before it is shown or mailed. Returns the numbers of those told.
 */
export async function tellMembers(
	deps: Deps,
	tx: Tx,
	about: { eventId: number | null; actorId: number | null },
	notices: DirectNotice[],
): Promise<number[]> {
	if (notices.length === 0) return [];
	const memberIds = notices.map((notice) => notice.memberId);
	const choices = await listChoices(tx, memberIds);
	const mailDueAt = await mailMoment(deps, tx);
	const wanted = notices.flatMap((notice) => {
		const inApp = choiceAmong(choices, notice.memberId, notice.kind, 'app');
		const byMail = choiceAmong(choices, notice.memberId, notice.kind, 'mail');
		return inApp || byMail ? [{ ...notice, inApp, mailDueAt: byMail ? mailDueAt : null }] : [];
	});
	const told = await addDirectNotices(tx, about, wanted);
	await tellPages(deps, tx, told);
	return told;
}

/** Takes back what was told of notes of the team, seen or not: they are said no more. */
export async function takeBackNotes(deps: Deps, tx: Tx, groupKeys: string[]): Promise<void> {
	if (groupKeys.length === 0) return;
	await tellTouched(deps, tx, await dropNotes(tx, groupKeys));
}

/** As much of a note of the team as its notice says. */
export const beginningOfNote = (sourceText: string): string => sourceText.slice(0, 300);

/** Has what was told of a note of the team say what the note says now, seen or not. */
export async function rewordNotice(deps: Deps, tx: Tx, groupKey: string, sourceText: string): Promise<void> {
	await tellTouched(deps, tx, await rewordNote(tx, groupKey, beginningOfNote(sourceText)));
}

async function tellTouched(deps: Deps, tx: Tx, touched: Touched[]): Promise<void> {
	for (const { memberId, mailedAt } of touched) if (mailedAt !== null) await recallNotices(tx, memberId, [mailedAt]);
	await tellPages(deps, tx, [...new Set(touched.map(({ memberId }) => memberId))]);
}

/** Takes back the mails that were written of notices at these moments and have not gone out; what is left of them is mailed anew. */
export async function recallNotices(tx: Tx, memberId: number, mailedAt: string[]): Promise<void> {
	const recalled = await recallMails(tx, { memberId, kind: 'notices', writtenAt: mailedAt });
	if (recalled.length > 0) await mailAnew(tx, memberId, recalled);
}
