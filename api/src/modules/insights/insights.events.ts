declare module '../../platform/events.ts' {
	interface EventMap {
		/** An insight stands in a column of another stage; `decided`: those who spoke are owed a word. */
		'insight.stage-changed': { insightId: number; from: string; to: string; decided: boolean };
	}
}

export {};
