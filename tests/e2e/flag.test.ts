// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest';
import { community } from '../../api/demo/content/index.ts';
import { connect, type Sql } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { axeFindings } from '../support/inspection.ts';
import { englishCustomer } from './pages.ts';

const product = community.members.find(({ role, language }) => role === 'product' && language === 'en')!.handle;
const agent = community.members.find(({ role }) => role === 'agent')!.handle;
const champion = community.members.find(({ role, language }) => role === 'champion' && language === 'en')!.handle;
const repeated = 'the printer stops';
/** An insight that no other run has. */
const kitchen = `Kitchen printers stop working ${process.pid}`;
const html = `<p>At noon <strong>${repeated}</strong> in the kitchen. At night ${repeated} again, and <code>reset</code> helps.</p>
<pre><code>open drawer
close drawer</code></pre>`;
const plain = `At noon ${repeated} in the kitchen. At night ${repeated} again, and reset helps.\n\nopen drawer\nclose drawer`;

let sql: Sql;
let threadId: number;
let postId: number;

beforeAll(async () => {
	sql = connect(inject('product').databaseUrl, { max: 1 });
	const [row] = await sql<{ threadId: number; postId: number }[]>`
		with t as (
			insert into threads (kind, space_id, title, author_id)
			select 'problem', (select id from spaces where kind = 'public' order by id limit 1), 'The kitchen printer stops twice a day',
				(select id from members where handle = ${englishCustomer})
			returning id, space_id, kind, author_id
		), n as (insert into thread_stats (thread_id, space_id, kind) select id, space_id, kind from t),
		p as (
			insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
			select id, 'opening', author_id, ${plain}, ${html}, ${plain}, 1 from t returning id, thread_id
		), s as (insert into post_stats (post_id) select id from p)
		select thread_id, id as post_id from p`;
	({ threadId, postId } = row!);
});
beforeEach(() => forget());
afterAll(() => sql.end());

const body = (page: Page) => page.locator(`[data-body="${postId}"]`);
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Flag as insight' });
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Captured in' });
const foot = (page: Page) => page.getByRole('list', { name: 'Captured from this post' });
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Selected words' });

async function openThread(page: Page, handle: string): Promise<void> {
	await signInAs(page, handle);
	const marks = page.waitForResponse((reply) => reply.url().endsWith(`/api/threads/${threadId}/quotes`));
	await open(page, `/threads/${threadId}`);
	await marks;
}

/** Selects words by where they stand: the nth time that a text node has them. */
async function select(page: Page, words: string, nth = 0): Promise<void> {
	await page.evaluate(
		([id, wanted, place]) => {
			const walker = document.createTreeWalker(document.querySelector(`[data-body="${id}"]`)!, NodeFilter.SHOW_TEXT);
			const found: [Text, number][] = [];
			for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null)
				for (let at = node.data.indexOf(wanted!); at >= 0; at = node.data.indexOf(wanted!, at + 1))
					found.push([node, at]);
			const [node, at] = found[place!]!;
			getSelection()?.setBaseAndExtent(node, at, node, at + wanted!.length);
		},
		[postId, words, nth] as [number, string, number],
	);
}

const quotes = () => sql<{ words: string; kind: string; importance: number; prefix: string; state: string }[]>`
	select words, kind, importance, prefix, state from quotes where post_id = ${postId} or thread_id = ${threadId} order by id`;
const forget = async () => void (await sql`delete from quotes where post_id = ${postId} or thread_id = ${threadId}`);

