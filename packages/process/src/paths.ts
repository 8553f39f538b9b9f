/** Tokens of links in mail, and names of files that only their address protects. */
const secretSegment = /^(?=.*[A-Z])[\w.~-]{20,}$|^[0-9a-f]{24,}(\.\w+)?$/;

/** A path as logs and traces may show it: without its query, and without what opens something for whoever has it. */
export function shownPath(url: string): string {
	return (url.split('?')[0] ?? '')
		.split('/')
		.map((segment) => (secretSegment.test(segment) ? '…' : segment))
		.join('/')
		.slice(0, 200);
}
