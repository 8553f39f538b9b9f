import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, inject } from 'vitest';
import { readOwnProfile } from '@ikatan/contracts/accounts';
import { searchThreads } from '@ikatan/contracts/search';
import { readAbout } from '@ikatan/contracts/running';
import { readThread } from '@ikatan/contracts/threads';
import { castVote } from '@ikatan/contracts/votes';
import { backUp, writeBackup } from '../../api/src/commands/backup.ts';
import { readManifest, type Manifest } from '../../api/src/commands/backup/manifest.ts';
import { restore } from '../../api/src/commands/restore.ts';
import { rebuild } from '../../api/src/modules/search/index.ts';
import { connect, inTransaction, one, type Sql } from '../../api/src/platform/db.ts';
import { migrate } from '../../api/src/platform/migrate.ts';
import { openApp, test as base, type TestApp } from '../support/app.ts';
import { answer, comment, member, space, thread } from '../support/builders.ts';
import { recountAll } from '../support/recount.ts';
import { cloneTemplate, databaseNamed, dropDatabase } from '../support/services.ts';
import { upload } from '../support/uploads.ts';

type Places = { folder(): Promise<string>; database(template?: boolean): Promise<string> };

/** Folders and databases that are thrown away with the file. */
const test = base.extend('places', { scope: 'file' }, async ({}, { onCleanup }): Promise<Places> => {
	const { databaseUrl } = inject('services');
	const [folders, names]: [string[], string[]] = [[], []];
	onCleanup(async () => {
		for (const name of names) await dropDatabase(databaseUrl, name);
		for (const folder of folders) await rm(folder, { recursive: true, force: true });
	});
	return {
		folder: async () => {
			const folder = await mkdtemp(path.join(os.tmpdir(), 'ikatan-backup-test-'));
			folders.push(folder);
			return folder;
		},
		database: async (template = true) => {
			const name = `test_${randomBytes(6).toString('hex')}`;
			names.push(name);
			if (template) return await cloneTemplate(databaseUrl, name);
			const sql = connect(databaseUrl, { max: 1 });
			await sql`create database ${sql(name)}`;
			await sql.end();
			return databaseNamed(databaseUrl, name);
		},
	};
});

/** Another installation: its own database, its own place for files, its own index. */
async function another(app: TestApp, places: Places, url: string) {
	const prefix = `restored_${randomBytes(4).toString('hex')}`;
	const sql = connect(url, { max: 4, name: 'test restored' });
	const { meiliUrl, meiliKey } = inject('services');
	const opened = await openApp(
		{
			url,
			sql,
			meiliUrl,
			meiliKey,
			meiliPrefix: prefix,
			connect: () => connect(url, { max: 4, name: 'test restored' }),
		},
		{ FILES_FOLDER: await places.folder() },
	);
	expect(app.deps.env.DATABASE_URL).not.toBe(url);
	return { ...opened, own: sql };
}

/** A community with a bit of everything, awkward characters among it. */
async function community(app: TestApp) {
	const [asker, helper] = [await member(app, { displayName: 'Sari \\ "Dewi" 🌺' }), await member(app)];
	const { id: spaceId } = await space(app);
	const { value: file } = await upload(app, asker);
	const question = await thread(app, asker, {
		spaceId,
		tags: ['struk'],
		title: 'Why does\tthe receipt say "\\N"?',
		sourceText: `A tab\there, a backslash \\ and \\. alone:\n\n\\.\n\n\u{1F9FE} ![receipt](${file.url})`,
	});
	const reply = await answer(app, helper, question.id, 'Line one\r\nLine two\n\nLine three');
	await comment(app, asker, reply.id);
	await app.call(castVote, { as: asker, params: { postId: reply.id }, body: { value: 1 } });
	await app.settle();
	for (const job of ['spaces.recount', 'tags.recount']) await app.runJob(job);
	await app.settle();
	return { asker, helper, question, reply, file };
}

/** What every table holds, by its name: number of rows and a checksum of all of them. */
async function contentsOf(sql: Sql, names: string[]): Promise<Record<string, string>> {
	const contents: Record<string, string> = {};
	for (const name of names) {
		const { rows, sum } = one(
			await sql<{ rows: number; sum: string | null }[]>`
				select count(*)::int as rows, md5(string_agg(t::text, E'\n' order by t::text)) as sum from ${sql(name)} t`,
		);
		contents[name] = `${rows} ${sum}`;
	}
	return contents;
}

