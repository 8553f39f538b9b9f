import { createContext } from 'svelte';

/** How many notices wait: as the server said with the page, until somebody learns it anew (a live message, a reply). */
export class Inbox {
	#said: () => number;
	unseen = $derived.by(() => this.#said());

	constructor(said: () => number) {
		this.#said = said;
	}
}

const [useInbox, setInbox] = createContext<Inbox>();
export { useInbox };

/** Called once, by the root layout. */
export function provideInbox(said: () => number): Inbox {
	return setInbox(new Inbox(said));
}
