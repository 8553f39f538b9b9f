import { memberAddress, spaceAddress, tagAddress } from '@ikatan/contracts/addresses';
import type { AuditLine, listAudit } from '@ikatan/contracts/audit';
import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { authorsByIds, memberByHandle } from '../accounts/index.ts';
import { listActions, listLines, type LogLine } from '../audit/index.ts';
import { authorAmong, idsOf } from '../threads/index.ts';
import { reachFor } from './reach.ts';
import { listSubjects, type SubjectRow } from './subjects.queries.ts';

const pageSize = 50;
const kinds = ['thread', 'post', 'member', 'space', 'tag', 'company', 'group'] as const;
type Page = z.input<typeof listAudit.reply>;
type Query = z.output<NonNullable<typeof listAudit.query>>;

/**
 * A page of the log: for admins all of it; for moderators what was done in the spaces that they moderate and read whole, so that no
 * other company's matter shows. Titles only of what the reader may open.
 */
export async function readLog({ sql }: Deps, actor: Actor, query: Query): Promise<Page> {
	const { visibility, reach } = await reachFor(sql, actor);
	const whole = actor.role === 'admin';
	const by = query.actor === undefined ? undefined : await memberByHandle(sql, query.actor.replace(/^@/, ''));
	const [before] = unpackCursor(query.after, ['id']) ?? [];
	const { actor: _, after: __, ...filters } = query;
	const actorId = query.actor === undefined ? undefined : (by?.id ?? 0);
	const spaceIds = whole ? null : reach.wholeIds;
	const [lines, actions] = await Promise.all([
		listLines(sql, { ...filters, actorId, before, spaceIds, timeZone: actor.timeZone, limit: pageSize + 1 }),
		listActions(sql),
	]);
	const shown = lines.slice(0, pageSize);
	const idsAmong = (kind: string) =>
		idsOf(shown.filter((line) => line.subjectKind === kind).map((line) => line.subjectId));
	const ids = Object.fromEntries(kinds.map((kind) => [kind, idsAmong(kind)])) as Record<
		(typeof kinds)[number],
		number[]
	>;
	const [authors, subjects] = await Promise.all([
		authorsByIds(sql, idsOf(shown.map((line) => line.actorId))),
		listSubjects(sql, visibility, ids, { whole }),
	]);
	const byKey = new Map(subjects.map((subject) => [`${subject.kind} ${subject.id}`, subject]));
	const last = lines.length > pageSize ? shown.at(-1) : undefined;
	const asLine = ({ actorId: id, ...line }: LogLine): AuditLine => {
		const subject = byKey.get(`${line.subjectKind} ${line.subjectId}`);
		return {
			...line,
			actor: id === null ? null : authorAmong(authors, { authorId: id, authorName: null }),
			subjectPath: subject ? pathOf(subject) : null,
			subjectTitle: subject?.title ?? null,
		};
	};
	return { items: shown.map(asLine), next: last ? packCursor([last.id]) : null, actions };
}

function pathOf({ kind, threadId, postId, title, handle, slug }: SubjectRow): string | null {
	if (threadId !== null)
		return postId === null ? threadPath({ id: threadId, title }) : postPath({ id: threadId, title }, postId);
	if (handle !== null) return memberAddress(handle);
	if (slug === null) return null;
	return kind === 'space' ? spaceAddress(slug) : tagAddress(slug);
}
