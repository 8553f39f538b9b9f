import { describe, expect } from 'vitest';
import { editAdminMember } from '@ikatan/contracts/admin-members';
import { chooseNotices, listNotices } from '@ikatan/contracts/notices';
import { tellMembers, type DirectNotice } from '../../api/src/modules/notices/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type TestApp } from '../support/app.ts';
import { company, member, space, thread } from '../support/builders.ts';
import { inboxOf, kindsOf } from '../support/inbox.ts';
import { mailsTo } from '../support/mailbox.ts';

const notice = (memberId: number, more: Partial<DirectNotice> = {}): DirectNotice => ({
	memberId,
	kind: 'told',
	title: 'Offline receipts',
	path: '/roadmap',
	words: 'The market has no signal.',
	said: 'Receipts print without a signal since today.',
	groupKey: 'told:1',
	...more,
});

const tell = (app: TestApp, notices: DirectNotice[], eventId: number | null = null) =>
	inTransaction(app.sql, (tx) => tellMembers(app.deps, tx, { eventId, actorId: null }, notices));

describe('a notice with words of its own', () => {
	test('stands in the inbox with them, and leads to its page', async ({ app }) => {
		const reader = await member(app);
		expect(await tell(app, [notice(reader.id)])).toEqual([reader.id]);
		expect((await inboxOf(app, reader)).items).toMatchObject([
			{
				kind: 'told',
				threadTitle: 'Offline receipts',
				path: '/roadmap',
				words: 'The market has no signal.',
				said: 'Receipts print without a signal since today.',
				seen: false,
			},
		]);
	});

	test('comes by mail with the reader’s own words and the company’s', async ({ app }) => {
		const reader = await member(app);
		await tell(app, [notice(reader.id)]);
		app.clock.pass(11 * 60_000);
		await app.settle();
		const [mail, ...more] = await mailsTo(app, reader.mail);
		expect(more).toEqual([]);
		expect(mail?.subject).toBe('What became of what you said: “Offline receipts”');
		for (const part of [mail!.textPart, mail!.htmlPart]) {
			expect(part).toContain('The market has no signal.');
			expect(part).toContain('Receipts print without a signal since today.');
			expect(part).toContain('http://localhost:3000/roadmap');
		}
	});

	test('of the team’s matters is shown and mailed to nobody who is of the team no more', async ({ app }) => {
		const once = await member(app, { role: 'agent' });
		await tell(app, [
			notice(once.id),
			notice(once.id, { kind: 'note', said: 'Call them on Monday.', groupKey: 'note:1' }),
			notice(once.id, { kind: 'judgement', title: '', groupKey: 'judgement' }),
		]);
		expect(new Set(await kindsOf(app, once))).toEqual(new Set(['note', 'told']));
		await app.sql`update members set role = 'moderator' where id = ${once.id}`;
		await app.sql`update notices set seen_at = now() where member_id = ${once.id} and kind = 'judgement'`;
		expect(new Set(await kindsOf(app, once))).toEqual(new Set(['note', 'told', 'judgement']));
		const admin = await member(app, { role: 'admin' });
		const params = { memberId: once.id };
		expect((await app.call(editAdminMember, { as: admin, params, body: { role: 'member' } })).status).toBe(204);
		expect((await app.call(listNotices, { as: once, query: {} })).value.items).toMatchObject([{ kind: 'told' }]);
		await app.settle();
		expect((await inboxOf(app, once)).unseen).toBe(1);
		app.clock.pass(11 * 60_000);
		await app.settle();
		expect(JSON.stringify(await mailsTo(app, once.mail))).not.toContain('Monday');
	});

	test('of one event comes once', async ({ app }) => {
		const reader = await member(app);
		expect(await tell(app, [notice(reader.id)], 77)).toEqual([reader.id]);
		expect(await tell(app, [notice(reader.id)], 77)).toEqual([]);
		expect((await inboxOf(app, reader)).items).toMatchObject([{ count: 1 }]);
	});

	test('goes only where the member wants it', async ({ app }) => {
		const reader = await member(app);
		const items = [{ kind: 'told' as const, app: false, mail: false }];
		await app.call(chooseNotices, { as: reader, body: { items } });
		expect(await tell(app, [notice(reader.id)])).toEqual([]);
		expect((await inboxOf(app, reader)).items).toEqual([]);
	});

	test('about a thread is neither shown nor mailed to who may not read that', async ({ app }) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const [asker, stranger] = [await member(app, { companyId: ours }), await member(app, { companyId: theirs })];
		const place = await space(app, { kind: 'company_only' });
		const { id: threadId } = await thread(app, asker, { spaceId: place.id });
		await tell(app, [notice(asker.id, { threadId }), notice(stranger.id, { threadId })]);
		expect((await inboxOf(app, asker)).items).toHaveLength(1);
		expect((await inboxOf(app, stranger)).items).toEqual([]);
		app.clock.pass(11 * 60_000);
		await app.settle();
		expect(await mailsTo(app, stranger.mail)).toEqual([]);
	});
});
