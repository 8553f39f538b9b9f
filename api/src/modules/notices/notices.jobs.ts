import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { actorById } from '../accounts/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { listPlaceWatchers, listThreadWatchers } from '../watching/index.ts';
import { kindsFor } from './kinds.ts';
import { recallNotices } from './direct.ts';
import { mailDueNotices } from './notice-mail.ts';
import { dropUnreadableNotes, listToldOfNotes } from './notes.queries.ts';
import {
	findPlace,
	followPosts,
	listHolders,
	forgetNotices,
	type Place,
	withdrawFromStrangers,
	withdrawNotices,
	withdrawUnreadable,
} from './notices.queries.ts';
import { notify, tellPages } from './notify.ts';
import { proposalNotices } from './proposals.ts';
import { authorOnly, recipientsOf, recipientsOfAcceptance, recipientsOfEdit, type Recipients } from './recipients.ts';
import { remindToAccept } from './reminders.service.ts';
import { withdrawFromSpace } from './space-rights.queries.ts';

type Heard = { id: number; actorId: number | null; payload: { postId: number; toldBy?: string } };
type Choose = (place: Place) => Recipients | Promise<Recipients>;

/** Notifies those whom `choose` names of what happened to a post. */
async function tellOf(deps: Deps, tx: Tx, event: Heard, choose: Choose): Promise<void> {
	const { postId } = event.payload;
	const place = await findPlace(tx, postId);
	if (!place) return;
	const { id: eventId, actorId } = event;
	await notify(deps, tx, await choose(place), { eventId, actorId, postId, place });
}

async function tellOfNewPost(deps: Deps, tx: Tx, event: Heard, deed: 'asked' | 'answered' | 'commented') {
	await tellOf(deps, tx, event, async (place) => {
		const threadWatchers = await listThreadWatchers(tx, place.threadId);
		const placeWatchers = await listPlaceWatchers(tx, place.threadId);
		const recipients = recipientsOf(deed, { actorId: event.actorId, place, threadWatchers, placeWatchers });
		// Who was told the same directly hears of it once.
		const { toldBy } = event.payload;
		if (toldBy) for (const id of await listHolders(tx, toldBy, [...recipients.keys()])) recipients.delete(id);
		return recipients;
	});
}

export function noticesJobs(context: WorkerContext): void {
	const { deps, subscriptions, jobs, every } = context;
	subscriptions.on('notices', 'thread.asked', (tx, event) => tellOfNewPost(deps, tx, event, 'asked'));
	subscriptions.on('notices', 'answer.posted', (tx, event) => tellOfNewPost(deps, tx, event, 'answered'));
	subscriptions.on('notices', 'comment.posted', (tx, event) => tellOfNewPost(deps, tx, event, 'commented'));
	subscriptions.on('notices', 'answer.accepted', (tx, event) =>
		tellOf(deps, tx, event, async (place) => {
			const threadWatchers = await listThreadWatchers(tx, place.threadId);
			return recipientsOfAcceptance({ actorId: event.actorId, place, threadWatchers });
		}),
	);
	subscriptions.on('notices', 'post.edited', (tx, event) =>
		tellOf(deps, tx, event, (place) => recipientsOfEdit(event.actorId, place, event.payload.newMentionIds)),
	);
	subscriptions.on('notices', 'thread.duplicate-linked', (tx, event) =>
		tellOf(deps, tx, event, (place) => authorOnly(event.actorId, place, 'duplicate')),
	);
	proposalNotices(context);
	withdrawing(context);
	every(5000, () => mailDueNotices(deps));
	jobs.add({ name: 'notices.accept-reminders', cron: '23 * * * *', act: () => remindToAccept(deps) });
}

/** Takes notes of the team back, seen or not, that the member may not read any more, also from mail that has not gone out. */
async function withdrawNotes(tx: Tx, memberId: number): Promise<void> {
	const actor = await actorById(tx, memberId);
	if (!actor) return;
	const mailedAt = await dropUnreadableNotes(tx, memberId, { actor, visibility: await visibilityFor(tx, actor) });
	if (mailedAt.length > 0) await recallNotices(tx, memberId, mailedAt);
}

/** What is undone before it was seen is not told, nor what may not be read any more. */
function withdrawing({ deps, subscriptions }: WorkerContext): void {
	subscriptions.on('notices', 'post.deleted', async (tx, { payload: { threadId, postId, postKind } }) =>
		tellPages(deps, tx, await withdrawNotices(tx, postKind === 'opening' ? { threadId } : { threadId, postId })),
	);
	subscriptions.on('notices', 'post.held', async (tx, { payload: { threadId, postId, postKind } }) =>
		tellPages(deps, tx, await withdrawNotices(tx, postKind === 'opening' ? { threadId } : { threadId, postId })),
	);
	subscriptions.on('notices', 'posts.moved', (tx, { payload }) => followPosts(tx, payload.postIds));
	subscriptions.on('notices', 'thread.moved', async (tx, { payload: { threadId } }) => {
		const told = await listToldOfNotes(tx, threadId);
		for (const memberId of told) await withdrawNotes(tx, memberId);
		await tellPages(deps, tx, [...new Set([...told, ...(await withdrawFromStrangers(tx, threadId))])]);
	});
	subscriptions.on('notices', 'answer.unaccepted', async (tx, { payload: { threadId, postId } }) =>
		tellPages(deps, tx, await withdrawNotices(tx, { threadId, postId, kinds: ['accepted', 'solved'] })),
	);
	subscriptions.on('notices', 'thread.duplicate-unlinked', async (tx, { payload: { threadId } }) =>
		tellPages(deps, tx, await withdrawNotices(tx, { threadId, kinds: ['duplicate'] })),
	);
	subscriptions.on('notices', 'member.rights-changed', async (tx, { payload: { memberId } }) => {
		const actor = await actorById(tx, memberId);
		if (!actor) return;
		await withdrawNotes(tx, memberId);
		await withdrawUnreadable(tx, memberId, await visibilityFor(tx, actor), kindsFor(actor));
		await tellPages(deps, tx, [memberId]);
	});
	subscriptions.on('notices', 'space.rights-changed', async (tx, { payload: { spaceId } }) =>
		tellPages(deps, tx, await withdrawFromSpace(tx, spaceId)),
	);
	subscriptions.on('notices', 'member.deleted', (tx, { payload }) => forgetNotices(tx, payload.memberId));
}
