import { memberAddress } from '@ikatan/contracts/addresses';
import { threadPath } from '@ikatan/contracts/paths';
import type { TeamNote } from '@ikatan/contracts/notes';
import { keepers, type Actor, type SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Db, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { forbidden, notFound, Refusal } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { mentionedHandles, renderMarkdown } from '../../platform/richtext/index.ts';
import { actorById, authorsByIds, membersByHandles } from '../accounts/index.ts';
import { beginningOfNote, rewordNotice, takeBackNotes, tellMembers } from '../notices/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { authorAmong, idsOf, maySeeNotes } from '../threads/index.ts';
import * as queries from './notes.queries.ts';
import { forgetReasons } from './sanctions.queries.ts';
import { findKnownMember } from './sanctions.service.ts';

/** What a note is about, as its notice names it; `threadId` where the thread is open to its readers. */
type About = { title: string; path: string; threadId: number | null };

/** A thread or member on which the actor may read and leave notes. Throws 404. */
async function openSubject(sql: Db, actor: Actor, subject: queries.Subject, subjectId: number): Promise<About> {
	if (!keepers(actor)) throw notFound();
	if (subject === 'member') {
		await findKnownMember(sql, actor, subjectId);
		const member = await queries.findNotedMember(sql, subjectId);
		if (!member) throw notFound();
		return { title: member.name, path: `${memberAddress(member.handle)}#notes`, threadId: null };
	}
	const thread = await queries.findNotedThread(sql, await visibilityFor(sql, actor), subjectId);
	if (!thread || !maySeeNotes(actor, thread)) throw notFound();
	return {
		title: thread.title,
		path: `${threadPath(thread)}#notes`,
		threadId: thread.state === 'published' ? thread.id : null,
	};
}

async function asNotes(sql: Db, actor: Actor, rows: queries.NoteRow[]): Promise<TeamNote[]> {
	const authors = await authorsByIds(sql, idsOf(rows.map((row) => row.authorId)));
	return rows.map(({ authorId, subject: _, subjectId: __, ...note }) => ({
		...note,
		author: authorAmong(authors, { authorId, authorName: null }),
		mine: authorId === actor.id,
	}));
}

/** Notes on a thread or a member. Throws 404. */
export async function listNotes(
	sql: Db,
	actor: Actor,
	subject: queries.Subject,
	subjectId: number,
): Promise<TeamNote[]> {
	await openSubject(sql, actor, subject, subjectId);
	return await asNotes(sql, actor, await queries.listNotes(sql, subject, subjectId));
}

async function render({ sql, env }: Deps, sourceText: string) {
	const members = await membersByHandles(sql, mentionedHandles(sourceText));
	const { html, mentions } = await renderMarkdown(sourceText, {
		knownHandles: new Set(members.keys()),
		origin: env.PUBLIC_ORIGIN,
	});
	return { html, mentionIds: idsOf(mentions.map((handle) => members.get(handle) ?? null)) };
}

async function shown({ sql }: Deps, actor: Actor, noteId: number): Promise<TeamNote> {
	const row = await queries.findNote(sql, noteId);
	const [note] = row ? await asNotes(sql, actor, [row]) : [];
	if (!note) throw notFound();
	return note;
}

/** Of members named in a note, those who may read it. */
async function readersOf(tx: Tx, memberIds: number[], subject: queries.Subject, subjectId: number): Promise<number[]> {
	const able: number[] = [];
	for (const memberId of memberIds) {
		const actor = await actorById(tx, memberId);
		if (actor && (await mayOpen(tx, actor, subject, subjectId))) able.push(memberId);
	}
	return able;
}

async function mayOpen(tx: Tx, actor: Actor, subject: queries.Subject, subjectId: number): Promise<boolean> {
	try {
		await openSubject(tx, actor, subject, subjectId);
		return true;
	} catch (error) {
		if (error instanceof Refusal) return false;
		throw error;
	}
}

const keyOf = (subject: queries.Subject, subjectId: number, noteId: number) => `note:${subject}:${subjectId}:${noteId}`;

/** Leaves a note; those whom it names and who may read it are told. Throws 404. */
export async function writeNote(
	deps: Deps,
	actor: SignedIn,
	{ subject, subjectId }: { subject: queries.Subject; subjectId: number },
	{ requestKey, sourceText }: { requestKey: string; sourceText: string },
): Promise<TeamNote> {
	const about = await openSubject(deps.sql, actor, subject, subjectId);
	const { html, mentionIds } = await render(deps, sourceText);
	const key = { memberId: actor.id, key: requestKey, deed: `note ${subject} ${subjectId}` };
	const { id } = await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const noteId = await queries.insertNote(tx, { subject, subjectId, authorId: actor.id, sourceText, html });
			const named = mentionIds.filter((memberId) => memberId !== actor.id).slice(0, 20);
			const told = await readersOf(tx, named, subject, subjectId);
			await tellMembers(
				deps,
				tx,
				{ eventId: null, actorId: actor.id },
				told.map((memberId) => ({
					...about,
					memberId,
					kind: 'note' as const,
					said: beginningOfNote(sourceText),
					groupKey: keyOf(subject, subjectId, noteId),
				})),
			);
			return { id: noteId };
		}),
	);
	return await shown(deps, actor, id);
}

async function openOwn(sql: Db, actor: Actor, noteId: number): Promise<queries.NoteRow> {
	const note = await queries.findNote(sql, noteId);
	if (!note) throw notFound();
	await openSubject(sql, actor, note.subject, note.subjectId);
	if (note.authorId !== actor.id) throw forbidden();
	return note;
}

/** Changes a note of one's own, also where it was told of. Throws 403 for another's, 404. */
export async function editNote(deps: Deps, actor: SignedIn, noteId: number, sourceText: string): Promise<TeamNote> {
	const { subject, subjectId } = await openOwn(deps.sql, actor, noteId);
	const { html } = await render(deps, sourceText);
	await inTransaction(deps.sql, async (tx) => {
		await queries.updateNote(tx, noteId, sourceText, html);
		await rewordNotice(deps, tx, keyOf(subject, subjectId, noteId), sourceText);
	});
	return await shown(deps, actor, noteId);
}

/** Takes a note of one's own back, also from those who were told of it. Throws 403 for another's, 404. */
export async function deleteNote(deps: Deps, actor: SignedIn, noteId: number): Promise<void> {
	const { subject, subjectId } = await openOwn(deps.sql, actor, noteId);
	await inTransaction(deps.sql, async (tx) => {
		await queries.markNoteDeleted(tx, noteId);
		await takeBackNotes(deps, tx, [keyOf(subject, subjectId, noteId)]);
	});
}

/**
 * Takes away what is written of a member who left: notes about them with what was told of these, and the reasons of sanctions. What
 * was decided, when and by whom stays.
 */
export async function forgetMember(deps: Deps, tx: Tx, memberId: number): Promise<void> {
	const noteIds = await queries.deleteNotesAbout(tx, memberId);
	await takeBackNotes(
		deps,
		tx,
		noteIds.map((noteId) => keyOf('member', memberId, noteId)),
	);
	await forgetReasons(tx, memberId);
}
