import { describe, expect } from 'vitest';
import { inTransaction, onceCommitted, sendLast, type Sql, type Tx } from '../../api/src/platform/db.ts';
import { test } from '../support/database.ts';

const countTags = async (sql: Sql) => (await sql`select 1 from tags`).length;
const failing = (tx: Tx) => tx`do $$ begin raise exception 'again' using errcode = '40001'; end $$`;

describe('statements that the commit follows at once', () => {
	test('are committed with the rest, and their rows are there afterwards', async ({ database: { sql } }) => {
		const names = await inTransaction(sql, async (tx) => {
			await tx`insert into tags (name) values ('first')`;
			const last = tx<{ name: string }[]>`insert into tags (name) values ('last') returning name`;
			sendLast(tx, last);
			return { last };
		});
		expect(await names.last).toMatchObject([{ name: 'last' }]);
		expect(await sql`select name from tags where name in ('first', 'last')`).toHaveLength(2);
	});

	test('undo everything when one of them fails, and say so', async ({ database: { sql } }) => {
		const before = await countTags(sql);
		const told: string[] = [];
		const deed = inTransaction(sql, async (tx) => {
			onceCommitted(tx, () => void told.push('committed'));
			await tx`insert into tags (name) values ('undone')`;
			sendLast(tx, tx`insert into tags (name) values (null)`, tx`insert into tags (name) values ('behind-it')`);
		});
		await expect(deed).rejects.toThrow(/null value in column "name"/);
		expect(await countTags(sql)).toBe(before);
		expect(told).toEqual([]);
	});

	test('that fail for being at the same time as others are tried again with the rest', async ({
		database: { sql },
	}) => {
		const before = await countTags(sql);
		let attempts = 0;
		await inTransaction(sql, async (tx) => {
			attempts += 1;
			await tx`insert into tags (name) values ('tried-again')`;
			sendLast(tx, attempts === 1 ? failing(tx) : tx`select 1`);
		});
		expect(attempts).toBe(2);
		expect(await countTags(sql)).toBe(before + 1);
	});

	test('are refused where nobody would wait for them', async ({ database: { sql } }) => {
		await expect(sql.begin((tx) => sendLast(tx, tx`select 1`))).rejects.toThrow('Only inTransaction');
	});
});
