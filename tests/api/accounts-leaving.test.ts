import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { deleteAccount, readSession, signIn, signUp } from '@ikatan/contracts/accounts';
import { writeStaffNote } from '@ikatan/contracts/notes';
import { actorById, authorsByIds, memberByHandle, setCompany, setRole } from '../../api/src/modules/accounts/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type TestApp } from '../support/app.ts';
import { company, member, password, space } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { lastMailTo, mailsTo } from '../support/mailbox.ts';

const leave = (app: TestApp, as: Awaited<ReturnType<typeof member>>, word = password) =>
	app.call(deleteAccount, { as, body: { password: word } });
const day = 24 * 3_600_000;

describe('deleting one’s account', () => {
	test('leaves a former member, of whom nothing tells who it was', async ({ app }) => {
		const gone = await member(app, { displayName: 'Rina Wulandari', handle: 'rina', companyId: await company(app) });
		await app.sql`update members set bio = 'I am Rina', title = 'Owner', last_seen_at = now() where id = ${gone.id}`;
		const reply = await leave(app, gone);
		expect(reply).toMatchObject({ status: 204, cookies: [{ name: 'ikatan_session', value: '', maxAge: 0 }] });
		const [row] = await app.sql`select row_to_json(m)::text as kept, m.state from members m where id = ${gone.id}`;
		expect(row?.state).toBe('deleted');
		expect(row?.kept).not.toMatch(/rina|owner|people\.example|argon2/i);
		const authors = await authorsByIds(app.sql, [gone.id]);
		expect(authors.get(gone.id)).toEqual({
			id: null,
			handle: null,
			name: '',
			pictureUrl: null,
			badge: null,
			title: null,
			company: null,
			former: true,
		});
		expect(await memberByHandle(app.sql, 'rina')).toBeUndefined();
		expect(await memberByHandle(app.sql, `former-${gone.id}`)).toBeUndefined();
		expect(await actorById(app.sql, gone.id)).toBeNull();
	});

	test('ends every session and the way back in', async ({ app }) => {
		const gone = await member(app);
		await leave(app, gone);
		expect((await app.call(readSession, { as: gone })).value.viewer).toBeNull();
		expect((await app.call(signIn, { body: { mail: gone.mail, password } })).error.code).toBe('wrong-credentials');
	});

	test('says goodbye by one last mail, and forgets the mails before', async ({ app }) => {
		const gone = await member(app, { language: 'id' });
		await leave(app, gone);
		const mails = await mailsTo(app, gone.mail);
		expect(mails.map((mail) => mail.subject)).toEqual(['Akun Anda di Ikatan sudah dihapus']);
	});

	test('takes along what the team wrote of them, and their part in it', async ({ app }) => {
		const [gone, mona, agent] = [await member(app), await member(app), await member(app, { role: 'agent' })];
		const { id: spaceId } = await space(app);
		await app.sql`insert into space_moderators (space_id, member_id) values (${spaceId}, ${gone.id})`;
		const requestKey = randomUUID();
		const sourceText = `Calls himself Rini at home, ask @${agent.handle}.`;
		const params = { subject: 'member', subjectId: gone.id } as const;
		const product = await member(app, { role: 'product' });
		expect((await app.call(writeStaffNote, { as: product, params, body: { requestKey, sourceText } })).status).toBe(
			201,
		);
		expect(JSON.stringify(await inboxOf(app, agent))).toContain('Rini');
		await app.sql`
			insert into sanctions (member_id, kind, reason, actor_id, until)
			values (${gone.id}, 'silence', 'Rini was rude.', ${mona.id}, now() - interval '1 day')`;
		await leave(app, gone);
		expect(JSON.stringify(await inboxOf(app, agent))).not.toContain('Rini');
		const [left] = await app.sql`
			select (select count(*) from staff_notes where subject_id = ${gone.id} and subject = 'member') as notes,
				(select count(*) from space_moderators where member_id = ${gone.id}) as spaces,
				(select count(*) from sanctions where member_id = ${gone.id} and reason = '') as sanctions`;
		expect(left).toEqual({ notes: 0, spaces: 0, sanctions: 1 });
	});

	test('announces it, so that what was private elsewhere goes as well', async ({ app }) => {
		const gone = await member(app);
		await leave(app, gone);
		const names = await app.sql<{ name: string }[]>`select name from events where actor_id = ${gone.id} order by id`;
		expect(names.map((row) => row.name)).toEqual(['member.deleted', 'member.rights-changed']);
	});

	test('takes away what was private elsewhere: drafts, reading, watches, notices, choices, picture', async ({
		app,
	}) => {
		const gone = await member(app);
		const { id: spaceId } = await space(app);
		const [thread] = await app.sql<{ id: number }[]>`
			insert into threads (kind, space_id, title) values ('question', ${spaceId}, 'A title') returning id`;
		const [file] = await app.sql<{ id: number }[]>`
			insert into files (owner_id, name, content_type, bytes, storage_key, purpose)
			values (${gone.id}, 'me.webp', 'image/webp', 10, ${`aa/${'a'.repeat(40)}.webp`}, 'picture') returning id`;
		await app.sql`update members set picture_file_id = ${file!.id} where id = ${gone.id}`;
		await app.sql`insert into drafts (member_id, kind, content) values (${gone.id}, 'thread', '{}')`;
		await app.sql`insert into thread_reads (member_id, thread_id) values (${gone.id}, ${thread!.id})`;
		await app.sql`insert into watches (member_id, target_kind, target_id, level) values (${gone.id}, 'thread', ${thread!.id}, 'all')`;
		await app.sql`insert into notices (member_id, kind, group_key) values (${gone.id}, 'answer', 'answer:1')`;
		await app.sql`insert into notice_choices (member_id, kind, channel, chosen) values (${gone.id}, 'answer', 'mail', false)`;
		await leave(app, gone);
		await app.settle();
		const [left] = await app.sql`
			select (select count(*) from drafts where member_id = ${gone.id}) as drafts,
				(select count(*) from thread_reads where member_id = ${gone.id}) as reads,
				(select count(*) from watches where member_id = ${gone.id}) as watches,
				(select count(*) from notices where member_id = ${gone.id}) as notices,
				(select count(*) from notice_choices where member_id = ${gone.id}) as choices,
				(select count(*) from files where owner_id = ${gone.id}) as pictures`;
		expect(left).toEqual({ drafts: 0, reads: 0, watches: 0, notices: 0, choices: 0, pictures: 0 });
	});

	test('frees the address for a new account', async ({ app }) => {
		const gone = await member(app);
		await leave(app, gone);
		const body = { displayName: 'Again', handle: 'here-again', mail: gone.mail, password };
		await app.call(signUp, { body });
		expect((await lastMailTo(app, gone.mail)).subject).toBe('Confirm your address for Ikatan');
	});

	test('needs the password', async ({ app }) => {
		const someone = await member(app);
		const reply = await leave(app, someone, 'a wrong password');
		expect(reply).toMatchObject({ status: 422, error: { fields: { password: 'wrong-password' } } });
		expect((await app.call(readSession, { as: someone })).value.viewer?.id).toBe(someone.id);
	});

	test('keeps one admin, also when the last two leave at once', async ({ app }) => {
		const admins = [await member(app, { role: 'admin' }), await member(app, { role: 'admin' })];
		const replies = await Promise.all(admins.map((admin) => leave(app, admin)));
		expect(replies.map((reply) => reply.status).sort()).toEqual([204, 409]);
		expect(replies.find((reply) => reply.status === 409)?.error.code).toBe('last-admin');
		await app.sql`update members set role = 'member' where role = 'admin'`;
	});
});

