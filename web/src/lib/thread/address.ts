import { pageQuery } from '../pageQuery.ts';
import type { ThreadView } from '@ikatan/contracts/threads';

/** The address of a named action of this page, which shows the same order and page again afterwards. */
export function actionAddress(name: string, url: { searchParams: Iterable<[string, string]> }): string {
	const shown = pageQuery(url);
	return `?/${name}${shown.size > 0 ? `&${shown}` : ''}`;
}

type Shown = { order?: ThreadView['order']; page?: number; comments?: number };

/** The thread with its answers in an order, from a page on, or with all comments of a post; what is usual is left out. */
export function shownAddress(path: string, { order = 'best', page = 1, comments }: Shown, hash = ''): string {
	const query = new URLSearchParams();
	if (order !== 'best') query.set('order', order);
	if (page > 1) query.set('page', String(page));
	if (comments !== undefined) query.set('comments', String(comments));
	return `${path}${query.size ? `?${query}` : ''}${hash && `#${hash}`}`;
}

/** Pages to link to: first, last, and those around the current one; `null` for a gap. */
export function pageLinks(page: number, pages: number): (number | null)[] {
	const wanted = [...new Set([1, page - 1, page, page + 1, pages])]
		.filter((one) => one >= 1 && one <= pages)
		.sort((a, b) => a - b);
	return wanted.flatMap((one, place) => {
		const before = wanted[place - 1] ?? one - 1;
		if (one - before === 2) return [one - 1, one];
		return one - before > 2 ? [null, one] : [one];
	});
}

/** The thread's number in an address or number that somebody typed. */
export function threadIdIn(typed: string): number | undefined {
	const found = /\/threads\/(\d{1,15})(?:[/?#]|$)/.exec(typed) ?? /^\s*#?(\d{1,15})\s*$/.exec(typed);
	return found ? Number(found[1]) : undefined;
}

/** Where a post is deleted, after a word on what that means. */
export const deleteAddress = (postId: number) => `/posts/${postId}/delete`;
/** What was changed in a post. */
export const historyAddress = (postId: number) => `/posts/${postId}/history`;
