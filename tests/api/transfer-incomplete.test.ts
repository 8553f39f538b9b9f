import { cp, mkdtemp, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect } from 'vitest';
import type { Sql } from '../../api/src/platform/db.ts';
import { importStackExchange, reportLines } from '../../api/src/modules/transfer/index.ts';
import type { Progress } from '../../api/src/modules/transfer/progress.ts';
import { test } from '../support/database.ts';
import { countRows, expected } from '../support/transfer-expected.ts';

const whole = fileURLToPath(new URL('../fixtures/stackexchange', import.meta.url));
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A copy of the dump that a test may damage, in a folder named for a site of its own. */
async function copyOfDump(site: string): Promise<string> {
	const parent = await mkdtemp(join(tmpdir(), 'ikatan-dump-'));
	folders.push(parent);
	await cp(whole, join(parent, site), { recursive: true });
	return join(parent, site);
}

describe('a dry run', () => {
	test('counts what an import would do, and writes nothing', async ({ database }) => {
		const report = await importStackExchange({ sql: database.sql, folder: whole, dryRun: true });
		// Only what is counted in the database afterwards cannot be told before.
		const later = /^(revisions\.|problem\.(score-differs|answers-differ|history-post-missing))/;
		const told = Object.entries(expected.counts).filter(([key]) => !later.test(key));
		// That a link leads to the thread's own answer shows only once the answer is here.
		const { 'problem.link-to-itself': _, ...before } = Object.fromEntries(told);
		expect(report.tally.counts).toEqual({ ...before, 'relatedLinks.made': 2, 'relatedLinks.left': 1 });
		expect(Object.values(await countRows(database.sql)).every((count) => count === 0)).toBe(true);
		const [row] = await database.sql`
			select (select count(*) from import_runs) + (select count(*) from spaces) + (select count(*) from events) as count`;
		expect(row).toEqual({ count: 0 });
	});

	test('says so in both languages', async ({ database }) => {
		const report = await importStackExchange({ sql: database.sql, folder: whole, dryRun: true });
		const [english, indonesian] = [reportLines('en', report).join('\n'), reportLines('id', report).join('\n')];
		expect(english).toContain('This was a dry run: nothing was written.');
		expect(english).toMatch(/Questions +4 +4 +0 +0/);
		expect(english).toContain('4 votes on posts that are gone: 13, 14, 15, 18');
		expect(indonesian).toContain('Ini hanya uji coba');
		expect(indonesian).toMatch(/Pertanyaan +4 +4 +0 +0/);
	});
});

