/** Who reads without rights: of each kind one. `author` wrote what was reported and held, `agent` is staff without more. */
export const readers = ['visitor', 'stranger', 'rival', 'champion', 'author', 'moderator', 'agent'] as const;
export type Reader = (typeof readers)[number];

/** A word that stands in one private place only. */
export type Secret = { word: string; what: string; hiddenFrom: readonly Reader[] };

/**
 * For whom each kind of place is not: a site-wide moderator moderates what is open to all members and groups, but no company's
 * own; staff read every space, but what is not published only where they moderate.
 */
export const hidden = {
	members: ['visitor'],
	groups: ['visitor', 'stranger', 'rival', 'champion', 'author'],
	company: ['visitor', 'stranger', 'rival', 'champion', 'author', 'moderator'],
	/** Waits, was held or deleted in a public space: for its author and moderators. */
	unpublished: ['visitor', 'stranger', 'rival', 'champion', 'author', 'agent'],
	/** Waits, was held or deleted in a company's space, or what admins alone set up: for them. */
	admins: readers,
	/** What the team works with. */
	staff: ['visitor', 'stranger', 'rival', 'champion', 'author', 'moderator'],
	/** Of staff and moderators, in what all may read. */
	keepers: ['visitor', 'stranger', 'rival', 'champion', 'author'],
	/** Of moderators alone. */
	moderators: ['visitor', 'stranger', 'rival', 'champion', 'author', 'agent'],
	/** Somebody's own. */
	own: readers,
} as const satisfies Record<string, readonly Reader[]>;

/** The secrets of a test: each is made once, with a word that nobody else writes. */
export class Secrets {
	readonly all: Secret[] = [];
	private readonly byWord = new Map<string, Secret>();
	/** What nobody is told again, not even who made it. */
	private readonly forNobody: Secret[] = [];

	/** A new word for what is private here. */
	keep(what: string, hiddenFrom: readonly Reader[]): string {
		const word = `zq${this.all.length.toString(36).padStart(2, '0')}hush`;
		const secret = { word, what, hiddenFrom };
		this.all.push(secret);
		this.byWord.set(word, secret);
		return word;
	}

	/** Something that was made elsewhere and is told to nobody any more, e.g. the link of an invitation. */
	keepFromAll(what: string, word: string): void {
		this.forNobody.push({ word, what, hiddenFrom: readers });
	}

	/** What of it a text tells to whom it must not. */
	toldBy(text: string, reader: Reader): Secret[] {
		return this.heardIn(text).filter((secret) => secret.hiddenFrom.includes(reader));
	}

	/** All that a text tells, whoever reads it: one look at the text for all words at once. */
	heardIn(text: string): Secret[] {
		const words = new Set(text.match(/zq[0-9a-z]{2,3}hush/gi)?.map((word) => word.toLowerCase()));
		return [
			...[...words].flatMap((word) => this.byWord.get(word) ?? []),
			...this.forNobody.filter(({ word }) => text.includes(word)),
		];
	}
}
