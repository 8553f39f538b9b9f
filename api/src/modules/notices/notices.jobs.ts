import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { listPlaceWatchers, listThreadWatchers } from '../watching/index.ts';
import { notify } from './notify.ts';
import { mailDueNotices } from './notice-mail.ts';
import { remindToAccept } from './reminders.service.ts';
import { findPlace, forgetNotices } from './notices.queries.ts';
import { recipientsOf } from './recipients.ts';
import type { NoticeKind } from './kinds.ts';

type Heard = { id: number; actorId: number | null; payload: { postId: number } };

async function aboutNewPost(deps: Deps, tx: Tx, event: Heard, deed: 'asked' | 'answered' | 'commented'): Promise<void> {
	const { postId } = event.payload;
	const place = await findPlace(tx, postId);
	if (!place) return;
	const [threadWatchers, placeWatchers] = [
		await listThreadWatchers(tx, place.threadId),
		await listPlaceWatchers(tx, place.threadId),
	];
	const recipients = recipientsOf({ deed, actorId: event.actorId, place, threadWatchers, placeWatchers });
	await notify(deps, tx, recipients, { eventId: event.id, actorId: event.actorId, postId, place });
}

/** Tells the post's author by `toAuthor`, and those who watch the thread by `toWatchers`. */
async function aboutDeed(
	deps: Deps,
	tx: Tx,
	event: Heard,
	kinds: { toAuthor: NoticeKind; toWatchers?: NoticeKind },
): Promise<void> {
	const { postId } = event.payload;
	const place = await findPlace(tx, postId);
	if (!place) return;
	const recipients = new Map<number, NoticeKind>();
	const watchers = await listThreadWatchers(tx, place.threadId);
	const silent = new Set(watchers.filter((watcher) => watcher.level === 'none').map((watcher) => watcher.memberId));
	const add = (memberId: number | null, kind: NoticeKind) => {
		if (memberId === null || memberId === event.actorId || silent.has(memberId) || recipients.has(memberId)) return;
		recipients.set(memberId, kind);
	};
	add(place.postAuthorId, kinds.toAuthor);
	if (kinds.toWatchers) {
		add(place.threadAuthorId, kinds.toWatchers);
		for (const { memberId, level } of watchers) if (level === 'all') add(memberId, kinds.toWatchers);
	}
	await notify(deps, tx, recipients, { eventId: event.id, actorId: event.actorId, postId, place });
}

export function noticesJobs({ deps, subscriptions, jobs, every }: WorkerContext): void {
	subscriptions.on('notices', 'thread.asked', (tx, event) => aboutNewPost(deps, tx, event, 'asked'));
	subscriptions.on('notices', 'answer.posted', (tx, event) => aboutNewPost(deps, tx, event, 'answered'));
	subscriptions.on('notices', 'comment.posted', (tx, event) => aboutNewPost(deps, tx, event, 'commented'));
	subscriptions.on('notices', 'answer.accepted', (tx, event) =>
		aboutDeed(deps, tx, event, { toAuthor: 'accepted', toWatchers: 'solved' }),
	);
	subscriptions.on('notices', 'post.edited', (tx, event) => aboutDeed(deps, tx, event, { toAuthor: 'edited' }));
	subscriptions.on('notices', 'thread.duplicate-linked', (tx, event) =>
		aboutDeed(deps, tx, event, { toAuthor: 'duplicate' }),
	);
	subscriptions.on('notices', 'member.deleted', (tx, { payload }) => forgetNotices(tx, payload.memberId));
	every(5000, () => mailDueNotices(deps));
	jobs.add({ name: 'notices.accept-reminders', cron: '23 * * * *', act: () => remindToAccept(deps) });
}
