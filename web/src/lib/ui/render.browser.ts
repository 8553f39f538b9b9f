import type { render as onServer } from 'svelte/server';

/** The browser's side of `#render`: only the server makes HTML. */
export const render: typeof onServer = () => {
	throw new Error('Only the server renders');
};