describe('a dump that is not whole', () => {
	test('is brought without the files it lacks, which the report names', async ({ database }) => {
		const folder = await copyOfDump('teko-one.example.com');
		for (const name of ['PostHistory', 'Votes', 'Badges', 'Tags']) await rm(join(folder, `${name}.xml`));
		await rename(join(folder, 'Users.xml'), join(folder, 'users.XML'));
		const { tally, missingFiles } = await importStackExchange({ sql: database.sql, folder });
		expect(missingFiles.sort()).toEqual(['Badges.xml', 'PostHistory.xml', 'Tags.xml', 'Votes.xml']);
		expect(tally.problemCount('file-missing')).toBe(4);
		expect([tally.of('threads', 'made'), tally.of('answers', 'made'), tally.of('members', 'made')]).toEqual([4, 4, 5]);
		expect(tally.of('tags', 'made')).toBe(4);
		const [closed] = await database.sql`
			select closed_reason from threads t join posts p on p.thread_id = t.id and p.kind = 'opening'
			where p.source_url = 'https://teko-one.example.com/q/12'`;
		expect(closed).toEqual({ closedReason: null });
		const [accepted] = await database.sql`
			select accepted_at, created_at from posts where source_url = 'https://teko-one.example.com/a/3'`;
		expect(accepted?.acceptedAt).toBe(accepted?.createdAt);
	});

	test('is brought as far as a broken file goes, and the report says where that was', async ({ database }) => {
		const folder = await copyOfDump('teko-two.example.com');
		const comments = join(folder, 'Comments.xml');
		await writeFile(comments, (await readFile(comments, 'utf8')).replace(/<row Id="3"[^]*$/, '<row Id="3" Text="half'));
		const { tally } = await importStackExchange({ sql: database.sql, folder });
		expect(tally.examples['file-damaged']).toEqual(['Comments.xml: it breaks off after row 2']);
		expect(tally.of('comments', 'made')).toBe(2);
	});

	test('takes another site’s ids for its own, and says which old addresses are taken', async ({ database }) => {
		const folder = await copyOfDump('teko-three.example.com');
		const { tally } = await importStackExchange({ sql: database.sql, folder, space: 'tea' });
		expect(tally.of('threads', 'made')).toBe(4);
		expect(tally.problemCount('address-taken')).toBe(4 * 2 + 4 + 5);
		const handles = await database.sql<{ handle: string }[]>`
			select handle from members where source = 'stackexchange:teko-three.example.com' order by created_at`;
		expect(handles[1]?.handle).toMatch(/^rina-wijaya-1-[0-9a-f]{4}$/);
	});

	test('is refused without its posts, or without a folder', async ({ database }) => {
		const folder = await copyOfDump('teko-four.example.com');
		await rm(join(folder, 'Posts.xml'));
		await expect(importStackExchange({ sql: database.sql, folder })).rejects.toThrow('There is no Posts.xml in');
		await expect(importStackExchange({ sql: database.sql, folder: join(folder, 'gone') })).rejects.toThrow(
			'There is no folder',
		);
	});
});

describe('an import that broke off', () => {
	/** Breaks off once the first thread is here: history was noted, and most of it not read yet. */
	const breakOff = (sql: Sql, folder: string) => {
		const onProgress = ({ step }: Progress) => {
			if (step === 'threads') throw new Error('broke off');
		};
		return expect(importStackExchange({ sql, folder, batchRows: 1, onProgress })).rejects.toThrow('broke off');
	};
	const editHistory = async (folder: string, edit: (text: string) => string) => {
		const path = join(folder, 'PostHistory.xml');
		await writeFile(path, edit(await readFile(path, 'utf8')));
	};
	const textsOf = (sql: Sql, site: string) => sql`
		select p.source_text, array_agg(r.source_text order by r.number) as revisions
		from posts p left join revisions r on r.post_id = p.id
		where p.source = ${`stackexchange:${site}`} and p.kind <> 'comment'
		group by p.id order by p.created_at, p.source_text`;

	test('reads the history anew where the file is another one by now', async ({ database: { sql } }) => {
		const folder = await copyOfDump('teko-five.example.com');
		await breakOff(sql, folder);
		await editHistory(folder, (text) => text.replace('<posthistory>', '<posthistory>\n<!-- later, ☕ -->'));
		await importStackExchange({ sql, folder });
		await importStackExchange({ sql, folder: await copyOfDump('teko-six.example.com') });
		expect(await textsOf(sql, 'teko-five.example.com')).toEqual(await textsOf(sql, 'teko-six.example.com'));
	});

	test('goes no further with a file whose rows have moved', async ({ database: { sql } }) => {
		const folder = await copyOfDump('teko-seven.example.com');
		await breakOff(sql, folder);
		const { mtime } = await stat(join(folder, 'PostHistory.xml'));
		await editHistory(folder, (text) =>
			text.replace('<posthistory>', '<posthistory> ').replace('\n</posthistory>', '</posthistory>'),
		);
		await utimes(join(folder, 'PostHistory.xml'), mtime, mtime);
		await expect(importStackExchange({ sql, folder })).rejects.toThrow(
			'PostHistory.xml is no longer the file that this import began with',
		);
	});
});