describe('a product person', () => {
	test('captures selected words in three key presses: f, a number, Enter; and takes them back', async ({ page }) => {
		await openThread(page, product);
		await select(page, repeated, 1);
		let presses = 0;
		for (const key of ['f', '3', 'Enter']) {
			await page.keyboard.press(key);
			presses += 1;
		}
		await expect(saved(page)).toBeVisible();
		expect(presses).toBeLessThanOrEqual(4);
		expect(await quotes()).toMatchObject([{ words: repeated, kind: 'passage', importance: 3 }]);
		expect((await quotes())[0]!.prefix).toMatch(/At night $/);
		await expect(foot(page)).toContainText(repeated);
		const marked = await page.evaluate(() => [...CSS.highlights.get('quote-accepted')!].map(String));
		expect(marked).toEqual([repeated]);

		await saved(page).getByRole('button', { name: 'Undo' }).click();
		await expect(foot(page)).toHaveCount(0);
		expect(await quotes()).toEqual([]);
	});

	test('captures a whole post from the keyboard alone in four: j, f, 2, Enter', async ({ page }) => {
		await openThread(page, product);
		for (const key of ['j', 'f', '2', 'Enter']) await page.keyboard.press(key);
		await expect(saved(page)).toBeVisible();
		expect(await quotes()).toMatchObject([{ kind: 'post', importance: 2 }]);
		await expect(foot(page)).toContainText('The whole post');
	});

	test('captures with the mouse across formatting and code, into an insight that is there', async ({ page }) => {
		await openThread(page, product);
		await page.keyboard.press('?');
		await expect(page.getByRole('dialog')).toContainText('Flag the selected words, or the post in focus');
		await page.keyboard.press('Escape');
		// The first capture starts an insight.
		await select(page, 'in the kitchen');
		await toolbar(page).getByRole('button', { name: 'Flag as insight' }).click();
		await expect(dialog(page)).toBeVisible();
		expect(await axeFindings(page)).toEqual([]);
		await dialog(page).getByLabel('Its title').fill(kitchen);
		await dialog(page).getByLabel('Type').selectOption({ label: 'Bug' });
		await page.keyboard.press('Escape');
		await select(page, 'in the kitchen');
		await toolbar(page).getByRole('button', { name: 'Flag as insight' }).click();
		await dialog(page).getByLabel('Its title').fill(kitchen);
		await page.keyboard.press('Enter');
		await expect(saved(page)).toContainText(kitchen);

		// From the bold words into the code block.
		await page.evaluate((id) => {
			const bold = document.querySelector(`[data-body="${id}"] strong`)!.firstChild!;
			const code = document.querySelector(`[data-body="${id}"] pre code`)!.firstChild!;
			getSelection()?.setBaseAndExtent(bold, 0, code, 'open drawer\nclose'.length);
		}, postId);
		await toolbar(page).getByRole('button', { name: 'Flag as insight' }).click();
		const place = dialog(page).getByRole('radio', { name: new RegExp(`^${kitchen}`) });
		await expect(place).toBeVisible();
		await place.check();
		await page.keyboard.press('Enter');
		await expect(saved(page)).toContainText(kitchen);
		expect((await quotes()).at(-1)!.words).toMatch(/^the printer stops in the kitchen\. .* open drawer close$/);

		// The same words again lead to where they went.
		await select(page, 'in the kitchen');
		await page.keyboard.press('f');
		await page.keyboard.press('Enter');
		await expect(dialog(page).getByRole('alert').getByRole('link')).toHaveText(kitchen);
		await page.keyboard.press('Escape');
	});

	test('presses marked words, weighs them anew and takes them back', async ({ page }) => {
		await openThread(page, product);
		await select(page, repeated, 0);
		for (const key of ['f', '1', 'Enter']) await page.keyboard.press(key);
		await expect(foot(page)).toContainText(repeated);
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('quote-accepted')?.size ?? 0)).toBeGreaterThan(0);
		await page.evaluate(() => getSelection()?.removeAllRanges());
		await body(page).locator('strong').click();
		const card = page.getByRole('dialog', { name: 'Captured words' });
		await expect(card).toBeVisible();
		expect(await axeFindings(page)).toEqual([]);
		await page.keyboard.press('3');
		await expect.poll(async () => (await quotes())[0]!.importance).toBe(3);
		await card.getByRole('button', { name: 'Take it back' }).click();
		await expect(foot(page)).toHaveCount(0);
	});

	test('sees what a colleague captures, and takes back, in a thread that both have open', async ({
		page,
		openPage,
	}) => {
		const colleague = await openPage();
		await openThread(page, product);
		await openThread(colleague, agent);
		const marked = () => page.evaluate(() => [...(CSS.highlights.get('quote-accepted') ?? [])].map(String));
		await expect(foot(page)).toHaveCount(0);
		await select(colleague, 'in the kitchen');
		for (const key of ['f', '2', 'Enter']) await colleague.keyboard.press(key);
		await expect(foot(page)).toContainText('in the kitchen');
		await expect.poll(marked).toEqual(['in the kitchen']);
		await colleague.getByRole('button', { name: /^(Undo|Urungkan)$/ }).click();
		await expect(foot(page)).toHaveCount(0);
		await expect.poll(marked).toEqual([]);
	});

	test('sees at the post’s foot what was captured of words that an edit took away', async ({ page }) => {
		await openThread(page, product);
		await select(page, 'in the kitchen');
		for (const key of ['f', '1', 'Enter']) await page.keyboard.press(key);
		await expect(foot(page)).toContainText('in the kitchen');
		await sql`
			update posts set plain_text = replace(plain_text, 'kitchen', 'bar'), html = replace(html, 'kitchen', 'bar'), version = version + 1
			where id = ${postId}`;
		const marks = page.waitForResponse((reply) => reply.url().endsWith(`/api/threads/${threadId}/quotes`));
		await page.reload();
		await marks;
		await expect(foot(page)).toContainText('since changed');
		await sql`update posts set plain_text = ${plain}, html = ${html} where id = ${postId}`;
	});

	test('flags by touch, from the end of a phone’s screen', async ({ openPage }) => {
		const page = await openPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
		await openThread(page, product);
		await select(page, 'in the kitchen');
		await toolbar(page).getByRole('button', { name: 'Flag as insight' }).tap();
		await expect(dialog(page)).toBeVisible();
		await dialog(page).getByText('Hurts').tap();
		await dialog(page).getByRole('button', { name: 'Flag', exact: true }).tap();
		await expect(saved(page)).toBeVisible();
		expect(await quotes()).toMatchObject([{ words: 'in the kitchen', importance: 2 }]);
	});

	test('flags post, thread and words from outside without JavaScript', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await signInAs(page, product);
		await page.goto(`/threads/${threadId}`);
		await page.getByRole('article').first().getByRole('link', { name: 'Flag as insight' }).click();
		await page.getByLabel('Words').fill('at night');
		await page.getByLabel('Its title').fill('Printers at night');
		await page.getByRole('button', { name: 'Flag', exact: true }).click();
		await expect(page.getByText('These words do not stand in the post')).toBeVisible();
		await expect(page.getByLabel('Its title')).toHaveValue('Printers at night');
		await page.getByLabel('Words').fill(`At night  ${repeated} again`);
		await page.getByRole('button', { name: 'Look for similar ones' }).click();
		await expect(page.getByLabel('Words')).toHaveValue(`At night  ${repeated} again`);
		await page.getByRole('radio', { name: 'A new insight' }).check();
		await page.getByRole('button', { name: 'Flag', exact: true }).click();
		await page.waitForURL(new RegExp(`/threads/${threadId}/`));
		expect(await quotes()).toMatchObject([{ words: `At night ${repeated} again` }]);

		await page.getByRole('link', { name: 'Flag thread as evidence' }).click();
		await page.getByRole('radio', { name: 'A new insight' }).check();
		await page.getByRole('button', { name: 'Flag', exact: true }).click();
		await expect.poll(async () => (await quotes()).map(({ kind }) => kind)).toEqual(['passage', 'thread']);

		await page.goto('/insights/flag?outside=1');
		await page.getByLabel('What they said').fill('We would pay for a second printer.');
		await page.getByLabel('Where it was said').fill('Call on Monday');
		await page.getByLabel('Its title').fill('A second printer');
		await page.getByRole('button', { name: 'Flag', exact: true }).click();
		await page.waitForURL(/\/insights\/\d+$/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('A second printer');
	});
});

