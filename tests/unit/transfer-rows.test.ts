import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RowScanner, type Row } from '../../api/src/modules/transfer/stackexchange/row-scanner.ts';
import { readRows, type Reading } from '../../api/src/modules/transfer/stackexchange/rows.ts';

const file = `\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n  <row Id="1" Body="&lt;p&gt;a &amp;amp; b > c&lt;/p&gt;&#xA;" />\r\n  <row Id='2' Body="é ☕ it's &quot;so&quot; &apos;😀&#128512;&apos;"/>\n</posts>`;

const names = ['Id', 'Body'];
const readable = (row: Row) =>
	Object.fromEntries(names.map((name) => [name, row.get(name)]).filter(([, value]) => value !== undefined));

function scan(text: string, chunk: number) {
	const scanner = new RowScanner();
	const bytes = Buffer.from(text).toString('latin1');
	const found: Row[] = [];
	for (let place = 0; place < bytes.length; place += chunk)
		found.push(...scanner.scan(bytes.slice(place, place + chunk)));
	return { rows: found.map(readable), found, damage: scanner.end() };
}

describe('reading rows', () => {
	test.each([1, 2, 3, 7, 50, 10_000])('gives the same rows in chunks of %i characters', (chunk) => {
		const { rows, damage } = scan(file, chunk);
		expect(rows).toEqual([
			{ Id: '1', Body: '<p>a &amp; b > c</p>\n' },
			{ Id: '2', Body: "é ☕ it's \"so\" '😀😀'" },
		]);
		expect(damage).toBeUndefined();
	});

	test.each([1, 5, 10_000])('says at which bytes of the file each stands, in chunks of %i', (chunk) => {
		const bytes = Buffer.from(file);
		const standing = scan(file, chunk).found.map(({ extent: { start, length } }) =>
			bytes.subarray(start, start + length).toString(),
		);
		expect(standing).toEqual(file.match(/<row .*?\/>/gs));
	});

	test('leaves out what PostgreSQL cannot hold: NUL and half a surrogate pair', () => {
		expect(scan('<posts><row Body="a&#x0;b&#xD83D;c" /></posts>', 100).rows).toEqual([{ Body: 'ab\uFFFDc' }]);
	});

	test('takes an empty file of rows for what it is', () => {
		expect(scan('<?xml version="1.0"?>\n<votes>\n</votes>\n', 9)).toMatchObject({ rows: [], damage: undefined });
		expect(scan('<votes />', 9)).toMatchObject({ rows: [], damage: undefined });
	});

	test('says where a file breaks off, and keeps what came before', () => {
		const broken = scan('<posts>\n<row Id="1" />\n<row Id="2" Body="no en', 8);
		expect(broken.rows).toEqual([{ Id: '1' }]);
		expect(broken.damage).toBe('it breaks off after row 1');
		expect(scan('<posts>\n<row Id="1" />\n', 100).damage).toBe('it breaks off after row 1');
		expect(scan('', 1).damage).toBe('it breaks off after row 0');
	});

	test('says which row is no XML, and reads no further', () => {
		const broken = scan('<posts><row Id="1" /><row Id=2 /><row Id="3" /></posts>', 100);
		expect(broken).toMatchObject({ rows: [{ Id: '1' }], damage: 'row 2 is no XML' });
	});
});

describe('reading a file in batches', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'ikatan-rows-'));
	afterAll(() => rm(folder, { recursive: true }));
	const path = join(folder, 'Votes.xml');
	const rows = Array.from({ length: 25 }, (_, place) => `<row Id="${place + 1}" Body="${'x'.repeat(100)}" />`);
	await writeFile(path, `<votes>${rows.join('\n')}</votes>`);
	const dump = { name: 'Votes.xml', path, bytes: 0, version: '' };
	const read = async (from: number, size: { rows: number; bytes: number }) => {
		const reading: Reading = { rows: 0 };
		const batches: { ids: string[]; next: number }[] = [];
		for await (const batch of readRows(dump, reading, from, size)) {
			batches.push({ ids: batch.rows.map((row) => row.get('Id')!), next: batch.next });
		}
		return { batches, reading };
	};

	test('holds no more rows than asked, and says how many rows are behind it', async () => {
		const { batches, reading } = await read(0, { rows: 10, bytes: 1e6 });
		expect(batches.map((batch) => [batch.ids.length, batch.next])).toEqual([
			[10, 10],
			[10, 20],
			[5, 25],
		]);
		expect(reading).toEqual({ rows: 25, damage: undefined });
	});

	test('goes on past the rows that an earlier run has behind it', async () => {
		const { batches } = await read(20, { rows: 10, bytes: 1e6 });
		expect(batches).toEqual([{ ids: ['21', '22', '23', '24', '25'], next: 25 }]);
	});

	test('ends a batch early when its texts are long', async () => {
		const { batches } = await read(0, { rows: 1000, bytes: 900 });
		expect(batches.length).toBeGreaterThan(1);
		expect(batches.flatMap((batch) => batch.ids)).toHaveLength(25);
	});
});