const refusal = (promise: Promise<unknown>) =>
	promise.then(
		() => 'no error',
		(error: Error) => error.message,
	);

async function edit(folder: string, change: (manifest: Manifest) => void): Promise<void> {
	const manifest = await readManifest(folder);
	change(manifest);
	await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}

describe('a backup', () => {
	test('restored into an empty place gives back every row, file and number', async ({ app, places }) => {
		const { asker, question, file } = await community(app);
		const folder = await places.folder();
		const { manifest } = await backUp(app.deps, folder);
		const names = manifest.tables.map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining(['members', 'posts', 'sessions', 'settings', 'events', 'request_keys']),
		);
		const before = await contentsOf(
			app.sql,
			names.filter((name) => name !== 'backups'),
		);

		const other = await another(app, places, await places.database());
		await restore(other.deps, folder);
		expect(await contentsOf(other.sql, Object.keys(before))).toEqual(before);
		await rebuild(other.deps);
		await other.settle();
		expect(await recountAll(other, { check: true })).toEqual([]);

		expect((await other.call(readOwnProfile, { as: asker })).status).toBe(200);
		const shown = await other.call(readThread, { params: { threadId: question.id } });
		expect(shown.value).toEqual((await app.call(readThread, { params: { threadId: question.id } })).value);
		expect((await other.call(searchThreads, { query: { q: 'receipt' } })).value.items.map(({ id }) => id)).toContain(
			question.id,
		);
		const [here, there] = await Promise.all([app, other].map((one) => one.app.inject({ url: file.url })));
		expect(there?.statusCode).toBe(200);
		expect(createHash('sha256').update(there!.rawPayload)).toEqual(createHash('sha256').update(here!.rawPayload));

		const later = await answer(other, asker, question.id, 'Life goes on after a restore.');
		const { last } = one(await app.sql<{ last: number }[]>`select max(id) as last from posts`);
		expect(later.id).toBeGreaterThan(last);
		await other.settle();
		await other.close();
		await other.own.end();
	});

	test('holds one moment, also while people go on writing', async ({ app, places }) => {
		const { question } = await community(app);
		// Each may write sixty answers in ten minutes.
		const writers = await Promise.all(Array.from({ length: 20 }, () => member(app)));
		let [writing, written] = [true, 0];
		const writer = (async () => {
			for (; writing; written += 1) await answer(app, writers[written % writers.length]!, question.id);
		})();
		const folder = await places.folder();
		await backUp(app.deps, folder);
		writing = false;
		await writer;
		expect(written).toBeGreaterThan(0);
		const other = await another(app, places, await places.database());
		await restore(other.deps, folder);
		const found = await recountAll(other, { check: true });
		expect(found.filter(({ name }) => ['threads.numbers', 'votes.posts', 'reputation.members'].includes(name))).toEqual(
			[],
		);
		await other.close();
		await other.own.end();
	});

	test('is for its owner’s eyes, and says when it was made', async ({ app, places }) => {
		const folder = await places.folder();
		await backUp(app.deps, path.join(folder, 'new'));
		const names = ['new', 'new/manifest.json', 'new/tables', 'new/tables/members.copy.gz', 'new/files.tsv.gz'];
		for (const place of names) expect((await stat(path.join(folder, place))).mode & 0o077).toBe(0);
		const manifest = await readManifest(path.join(folder, 'new'));
		expect(Date.now() - Date.parse(manifest.madeAt)).toBeLessThan(60_000);
		const { value } = await app.call(readAbout, { as: await member(app, { role: 'admin' }) });
		expect(value.lastBackup?.bytes).toBeGreaterThan(1000);
		expect(Date.parse(value.lastBackup?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(manifest.madeAt));
	});

	test('goes into an empty folder only', async ({ app, places }) => {
		const folder = await places.folder();
		await writeFile(path.join(folder, 'something'), '');
		expect(await refusal(backUp(app.deps, folder))).toContain('is not empty');
	});

	test('counts a file that is gone, and goes on', async ({ app, places }) => {
		const { file } = await community(app);
		const { key } = one(await app.sql<{ key: string }[]>`select storage_key as key from files where id = ${file.id}`);
		await rm(path.join(app.deps.env.FILES_FOLDER, key));
		const { manifest } = await backUp(app.deps, await places.folder());
		expect(manifest.files.missing).toBe(1);
	});
});

