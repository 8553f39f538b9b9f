import { staffRoles, type Role } from '@ikatan/contracts/common';
import type { TeamNote } from '@ikatan/contracts/notes';
import { inTransaction } from '../../platform/db.ts';
import { forbidden, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { mentionedHandles, renderMarkdown } from '../../platform/richtext/index.ts';
import { actorById, authorsByIds, membersByHandles } from '../accounts/index.ts';
import { beginningOfNote, rewordNotice, takeBackNotes, tellMembers } from '../notices/index.ts';
import { announceBoard } from './desk.ts';
import * as queries from './notes.queries.ts';
import { asNote } from './read.service.ts';
import { findNote } from './reading.queries.ts';
import { lockOne, type Doing } from './write.service.ts';

/** Further people whom one note names are not told. */
const namedAtMost = 20;

/** A note ready to be stored, with the members whom it names. */
async function prepare({ deps }: Doing, sourceText: string) {
	const members = await membersByHandles(deps.sql, mentionedHandles(sourceText));
	const { html, mentions } = await renderMarkdown(sourceText, {
		knownHandles: new Set(members.keys()),
		origin: deps.env.PUBLIC_ORIGIN,
	});
	return { html, mentionIds: [...new Set(mentions.flatMap((handle) => members.get(handle) ?? []))] };
}

async function shownNote({ deps, actor }: Doing, noteId: number): Promise<TeamNote> {
	const row = await findNote(deps.sql, noteId);
	if (!row) throw notFound();
	return asNote(row, await authorsByIds(deps.sql, [row.authorId]), actor.id);
}

const keyOf = (insightId: number, noteId: number) => `note:insight:${insightId}:${noteId}`;

/** Leaves a note on an insight; of those whom it names, staff are told. */
export async function writeNote(
	doing: Doing,
	insightId: number,
	{ requestKey, sourceText }: { requestKey: string; sourceText: string },
): Promise<TeamNote> {
	const { deps, actor, origin } = doing;
	const { html, mentionIds } = await prepare(doing, sourceText);
	const { id } = await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: requestKey, deed: 'insight-note' }, async () => {
			const facts = await lockOne(tx, insightId);
			const note = await queries.insertNote(tx, { insightId, authorId: actor.id, sourceText, html });
			const named = mentionIds.slice(0, namedAtMost);
			const people = await Promise.all(named.map((memberId) => actorById(tx, memberId)));
			const staff = people.flatMap((person) =>
				person?.id && person.id !== actor.id && (staffRoles as readonly Role[]).includes(person.role)
					? [person.id]
					: [],
			);
			await tellMembers(
				deps,
				tx,
				{ eventId: null, actorId: actor.id },
				staff.map((memberId) => ({
					memberId,
					kind: 'note' as const,
					title: facts.title,
					path: `/insights/${insightId}#notes`,
					said: beginningOfNote(sourceText),
					groupKey: keyOf(insightId, note.id),
				})),
			);
			await announceBoard(deps, tx, [insightId], origin);
			return note;
		}),
	);
	return await shownNote(doing, id);
}

async function own({ deps, actor }: Doing, noteId: number) {
	const note = await findNote(deps.sql, noteId);
	if (!note) throw notFound();
	if (note.authorId !== actor.id) throw forbidden();
	return note;
}

/** Changes a note of one's own, also where it was told of. Throws 403 for another's, 404. */
export async function editNote(doing: Doing, noteId: number, sourceText: string): Promise<TeamNote> {
	const { insightId } = await own(doing, noteId);
	const { html } = await prepare(doing, sourceText);
	await inTransaction(doing.deps.sql, async (tx) => {
		await queries.updateNote(tx, noteId, sourceText, html);
		await rewordNotice(doing.deps, tx, keyOf(insightId, noteId), sourceText);
		await announceBoard(doing.deps, tx, [insightId], doing.origin);
	});
	return await shownNote(doing, noteId);
}

/** Takes a note of one's own back, also from those who were told of it. Throws 403 for another's, 404. */
export async function deleteNote(doing: Doing, noteId: number): Promise<void> {
	const { insightId } = await own(doing, noteId);
	await inTransaction(doing.deps.sql, async (tx) => {
		await queries.markNoteDeleted(tx, noteId);
		await takeBackNotes(doing.deps, tx, [keyOf(insightId, noteId)]);
		await announceBoard(doing.deps, tx, [insightId], doing.origin);
	});
}
