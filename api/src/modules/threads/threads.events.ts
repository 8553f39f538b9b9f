import type { ThreadKind } from '@ikatan/contracts/threads';
import type { Finding } from './acting.ts';

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
		/** `toldBy`: the key of direct notices that said the same to some already. */
		'answer.posted': Place & { toldBy?: string };
		'comment.posted': Place & { parentId: number };
		/** `newMentionIds`: members whom the text names since this edit. */
		'post.edited': Place & { revision: number; newMentionIds: number[] };
		/** With an opening text the whole thread goes. */
		'post.deleted': Place;
		/** Deleted while it was held or waited: nobody else ever knew of it, or does now. */
		'post.discarded': Place;
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
		/** Moderators' deeds; `on` false: taken back. */
		'thread.locked': Place & { on: boolean };
		'thread.closed': Place & { on: boolean; reason: string };
		'thread.pinned': Place & { on: boolean };
		/** `on` false: in no list any more. */
		'thread.listed': Place & { on: boolean };
		/** To another space, or to another company in its space; `spaceId` is where it is now. */
		'thread.moved': Place & { fromSpaceId: number };
		'thread.kind-changed': Place & { fromKind: ThreadKind };
		/** All of it went into another thread; `on` false: it came back. */
		'thread.merged': Place & { intoThreadId: number; on: boolean };
		/** Chosen answers became a thread of their own, with the comments that they had; `on` false: they came back. */
		'thread.split': Place & { newThreadId: number; postIds: number[]; on: boolean };
		/** These posts, comments included, are in another thread now, under the same numbers. */
		'posts.moved': { threadId: number; fromThreadId: number; postIds: number[] };
		/** Seen by its author and moderators only; `known` false: it never was seen by others. */
		'post.held': Place & { known: boolean; findings: Finding[]; reason: string };
		/** `known` false: it is seen for the first time, or waits on for its author's address. */
		'post.released': Place & { known: boolean };
		/** Published, for moderators to look at. */
		'post.flagged': Place & { findings: Finding[] };
	}
}
