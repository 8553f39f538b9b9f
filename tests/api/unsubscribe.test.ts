import { describe, expect } from 'vitest';
import { listNoticeChoices, readUnsubscribe, unsubscribe } from '@ikatan/contracts/notices';
import { listWatches } from '@ikatan/contracts/watching';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';
import { watch } from '../support/inbox.ts';
import { mailsTo } from '../support/mailbox.ts';

/** The token of the last mail to an address, from the header that mail programs read. */
async function tokenFor(app: TestApp, mail: string): Promise<string> {
	const [row] = await app.sql<{ header: string }[]>`
		select headers ->> 'List-Unsubscribe' as header from mails where recipient = ${mail} order by id desc limit 1`;
	const token = /unsubscribe\/([\w.-]+)>$/.exec(row?.header ?? '')?.[1];
	if (!token) throw new Error(`No mail to ${mail} has an unsubscribe header`);
	return token;
}

async function mailed(app: TestApp) {
	const [asker, helper] = [await member(app), await member(app)];
	const question = await thread(app, asker, { spaceId: (await space(app)).id, title: 'Where do receipts go?' });
	const reply = await answer(app, helper, question.id);
	await app.settle();
	app.clock.pass(11 * 60_000);
	await app.settle();
	return { asker, helper, question, reply, token: await tokenFor(app, asker.mail) };
}

async function choice(app: TestApp, as: Caller, kind: string) {
	const { value } = await app.call(listNoticeChoices, { as });
	return value.items.find((item) => item.kind === kind);
}

/** As a mail program does it: no cookie, no origin, a form. */
const oneClick = (app: TestApp, token: string, contentType: string, payload: string, scope = '') =>
	app.app.inject({
		method: 'POST',
		url: `/api/unsubscribe/${token}${scope}`,
		headers: { 'content-type': contentType },
		payload,
	});

describe('reading an unsubscribe link', () => {
	test('says what it would end, shows the address in part, and ends nothing', async ({ app }) => {
		const { asker, token } = await mailed(app);
		const { status, value } = await app.call(readUnsubscribe, { params: { token } });
		expect(status).toBe(200);
		expect(value).toEqual({
			kind: 'answer',
			mail: `${asker.mail[0]}…@people.example`,
			threadTitle: 'Where do receipts go?',
		});
		expect(await choice(app, asker, 'answer')).toMatchObject({ mail: true });
	});

	test('leads a browser to the page that asks', async ({ app }) => {
		const { asker, token } = await mailed(app);
		const reply = await app.app.inject({
			url: `/api/unsubscribe/${token}`,
			headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
		});
		expect(reply.statusCode).toBe(303);
		expect(reply.headers.location).toBe(`http://localhost:3000/unsubscribe/${token}`);
		expect(await choice(app, asker, 'answer')).toMatchObject({ mail: true });
	});

	test('names no thread that its member may not read any more', async ({ app }) => {
		const companyId = await company(app);
		const [reader, staff] = [await member(app, { companyId }), await member(app, { role: 'agent' })];
		const { id: spaceId } = await space(app, { kind: 'company', companyIds: [companyId] });
		const secret = await thread(app, staff, { spaceId, title: 'What the merger is called' });
		await watch(app, reader, 'thread', secret.id, 'all');
		await answer(app, staff, secret.id);
		await app.settle();
		app.clock.pass(11 * 60_000);
		await app.settle();
		const token = await tokenFor(app, reader.mail);
		expect((await app.call(readUnsubscribe, { params: { token } })).value.threadTitle).toBe(
			'What the merger is called',
		);
		await app.sql`update members set company_id = null where id = ${reader.id}`;
		expect((await app.call(readUnsubscribe, { params: { token } })).value.threadTitle).toBeNull();
	});
});

