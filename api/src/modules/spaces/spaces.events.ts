declare module '../../platform/events.ts' {
	interface EventMap {
		/** Others may read or moderate the space now: whatever was allowed before must be asked again. */
		'space.rights-changed': { spaceId: number };
	}
}

export {};
