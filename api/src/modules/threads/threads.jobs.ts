import './threads.events.ts';
import { inTransaction, type Sql, type Tx } from '../../platform/db.ts';
import type { WorkerContext } from '../../platform/module.ts';
import { loadSettings } from '../settings/index.ts';
import { dropOldVisitorDrafts, forgetUnpublished } from './delete.queries.ts';
import { purge } from './delete.service.ts';
import { listOverlooked } from './facts.queries.ts';
import { takeTopSnapshot } from './lists.queries.ts';
import { listWriters, listWritersIn, recountMembers } from './numbers.queries.ts';
import { publishPending } from './pending.service.ts';
import { rerenderStale } from './rerender.service.ts';
import type { Place } from './threads.events.ts';
import { unfurlPost } from './unfurl.service.ts';

const day = 24 * 60 * 60 * 1000;
const visitorDraftsForDays = 30;

export function threadsJobs({ deps, subscriptions, jobs, every }: WorkerContext): void {
	subscriptions.on('threads', 'member.verified', (tx, { payload }) => publishPending(tx, deps, payload.memberId));
	subscriptions.on('threads', 'member.deleted', (tx, { payload }) => forgetUnpublished(tx, payload.memberId));
	for (const name of countedAt)
		subscriptions.onMany('threads.members', name, (tx, events) =>
			recountAuthors(
				tx,
				events.map(({ payload }) => payload),
			),
		);
	for (const name of ['thread.moved', 'posts.moved'] as const)
		subscriptions.on('threads.members', name, (tx, { payload }) => recountWriters(tx, payload.threadId));
	subscriptions.on('threads.members', 'space.rights-changed', (_tx, { payload }) =>
		jobs.send('threads.recount-space', payload, { singletonKey: String(payload.spaceId) }),
	);
	jobs.add({
		name: 'threads.recount-space',
		act: (payload) => recountSpace(deps.sql, Number((payload as { spaceId: number }).spaceId)),
	});
	for (const name of shownAt)
		subscriptions.onMany('threads.unfurl', name, async (tx, events) => {
			if ((await loadSettings(tx)).unfurlHosts.length === 0) return;
			for (const { payload } of events)
				await jobs.send('threads.unfurl', { postId: payload.postId }, { singletonKey: String(payload.postId) });
		});
	jobs.add({
		name: 'threads.unfurl',
		act: (payload) => unfurlPost(deps, Number((payload as { postId: number }).postId)),
	});
	every(60_000, async () => {
		for (const memberId of await listOverlooked(deps.sql)) {
			await inTransaction(deps.sql, (tx) => publishPending(tx, deps, memberId));
		}
	});
	jobs.add({
		name: 'threads.top',
		cron: '*/10 * * * *',
		act: () => inTransaction(deps.sql, (tx) => takeTopSnapshot(tx, deps.clock.now())),
	});
	jobs.add({
		name: 'threads.rerender',
		cron: '7 4 * * *',
		act: async () => void (await rerenderStale(deps)),
	});
	jobs.add({
		name: 'threads.purge',
		cron: '17 3 * * *',
		act: async () => void (await purge(deps.sql, deps.clock.now())),
	});
	jobs.add({
		name: 'threads.visitor-drafts',
		cron: '27 3 * * *',
		act: () => dropOldVisitorDrafts(deps.sql, new Date(deps.clock.now().getTime() - visitorDraftsForDays * day)),
	});
}

const shownAt = [
	'thread.asked',
	'answer.posted',
	'comment.posted',
	'post.edited',
	'post.restored',
	'post.released',
] as const;
const countedAt = [
	'thread.asked',
	'answer.posted',
	'post.deleted',
	'post.restored',
	'answer.accepted',
	'answer.unaccepted',
	'post.held',
	'post.released',
] as const;

/** With an opening text its whole thread comes or goes, and all answers in it. */
async function recountAuthors(tx: Tx, places: Place[]): Promise<void> {
	for (const { threadId } of places.filter(({ postKind }) => postKind === 'opening'))
		await recountWriters(tx, threadId);
	const authors = places.flatMap(({ postKind, authorId }) => (postKind === 'opening' ? [] : (authorId ?? [])));
	if (authors.length > 0) await recountMembers(tx, [...new Set(authors)]);
}

const authorsAtOnce = 200;

/** What was written in a space counts for its authors only while that is public. */
async function recountSpace(sql: Sql, spaceId: number): Promise<void> {
	for (let lastId = 0; ;) {
		const memberIds = await listWritersIn(sql, spaceId, lastId, authorsAtOnce);
		if (memberIds.length === 0) return;
		await recountMembers(sql, memberIds);
		lastId = memberIds.at(-1) ?? lastId;
	}
}

/** Answers and threads in public spaces count for those who wrote them: a thread that moved counts anew. */
async function recountWriters(tx: Tx, threadId: number): Promise<void> {
	const writers = await listWriters(tx, threadId);
	if (writers.length > 0) await recountMembers(tx, writers);
}
