import { describe, expect } from 'vitest';
import { inTransaction } from '../../api/src/platform/db.ts';
import type { Mail, MailCarrier } from '../../api/src/platform/mail.ts';
import { enqueueMail, forgetMailsBefore, sendDueMails, type OutgoingMail } from '../../api/src/platform/mail-outbox.ts';
import { test, type TestApp } from '../support/app.ts';

let serial = 0;
const minute = 60_000;

const write = (app: TestApp, wanted: Partial<OutgoingMail> = {}) =>
	inTransaction(app.sql, (tx) =>
		enqueueMail(tx, {
			key: `test:${(serial += 1)}`,
			memberId: null,
			kind: 'account',
			recipient: `somebody${serial}@people.example`,
			subject: 'A subject',
			text: 'Text',
			html: '<p>Text</p>',
			headers: { 'X-Test': 'yes' },
			at: app.clock.now(),
			...wanted,
		}),
	);

/** Stands in for the mail server: takes what it gets, or fails with what `fails` gives. */
function server(fails: (mail: Mail) => unknown = () => undefined) {
	const taken: (Mail & { messageId: string })[] = [];
	let tries = 0;
	const carrier: MailCarrier = {
		carry: async (mail, messageId) => {
			tries += 1;
			const error = fails(mail);
			if (error) throw error;
			taken.push({ ...mail, messageId });
		},
	};
	return { carrier, taken, tries: () => tries };
}

const send = (app: TestApp, carrier: MailCarrier, keepsText = true) =>
	sendDueMails({
		sql: app.deps.sql,
		clock: app.clock,
		log: app.deps.log,
		carrier,
		origin: 'https://community.example',
		keepsText,
	});