describe('unsubscribing', () => {
	test('by one click, as a form or in parts (RFC 8058), ends mail of the kind and leaves the app', async ({ app }) => {
		const parts = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
		for (const [contentType, payload] of [
			['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
			['multipart/form-data; boundary=b', parts],
		] as const) {
			const { asker, token } = await mailed(app);
			const reply = await oneClick(app, token, contentType, payload);
			expect({ contentType, status: reply.statusCode, body: reply.body }).toMatchObject({
				status: 200,
				body: '{"kind":"answer"}',
			});
			expect(await choice(app, asker, 'answer')).toEqual({ kind: 'answer', app: true, mail: false });
			expect(await choice(app, asker, 'comment')).toMatchObject({ mail: true });
		}
	});

	test('needs no body, and twice is the same as once', async ({ app }) => {
		const { asker, helper, question, token } = await mailed(app);
		expect((await app.call(unsubscribe, { params: { token }, query: {} })).status).toBe(200);
		expect((await app.call(unsubscribe, { params: { token }, query: {} })).status).toBe(200);
		await answer(app, helper, question.id);
		await app.settle();
		app.clock.pass(90 * 60_000);
		await app.settle();
		expect(await mailsTo(app, asker.mail)).toHaveLength(1);
	});

	test('from the thread alone leaves other threads, and being named', async ({ app }) => {
		const { asker, helper, question, token } = await mailed(app);
		const reply = await oneClick(app, token, 'application/x-www-form-urlencoded', 'x=y', '?scope=thread');
		expect(reply.statusCode).toBe(200);
		expect(await choice(app, asker, 'answer')).toMatchObject({ mail: true });
		const { value } = await app.call(listWatches, { as: asker });
		expect(value.items).toMatchObject([{ targetKind: 'thread', targetId: question.id, level: 'mentions' }]);
		await answer(app, helper, question.id);
		await app.settle();
		app.clock.pass(90 * 60_000);
		await app.settle();
		expect(await mailsTo(app, asker.mail)).toHaveLength(1);
	});

	test('from a mail about several kinds ends all of them', async ({ app }) => {
		const [asker, helper] = [await member(app), await member(app)];
		const question = await thread(app, asker, { spaceId: (await space(app)).id });
		const reply = await answer(app, helper, question.id);
		await comment(app, helper, reply.id);
		await app.settle();
		app.clock.pass(11 * 60_000);
		await app.settle();
		const token = await tokenFor(app, asker.mail);
		expect((await app.call(unsubscribe, { params: { token }, query: {} })).value.kind).toBe('all');
		const { value } = await app.call(listNoticeChoices, { as: asker });
		expect(value.items.filter((item) => item.mail)).toEqual([]);
		expect(value.items.filter((item) => item.app).length).toBeGreaterThan(5);
	});

	test('with a link that was made up or changed finds nothing', async ({ app, database }) => {
		const { asker, helper, token } = await mailed(app);
		const [memberId, kind, threadId, signature] = token.split('.');
		const elsewhere = await openApp(database, { APP_SECRET: 'another-secret-0123456789' });
		const forged = [
			`${helper.id}.${kind}.${threadId}.${signature}`,
			`${memberId}.comment.${threadId}.${signature}`,
			`${memberId}.${kind}.${Number(threadId) + 1}.${signature}`,
			`${memberId}.${kind}.${threadId}.${signature!.slice(0, -1)}`,
			`${memberId}.${kind}.${threadId}.${'A'.repeat(43)}`,
			`${memberId}.${kind}.${threadId}.`,
			`${memberId}.${kind}.${threadId}`,
			'nonsense',
			'....',
			'%00',
		];
		for (const one of forged) {
			expect({ one, status: (await app.call(unsubscribe, { params: { token: one }, query: {} })).status }).toEqual({
				one,
				status: 404,
			});
			expect((await app.call(readUnsubscribe, { params: { token: one } })).status).toBe(404);
		}
		expect((await elsewhere.call(unsubscribe, { params: { token }, query: {} })).status).toBe(404);
		await elsewhere.close();
		for (const person of [asker, helper]) {
			const { value } = await app.call(listNoticeChoices, { as: person });
			expect(value.items.find((item) => item.kind === 'answer')).toMatchObject({ mail: true });
		}
	});

	test('opens nothing else: the token is no session', async ({ app }) => {
		const { token } = await mailed(app);
		const reply = await app.app.inject({ url: '/api/me', headers: { cookie: `ikatan_session=${token}` } });
		expect(reply.statusCode).toBe(401);
	});
});
