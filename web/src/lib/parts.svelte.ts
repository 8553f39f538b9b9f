/**
 * Parts of the pages that only members see, in files of their own: visitors' browsers do not load them. The server has them
 * from its start on, and a member's browser before the page comes alive (hooks), so that what was sent stays as it is;
 * whoever signs in without a new page sees them as soon as they have come.
 */
export class Parts<Loaded> {
	readonly #load: () => Promise<Loaded>;
	#loading: Promise<Loaded> | undefined;
	#all = $state.raw<Loaded>();

	constructor(load: () => Promise<Loaded>) {
		this.#load = load;
	}

	/** All of them, once they are there. Asked for only where one is to be shown: asking has them loaded. */
	get all(): Loaded | undefined {
		if (!this.#all) this.ready().catch(() => undefined);
		return this.#all;
	}

	/** Has them loaded; refused when they do not come, and tried anew the next time. */
	ready(): Promise<Loaded> {
		this.#loading ??= this.#load().then(
			(loaded) => (this.#all = loaded),
			(mistake: unknown) => {
				this.#loading = undefined;
				throw mistake;
			},
		);
		return this.#loading;
	}
}
