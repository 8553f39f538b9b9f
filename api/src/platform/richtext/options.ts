/** What the caller knows about the world around a body. */
export interface RenderOptions {
	/** Handles (lower-case) of members who may be mentioned; without it every `@handle` is taken for a member. */
	knownHandles?: ReadonlySet<string>;
	/** Pixels of the images in `/files/<id>/…`, so that the page keeps their place free. */
	fileSizes?: ReadonlyMap<number, { width: number; height: number }>;
	/** Shows images of other hosts in place. They see the readers' addresses, so this is for imported bodies only. */
	allowRemoteImages?: boolean;
	/** The community's own address (`https://ask.example.com`): links to it count as internal and are kept as paths. */
	origin?: string;
}

/** A body as it is stored. */
export interface RenderedBody {
	html: string;
	/** The same in plain text: for search, excerpts and mail. */
	text: string;
	/** `HTML_VERSION` of the renderer that made it. */
	htmlVersion: number;
	/** Handles mentioned, lower-case, each once. */
	mentions: string[];
	/** Number of links that lead out of the community. */
	links: number;
	/** Number of images shown in place. */
	images: number;
	/** Ids of the `/files/<id>/…` that are shown or linked, each once. */
	fileIds: number[];
}

/** Raise this when the renderer's output changes: stored bodies with a smaller number are rendered again by a job. */
export const HTML_VERSION = 1;

/** The longest source that is rendered, in UTF-16 units. */
export const LONGEST_SOURCE = 64_000;
