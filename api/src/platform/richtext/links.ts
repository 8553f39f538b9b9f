/** What a link may carry: web addresses, mail addresses and paths of this community; nothing that runs. */
export interface LinkTarget {
	/** The address to write into `href`, safe against what browsers strip or repair. */
	href: string;
	/** True when it leads to another site; mail addresses do not count. */
	external: boolean;
}

/** The value of `rel` on every link that leads out: no ranking for it, written by a member, no handle on our window. */
export const OUTSIDE_REL = 'nofollow ugc noopener';

// Relative addresses need some base to be read against; this one can never be a real place (RFC 2606).
const HERE = 'https://here.invalid';
// Printable ASCII without the characters that browsers read as something else.
const PLAIN = /^[!#-;=?-[\]^_a-z|~]+$/i;

/** Reads an address as a browser would; `undefined` when it may not be linked. `origin` is the community's own, without a slash. */
export function linkTarget(written: string, origin?: string): LinkTarget | undefined {
	const address = /^www\./i.test(written) ? `https://${written}` : written;
	const url = URL.parse(address, `${HERE}/`);
	if (!url || written.trim() === '') return undefined;
	if (url.protocol === 'mailto:') return { href: PLAIN.test(address) ? address : url.href, external: false };
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
	if (url.origin === HERE) return { href: PLAIN.test(address) ? address : pathOf(url), external: false };
	if (origin !== undefined && url.origin === origin) return { href: pathOf(url), external: false };
	// `https:host` and `//host` are whole addresses to a browser, so they are written out as such.
	const whole = /^https?:\/\/[^/]/i.test(address) && PLAIN.test(address);
	return { href: whole ? address : url.href, external: true };
}

function pathOf(url: URL): string {
	return url.pathname + url.search + url.hash;
}

/** What becomes of an image: shown, or (outside, where showing would leak the reader's address) a link to it. */
export interface ImageTarget {
	src: string;
	/** The number in `/files/<number>/…`, for images kept by this community. */
	fileId?: number;
	/** Whether it may be shown in place; otherwise only linked. */
	shown: boolean;
}

/** Reads an image's address; `undefined` when it may be neither shown nor linked. */
export function imageTarget(written: string, origin?: string, allowRemote = false): ImageTarget | undefined {
	const target = linkTarget(written, origin);
	if (!target || /^mailto:/i.test(target.href)) return undefined;
	if (target.external) {
		// Browsers raise http images to https on an https page anyway; written so, http pages get them too.
		return allowRemote
			? { src: target.href.replace(/^http:/i, 'https:'), shown: true }
			: { src: target.href, shown: false };
	}
	const fileId = fileIdOf(target.href);
	return fileId === undefined ? { src: target.href, shown: false } : { src: target.href, fileId, shown: true };
}

/** The id in a path `/files/<id>/…`, if it is one. */
export function fileIdOf(path: string): number | undefined {
	const digits = /^\/files\/(\d{1,15})(?:[/?#]|$)/.exec(path)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
