/** Who reads without rights. */
export const readers = ['visitor', 'stranger', 'rival', 'champion', 'moderator'] as const;
export type Reader = (typeof readers)[number];

/** A word that stands in one private place only. */
export type Secret = { word: string; what: string; hiddenFrom: readonly Reader[] };

/** For whom each kind of place is not: a site-wide moderator moderates what is open to all members and groups, but no company's own. */
export const hidden = {
	members: ['visitor'],
	groups: ['visitor', 'stranger', 'rival', 'champion'],
	company: readers,
	/** Waits, was held or deleted in a public space: for its author and moderators. */
	unpublished: ['visitor', 'stranger', 'rival', 'champion'],
	/** Somebody's own. */
	own: readers,
} as const satisfies Record<string, readonly Reader[]>;

/** The secrets of a test: each is made once, with a word that nobody else writes. */
export class Secrets {
	readonly all: Secret[] = [];

	/** A new word for what is private here. */
	keep(what: string, hiddenFrom: readonly Reader[]): string {
		const word = `zq${this.all.length.toString(36).padStart(2, '0')}hush`;
		this.all.push({ word, what, hiddenFrom });
		return word;
	}

	/** What of it a text tells to whom it must not: each as “reader learns of what”. */
	toldBy(text: string, reader: Reader): Secret[] {
		const lower = text.toLowerCase();
		return this.all.filter((secret) => secret.hiddenFrom.includes(reader) && lower.includes(secret.word));
	}

	/** All that a text tells, whoever reads it. */
	heardIn(text: string): Secret[] {
		const lower = text.toLowerCase();
		return this.all.filter((secret) => lower.includes(secret.word));
	}
}
