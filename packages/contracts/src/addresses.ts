import { threadPath } from './paths.ts';
import type { ThreadKind } from './threads.ts';

export { slugOf } from './paths.ts';

// Where the pages are: the web links to these, mail and feeds put the origin before them. /questions, /q, /a, /users, /tags
// and Discourse's /t are left free for addresses from before a move.

/** The plural that stands in the address of a kind's list. */
export const kindPaths = {
	question: 'questions',
	idea: 'ideas',
	problem: 'problems',
	discussion: 'discussions',
	announcement: 'announcements',
} as const satisfies Record<ThreadKind, string>;

export const threadAddress = (id: number, title: string) => threadPath({ id, title });
export const answerAddress = (threadPath: string, postId: number) => `${threadPath}/${postId}#${postId}`;
/** Where a post is edited. */
export const editAddress = (postId: number) => `/posts/${postId}/edit`;
export const askAddress = '/ask';
export const draftsAddress = '/drafts';
export const roadmapAddress = '/roadmap';
export const kindAddress = (kind: ThreadKind) => `/threads/${kindPaths[kind]}`;
export const spaceAddress = (slug: string) => `/spaces/${encodeURIComponent(slug)}`;
export const tagAddress = (name: string) => `/tagged/${encodeURIComponent(name)}`;
export const memberAddress = (handle: string) => `/members/${encodeURIComponent(handle)}`;
export const searchAddress = (words: string) => `/search?q=${encodeURIComponent(words)}`;

/** The sign-in page, which leads back to a path of ours. */
export const signInAddress = (next?: string) => withNext('/sign-in', next);
/** The sign-up page, which leads back to a path of ours. */
export const signUpAddress = (next?: string) => withNext('/sign-up', next);

/** The sign-up page as somebody who is invited opens it. */
export const invitationAddress = (token: string) => `/sign-up?invitation=${encodeURIComponent(token)}`;

/** The page that a mail leads to, to confirm an address. */
export const verifyMailAddress = (token: string) => `/verify-mail/${encodeURIComponent(token)}`;
/** The page that asks for a reset mail; with the mail's token the one that takes the new password. */
export const resetPasswordAddress = (token?: string) =>
	token === undefined ? '/reset-password' : `/reset-password/${encodeURIComponent(token)}`;

function withNext(page: string, next?: string): string {
	return next && next !== '/' ? `${page}?next=${encodeURIComponent(next)}` : page;
}

/** A `next` parameter as a path of ours: whatever could lead elsewhere becomes the home page. */
export function ownPath(next: string | null | undefined): string {
	return next && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/';
}

/** Where moderators act on a thread. */
export const moderateThreadAddress = (threadId: number) => `/moderate/threads/${threadId}`;
/** Where moderators act on a post. */
export const moderatePostAddress = (postId: number) => `/moderate/posts/${postId}`;
