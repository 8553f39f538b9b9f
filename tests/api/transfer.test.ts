import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { readMemberPage, readOldAddress } from '@ikatan/contracts/pages';
import { searchThreads } from '@ikatan/contracts/search';
import { listRevisions } from '@ikatan/contracts/editing';
import { readThread } from '@ikatan/contracts/threads';
import { importStackExchange, type ImportReport } from '../../api/src/modules/transfer/index.ts';
import { test as appTest, type TestApp } from '../support/app.ts';
import { expected, countRows } from '../support/transfer-expected.ts';

const folder = fileURLToPath(new URL('../fixtures/stackexchange', import.meta.url));

const test = appTest.extend('report', { scope: 'file', auto: true }, async ({ app }): Promise<ImportReport> => {
	const report = await importStackExchange({ sql: app.sql, folder });
	await app.settle();
	return report;
});

/** The thread that a question of the source became, as a visitor reads it. */
async function threadOf(app: TestApp, sourceId: string) {
	const [row] = await app.sql<{ targetId: number }[]>`
		select target_id from import_map where kind = 'thread' and source_id = ${sourceId}`;
	const { status, value } = await app.call(readThread, { params: { threadId: row?.targetId ?? 0 } });
	expect(status).toBe(200);
	return value;
}

describe('importing a dump', () => {
	test('brings exactly what is in it and counts what it left out', ({ report }) => {
		expect(report.tally.counts).toEqual(expected.counts);
		expect(report.missingFiles).toEqual([]);
		expect(report.site.host).toBe('teko.example.com');
	});

	test('names what could not be kept by its number at the source', ({ report }) => {
		expect(report.tally.examples).toMatchObject({
			'answer-thread-missing': ['13'],
			'comment-post-missing': ['5'],
			'vote-post-missing': ['13', '14', '15', '18'],
			'tag-renamed': ['.timer'],
			'score-differs': ['9 (2 → 1)'],
			'answers-differ': ['10 (1 → 2)'],
		});
	});

	test('writes as many rows as it says', async ({ app }) => {
		expect(await countRows(app.sql)).toEqual(expected.rows);
	});

	test('tells nobody: no notice, no mail, one event', async ({ app }) => {
		const [row] = await app.sql<{ notices: number; mails: number; events: string[] }[]>`
			select (select count(*) from notices) as notices, (select count(*) from mails) as mails,
				(select array_agg(name) from events) as events`;
		expect(row).toEqual({ notices: 0, mails: 0, events: ['import.finished'] });
	});
});

describe('an imported thread', () => {
	test('has its text, tags, numbers and dates, and says where it is from', async ({ app, report }) => {
		const { thread, opening, answers } = await threadOf(app, '1');
		expect(thread.space.slug).toBe(report.space);
		expect(thread).toMatchObject({
			kind: 'question',
			title: 'Why does my kettle sing before it boils?',
			score: 2,
			answers: 2,
			views: 120,
			solved: true,
			closed: false,
			createdAt: '2015-02-01T10:00:00.000Z',
			activeAt: '2015-02-06T10:00:00.000Z',
		});
		expect([...thread.tags].sort()).toEqual(['brewing', 'kettle']);
		expect(opening).toMatchObject({
			licence: 'CC BY-SA 3.0',
			sourceUrl: 'https://teko.example.com/q/1',
			editedAt: '2015-02-05T10:00:00.000Z',
		});
		expect(opening.author.name).toBe('Rina Wijaya');
		expect(answers.map((answer) => [answer.score, answer.accepted, answer.sourceUrl])).toEqual([
			[3, true, 'https://teko.example.com/a/3'],
			[-2, false, 'https://teko.example.com/a/4'],
		]);
	});

	test('shows the Markdown of its last edit, rendered as if it had been written here', async ({ app }) => {
		const { opening } = await threadOf(app, '1');
		expect(opening.html).toContain('sings <em>before</em> it boils');
		expect(opening.html).toContain('<code class="language-py">');
		expect(opening.html).toMatch(/<h3[^>]*>Notes<\/h3>/);
		expect(opening.html).toContain('href="/tagged/brewing"');
	});

	test('without history has Markdown made of its HTML', async ({ app }) => {
		const [row] = await app.sql<{ sourceText: string }[]>`
			select source_text from posts where source_url = 'https://teko.example.com/q/11'`;
		expect(row?.sourceText).toBe(
			'Same question: why does it sing? See [here](https://teko.example.com/questions/1/why).',
		);
	});

	test('keeps each edit with its writer, reason and date', async ({ app }) => {
		const { opening } = await threadOf(app, '1');
		const { value } = await app.call(listRevisions, { params: { postId: opening.id } });
		expect(value.items.map((item) => [item.number, item.editor.name, item.reason, item.rollbackOf])).toEqual([
			[4, 'Rina Wijaya', '', 1],
			[3, 'user88', 'tagged', null],
			[2, 'Rina Wijaya', 'spelling', null],
			[1, 'Rina Wijaya', '', null],
		]);
		expect(value.items[1]?.tags).toEqual({ added: ['kettle'], removed: [] });
		expect(value.items[2]?.createdAt).toBe('2015-02-04T10:00:00.000Z');
	});

	test('shows the bare name of a writer whose account is gone', async ({ app }) => {
		const { opening, answers } = await threadOf(app, '10');
		expect(opening.author).toMatchObject({ id: null, name: 'Tamu' });
		expect(answers.map((answer) => answer.author.name)).toContain('Community');
	});

	test('has comments that show emphasis and code only, with their scores', async ({ app }) => {
		const { opening } = await threadOf(app, '1');
		expect(opening.comments.map((comment) => [comment.author.name, comment.score])).toEqual([
			['Бека', 2],
			['user99', 0],
		]);
		expect(opening.comments[0]?.html).toContain(
			'# not a heading, but <em>emphasis</em> and <code>code</code>, see &lt;b&gt;this&lt;/b&gt; @Rina',
		);
		expect(opening.comments[1]?.html).not.toMatch(/<(ol|blockquote)/);
	});

	test('that was closed says why, and a duplicate what of', async ({ app }) => {
		const [duplicate, opinion] = [await threadOf(app, '11'), await threadOf(app, '12')];
		expect(duplicate.thread).toMatchObject({ closed: true, closedReason: 'duplicate', needsAnswer: false });
		expect(duplicate.thread.duplicateOf?.title).toBe('Why does my kettle sing before it boils?');
		expect(duplicate.opening.licence).toBe('CC BY-SA 2.5');
		expect(opinion.thread).toMatchObject({ closed: true, closedReason: 'opinion_based', locked: true });
		expect(opinion.opening.licence).toBe('CC BY-SA 4.0');
	});

	test('keeps its down votes, and every score adds up from vote rows', async ({ app }) => {
		const wrong = await app.sql`
			select p.id from posts p join post_stats s on s.post_id = p.id left join votes v on v.post_id = p.id
			group by p.id, s.up, s.down, s.score
			having coalesce(sum(v.value), 0) <> s.score or s.up - s.down <> s.score`;
		expect(wrong).toEqual([]);
	});

	test('is found by search', async ({ app }) => {
		const { value } = await app.call(searchThreads, { query: { q: 'singing kettle' } });
		expect(value.items.map((item) => item.title)).toContain('A singing kettle');
	});
});

