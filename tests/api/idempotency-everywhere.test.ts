import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { makeSpace } from '@ikatan/contracts/admin-spaces';
import { makeInvitation } from '@ikatan/contracts/admin-invitations';
import { addGroupMember, makeGroup } from '@ikatan/contracts/admin-groups';
import { uploadFile } from '@ikatan/contracts/files';
import { inTransaction } from '../../api/src/platform/db.ts';
import { onceUnder } from '../../api/src/platform/once.ts';
import { admin } from '../support/admin.ts';
import { test, type TestApp } from '../support/app.ts';
import { member } from '../support/builders.ts';
import { deeds } from '../support/deeds.ts';
import { allEndpoints, namesInPath } from '../support/endpoints.ts';

/** Those that are the same twice without a key, and why. */
const sameByThemselves: Record<string, string> = {
	signUp: 'for visitors, who have no keys; an address joins once',
	signIn: 'opens a session, which is for whoever got the reply',
	setUp: 'for visitors; its code is used up',
	askPasswordReset: 'for visitors; the newest link counts, and few are sent',
	resetPassword: 'for visitors; its token is used up',
	verifyMail: 'for visitors; its token is used up',
	unsubscribe: 'for visitors; off stays off',
	changePassword: 'ends the session that it was asked in: sent again it is refused',
	pushDocuments: 'for machines without a member; a document is known by its number there',
	noteEmptySearch: 'counted once in ten minutes for a reader and their words',
	similarSolved: 'for visitors too; an ask ends once',
	previewBody: 'writes nothing',
	tryWatchedWords: 'writes nothing',
};

/** Every row of the database but sessions (which note when they were used), as one fingerprint. */
async function everything(app: TestApp): Promise<Record<string, string>> {
	const tables = await app.sql<{ name: string }[]>`
		select format('%I.%I', schemaname, tablename) as name from pg_tables
		where schemaname in ('public', 'pgboss') and tablename not in ('sessions', 'sign_in_failures')`;
	const prints = tables.map(async ({ name }) => {
		const [row] = await app.sql.unsafe<{ print: string }[]>(
			`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as print from ${name} t`,
		);
		return [name, row!.print];
	});
	return Object.fromEntries(await Promise.all(prints)) as Record<string, string>;
}

const writes = (await allEndpoints()).filter(({ endpoint }) => endpoint.method !== 'GET');
/** Whether a call without a key is told that the body lacks one. */
const namesKey = (json: string) => json.includes('"requestKey"');

describe('every write', () => {
	test('is PUT or DELETE, keeps its key, or is listed as the same twice by itself', async ({ app }) => {
		const [keeper, champion] = [await admin(app), await member(app, { role: 'champion' })];
		const unknown: string[] = [];
		for (const { name, endpoint } of writes) {
			if (['PUT', 'DELETE'].includes(endpoint.method)) continue;
			const params = Object.fromEntries(
				namesInPath(endpoint.path).map((key) => [key, key === 'subject' ? 'member' : 1]),
			);
			const as = name === 'nominate' ? champion : keeper;
			const sent = { as, params, body: endpoint.body && { act: 'lock' } } as never as object;
			const { text } = deeds[name] || sameByThemselves[name] ? { text: '' } : await app.call(endpoint, sent);
			if (text === '') continue;
			const { text: withHeader } = await app.call(endpoint, {
				...sent,
				headers: { 'idempotency-key': randomUUID() },
			} as never);
			if (!namesKey(text) || namesKey(withHeader)) unknown.push(`${name}: ${text} ${withHeader}`);
		}
		expect(unknown).toEqual([]);
		const names = new Set(writes.map(({ name }) => name));
		expect([...Object.keys(deeds), ...Object.keys(sameByThemselves)].filter((name) => !names.has(name))).toEqual([]);
	});

	test.for(Object.keys(deeds))('sent again under its key changes nothing more: %s', async (name, { app, database }) => {
		const act = await deeds[name]!(app, database.url);
		const key = randomUUID();
		const headers = { 'idempotency-key': key };
		const before = await everything(app);
		const first = await act(headers);
		expect([name, first.status < 300 || first.text]).toEqual([name, true]);
		const between = await everything(app);
		expect(between).not.toEqual(before);
		expect(await app.sql`select from request_keys where key = ${key}`).toHaveLength(1);
		const second = await act(headers);
		if (secrets.includes(name)) expect(JSON.parse(second.text)).toMatchObject({ code: 'request-key-spent' });
		else expect(second).toMatchObject({ status: first.status, text: first.text });
		expect(await everything(app)).toEqual(between);
		await app.sql`delete from event_effects where error is not null`;
	});
});

/** Their replies tell what is shown once, and are not kept. */
const secrets = ['makeInvitation', 'addDocumentSource'];

const count = async (app: TestApp, table: string) => (await app.sql`select from ${app.sql(table)}`).length;

