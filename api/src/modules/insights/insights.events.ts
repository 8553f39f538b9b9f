declare module '../../platform/events.ts' {
	interface EventMap {
		/** An insight stands in a column of another stage; `decided`: those who spoke are owed a word. */
		'insight.stage-changed': { insightId: number; from: string; to: string; decided: boolean };
		/** What all may know of these insights, or of the threads behind them, has changed. */
		'insight.shown-changed': { insightIds: number[] };
	}
}

export {};