describe('the outbox', () => {
	test('sends each mail once, also when two send at the same time', async ({ app }) => {
		for (let count = 0; count < 10; count++) await write(app);
		const { carrier, taken } = server();
		const sent = await Promise.all([send(app, carrier), send(app, carrier), send(app, carrier)]);
		expect(sent.reduce((sum, count) => sum + count, 0)).toBe(10);
		expect(new Set(taken.map((mail) => mail.to)).size).toBe(10);
		expect(taken[0]).toMatchObject({ subject: 'A subject', text: 'Text', headers: { 'X-Test': 'yes' } });
		expect(taken[0]?.messageId).toMatch(/^<\d+\.[0-9a-f]{16}@community\.example>$/);
		expect(await send(app, carrier)).toBe(0);
	});

	test('takes a mail of the same key once', async ({ app }) => {
		expect(await write(app, { key: 'same' })).toBe(true);
		expect(await write(app, { key: 'same' })).toBe(false);
		const { carrier } = server();
		expect(await send(app, carrier)).toBe(1);
	});

	test('keeps nothing of a deed that was taken back', async ({ app }) => {
		await expect(
			inTransaction(app.sql, async (tx) => {
				const mail = {
					key: 'undone',
					memberId: null,
					kind: 'account',
					recipient: 'a@b.example',
					subject: 's',
					text: '',
					html: '',
				};
				await enqueueMail(tx, { ...mail, at: app.clock.now() });
				throw new Error('undone');
			}),
		).rejects.toThrow('undone');
		expect(await app.sql`select 1 from mails where key = 'undone'`).toHaveLength(0);
	});

	test.for([
		['subject', { subject: 'Hello\r\nBcc: all@evil.example' }],
		['recipient', { recipient: 'a@b.example\nBcc: all@evil.example' }],
		['second recipient', { recipient: 'a@b.example, all@evil.example' }],
		['header', { headers: { 'List-Unsubscribe': '<x>\r\nBcc: all@evil.example' } }],
	] as const)('refuses a line of its own in the %s', async ([, wanted], { app }) => {
		await expect(write(app, wanted)).rejects.toThrow(/mail/i);
	});

	test('tries again after 1, 2, 4 … minutes, eight times, then gives up', async ({ app }) => {
		const recipient = 'nobody.home@people.example';
		await write(app, { recipient });
		const { carrier, tries } = server(() => new Error('421 try later'));
		const state = async () =>
			(await app.sql`select attempts, failed_at, error from mails where recipient = ${recipient}`)[0];
		await send(app, carrier);
		for (let wait = 1, count = 1; count < 8; wait *= 2, count++) {
			app.clock.pass(wait * minute - 2000);
			await send(app, carrier);
			expect(tries()).toBe(count);
			app.clock.pass(4000);
			await send(app, carrier);
			expect(tries()).toBe(count + 1);
		}
		expect(await state()).toMatchObject({
			attempts: 8,
			failedAt: expect.any(String) as string,
			error: 'Error: 421 try later',
		});
		app.clock.pass(24 * 60 * minute);
		await send(app, carrier);
		expect(tries()).toBe(8);
	});

	test('goes on with the others when one fails, and sends that one later', async ({ app }) => {
		const [first, second] = ['stuck@people.example', 'well@people.example'];
		await write(app, { recipient: first });
		await write(app, { recipient: second });
		let down = true;
		const { carrier, taken } = server((mail) => (down && mail.to === first ? new Error('busy') : undefined));
		expect(await send(app, carrier)).toBe(1);
		down = false;
		app.clock.pass(61_000);
		expect(await send(app, carrier)).toBe(1);
		expect(taken.map((mail) => mail.to)).toEqual([second, first]);
	});

	test('does not try again where the server knows no such mailbox', async ({ app }) => {
		await write(app, { recipient: 'gone@people.example' });
		const { carrier } = server(() =>
			Object.assign(new Error('550 no such user'), { code: 'EENVELOPE', responseCode: 550 }),
		);
		await send(app, carrier);
		const [row] = await app.sql`select attempts, failed_at from mails where recipient = 'gone@people.example'`;
		expect(row).toMatchObject({ attempts: 1, failedAt: expect.any(String) as string });
	});

	test('gives a mail the same id at each try', async ({ app }) => {
		const ids: string[] = [];
		await write(app);
		const carrier: MailCarrier = {
			carry: async (_mail, messageId) => {
				ids.push(messageId);
				throw new Error('lost the connection');
			},
		};
		await send(app, carrier);
		app.clock.pass(61_000);
		await send(app, carrier);
		expect(ids).toHaveLength(2);
		expect(ids[0]).toBe(ids[1]);
	});

	test('erases the text of what went out by a mail server, since links to sign in with are in it', async ({ app }) => {
		await write(app, { recipient: 'secret@people.example' });
		await send(app, server().carrier, false);
		const [row] =
			await app.sql`select sent_at, text_part, html_part from mails where recipient = 'secret@people.example'`;
		expect(row).toMatchObject({ sentAt: expect.any(String) as string, textPart: '', htmlPart: '' });
	});

	test('forgets what went out a while ago, and nothing that still waits', async ({ app }) => {
		await app.sql`delete from mails`;
		await write(app, { recipient: 'sent@people.example' });
		await send(app, server().carrier);
		await write(app, { recipient: 'waits@people.example' });
		app.clock.pass(31 * 24 * 60 * minute);
		expect(await forgetMailsBefore(app.sql, new Date(app.clock.now().getTime() - 30 * 24 * 60 * minute))).toBe(1);
		const rows = await app.sql`select recipient from mails`;
		expect(rows.map((row) => row.recipient)).toEqual(['waits@people.example']);
	});

	test('is emptied by the worker', async ({ app }) => {
		await write(app, { recipient: 'by.worker@people.example' });
		await app.settle();
		const [row] = await app.sql`select sent_at, text_part from mails where recipient = 'by.worker@people.example'`;
		expect(row).toMatchObject({ sentAt: expect.any(String) as string, textPart: 'Text' });
	});
});
