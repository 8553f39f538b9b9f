declare module '../../platform/events.ts' {
	interface EventMap {
		/** What belongs to one company belongs to the other from now on. */
		'company.merged': { fromId: number; intoId: number };
	}
}

export {};