describe('accounts that were never verified', () => {
	test('go after 30 days, with their handle; imported and verified members stay', async ({ app }) => {
		const [never, verified] = [await member(app, { verified: false }), await member(app)];
		await app.sql`insert into members (handle, display_name, source, source_id) values ('imported-one', 'Imported', 'test', '1')`;
		app.clock.pass(29 * day);
		await app.runJob('accounts.sweep');
		expect(await memberByHandle(app.sql, never.handle)).toBeDefined();
		app.clock.pass(2 * day);
		await app.runJob('accounts.sweep');
		expect(await memberByHandle(app.sql, never.handle)).toBeUndefined();
		expect(await memberByHandle(app.sql, verified.handle)).toBeDefined();
		expect(await memberByHandle(app.sql, 'imported-one')).toBeDefined();
	});
});

describe('rights', () => {
	const asAdmin = async (app: TestApp) => (await actorById(app.sql, (await member(app, { role: 'admin' })).id))!;

	test('a role is given by an admin, in the audit log, and open pages hear of it', async ({ app }) => {
		const [admin, someone] = [await asAdmin(app), await member(app)];
		const heard: unknown[] = [];
		await app.deps.live.start();
		const end = app.deps.live.listen((envelope) => heard.push(envelope));
		await inTransaction(app.sql, (tx) => setRole(tx, admin, someone.id, 'champion'));
		expect((await actorById(app.sql, someone.id))?.role).toBe('champion');
		const rows = await app.sql`
			select actor_id, action, details from audit_log where subject_kind = 'member' and subject_id = ${someone.id}`;
		expect(rows).toEqual([
			{ actorId: admin.id, action: 'member.role-changed', details: { from: 'member', to: 'champion' } },
		]);
		await app.settle();
		await expect
			.poll(() => heard)
			.toContainEqual({ topic: `member:${someone.id}`, message: { type: 'rights-changed', memberId: someone.id } });
		end();
		await app.deps.live.stop();
	});

	test('are not given by others, nor taken from the last admin', async ({ app }) => {
		await app.sql`update members set role = 'member' where role = 'admin'`;
		const admin = await asAdmin(app);
		const moderator = await member(app, { role: 'moderator' });
		const byModerator = (await actorById(app.sql, moderator.id))!;
		const set = (actor: typeof admin, memberId: number, role: 'admin' | 'member') =>
			inTransaction(app.sql, (tx) => setRole(tx, actor, memberId, role));
		await expect(set(byModerator, moderator.id, 'admin')).rejects.toMatchObject({ status: 403 });
		await expect(set(admin, admin.id!, 'member')).rejects.toMatchObject({ status: 409, wire: { code: 'last-admin' } });
		await expect(set(admin, 999_999, 'member')).rejects.toMatchObject({ status: 404 });
		const companyId = await company(app);
		await expect(
			inTransaction(app.sql, (tx) => setCompany(tx, byModerator, moderator.id, companyId)),
		).rejects.toMatchObject({
			status: 403,
		});
		await inTransaction(app.sql, (tx) => setCompany(tx, admin, moderator.id, companyId));
		expect((await actorById(app.sql, moderator.id))?.companyId).toBe(companyId);
	});
});
