import { createContext } from 'svelte';

/** A key that does something on one page. */
export type PageKey = { key: string; does: string; run: () => void };

/** The keys of the page that is open, besides those of every page. */
export class PageKeys {
	title = $state('');
	keys = $state.raw<PageKey[]>([]);
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