describe('restoring', () => {
	test('is refused where there is something already, and leaves it as it is', async ({ app, places }) => {
		const folder = await places.folder();
		await backUp(app.deps, folder);
		const before = await contentsOf(app.sql, ['members', 'posts']);
		expect(await refusal(restore(app.deps, folder))).toContain('The database is not empty: it has members');
		expect(await contentsOf(app.sql, ['members', 'posts'])).toEqual(before);
	});

	test('is refused where tables of something else are', async ({ app, places }) => {
		const folder = await places.folder();
		await backUp(app.deps, folder);
		const url = await places.database(false);
		const sql = connect(url, { max: 1 });
		await sql`create table invoices (id int)`;
		expect(await refusal(restore({ ...app.deps, env: { ...app.deps.env, DATABASE_URL: url } }, folder))).toContain(
			'tables of something else (invoices)',
		);
		await sql.end();
	});

	test('is refused with half a backup, a damaged one, or one of a newer version', async ({ app, places }) => {
		const target = { ...app.deps, env: { ...app.deps.env, DATABASE_URL: await places.database() } };
		const empty = await places.folder();
		expect(await refusal(restore(target, empty))).toContain('no complete backup');

		const damaged = await places.folder();
		await backUp(app.deps, damaged);
		await truncate(path.join(damaged, 'tables/members.copy.gz'), 30);
		expect(await refusal(restore(target, damaged))).toContain('is damaged');

		const newer = await places.folder();
		await backUp(app.deps, newer);
		await edit(newer, (manifest) => manifest.migrations.push({ version: 9000, md5: 'x' }));
		expect(await refusal(restore(target, newer))).toContain('newer version');

		const foreign = await places.folder();
		await backUp(app.deps, foreign);
		await edit(foreign, (manifest) => (manifest.migrations[0]!.md5 = 'x'));
		expect(await refusal(restore(target, foreign))).toContain('another edition');
		const sql = connect(target.env.DATABASE_URL, { max: 1 });
		expect(await sql`select from members`).toHaveLength(0);
		await sql.end();
	});

	test('leaves nothing behind when a row does not fit, so that it can be tried again', async ({ app, places }) => {
		await community(app);
		const folder = await places.folder();
		await backUp(app.deps, folder);
		const url = await places.database();
		const target = { ...app.deps, env: { ...app.deps.env, DATABASE_URL: url, FILES_FOLDER: await places.folder() } };
		await edit(folder, ({ tables }) => void (tables.find(({ name }) => name === 'votes')!.rows += 1));
		expect(await refusal(restore(target, folder))).toContain('table votes has');
		const sql = connect(url, { max: 1 });
		expect(await sql`select from members`).toHaveLength(0);
		expect((await sql`select from pg_constraint where contype = 'f'`).length).toBeGreaterThan(50);
		await sql.end();
		await edit(folder, ({ tables }) => void (tables.find(({ name }) => name === 'votes')!.rows -= 1));
		await restore(target, folder);
	});

	test('brings a backup of an older version up to this one', async ({ app, places }) => {
		const old = await places.database(false);
		await migrate(old, 113);
		const source = connect(old, { max: 2 });
		await inTransaction(source, async (tx) => {
			await tx`insert into members (handle, display_name) values ('tika', 'Tika'), ('budi', 'Budi')`;
			await tx`insert into spaces (slug, name) values ('help', 'Help')`;
			await tx`insert into settings (key, value) values ('siteName', '"Old"')`;
		});
		const folder = await places.folder();
		await writeBackup({ ...app.deps, env: { ...app.deps.env, DATABASE_URL: old } }, folder);
		await source.end();
		const other = await another(app, places, await places.database());
		await restore(other.deps, folder);
		expect(await other.sql`select handle from members order by id`).toMatchObject([
			{ handle: 'tika' },
			{ handle: 'budi' },
		]);
		expect(await migrate(other.deps.env.DATABASE_URL)).toEqual([]);
		expect(await readFile('api/schema.sql', 'utf8')).toContain('create table backups');
		const made = await other.sql`insert into members (handle, display_name) values ('sari', 'Sari') returning id`;
		expect(made).toMatchObject([{ id: 3 }]);
		await other.close();
		await other.own.end();
	});
});
