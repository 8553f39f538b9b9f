import { describe, expect } from 'vitest';
import { listLocalMail, readLocalMail } from '@ikatan/contracts/notices';
import { readSite } from '@ikatan/contracts/settings';
import { inTransaction } from '../../api/src/platform/db.ts';
import { enqueueMail } from '../../api/src/platform/mail-outbox.ts';
import { openApp, test, type TestApp } from '../support/app.ts';

async function write(app: TestApp, count: number, recipient: string): Promise<void> {
	await inTransaction(app.sql, async (tx) => {
		for (let place = 0; place < count; place++) {
			await enqueueMail(tx, {
				key: `${recipient} ${place}`,
				memberId: null,
				kind: 'account',
				recipient,
				subject: `Mail ${place}`,
				text: 'In plain words',
				html: '<p>In plain words</p>',
				headers: { 'X-Place': String(place) },
				at: app.clock.now(),
			});
		}
	});
}

describe('the local mailbox', () => {
	test('lists mail newest first, page by page, and shows each', async ({ app }) => {
		await write(app, 60, 'somebody@people.example');
		const first = await app.call(listLocalMail, { query: {} });
		expect(first.value.items).toHaveLength(50);
		expect(first.value.items[0]).toMatchObject({
			subject: 'Mail 59',
			recipient: 'somebody@people.example',
			sentAt: null,
		});
		const second = await app.call(listLocalMail, { query: { after: first.value.next! } });
		expect(second.value).toMatchObject({ next: null });
		expect(second.value.items.map((mail) => mail.subject)).toEqual(
			Array.from({ length: 10 }, (_, place) => `Mail ${9 - place}`),
		);
		const mailId = first.value.items[0]!.id;
		expect((await app.call(readLocalMail, { params: { mailId } })).value).toMatchObject({
			subject: 'Mail 59',
			text: 'In plain words',
			html: '<p>In plain words</p>',
			headers: { 'X-Place': '59' },
		});
		expect((await app.call(readLocalMail, { params: { mailId: 999_999 } })).status).toBe(404);
	});

	test('is closed where mail goes out by SMTP, and where nobody opened it', async ({ app, database }) => {
		await write(app, 1, 'other@people.example');
		const [mail] = await app.sql<{ id: number }[]>`select max(id) as id from mails`;
		for (const [name, value] of [
			['SMTP_URL', 'smtp://127.0.0.1:9'],
			['LOCAL_MAILBOX', ''],
			['LOCAL_MAILBOX', '0'],
		] as const) {
			const other = await openApp(database, { [name]: value });
			expect((await other.call(listLocalMail, { query: {} })).status).toBe(404);
			expect((await other.call(readLocalMail, { params: { mailId: mail!.id } })).status).toBe(404);
			expect((await other.call(readSite)).value.localMailbox).toBe(false);
			await other.close();
		}
		expect((await app.call(readSite)).value.localMailbox).toBe(true);
	});
});
