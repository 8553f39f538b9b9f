// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { englishCustomer } from './pages.ts';

const product = community.members.find(({ role, language }) => role === 'product' && language === 'en')!.handle;
const html = `<p>We count every evening. The counter crashed twice this week.</p>
<pre><code>error: it crashed
error: it crashed again</code></pre><p>It would be great to count offline. That is all.</p>`;
const plain =
	'We count every evening. The counter crashed twice this week.\n\nerror: it crashed\nerror: it crashed again\n\n' +
	'It would be great to count offline. That is all.';

let sql: Sql;
let threadIds: number[];

beforeAll(async () => {
	sql = connect(inject('product').databaseUrl, { max: 1 });
	const rows = await sql<{ id: number }[]>`
		with t as (
			insert into threads (kind, space_id, title, author_id)
			select 'problem', (select id from spaces where kind = 'public' order by id limit 1), 'Counting number ' || n,
				(select id from members where handle = ${englishCustomer})
			from generate_series(1, 2) n
			returning id, space_id, kind, author_id
		), n as (insert into thread_stats (thread_id, space_id, kind) select id, space_id, kind from t),
		p as (
			insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
			select id, 'opening', author_id, ${plain}, ${html}, ${plain}, 1 from t returning id
		), s as (insert into post_stats (post_id) select id from p),
		m as (
			insert into mining (thread_id, space_id, kind, asked_at, promise, scale)
			select id, space_id, kind, now(), 1000 - id::real / 1000, 1 from t
		)
		select id from t order by id`;
	threadIds = rows.map(({ id }) => id);
});
afterAll(async () => {
	await sql`delete from quotes where thread_id = any(${threadIds}::bigint[])`;
	await sql.end();
});

const selected = (page: Page) => page.evaluate(() => String(getSelection()).replace(/\s+/g, ' ').trim());
const quotes = () => sql<{ words: string; importance: number; title: string }[]>`
	select q.words, q.importance, i.title from quotes q join insights i on i.id = q.insight_id
	where q.thread_id = any(${threadIds}::bigint[]) order by q.id`;

describe('mining by keyboard alone', () => {
	test('goes from one telling sentence to the next, captures each in four key presses, and on to the next thread', async ({
		page,
	}) => {
		await signInAs(page, product);
		await open(page, '/insights/mine');
		await page.keyboard.press('s');
		await page.waitForURL(`**/insights/mine/${threadIds[0]}*`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Counting number 1');
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('telling')?.size)).toBe(2);

		await page.keyboard.press('t');
		await expect.poll(() => selected(page)).toBe('The counter crashed twice this week.');
		await page.keyboard.press('f');
		await expect(page.locator('input[name="target"]:checked')).toBeFocused();
		await page.keyboard.press('3');
		// Typing names the insight; the words of the customer were only proposed.
		await page.keyboard.type('Counter crashes');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('status').filter({ hasText: 'Captured in' })).toBeVisible();
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('telling')?.size)).toBe(1);

		await page.keyboard.press('t');
		await expect.poll(() => selected(page)).toBe('It would be great to count offline.');
		await page.keyboard.press('f');
		const place = page.getByRole('radio', { name: /^Counter crashes .*from this thread/ });
		await expect(place).toBeVisible();
		await page.keyboard.press('ArrowDown');
		await expect(place).toBeChecked();
		await page.keyboard.press('Enter');
		await expect.poll(quotes).toMatchObject([
			{ words: 'The counter crashed twice this week.', importance: 3, title: 'Counter crashes' },
			{ words: 'It would be great to count offline.', importance: 1, title: 'Counter crashes' },
		]);
		// The row is there before the page has heard of it.
		await expect(page.getByRole('dialog')).toBeHidden();

		await page.keyboard.press('d');
		await page.waitForURL(`**/insights/mine/${threadIds[1]}*`);
		await page.keyboard.press('n');
		await page.waitForURL((address) => !address.pathname.endsWith(`/${threadIds[1]}`));
		const outcomes = await sql`
			select outcome from mining where thread_id = any(${threadIds}::bigint[]) order by thread_id`;
		expect(outcomes.map(({ outcome }) => outcome as string)).toEqual(['captured', 'nothing']);
	});

	test('steps through every sentence, takes a block of code as one, and goes on from there after a capture', async ({
		page,
	}) => {
		await signInAs(page, product);
		await open(page, `/insights/mine/${threadIds[1]}`);
		const steps: string[] = [];
		for (let press = 0; press < 5; press++) {
			await page.keyboard.press('l');
			steps.push(await selected(page));
		}
		expect(steps).toEqual([
			'We count every evening.',
			'The counter crashed twice this week.',
			'error: it crashed error: it crashed again',
			'It would be great to count offline.',
			'That is all.',
		]);
		await page.keyboard.press('h');
		await page.keyboard.press('f');
		await expect(page.locator('input[name="target"]:checked')).toBeFocused();
		await page.keyboard.type('Counting offline');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('status').filter({ hasText: 'Captured in' })).toBeVisible();
		await page.keyboard.press('l');
		await expect.poll(() => selected(page)).toBe('That is all.');
	});

	test('is somebody else’s to take as soon as the window is closed, and one’s own after it was loaded anew', async ({
		page,
	}) => {
		const holder = async () => {
			const [row] = await sql<{ handle: string | null }[]>`
				select m.handle from mining left join members m on m.id = claimed_by and claimed_until > now()
				where thread_id = ${threadIds[1]!}`;
			return row!.handle;
		};
		await signInAs(page, product);
		await open(page, `/insights/mine/${threadIds[1]}`);
		expect(await holder()).toBe(product);
		await page.reload();
		await page.waitForResponse((reply) => reply.url().endsWith('/claim') && reply.request().method() === 'PUT');
		await expect.poll(holder).toBe(product);
		const beside = await page.context().newPage();
		await page.close({ runBeforeUnload: true });
		await expect.poll(holder).toBe(null);
		await beside.close();
	});
});
