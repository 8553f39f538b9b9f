import { createContext } from 'svelte';

/** A key that does something on one page. */
export type PageKey = { key: string; does: string; run: () => void };

/** The keys of the page that is open, besides those of every page. */
export class PageKeys {
	readonly #ofMember: () => boolean | undefined;
	title = $state('');
	keys = $state.raw<PageKey[]>([]);
	/** What was chosen on this page just now, and what this device keeps of visitors. */
	chosen = $state<boolean>();
	ofDevice = $state(true);

	/** `ofMember` says what the member who is signed in wants; undefined of visitors. */
	constructor(ofMember: () => boolean | undefined) {
		this.#ofMember = ofMember;
	}

	/** Whether keys that are pressed alone do anything (WCAG 2.1.4); all of them ask here, in Keys.svelte. */
	get on(): boolean {
		return this.chosen ?? this.#ofMember() ?? this.ofDevice;
	}
}

const [usePageKeys, setPageKeys] = createContext<PageKeys>();
export { setPageKeys, usePageKeys };

/** Gives the open page keys of its own, until its component goes; `title` heads them in the list of keys. */
export function providePageKeys(title: string, keys: PageKey[]): void {
	const own = usePageKeys();
	$effect(() => {
		own.title = title;
		own.keys = keys;
		return () => (own.keys = []);
	});
}
