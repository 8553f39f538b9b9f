import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { NoticeRow } from './notices.queries.ts';

/** Where a notice leads: its own page, else the post, else the thread. */
export function pathOf(row: Pick<NoticeRow, 'path' | 'threadId' | 'threadTitle' | 'postId'>): string {
	if (row.path !== null) return row.path;
	if (row.threadId === null) return '/inbox';
	const thread = { id: row.threadId, title: row.threadTitle };
	return row.postId === null ? threadPath(thread) : postPath(thread, row.postId);
}
