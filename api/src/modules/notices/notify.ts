import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { loadSettings } from '../settings/index.ts';
import { readersAmong } from '../spaces/index.ts';
import { defaultChoice, type NoticeKind } from './kinds.ts';
import * as queries from './notices.queries.ts';
import type { Recipients } from './recipients.ts';

type About = { eventId: number | null; actorId: number | null; postId: number; place: queries.Place };

/** What belongs to one bundle: the kind and thread; comments on different posts stay apart. */
function groupKey(kind: NoticeKind, { place, postId }: About): string {
	return kind === 'accepted' || kind === 'edited' ? `${kind}:${postId}` : `${kind}:${place.threadId}`;
}

/** Writes one notice per recipient who may read the place and wants it, and tells their open pages. Twice is the same as once. */
export async function notify(deps: Deps, tx: Tx, recipients: Recipients, about: About): Promise<void> {
	const { place } = about;
	if (place.threadState !== 'published' || place.postState !== 'published') return;
	const memberIds = [...recipients.keys()];
	const readers = await readersAmong(tx, place, memberIds);
	if (readers.size === 0) return;
	const choices = await queries.listChoices(tx, [...readers]);
	const { mailWaitSeconds } = await loadSettings(tx);
	const wait = Math.min(mailWaitSeconds, deps.env.MAIL_WAIT_SECONDS);
	const mailDueAt = new Date(deps.clock.now().getTime() + wait * 1000);
	const told: number[] = [];
	for (const [memberId, kind] of recipients) {
		if (!readers.has(memberId)) continue;
		const wants = (channel: 'app' | 'mail') =>
			choices.find((choice) => choice.memberId === memberId && choice.kind === kind && choice.channel === channel)
				?.chosen ?? defaultChoice[kind][channel];
		if (!wants('app') && !wants('mail')) continue;
		await queries.addNotice(tx, {
			memberId,
			kind,
			threadId: place.threadId,
			postId: about.postId,
			actorId: about.actorId,
			groupKey: groupKey(kind, about),
			eventId: about.eventId,
			mailDueAt: wants('mail') ? mailDueAt : null,
		});
		told.push(memberId);
	}
	for (const memberId of told) {
		const unseen = await queries.countUnseen(tx, memberId);
		await deps.live.announce(tx, { topic: `member:${memberId}`, message: { type: 'inbox', unseen } });
	}
}
