import type { Stage } from '@ikatan/contracts/insight-choices';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { manyIds, type Db } from '../../platform/db.ts';
import { listedThread, visibleThread, type Visibility } from '../spaces/index.ts';
import type { State } from './facts.ts';

/** A thread as lists show it, before its author and space are put in. */
export type RowFacts = {
	id: number;
	kind: ThreadKind;
	title: string;
	spaceId: number;
	tags: string[];
	authorId: number | null;
	authorName: string | null;
	authorHidden: boolean;
	beginning: string;
	createdAt: string;
	activeAt: string;
	score: number;
	answers: number;
	meToo: number;
	views: number;
	solved: boolean;
	closed: boolean;
	pinned: boolean;
	needsAnswer: boolean;
	state: State;
	stage: Stage | null;
};

/** What a row shows, of `threads t`, its numbers `s` and its opening text `o`. */
export function rowColumns(sql: Db) {
	return sql`t.id, t.kind, t.title, t.space_id, t.author_id, o.author_name, o.author_hidden, left(o.plain_text, 400) as beginning,
		t.created_at, t.active_at, s.score, s.answers, s.me_too, s.views, t.solved_at is not null as solved,
		t.closed_at is not null as closed, t.pinned_at is not null as pinned, s.needs_answer, t.state, t.stage,
		array(select g.name from thread_tags tt join tags g on g.id = tt.tag_id where tt.thread_id = t.id order by g.name) as tags`;
}

/** These threads, as far as the reader finds them in lists (`listed`) or may open them (`visible`); in no order. */
export async function findRows(
	sql: Db,
	visibility: Visibility,
	ids: number[],
	which: 'listed' | 'visible',
): Promise<RowFacts[]> {
	if (ids.length === 0) return [];
	return await sql<RowFacts[]>`
		select ${rowColumns(sql)}
		from threads t join thread_stats s on s.thread_id = t.id join posts o on o.thread_id = t.id and o.kind = 'opening'
		where t.id = any(${manyIds(sql, ids)})
			and ${which === 'listed' ? listedThread(sql, visibility) : visibleThread(sql, visibility)}`;
}