describe('what was captured', () => {
	test('is nowhere for a customer: not in the page, its files’ requests, the feed or the API', async ({
		page,
		openPage,
	}) => {
		const staff = await openPage();
		await openThread(staff, product);
		await select(staff, 'in the kitchen');
		await staff.keyboard.press('f');
		await dialog(staff).getByLabel('Its title').fill('Zanzibar printers');
		await staff.keyboard.press('Enter');
		await expect(saved(staff)).toBeVisible();

		const asked: string[] = [];
		page.on('request', (request) => void asked.push(request.url()));
		for (const handle of [englishCustomer, undefined]) {
			if (handle) await signInAs(page, handle);
			else await page.context().clearCookies();
			await open(page, `/threads/${threadId}`);
			for (const address of [
				`/threads/${threadId}`,
				`/threads/${threadId}/feed.atom`,
				'/feed.atom',
				`/api/threads/${threadId}`,
				'/api/search?q=kitchen+printer',
				'/search?q=kitchen+printer',
			]) {
				const text = await (await page.request.get(address)).text();
				expect(text, address).not.toMatch(/Zanzibar|data-capture|insights\/flag/);
			}
			await page.evaluate(() => document.querySelector<HTMLElement>('[data-post]')?.focus());
			await page.keyboard.press('f');
			await expect(page.getByRole('dialog')).toHaveCount(0);
			expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
		}
		expect(asked.filter((address) => /\/quotes|\/api\/insights|ThreadCapture/.test(address))).toEqual([]);
	});
});

describe('a champion', () => {
	test('nominates words, staff decide by keyboard, and the word comes back', async ({ page, openPage }) => {
		await openThread(page, champion);
		await select(page, 'At noon');
		await page.keyboard.press('n');
		const nominate = page.getByRole('dialog', { name: 'Nominate for the product team' });
		await nominate.getByLabel('Why should they hear this?').fill('I hear it every week.');
		await nominate.getByRole('button', { name: 'Nominate' }).click();
		await expect(page.getByText('You hear when the team has decided.')).toBeVisible();
		await open(page, '/');
		await page.getByRole('button', { name: 'Your account' }).click();
		await page.getByRole('link', { name: 'My nominations' }).click();
		await expect(page.getByRole('main')).toContainText('Waits for the team');
		expect(await axeFindings(page)).toEqual([]);

		const staff = await openPage();
		await signInAs(staff, product);
		const [row] = await sql<{ id: number }[]>`select id from quotes where post_id = ${postId} and state = 'nominated'`;
		await open(staff, `/insights/nominations?decide=${row!.id}`);
		expect(await axeFindings(staff)).toEqual([]);
		await expect(staff.locator('input[name="target"]:checked')).toBeFocused();
		await staff.getByLabel('Why not, in a word to them').fill('The kitchen is not ours.');
		await staff.getByRole('button', { name: 'Decline' }).click();
		await expect(staff.getByText('Declined, with your word')).toBeVisible();

		await page.reload();
		await expect(page.getByRole('main')).toContainText('The kitchen is not ours.');
		await open(page, '/inbox');
		await expect(page.getByRole('main')).toContainText('The kitchen is not ours.');
	});
});
