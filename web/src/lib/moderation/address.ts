import type { QueueCause, QueueView } from '@ikatan/contracts/moderation';
import type { z } from 'zod';

export type QueueQuery = { view: z.infer<typeof QueueView>; cause?: QueueCause; space?: string; after?: string };

/** Where a post is reported. */
export const reportAddress = (postId: number) => `/posts/${postId}/report`;
/** A member as moderators see them. */
export const recordAddress = (memberId: number) => `/moderation/members/${memberId}`;
/** The team's notes on a thread, on a page of their own. */
export const threadNotesAddress = (threadId: number) => `/moderation/threads/${threadId}/notes`;
export const logAddress = '/moderation/log';

/** The moderators' queue, or one item of it, in a view and narrowed; what is usual is left out. */
export function queueAddress({ view, cause, space, after }: Partial<QueueQuery>, itemId?: number): string {
	const query = new URLSearchParams();
	if (view && view !== 'open') query.set('view', view);
	if (cause) query.set('cause', cause);
	if (space) query.set('space', space);
	if (after) query.set('after', after);
	return `/moderation${itemId === undefined ? '' : `/${itemId}`}${query.size > 0 ? `?${query}` : ''}`;
}

/** A form's address at one of the queue's actions, which leads back to the same view. */
export function queueAction(name: string, asked: Partial<QueueQuery>, itemId?: number): string {
	const [path = '', query] = queueAddress(asked, itemId).split('?');
	return `${path}?/${name}${query ? `&${query}` : ''}`;
}
