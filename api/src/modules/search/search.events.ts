declare module '../../platform/events.ts' {
	interface EventMap {
		/** An admin wants the indexes made anew, or compared with the database. */
		'search.run-asked': { kind: 'rebuild' | 'compare' };
	}
}

export {};
