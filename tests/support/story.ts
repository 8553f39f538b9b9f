// What browser tests begin with, made without going through the forms.
import type { Page } from 'playwright-core';
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { signOut } from '@ikatan/contracts/accounts';
import { askThread, postAnswer } from '@ikatan/contracts/asking';
import type { Endpoint } from '@ikatan/contracts/endpoint';
import type { PostRef } from '@ikatan/contracts/asking';
import { createMember } from '../../api/src/modules/accounts/index.ts';
import { connect, inTransaction, one } from '../../api/src/platform/db.ts';
import type { Sql } from '../../api/src/platform/db.ts';
import type { Product } from './product.ts';
import { signInWith } from './visits.ts';

/** The running product, as far as a story needs it. */
type Place = Pick<Product, 'origin' | 'databaseUrl' | 'password'>;
export type Person = { handle: string; name: string; mail: string };

async function inDatabase<Result>(place: Place, act: (sql: Sql) => Promise<Result>): Promise<Result> {
	const sql = connect(place.databaseUrl, { max: 1, name: 'tests' });
	try {
		return await act(sql);
	} finally {
		await sql.end();
	}
}

/** Signs the person behind this page in as somebody new, whose address is confirmed; they have the demo members' password. */
export async function comeAs(page: Page, name: string, place: Place = inject('product')): Promise<Person> {
	const handle = name.toLowerCase().replaceAll(' ', '-');
	const mail = `${handle}@story.example`;
	await inDatabase(place, async (sql) => {
		const { hash } = one(
			await sql<{ hash: string }[]>`
				select password_hash as hash from members where password_hash is not null order by id limit 1`,
		);
		const wanted = { handle, displayName: name, mail, passwordHash: hash, verified: true, trustLevel: 1 };
		await inTransaction(sql, (tx) => createMember(tx, wanted));
	});
	await signInWith(page, mail, place);
	return { handle, name, mail };
}

async function write(page: Page, endpoint: Endpoint, path: string, body: object, place: Place): Promise<PostRef> {
	const reply = await page.request.post(place.origin + path, {
		data: { ...body, requestKey: randomUUID() },
		headers: { origin: place.origin },
	});
	if (reply.status() !== (endpoint.status ?? 200)) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
	return (await reply.json()) as PostRef;
}

/** Asks as the person behind this page; returns the thread's address. */
export async function ask(page: Page, title: string, place: Place = inject('product')): Promise<string> {
	const { id } = await inDatabase(place, async (sql) =>
		one(await sql<{ id: number }[]>`select id from spaces where slug = 'kasir'`),
	);
	const sourceText = 'It has been like that since this morning.';
	const body = { kind: 'question', spaceId: id, title, sourceText, tags: [], similarSeen: true };
	const { path } = await write(page, askThread, askThread.path, body, place);
	return path;
}

/** Answers as the person behind this page; returns the answer's address. */
export async function answer(
	page: Page,
	thread: string,
	sourceText: string,
	place: Place = inject('product'),
): Promise<string> {
	const threadId = /\/threads\/(\d+)/.exec(thread)?.[1] ?? '';
	const { path } = await write(page, postAnswer, postAnswer.path.replace(':threadId', threadId), { sourceText }, place);
	return path;
}

/** Ends the session on the server, as from another device, while the browser goes on believing in it. */
export async function endSession(page: Page, place: Place = inject('product')): Promise<void> {
	const cookies = await page.context().cookies();
	const reply = await page.request.delete(signOut.path, { headers: { origin: place.origin } });
	if (!reply.ok()) throw new Error(`The session did not end: ${reply.status()}`);
	await page.context().addCookies(cookies);
}

/** Opens the newest mail to an address in the local mailbox and follows its link. */
export async function followMail(page: Page, recipient: string): Promise<void> {
	await page.goto('/mailbox');
	await page.getByRole('listitem').filter({ hasText: recipient }).first().getByRole('link').click();
	await page.waitForURL(/\/mailbox\/\d+$/);
	await page.getByRole('article').getByRole('link').first().click();
	await page.waitForURL(/\/(verify-mail|reset-password)\//);
}
