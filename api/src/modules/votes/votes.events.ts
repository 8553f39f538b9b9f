declare module '../../platform/events.ts' {
	interface EventMap {
		'vote.cast': { threadId: number; postId: number; memberId: number; value: -1 | 0 | 1; before: -1 | 0 | 1 };
		'me-too.changed': { threadId: number; memberId: number; on: boolean };
	}
}

export {};
