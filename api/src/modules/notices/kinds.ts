import { NoticeKind } from '@ikatan/contracts/notices';
import { isStaff, moderates, type Actor } from '../../platform/actor.ts';

export const noticeKinds = NoticeKind.options;

/** Where a kind goes until the member chooses otherwise. */
const defaultChoice: Record<NoticeKind, { app: boolean; mail: boolean }> = {
	answer: { app: true, mail: true },
	comment: { app: true, mail: true },
	mention: { app: true, mail: true },
	accepted: { app: true, mail: true },
	solved: { app: true, mail: true },
	watched: { app: true, mail: true },
	'new-thread': { app: true, mail: false },
	edited: { app: true, mail: false },
	duplicate: { app: true, mail: true },
	'duplicate-proposed': { app: true, mail: false },
	'accept-reminder': { app: true, mail: true },
	told: { app: true, mail: true },
	moderated: { app: true, mail: true },
	'report-decided': { app: true, mail: false },
	judgement: { app: true, mail: false },
	nomination: { app: true, mail: true },
	note: { app: true, mail: true },
};

/** What waits for moderators, and what is noted among staff and moderators, comes to nobody else. */
function canGet(kind: NoticeKind, actor: Actor): boolean {
	const judges = moderates(actor) || actor.moderatedSpaceIds.length > 0;
	if (kind === 'judgement') return judges;
	return kind !== 'note' || judges || isStaff(actor);
}

/** All kinds that come to such a member. */
export const kindsFor = (actor: Actor): NoticeKind[] => noticeKinds.filter((kind) => canGet(kind, actor));

export type Channel = 'app' | 'mail';
type Choice = { memberId: number; kind: NoticeKind; channel: Channel; chosen: boolean };

/** Whether a member gets this kind by this channel: as chosen, else by default. */
export function choiceAmong(choices: Choice[], memberId: number, kind: NoticeKind, channel: Channel): boolean {
	const made = choices.find(
		(choice) => choice.memberId === memberId && choice.kind === kind && choice.channel === channel,
	);
	return made?.chosen ?? defaultChoice[kind][channel];
}

export type { NoticeKind };
