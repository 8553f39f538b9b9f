/** Where the bodies of posts stand on a page: RichText writes the number of its post there. */
const bodySelector = '[data-body]';

/** The body of a post that a node lies in. */
export function bodyAround(node: Node | null): HTMLElement | null {
	const around = node instanceof Element ? node : node?.parentElement;
	return around?.closest<HTMLElement>(bodySelector) ?? null;
}

/** The body of the post that has the focus. */
export function bodyInFocus(): HTMLElement | null {
	const post = document.activeElement?.closest('article, li[id]');
	return post?.querySelector<HTMLElement>(bodySelector) ?? null;
}
