import { threadPath } from '@ikatan/contracts/paths';
import type { listRevisions, PostSource, Revision } from '@ikatan/contracts/editing';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { wordDiff } from '../../platform/richtext/index.ts';
import { authorsByIds } from '../accounts/index.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { authorAmong, idsOf } from './authors.ts';
import { found, foundPost, refuse } from './doing.ts';
import { findPost, findText, findThread, type PostText } from './facts.queries.ts';
import { findOriginal, listRevisionRows, type RevisionRow } from './revisions.queries.ts';
import { refusalOfDelete, refusalOfEdit } from './threads.policy.ts';

const pageSize = 10;
/** Milliseconds for the differences of a page; those left after that are shown as replaced, so that nobody keeps the process busy. */
const enoughMs = 600;
type History = z.input<typeof listRevisions.reply>;
type Shown = z.input<typeof Revision>;

async function open(deps: Deps, actor: Actor, postId: number) {
	const row = found(await findPost(deps.sql, postId));
	const thread = found(await findThread(deps.sql, await visibilityFor(deps.sql, actor), row.threadId));
	return { thread, post: foundPost(actor, thread, row), text: found(await findText(deps.sql, postId)) };
}

/** What was changed in a post, newest first, 10 a page, each with its word diff. Throws 404. */
export async function readHistory(
	deps: Deps,
	actor: Actor,
	postId: number,
	after: string | undefined,
): Promise<History> {
	const { thread, post, text } = await open(deps, actor, postId);
	const [before] = unpackCursor(after, ['id']) ?? [];
	const rows = await listRevisionRows(deps.sql, postId, before ?? null, pageSize + 1);
	const all = rows.length > 0 ? rows : [await originalAlone(deps, postId, text)];
	const authors = await authorsByIds(deps.sql, idsOf(all.map((row) => row.editorId)));
	const until = performance.now() + enoughMs;
	const items = all.slice(0, pageSize).map((row, place): Shown => ({
		...comparison(all[place + 1], row, until),
		number: row.number,
		// A name that the author took off the post stays off its history.
		editor: authorAmong(authors, {
			authorId: row.editorId,
			authorName: row.editorName,
			authorHidden: post.authorHidden && row.editorId === post.authorId,
		}),
		reason: row.reason,
		rollbackOf: row.rollbackOf,
		createdAt: row.createdAt,
		current: before === undefined && place === 0,
	}));
	const last = items.at(-1);
	return {
		post: {
			id: post.id,
			threadPath: threadPath(thread),
			threadTitle: thread.title,
			kind: post.kind,
			version: post.version,
		},
		mayRollBack: refusalOfEdit(actor, thread, post) === null,
		items,
		next: all.length > pageSize && last ? packCursor([last.number]) : null,
	};
}

async function originalAlone(deps: Deps, postId: number, text: PostText): Promise<RevisionRow> {
	return { ...text, ...(await findOriginal(deps.sql, postId)), number: 1, reason: '', rollbackOf: null };
}

function comparison(
	before: RevisionRow | undefined,
	row: RevisionRow,
	until: number,
): Pick<Shown, 'title' | 'tags' | 'text'> {
	const earlier = before ?? row;
	const [had, has] = [earlier.tags ?? [], row.tags ?? []];
	return {
		title: row.title === null ? null : wordDiff(earlier.title ?? row.title, row.title),
		tags: row.tags && {
			added: has.filter((tag) => !had.includes(tag)),
			removed: had.filter((tag) => !has.includes(tag)),
		},
		text:
			performance.now() < until
				? wordDiff(earlier.sourceText, row.sourceText)
				: replaced(earlier.sourceText, row.sourceText),
	};
}

function replaced(removed: string, added: string): Shown['text'] {
	if (removed === added) return [{ kind: 'same', text: added }];
	return [
		{ kind: 'removed', text: removed },
		{ kind: 'added', text: added },
	];
}

/** A post as its editor needs it, or whoever is about to delete it; throws 404, 403 with the reason. */
export async function readSource(deps: Deps, actor: Actor, postId: number, to: 'edit' | 'delete'): Promise<PostSource> {
	const { thread, post, text } = await open(deps, actor, postId);
	refuse(to === 'edit' ? refusalOfEdit(actor, thread, post) : refusalOfDelete(actor, thread, post));
	const { restoreWithinDays } = await currentSettings(deps.sql);
	return {
		id: post.id,
		threadId: thread.id,
		threadPath: threadPath(thread),
		threadTitle: thread.title,
		kind: post.kind,
		...text,
		version: post.version,
		needsReason: post.authorId !== actor.id,
		restoreWithinDays,
	};
}
