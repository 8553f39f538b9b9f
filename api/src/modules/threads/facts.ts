import type { ThreadKind } from '@ikatan/contracts/threads';

export type State = 'published' | 'pending' | 'held' | 'deleted';

/** What rules ask about a thread. */
export type ThreadFacts = {
	id: number;
	spaceId: number;
	companyId: number | null;
	kind: ThreadKind;
	title: string;
	authorId: number | null;
	state: State;
	/** Found in lists. */
	listed: boolean;
	pinnedAt: string | null;
	lockedAt: string | null;
	closedAt: string | null;
	closedReason: string | null;
	solvedOtherwise: string | null;
	version: number;
	createdAt: string;
	/** The asker's last word in the thread: how long they have been silent. */
	askerActiveAt: string | null;
	answers: number;
	accepted: number;
};

/** What rules ask about a post. */
export type PostFacts = {
	id: number;
	threadId: number;
	kind: 'opening' | 'answer' | 'comment';
	parentId: number | null;
	/** Of a comment: who wrote what it is on, while that is held or waits; else null. */
	hiddenUnder: { authorId: number | null } | null;
	authorId: number | null;
	authorHidden: boolean;
	state: State;
	version: number;
	createdAt: string;
	deletedAt: string | null;
	deletedBy: number | null;
	/** Deleted so long ago that its text is gone. */
	purged: boolean;
	acceptedAt: string | null;
	acceptedBy: number | null;
};