describe('an imported member', () => {
	test('is unclaimed, with name, bio and dates, under a handle of their own', async ({ app }) => {
		const rows = await app.sql<{ handle: string; displayName: string; mail: string | null; reputation: number }[]>`
			select handle, display_name, mail, reputation from members order by created_at`;
		expect(rows.map((row) => [row.handle, row.displayName])).toEqual([
			['community-1', 'Community'],
			['rina-wijaya', 'Rina Wijaya'],
			['rina-wijaya-2', 'Rina Wijaya'],
			['member-3', 'Бека'],
			['admin-4', 'Admin'],
		]);
		expect(rows.every((row) => row.mail === null && row.reputation === 0)).toBe(true);
	});

	test('has a page with their badges and numbers', async ({ app }) => {
		const { value } = await app.call(readMemberPage, { params: { handle: 'rina-wijaya' } });
		expect(value.bio).toBe(
			'I boil water for a living & write a log (https://tea.example/log).\n\nBandung · https://rina.example',
		);
		expect(value.badges).toEqual([{ name: 'Kettle Keeper', count: 2 }]);
		expect(value.member).toMatchObject({ answers: 0, joinedAt: '2015-01-02T10:00:00.000Z' });
	});

	test('keeps the source’s reputation as a note', async ({ app }) => {
		const [row] = await app.sql`select note from import_map where kind = 'member' and source_id = '1'`;
		expect(row?.note).toEqual({ reputation: 1201 });
	});

	test('watches what they had marked', async ({ app }) => {
		const rows = await app.sql`
			select m.handle, w.level from watches w join members m on m.id = w.member_id`;
		expect(rows).toEqual([{ handle: 'member-3', level: 'all' }]);
	});
});

describe('an old address', () => {
	test.for([
		['/questions/1/why-does-my-kettle-sing', /^\/threads\/\d+\/thread$/],
		['/q/1', /^\/threads\/\d+\/thread$/],
		['/questions/1/why/3#3', /^\/threads\/\d+\/thread\/(\d+)#\1$/],
		['/a/3', /^\/threads\/\d+\/thread\/(\d+)#\1$/],
		['/users/1/rina', /^\/members\/rina-wijaya$/],
		['/questions/tagged/.timer', /^\/tagged\/dot-timer$/],
		['/tags/kettle/info', /^\/tagged\/kettle$/],
	] as const)('%s leads here', async ([path, target], { app }) => {
		expect((await app.call(readOldAddress, { query: { path } })).value.target).toMatch(target);
	});

	test('that never was leads nowhere', async ({ app }) => {
		expect((await app.call(readOldAddress, { query: { path: '/questions/999' } })).status).toBe(404);
	});
});

test('tags have their descriptions and numbers', async ({ app }) => {
	const rows = await app.sql`
		select t.name, t.description, s.threads from tags t join tag_stats s on s.tag_id = t.id order by t.name`;
	expect(rows).toEqual([
		{ name: 'brewing', description: 'Making a drink of "leaves" and hot water.', threads: 3 },
		{ name: 'dot-timer', description: '', threads: 1 },
		{ name: 'kettle', description: 'What water is boiled in.', threads: 2 },
		{ name: 'unlisted', description: '', threads: 1 },
	]);
});
