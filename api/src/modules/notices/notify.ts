import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { loadSettings, type Settings } from '../settings/index.ts';
import { readersAmong } from '../spaces/index.ts';
import { listLevels } from '../watching/index.ts';
import { choiceAmong, type NoticeKind } from './kinds.ts';
import * as queries from './notices.queries.ts';
import { hears, type Recipients } from './recipients.ts';

type About = { eventId: number | null; actorId: number | null; postId: number; place: queries.Place };

/** What belongs to one bundle: the kind and the thread; deeds on a post of one's own stay apart by post. */
function groupKey(kind: NoticeKind, { place, postId }: About): string {
	return kind === 'accepted' || kind === 'edited' ? `${kind}:${postId}` : `${kind}:${place.threadId}`;
}

/** Writes one notice per recipient who may read the place and wants it, and tells their open pages. Twice is the same as once. */
export async function notify(deps: Deps, tx: Tx, recipients: Recipients, about: About): Promise<void> {
	const { place } = about;
	if (place.threadState !== 'published' || !place.shown) return;
	const memberIds = [...(await readersAmong(tx, place, [...recipients.keys()]))];
	if (memberIds.length === 0) return;
	const [levels, choices] = [await listLevels(tx, place.threadId, memberIds), await queries.listChoices(tx, memberIds)];
	const mailDueAt = await mailMoment(deps, tx);
	const notices = memberIds.flatMap((memberId) => {
		const kind = recipients.get(memberId);
		if (!kind || !hears(levels.get(memberId), kind)) return [];
		const [inApp, byMail] = [choiceAmong(choices, memberId, kind, 'app'), choiceAmong(choices, memberId, kind, 'mail')];
		if (!inApp && !byMail) return [];
		return [{ memberId, kind, groupKey: groupKey(kind, about), inApp, mailDueAt: byMail ? mailDueAt : null }];
	});
	const { eventId, actorId, postId } = about;
	const told = await queries.addNotices(tx, { eventId, actorId, threadId: place.threadId, postId }, notices);
	await tellPages(deps, tx, told);
}

/** Mail waits so long for the member to see it in the app. */
export async function mailMoment(deps: Deps, tx: Tx): Promise<Date> {
	return new Date(deps.clock.now().getTime() + mailWaitSeconds(deps, await loadSettings(tx)) * 1000);
}

/** How long notices wait: as the settings say, but no longer than the server allows. */
export function mailWaitSeconds({ env }: Pick<Deps, 'env'>, settings: Pick<Settings, 'mailWaitSeconds'>): number {
	return Math.min(settings.mailWaitSeconds, env.MAIL_WAIT_SECONDS ?? Infinity);
}

/** Tells members' open pages how many notices wait. */
export async function tellPages(deps: Deps, tx: Tx, memberIds: number[]): Promise<void> {
	if (memberIds.length === 0) return;
	const counts = await queries.countUnseenOf(tx, memberIds);
	await deps.live.announceAll(
		tx,
		counts.map(({ memberId, unseen }) => ({ topic: `member:${memberId}`, message: { type: 'inbox', unseen } })),
	);
}
