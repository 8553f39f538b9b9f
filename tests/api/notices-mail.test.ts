import { describe, expect } from 'vitest';
import { chooseNotices, markSeen } from '@ikatan/contracts/notices';
import { deletePost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { actorById, setCompany, setState } from '../../api/src/modules/accounts/index.ts';
import { changeSettings } from '../../api/src/modules/settings/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { takeMailDue } from '../../api/src/modules/notices/notices.queries.ts';
import { inTransaction, keepPlans } from '../../api/src/platform/db.ts';
import { smtpCarrier } from '../../api/src/platform/mail.ts';
import { openApp, test, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { inboxOf, watch } from '../support/inbox.ts';
import { lastMailTo, mailsTo } from '../support/mailbox.ts';
import { startSmtp } from '../support/smtp.ts';

const minute = 60_000;

async function answered(
	app: TestApp,
	wanted: { title?: string; asker?: Parameters<typeof member>[1]; text?: string } = {},
) {
	const asker = await member(app, wanted.asker);
	const helper = await member(app, { displayName: 'Made Wirawan' });
	const question = await thread(app, asker, { spaceId: (await space(app)).id, title: wanted.title });
	const reply = await answer(app, helper, question.id, wanted.text);
	await app.settle();
	return { asker, helper, question, reply };
}

/** Mails about notices to a member, once so many minutes more have passed. */
async function mailsAfter(app: TestApp, minutes: number, { mail }: { mail: string }) {
	app.clock.pass(minutes * minute);
	await app.settle();
	return await mailsTo(app, mail);
}

describe('mail about notices', () => {
	test('waits ten minutes, then goes out once', async ({ app }) => {
		const { asker } = await answered(app, { title: 'Does the drawer open by itself?' });
		expect(await mailsAfter(app, 9, asker)).toEqual([]);
		expect(await mailsAfter(app, 2, asker)).toMatchObject([
			{ kind: 'notices', recipient: asker.mail, subject: 'Made Wirawan answered “Does the drawer open by itself?”' },
		]);
		expect(await mailsAfter(app, 30, asker)).toHaveLength(1);
	});

	test('waits for longer than half a day where that is wanted', async ({ database }) => {
		const app = await openApp(database);
		try {
			await inTransaction(app.sql, (tx) => changeSettings(tx, { mailWaitSeconds: 86_400 }, null));
			const { asker } = await answered(app);
			expect(await mailsAfter(app, 23 * 60, asker)).toEqual([]);
			expect(await mailsAfter(app, 2 * 60, asker)).toHaveLength(1);
		} finally {
			await inTransaction(app.sql, (tx) => changeSettings(tx, { mailWaitSeconds: 600 }, null));
			await app.close();
		}
	});

	test('is not sent about what was seen meanwhile, in the inbox or by reading the thread', async ({ app }) => {
		const [inbox, page] = [await answered(app), await answered(app)];
		await app.call(markSeen, { as: inbox.asker, body: { all: true } });
		await app.call(markSeen, { as: page.asker, body: { threadId: page.question.id } });
		expect(await mailsAfter(app, 11, inbox.asker)).toEqual([]);
		expect(await mailsAfter(app, 11, page.asker)).toEqual([]);
	});

	test('tells of several notices in one', async ({ app }) => {
		const { asker, helper, question, reply } = await answered(app, { title: 'Which paper fits the printer?' });
		const second = await thread(app, asker, {
			spaceId: (await space(app)).id,
			title: 'Which ribbon fits the printer?',
		});
		await answer(app, helper, second.id);
		await comment(app, helper, reply.id, 'With a remark on it.');
		await app.settle();
		const [mail, ...more] = await mailsAfter(app, 11, asker);
		expect(more).toEqual([]);
		expect(mail?.subject).toBe('3 things new for you in Ikatan');
		for (const part of [mail!.textPart, mail!.htmlPart]) {
			expect(part).toContain('Made Wirawan answered “Which paper fits the printer?”');
			expect(part).toContain('Made Wirawan answered “Which ribbon fits the printer?”');
			expect(part).toContain('Made Wirawan commented on “Which paper fits the printer?”');
			expect(part).toContain('With a remark on it.');
			expect(part).toContain(`http://localhost:3000${question.path}/${reply.id}#${reply.id}`);
			expect(part).toContain('http://localhost:3000/inbox');
		}
	});

	test('of a bundle that grew after its mail comes again an hour later', async ({ app }) => {
		const { asker, question } = await answered(app);
		expect(await mailsAfter(app, 11, asker)).toHaveLength(1);
		await answer(app, await member(app), question.id);
		await app.settle();
		expect(await mailsAfter(app, 11, asker)).toHaveLength(1);
		const mails = await mailsAfter(app, 50, asker);
		expect(mails).toHaveLength(2);
		expect(mails[1]!.subject).toMatch(/ and 1 other answered /);
	});

	test('is in the member’s language and time zone', async ({ app }) => {
		const asker = await member(app, { language: 'id' });
		await app.sql`update members set time_zone = 'Asia/Jayapura' where id = ${asker.id}`;
		const question = await thread(app, asker, { spaceId: (await space(app)).id, title: 'Kertas apa yang cocok?' });
		await answer(app, await member(app, { displayName: 'Putu' }), question.id);
		await app.settle();
		await app.sql`update notices set updated_at = '2026-03-01 20:30:00+00' where member_id = ${asker.id}`;
		const [mail] = await mailsAfter(app, 11, asker);
		expect(mail!.subject).toBe('Putu menjawab “Kertas apa yang cocok?”');
		expect(mail!.textPart).toContain('Halo ');
		expect(mail!.textPart).toMatch(/2 Maret 2026 pukul 05\.30/);
		expect(mail!.htmlPart).toContain('<html lang="id"');
	});

	test('shows titles and texts as they are, and never as markup', async ({ app }) => {
		const { asker } = await answered(app, {
			title: 'What does <b onload=x> mean & do?',
			text: 'It means <i>nothing</i> & "less".',
		});
		const [mail] = await mailsAfter(app, 11, asker);
		expect(mail!.subject).toContain('“What does <b onload=x> mean & do?”');
		expect(mail!.htmlPart).toContain('What does &lt;b onload=x&gt; mean &amp; do?');
		expect(mail!.htmlPart).not.toContain('<b onload');
		expect(mail!.htmlPart).not.toContain('<i>');
	});

	test('carries the headers by which mail programs unsubscribe', async ({ app }) => {
		const { asker } = await answered(app);
		await mailsAfter(app, 11, asker);
		const [{ headers } = { headers: {} }] = await app.sql<{ headers: Record<string, string> }[]>`
			select headers from mails where recipient = ${asker.mail}`;
		expect(headers).toEqual({
			'List-Unsubscribe': expect.stringMatching(/^<http:\/\/localhost:3000\/api\/unsubscribe\/[\w.-]+>$/) as string,
			'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
			'Auto-Submitted': 'auto-generated',
		});
		expect((await lastMailTo(app, asker.mail)).textPart).toContain('http://localhost:3000/unsubscribe/');
	});

	test('goes to verified addresses of members in good standing only', async ({ app }) => {
		const [unverified, suspended, gone] = [await answered(app), await answered(app), await answered(app)];
		await app.sql`update members set mail_verified_at = null where id = ${unverified.asker.id}`;
		await inTransaction(app.sql, (tx) =>
			setState(tx, visitor(), suspended.asker.id, { state: 'suspended', until: null }),
		);
		await app.sql`update members set state = 'deleted', mail = null where id = ${gone.asker.id}`;
		for (const { asker } of [unverified, suspended, gone]) expect(await mailsAfter(app, 11, asker)).toEqual([]);
		expect(
			await app.sql`select 1 from notices where mail_due_at is not null and mailed_at is null and seen_at is null
			and member_id = any(${[unverified, suspended, gone].map(({ asker }) => asker.id)}::bigint[])`,
		).toEqual([]);
	});

	test('leaves out what the member may not read any more', async ({ app }) => {
		const companyId = await company(app);
		const [reader, staff] = [await member(app, { companyId }), await member(app, { role: 'admin' })];
		const { id: closed } = await space(app, { kind: 'company', companyIds: [companyId] });
		const [secret, open] = [
			await thread(app, staff, { spaceId: closed, title: 'What the merger is called' }),
			await thread(app, staff, { spaceId: (await space(app)).id, title: 'What the shop is called' }),
		];
		for (const { id } of [secret, open]) await watch(app, reader, 'thread', id, 'all');
		for (const { id } of [secret, open]) await answer(app, staff, id);
		await app.settle();
		// Without the event that a change of rights makes: the mail itself has to ask again.
		await app.sql`update members set company_id = null where id = ${reader.id}`;
		const [mail, ...more] = await mailsAfter(app, 11, reader);
		expect(more).toEqual([]);
		expect(mail!.subject).toContain('What the shop is called');
		expect(mail!.textPart + mail!.htmlPart).not.toContain('merger');
	});

	test('is not written at all when nothing readable is left', async ({ app }) => {
		const companyId = await company(app);
		const [reader, staff] = [await member(app, { companyId }), await member(app, { role: 'admin' })];
		const { id: closed } = await space(app, { kind: 'company', companyIds: [companyId] });
		const secret = await thread(app, staff, { spaceId: closed });
		await watch(app, reader, 'thread', secret.id, 'all');
		await answer(app, staff, secret.id);
		await app.settle();
		const admin = (await actorById(app.sql, staff.id))!;
		await inTransaction(app.sql, (tx) => setCompany(tx, admin, reader.id, null));
		expect(await mailsAfter(app, 11, reader)).toEqual([]);
	});

	test('keeps quiet about what was deleted or taken back meanwhile', async ({ app }) => {
		const [deleted, taken] = [await answered(app), await answered(app)];
		await app.call(deletePost, { as: deleted.helper, params: { postId: deleted.reply.id }, body: {} });
		for (const accepted of [true, false]) {
			await app.call(acceptAnswer, { as: taken.asker, params: { postId: taken.reply.id }, body: { accepted } });
			await app.settle();
		}
		expect(await mailsAfter(app, 11, deleted.asker)).toEqual([]);
		expect(await mailsAfter(app, 11, taken.helper)).toEqual([]);
	});

	test('heeds what the member chose meanwhile, for the kind and for the thread', async ({ app }) => {
		const [kind, place] = [await answered(app), await answered(app)];
		await app.call(chooseNotices, { as: kind.asker, body: { items: [{ kind: 'answer', app: true, mail: false }] } });
		await watch(app, place.asker, 'thread', place.question.id, 'mentions');
		expect(await mailsAfter(app, 11, kind.asker)).toEqual([]);
		expect(await mailsAfter(app, 11, place.asker)).toEqual([]);
		expect((await inboxOf(app, kind.asker)).unseen).toBe(1);
	});

	test('of kinds that go by mail alone is complete each time', async ({ app }) => {
		const { asker, helper, question } = await answered(app);
		await app.call(markSeen, { as: asker, body: { all: true } });
		await app.call(chooseNotices, { as: asker, body: { items: [{ kind: 'answer', app: false, mail: true }] } });
		await answer(app, helper, question.id, 'The first by mail alone.');
		await app.settle();
		expect((await mailsAfter(app, 11, asker)).map((mail) => mail.textPart)).toMatchObject([
			expect.stringContaining('The first by mail alone.') as string,
		]);
		await answer(app, helper, question.id, 'The second by mail alone.');
		await app.settle();
		const mails = await mailsAfter(app, 11, asker);
		expect(mails[1]!.textPart).toContain('The second by mail alone.');
		expect(mails[1]!.textPart).not.toContain('The first by mail alone.');
		expect(await inboxOf(app, asker)).toMatchObject({ unseen: 0, items: [{ seen: true }] });
	});

	test('does not come for kinds that are for the app by default', async ({ app }) => {
		const reader = await member(app);
		const { id: spaceId } = await space(app);
		await watch(app, reader, 'space', spaceId, 'first_post');
		await thread(app, await member(app), { spaceId });
		await app.settle();
		expect((await inboxOf(app, reader)).items).toMatchObject([{ kind: 'new-thread' }]);
		expect(await mailsAfter(app, 11, reader)).toEqual([]);
	});

	test('that cannot be written keeps nobody else’s back', async ({ app }) => {
		const [broken, sound] = [await answered(app), await answered(app)];
		await app.sql`update members set mail = 'two words@people.example' where id = ${broken.asker.id}`;
		expect(await mailsAfter(app, 11, sound.asker)).toHaveLength(1);
		await app.sql`update members set mail = ${broken.asker.mail} where id = ${broken.asker.id}`;
		expect(await mailsAfter(app, 10, broken.asker)).toEqual([]);
		expect(await mailsAfter(app, 60, broken.asker)).toHaveLength(1);
	});
});

describe('mail by a real server', () => {
	test('arrives whole, once, under the same id when a first try failed', async ({ database }) => {
		const smtp = await startSmtp();
		const from = 'Lapakarsa <community@shop.example>';
		const app = await openApp(database, { SMTP_URL: smtp.url, MAIL_FROM: from }, smtpCarrier(smtp.url, from));
		try {
			const { asker } = await answered(app, { title: 'Mengapa struknya kosong – halaman 2?' });
			smtp.refuseNext(451, 'come back later');
			await mailsAfter(app, 11, asker);
			expect(await mailsAfter(app, 0, asker)).toHaveLength(1);
			expect(smtp.received).toEqual([]);
			const [waiting] = await app.sql`select attempts, error, sent_at from mails where recipient = ${asker.mail}`;
			expect(waiting).toMatchObject({
				attempts: 1,
				error: expect.stringContaining('come back later') as string,
				sentAt: null,
			});
			await mailsAfter(app, 2, asker);
			await mailsAfter(app, 5, asker);
			expect(smtp.received.map((mail) => mail.to)).toEqual([[asker.mail]]);
			const [{ id } = { id: 0 }] = await app.sql<
				{ id: number }[]
			>`select id from mails where recipient = ${asker.mail}`;
			const source = smtp.received[0]!.source.replaceAll(/\r\n[ \t]+/g, ' ');
			expect(source).toMatch(/^From: Lapakarsa <community@shop\.example>\r$/m);
			const messageId = new RegExp(`^Message-ID: <${id}\\.[0-9a-f]{16}@localhost>\\r$`, 'm');
			expect(source).toMatch(messageId);
			expect(messageId.exec(smtp.refused[0]!.source)?.[0]).toBe(messageId.exec(source)?.[0]);
			expect(source).toMatch(/^Subject: =\?UTF-8\?/m);
			expect(source).toMatch(/^List-Unsubscribe: <http:\/\/localhost:3000\/api\/unsubscribe\/\S+>\r$/m);
			expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
			expect(source).toMatch(/^Content-Type: multipart\/alternative;/m);
			expect(source).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
			expect(source).toMatch(/^Content-Type: text\/html; charset=utf-8\r$/m);
			const [kept] = await app.sql`select text_part, html_part, sent_at from mails where recipient = ${asker.mail}`;
			expect(kept).toMatchObject({ sentAt: expect.any(String) as string });
		} finally {
			await app.close();
			await smtp.close();
		}
	});

	test('reads the notices of its member only, also before PostgreSQL has counted how many wait', async ({ app }) => {
		const { asker } = await answered(app);
		await app.sql`
			insert into members (handle, display_name) select 'waiting' || n, 'Waiting' from generate_series(1, 2000) n`;
		await app.sql`
			insert into notices (member_id, kind, group_key, in_app, mail_due_at)
			select id, 'mention', 'mention:1', true, now() from members where handle like 'waiting%'`;
		const now = new Date(Date.now() + 60 * minute);
		const [due, read] = await inTransaction(app.sql, async (tx) => {
			await keepPlans(tx);
			const taken = await takeMailDue(tx, asker.id, { now, latest: new Date(now.getTime() + 60 * minute) });
			return [
				taken,
				await tx`select seq_tup_read, idx_tup_fetch from pg_stat_xact_user_tables where relname = 'notices'`,
			];
		});
		await app.sql`delete from notices where group_key = 'mention:1'`;
		expect(due).toHaveLength(1);
		// To find it and to lock it; now and then a few of other tests.
		const [{ seqTupRead, idxTupFetch } = {}] = read as unknown as Record<string, number>[];
		expect(seqTupRead).toBe(0);
		expect(idxTupFetch).toBeLessThan(100);
	});

	test('that gives up for good is not asked again', async ({ database }) => {
		const app = await openApp(
			database,
			{},
			{
				carry: () =>
					Promise.reject(Object.assign(new Error('no such mailbox'), { code: 'EENVELOPE', responseCode: 550 })),
			},
		);
		try {
			const { asker } = await answered(app);
			for (const minutes of [11, 1, 600]) await mailsAfter(app, minutes, asker);
			const [mail] = await app.sql`select attempts, failed_at from mails where recipient = ${asker.mail}`;
			expect(mail).toMatchObject({ attempts: 1, failedAt: expect.any(String) as string });
		} finally {
			await app.close();
		}
	});
});
