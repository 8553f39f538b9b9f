import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editAdminMember } from '@ikatan/contracts/admin-members';
import { addSpaceModerator, removeSpaceModerator } from '@ikatan/contracts/admin-spaces';
import { actOnThread } from '@ikatan/contracts/acting';
import * as notes from '@ikatan/contracts/notes';
import { listNotices, markSeen } from '@ikatan/contracts/notices';
import { sanctionMember } from '@ikatan/contracts/moderation';
import { admin } from '../support/admin.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member, space, thread, type BuiltMember } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { insight } from '../support/insights.ts';
import { mailsTo } from '../support/mailbox.ts';

const secret = 'They owe us for March.';
/** All that is left of notes with these words: inbox, rows, mail. */
async function leftOf(app: TestApp, reader: BuiltMember, words = secret) {
	const inbox = JSON.stringify((await app.call(listNotices, { as: reader, query: {} })).value);
	const rows = JSON.stringify(await app.sql`select * from notices where member_id = ${reader.id}`);
	const mails = JSON.stringify(await mailsTo(app, reader.mail));
	return Object.entries({ inbox, rows, mails }).flatMap(([name, text]) => (text.includes(words) ? [name] : []));
}

type Subject = { subject: 'thread' | 'member'; subjectId: number };
const leave = async (app: TestApp, as: Caller, params: Subject, reader: BuiltMember) => {
	const body = { requestKey: randomUUID(), sourceText: `@${reader.handle} ${secret}` };
	const { status, value } = await app.call(notes.writeStaffNote, { as, params, body });
	expect(status).toBe(201);
	await app.settle();
	return value.id;
};
const leaveOnInsight = async (app: TestApp, as: Caller, reader: BuiltMember) => {
	const body = { requestKey: randomUUID(), sourceText: `@${reader.handle} ${secret}` };
	const params = { insightId: await insight(app, as) };
	const { value } = await app.call(notes.writeInsightNote, { as, params, body });
	await app.settle();
	return value.id;
};
/** The mail of what waits is written; with `held`, it stays in the outbox. */
async function mailed(app: TestApp) {
	app.clock.pass(11 * 60_000);
	await app.settle();
}
const unsent = (app: TestApp, { id }: BuiltMember) => app.sql`
	update mails set sent_at = null, failed_at = null, attempts = 1, error = 'away', next_attempt_at = now() + interval '4 hours'
	where member_id = ${id}`;
const seen = (app: TestApp, as: Caller) => app.call(markSeen, { as, body: { all: true } });

async function scene(app: TestApp) {
	const [boss, reader, asker] = [await admin(app), await member(app, { role: 'agent' }), await member(app)];
	const place = await space(app);
	return { boss, reader, asker, place, asked: await thread(app, asker, { spaceId: place.id }) };
}

