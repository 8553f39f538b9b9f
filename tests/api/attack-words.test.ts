import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editProfile, signUp } from '@ikatan/contracts/accounts';
import { actOnThread } from '@ikatan/contracts/acting';
import { solveOtherwise } from '@ikatan/contracts/solving';
import { readThread } from '@ikatan/contracts/threads';
import { smtpCarrier } from '../../api/src/platform/mail.ts';
import { awkward } from '../fixtures/attack/awkward.ts';
import { openApp, test } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { startSmtp } from '../support/smtp.ts';

const minutes = 60_000;
/** What mail programs act on: nobody but us may write one of these. */
const known =
	/^(?:from|to|subject|message-id|date|mime-version|content-type|content-transfer-encoding|list-unsubscribe|list-unsubscribe-post|list-id|auto-submitted|precedence|in-reply-to|references|x-auto-response-suppress)$/;

/** The names of a mail's headers, in order. */
const headersOf = (source: string) =>
	source
		.split(/\r?\n\r?\n/)[0]!
		.split(/\r?\n(?![ \t])/)
		.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());

describe('half of a pair of UTF-16', () => {
	test('is kept as the mark of an unknown character, where it goes into a log as well', async ({ app }) => {
		const [asker, admin] = [await member(app), await member(app, { role: 'admin' })];
		const { id: spaceId } = await space(app);
		const { id: threadId } = await thread(app, asker, { spaceId });
		const text = 'By \ud800 half and \\ud800 written, 😀 and \udc00\ud83d';
		const solved = await app.call(solveOtherwise, { as: asker, params: { threadId }, body: { text } });
		expect(solved.status).toBe(200);
		const close = { act: 'close' as const, requestKey: randomUUID(), reason: text };
		expect((await app.call(actOnThread, { as: admin, params: { threadId }, body: close })).status).toBe(201);
		const { value } = await app.call(readThread, { as: asker, params: { threadId } });
		expect(value.thread.solvedOtherwise).toBe(text.toWellFormed());
		expect(value.thread.closedReason).toBe(text.toWellFormed());
	});

	test('is refused or kept by every field of one’s own page, and breaks none', async ({ app }) => {
		const someone = await member(app);
		for (const text of ['\ud800', 'a\0b', '\udfff']) {
			const { status } = await app.call(editProfile, { as: someone, body: { displayName: text, bio: text } });
			expect([200, 422]).toContain(status);
		}
	});
});

describe('a mail', () => {
	test(
		'has the headers that we write and no others, whatever people are called and write',
		{ timeout: 300_000 },
		async ({ database }) => {
			const smtp = await startSmtp();
			const app = await openApp(database, {}, smtpCarrier(smtp.url, 'Community <community@people.example>'));
			try {
				const { id: spaceId } = await space(app);
				const lines = [
					...awkward.filter((line) => /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Cf}|%0d|Bcc/u.test(line)),
					'Title\r\nBcc: everybody@people.example',
					'Title\nSubject: another\n\nBody',
				];
				for (const line of lines) {
					const [asker, helper] = [await member(app), await member(app)];
					await app.call(editProfile, { as: helper, body: { displayName: line.slice(0, 60) } });
					const title = line.length < 8 ? `${line} as a title` : line.slice(0, 200);
					const asked = await thread(app, asker, { spaceId, title }).catch(() => undefined);
					if (asked) await answer(app, helper, asked.id, `${line} .`);
				}
				for (let turn = 0; turn < 3; turn++) {
					app.clock.pass(20 * minutes);
					await app.settle();
				}
				expect(smtp.received.length).toBeGreaterThan(lines.length - 4);
				for (const { to, source } of smtp.received) {
					const names = headersOf(source);
					expect(to).toHaveLength(1);
					expect(names.filter((name) => !known.test(name))).toEqual([]);
					expect([...names].toSorted()).toEqual([...new Set(names)].toSorted());
				}
			} finally {
				await app.close();
				await smtp.close();
			}
		},
	);

	test('goes to one address: a line break in it is no address', async ({ app }) => {
		for (const mail of [
			'a@people.example\r\nBcc: b@people.example',
			'a@people.example, b@people.example',
			'a@people.example\n',
		]) {
			const body = { displayName: 'A', handle: 'a-reader', mail, password: 'a long enough password' };
			const { status } = await app.call(signUp, { body });
			const kept = await app.sql<{ mail: string }[]>`select mail from members where handle = 'a-reader'`;
			if (status === 201) expect(kept).toEqual([{ mail: 'a@people.example' }]);
			else expect(status).toBe(422);
		}
	});
});