describe('a key in the header alone', () => {
	test('makes twenty requests at the same time one, and answers all the same', async ({ app }) => {
		const as = await admin(app);
		const headers = { 'idempotency-key': randomUUID() };
		const before = await count(app, 'spaces');
		const replies = await Promise.all(
			Array.from({ length: 20 }, () => app.call(makeSpace, { as, body: { name: 'Twenty' }, headers })),
		);
		expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
		expect(replies[0]!.status).toBe(201);
		expect(await count(app, 'spaces')).toBe(before + 1);
	});

	test('is a member’s own, and stands for one deed at one place', async ({ app }) => {
		const [one, other] = [await admin(app), await admin(app)];
		const headers = { 'idempotency-key': randomUUID() };
		const first = await app.call(makeGroup, { as: one, body: { name: 'Of one' }, headers });
		const second = await app.call(makeGroup, { as: other, body: { name: 'Of the other' }, headers });
		expect([first.status, second.status]).toEqual([201, 201]);
		expect(second.value.id).not.toBe(first.value.id);
		const { handle } = await member(app);
		const add = (groupId: number, key: string) =>
			app.call(addGroupMember, { as: one, params: { groupId }, body: { handle }, headers: { 'idempotency-key': key } });
		expect(await add(first.value.id, headers['idempotency-key'])).toMatchObject({
			status: 409,
			error: { code: 'request-key-reused' },
		});
		const key = randomUUID();
		expect((await add(first.value.id, key)).status).toBe(204);
		expect((await add(second.value.id, key)).error.code).toBe('request-key-reused');
	});

	test('is free again when the deed was refused', async ({ app }) => {
		const as = await admin(app);
		const { value } = await app.call(makeGroup, { as, body: { name: 'Waits for somebody' } });
		const add = () =>
			app.call(addGroupMember, {
				as,
				params: { groupId: value.id },
				body: { handle: 'comes-later' },
				headers: { 'idempotency-key': 'one key for both tries' },
			});
		expect((await add()).status).toBe(422);
		await member(app, { handle: 'comes-later' });
		expect((await add()).status).toBe(204);
	});

	test('is refused when it is too short or too long', async ({ app }) => {
		const as = await admin(app);
		const make = (key: string) =>
			app.call(makeGroup, { as, body: { name: `With ${key.length}` }, headers: { 'idempotency-key': key } });
		expect((await make('short')).error.fields).toEqual({ requestKey: 'too-short' });
		expect((await make('x'.repeat(101))).error.fields).toEqual({ requestKey: 'too-long' });
	});

	test('keeps no secret that a reply told', async ({ app }) => {
		const as = await admin(app);
		const headers = { 'idempotency-key': randomUUID() };
		const { value } = await app.call(makeInvitation, { as, body: {}, headers });
		const kept = JSON.stringify(await app.sql`select * from request_keys where member_id = ${as.id}`);
		expect(kept).toContain('/api/admin/invitations');
		expect(kept).not.toContain(value.path.split('/').at(-1));
	});

	test('acts no more where the reply was lost, and says so', async ({ app }) => {
		const { id: memberId } = await member(app);
		const key = { memberId, key: randomUUID(), deed: 'test' };
		let acts = 0;
		const act = async () => {
			await inTransaction(app.deps.sql, async (tx) => {
				acts += 1;
				await tx`select 1`;
			});
			// As when the process dies here.
			throw new Error('the reply was lost');
		};
		const run = () => onceUnder(app.deps.sql, key, { keepsReply: true, act });
		await expect(run()).rejects.toThrow('the reply was lost');
		await app.sql`update request_keys set created_at = created_at - interval '1 minute' where member_id = ${memberId}`;
		await expect(run()).rejects.toMatchObject({ status: 409, wire: { code: 'request-key-spent' } });
		expect(acts).toBe(1);
	});

	test('goes with the deed: what is undone keeps no key', async ({ app }) => {
		const { id: memberId } = await member(app);
		const key = { memberId, key: randomUUID(), deed: 'test' };
		const broken = () =>
			inTransaction(app.deps.sql, async (tx) => {
				await tx`select 1`;
				throw new Error('broken');
			});
		await expect(onceUnder(app.deps.sql, key, { keepsReply: true, act: broken })).rejects.toThrow('broken');
		const done = () => inTransaction(app.deps.sql, async (tx) => (await tx<{ n: number }[]>`select 7 as n`)[0]!.n);
		expect(await onceUnder(app.deps.sql, key, { keepsReply: true, act: done })).toBe(7);
	});
});

test('an upload sent again is the same file', async ({ app }) => {
	const before = await count(app, 'files');
	const act = await deeds.uploadFile!(app, '');
	const headers = { 'idempotency-key': randomUUID() };
	const replies = [await act(headers), await act(headers), await act(headers)];
	expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
	expect(uploadFile.status).toBe(replies[0]!.status);
	expect(await count(app, 'files')).toBe(before + 1);
});