describe('a note of the team, in what was told of it', () => {
	test('goes from who is of the team no more, seen or not, and from mail that has not gone out', async ({ app }) => {
		const { boss, reader, asked, asker } = await scene(app);
		await leave(app, boss, { subject: 'member', subjectId: asker.id }, reader);
		await mailed(app);
		await unsent(app, reader);
		await seen(app, reader);
		await leave(app, boss, { subject: 'thread', subjectId: asked.id }, reader);
		expect(await leftOf(app, reader)).toEqual(['inbox', 'rows', 'mails']);
		await app.call(editAdminMember, { as: boss, params: { memberId: reader.id }, body: { role: 'member' } });
		expect(await leftOf(app, reader)).not.toContain('inbox');
		await app.settle();
		expect(await leftOf(app, reader)).toEqual([]);
		await mailed(app);
		expect(await leftOf(app, reader)).toEqual([]);
		expect((await inboxOf(app, reader)).unseen).toBe(0);
	});

	test('on an insight goes from staff who only moderate now', async ({ app }) => {
		const { boss, reader } = await scene(app);
		await leaveOnInsight(app, boss, reader);
		await seen(app, reader);
		await app.call(editAdminMember, { as: boss, params: { memberId: reader.id }, body: { role: 'moderator' } });
		expect(await leftOf(app, reader)).not.toContain('inbox');
		await app.settle();
		expect(await leftOf(app, reader)).toEqual([]);
	});

	test('goes from who moderates that space no more, though another one; and when the thread moves away', async ({
		app,
	}) => {
		const { boss, asked, place, asker } = await scene(app);
		const [one, other] = [await member(app), await member(app)];
		const elsewhere = await space(app);
		for (const { handle } of [one, other])
			await app.call(addSpaceModerator, { as: boss, params: { spaceId: place.id }, body: { handle } });
		await app.call(addSpaceModerator, { as: boss, params: { spaceId: elsewhere.id }, body: { handle: one.handle } });
		await app.settle();
		const about = { subject: 'thread' as const, subjectId: asked.id };
		await leave(app, boss, about, one);
		await leave(app, boss, { subject: 'member', subjectId: asker.id }, one);
		await leave(app, boss, about, other);
		expect((await inboxOf(app, one)).items).toHaveLength(2);
		const params = { spaceId: place.id, memberId: one.id };
		await app.call(removeSpaceModerator, { as: boss, params });
		expect(await leftOf(app, one)).not.toContain('inbox');
		await app.settle();
		expect(await leftOf(app, one)).toEqual([]);
		expect(await leftOf(app, other)).toEqual(['inbox', 'rows']);
		const body = { act: 'move' as const, spaceId: elsewhere.id, requestKey: randomUUID() };
		expect((await app.call(actOnThread, { as: boss, params: { threadId: asked.id }, body })).status).toBe(201);
		await app.settle();
		expect(await leftOf(app, other)).toEqual([]);
		expect((await inboxOf(app, other)).unseen).toBe(0);
	});

	test('is not read by who is silenced', async ({ app }) => {
		const { boss, reader, asked } = await scene(app);
		await leave(app, boss, { subject: 'thread', subjectId: asked.id }, reader);
		const body = { requestKey: randomUUID(), kind: 'silence' as const, hours: 5, reason: 'For a while.' };
		await app.sql`update members set role = 'moderator' where id = ${reader.id}`;
		expect((await app.call(sanctionMember, { as: boss, params: { memberId: reader.id }, body })).status).toBe(201);
		expect(await leftOf(app, reader)).not.toContain('inbox');
	});

	test('says what it says now once it was changed: seen, unseen, and in mail that has not gone out', async ({
		app,
	}) => {
		const { boss, reader, asked } = await scene(app);
		const own = await leaveOnInsight(app, boss, reader);
		await seen(app, reader);
		const noteId = await leave(app, boss, { subject: 'thread', subjectId: asked.id }, reader);
		await mailed(app);
		await unsent(app, reader);
		expect(await leftOf(app, reader)).toEqual(['inbox', 'rows', 'mails']);
		const body = { sourceText: 'They have paid.' };
		expect((await app.call(notes.editStaffNote, { as: boss, params: { noteId }, body })).status).toBe(200);
		expect((await app.call(notes.editInsightNote, { as: boss, params: { noteId: own }, body })).status).toBe(200);
		expect(await leftOf(app, reader)).toEqual([]);
		await mailed(app);
		expect(await leftOf(app, reader, body.sourceText)).toEqual(['inbox', 'rows', 'mails']);
		expect(await mailsTo(app, reader.mail)).toHaveLength(1);
	});

	test('goes with it once it was deleted, from mail that has not gone out too; the rest of that mail goes', async ({
		app,
	}) => {
		const { boss, reader, asked, asker } = await scene(app);
		const noteId = await leave(app, boss, { subject: 'thread', subjectId: asked.id }, reader);
		const body = { requestKey: randomUUID(), sourceText: `@${reader.handle} Please call them.` };
		const params = { subject: 'member' as const, subjectId: asker.id };
		await app.call(notes.writeStaffNote, { as: boss, params, body });
		await mailed(app);
		await unsent(app, reader);
		expect((await app.call(notes.deleteStaffNote, { as: boss, params: { noteId } })).status).toBe(204);
		expect(await leftOf(app, reader)).toEqual([]);
		await mailed(app);
		expect(await leftOf(app, reader, 'Please call them.')).toEqual(['inbox', 'rows', 'mails']);
		expect(await leftOf(app, reader)).toEqual([]);
	});
});
