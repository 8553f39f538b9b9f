import type { ThreadKind } from '@ikatan/contracts/threads';

/** Where a deed was done: `postId` is the post that it concerns, a thread's opening text for deeds on the thread. */
export type Place = {
	threadId: number;
	postId: number;
	postKind: 'opening' | 'answer' | 'comment';
	spaceId: number;
	/** The thread's kind. */
	kind: ThreadKind;
	/** Who wrote the post; null when imported without a member. */
	authorId: number | null;
};

declare module '../../platform/events.ts' {
	interface EventMap {
		'thread.asked': Place;
		'answer.posted': Place;
		'comment.posted': Place & { parentId: number };
		/** `newMentionIds`: members whom the text names since this edit. */
		'post.edited': Place & { revision: number; newMentionIds: number[] };
		/** With an opening text the whole thread goes. */
		'post.deleted': Place;
		'post.restored': Place;
		'answer.accepted': Place & { askerId: number | null };
		'answer.unaccepted': Place & { askerId: number | null };
		/** `solved` false: taken back. */
		'thread.solved-otherwise': Place & { solved: boolean };
		'thread.duplicate-proposed': Place & { ofThreadId: number };
		'thread.duplicate-linked': Place & { ofThreadId: number };
		/** Was a duplicate and is none any more. */
		'thread.duplicate-unlinked': Place & { ofThreadId: number };
		'thread.duplicate-declined': Place & { ofThreadId: number };
	}
}
