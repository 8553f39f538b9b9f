// What tests hand to `page.evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { askThread } from '@ikatan/contracts/asking';
import { reportPost } from '@ikatan/contracts/reports';
import type { ReportReason } from '@ikatan/contracts/reports';
import { readRail } from '@ikatan/contracts/pages';
import type { Rail } from '@ikatan/contracts/pages';
import { community } from '../../api/demo/content/index.ts';
import { expect, hydrated, open, signInAs, test } from '../support/browser.ts';
import { axeFindings } from '../support/inspection.ts';

const english = community.members.filter((member) => member.language === 'en' && member.role === 'member');
const [author = '', reporter = '', bystander = ''] = english.map((member) => member.handle);
const moderator = community.members.find((member) => member.role === 'moderator' && !member.moderates)?.handle ?? '';
const admin = community.members.find((member) => member.role === 'admin')?.handle ?? '';
/** In whichever language the moderator reads. */
const undone = /^(Undone|Dibatalkan):/;

let made = 0;
const key = () => `moderation-${Date.now()}-${made++}`;
/** By the API as the person behind the page. */
async function send(page: Page, path: string, data: object): Promise<Record<string, unknown>> {
	const { origin } = inject('product');
	const reply = await page.request.post(origin + path, { data, headers: { origin } });
	if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
	return (await reply.json()) as Record<string, unknown>;
}

/** A thread that somebody started, with its opening text. */
async function asked(page: Page, title: string): Promise<{ path: string; postId: number }> {
	const rail = (await (await page.request.get(inject('product').origin + readRail.path)).json()) as Rail;
	const spaceId = rail.spaces.find(({ slug }) => slug === 'kasir')?.id;
	const body = { kind: 'question', spaceId, title, sourceText: 'Buy the best tills in town at our shop.', tags: [] };
	return (await send(page, askThread.path, { ...body, requestKey: key(), typedForMs: 60_000 })) as never;
}

async function report(page: Page, postId: number, reason: ReportReason): Promise<void> {
	await send(page, reportPost.path.replace(':postId', String(postId)), { reason, requestKey: key() });
}

/** Opens an item of the queue by its title. */
async function openItem(page: Page, title: string): Promise<void> {
	await page.locator('main li a', { hasText: title }).click();
	await page.waitForURL(/\/moderation\/\d+/);
	await expect(page.locator('#item-title')).toContainText(title);
}

const noticeAbout = (page: Page, title: string) => page.locator('main li', { hasText: title }).first();

describe('a report', () => {
	const title = 'Where do I buy a second till for the market stall?';

	test('is made on a thread, decided with three keys at most, told to both, and undone', async ({ openPage }) => {
		const [one, two, three] = [await openPage(), await openPage(), await openPage()];
		await signInAs(one, author);
		await signInAs(two, reporter);
		await signInAs(three, moderator);
		const { path } = await asked(one, title);

		await open(two, path);
		await two.locator('article[data-post]').first().getByRole('link', { name: 'Report', exact: true }).click();
		const dialog = two.getByRole('dialog');
		await dialog.getByRole('radio', { name: /^Advertising/ }).check();
		await dialog.getByLabel(/In your words/).fill('It only names a shop.');
		expect(await axeFindings(two)).toEqual([]);
		await dialog.getByRole('button', { name: 'Send the report' }).click();
		await expect(dialog.getByText('you will hear what came of it')).toBeVisible();
		await expect(dialog.getByRole('button', { name: 'Withdraw the report' })).toBeVisible();

		await open(three, '/moderation');
		await openItem(three, title);
		await expect(three.getByText('It only names a shop.')).toBeVisible();
		let presses = 0;
		const press = async (name: string) => {
			presses += 1;
			await three.keyboard.press(name);
		};
		await press('2');
		// Prepared in the language of the post, for the reason that was reported.
		await expect(three.locator('textarea[name="reason"]')).toHaveValue(/^We hid this post\. It advertises/);
		await press('Enter');
		await three.waitForURL(/did=hide/);
		await expect(three.locator('#item-title')).not.toContainText(title);
		expect(presses).toBeLessThanOrEqual(3);

		await expect
			.poll(async () => (await open(one, '/inbox'), await noticeAbout(one, title).innerText()), { timeout: 20_000 })
			.toContain('It advertises');
		await open(two, '/settings/reports');
		// What is hidden has no title for them any more.
		await expect(noticeAbout(two, 'It only names a shop.')).toContainText('Something was done');
		await expect
			.poll(async () => (await open(two, '/inbox'), await noticeAbout(two, title).innerText()), { timeout: 20_000 })
			.toContain('Your report on');
		expect((await two.goto(path))?.status()).toBe(404);

		await three.keyboard.press('u');
		await three.waitForURL(/did=undo/);
		await expect(three.getByText(undone)).toBeVisible();
		await expect(three.locator('#item-title')).toContainText(title);
		expect((await two.goto(path))?.status()).toBe(200);
	});
});

describe('two moderators', () => {
	const [first, second] = ['A till that hums while nobody sells', 'A drawer that opens by itself at noon'];

	test('see who has an item open, what comes in, and what is decided, without a reload', async ({ openPage }) => {
		const pages = [await openPage(), await openPage(), await openPage(), await openPage()] as const;
		const [writer, teller, one, two] = pages;
		await signInAs(writer, author);
		await signInAs(teller, bystander);
		await signInAs(one, moderator);
		await signInAs(two, admin);
		const { postId } = await asked(writer, first);
		await report(teller, postId, 'rude');
		await open(one, '/moderation');
		await open(two, '/moderation');
		await openItem(one, first);
		const line = two.locator('main li', { hasText: first });
		const name = community.members.find(({ handle }) => handle === moderator)?.displayName ?? '';
		await expect(line).toContainText(name, { timeout: 15_000 });

		const other = await asked(writer, second);
		await report(teller, other.postId, 'spam');
		const fresh = two.getByRole('button', { name: /1 (new item|yang baru)/ });
		await expect(fresh).toBeVisible({ timeout: 15_000 });
		await expect(two.locator('main li', { hasText: second })).toHaveCount(0);
		await fresh.click();
		await expect(two.locator('main li', { hasText: second })).toBeVisible();

		// Both look at it: whoever comes second is told in place.
		await openItem(two, first);
		await expect(two.getByRole('note').filter({ hasText: name })).toBeVisible();
		await one.keyboard.press('1');
		await one.keyboard.press('Enter');
		await one.waitForURL(/did=keep/);
		await expect(two.getByRole('heading', { name: /^(Decided|Sudah diputuskan)$/ })).toBeVisible({ timeout: 15_000 });
	});
});

describe('several items', () => {
	const titles = ['Come and see our tills in the old town', 'Our tills are cheaper than anybody’s'];

	test('are decided alike, and told so', async ({ openPage }) => {
		const [one, two, three] = [await openPage(), await openPage(), await openPage()];
		await signInAs(one, author);
		await signInAs(two, reporter);
		await signInAs(three, moderator);
		const made = [await asked(one, titles[0]!), await asked(one, titles[1]!)];
		for (const { postId } of made) await report(two, postId, 'spam');
		await open(three, '/moderation');
		for (const title of titles) await three.locator('main li', { hasText: title }).getByRole('checkbox').check();
		await three.locator('select[name="action"]').selectOption('hide');
		expect(await axeFindings(three)).toEqual([]);
		await three.getByRole('button', { name: /^(Decide the selected ones|Putuskan yang dipilih)$/ }).click();
		await three.waitForURL(/decided=2&left=0/);
		for (const { path } of made) expect((await two.goto(path))?.status()).toBe(404);
	});
});

describe('without JavaScript', () => {
	const title = 'Can somebody lend me a receipt printer?';

	test('a post is reported, decided and given back', async ({ openPage }) => {
		const plain = { javaScriptEnabled: false };
		const [one, two, three] = [await openPage(plain), await openPage(plain), await openPage(plain)];
		await signInAs(one, author);
		await signInAs(two, reporter);
		await signInAs(three, moderator);
		const { path } = await asked(one, title);
		await two.goto(path);
		await two.locator('article[data-post]').first().getByRole('link', { name: 'Report', exact: true }).click();
		await two.getByRole('button', { name: 'Send the report' }).click();
		await expect(two.getByText('Please fill this in.')).toBeVisible();
		await two.getByRole('radio', { name: /^In the wrong place/ }).check();
		await two.getByRole('button', { name: 'Send the report' }).click();
		await expect(two.getByText('you will hear what came of it')).toBeVisible();

		await three.goto('/moderation');
		await openItem(three, title);
		await three.locator('input[name="action"][value="delete"]').check({ force: true });
		await three.locator('section[aria-labelledby="decide-title"] button[type="submit"]').click();
		await three.waitForURL(/did=delete/);
		expect((await two.goto(path))?.status()).toBe(410);
		await three.locator('[data-undo]').click();
		await expect(three.getByText(undone)).toBeVisible();
		expect((await two.goto(path))?.status()).toBe(200);
	});
});

describe('notes of the team', () => {
	test('stand beside a thread for those who keep it, and in nobody’s bytes', async ({ openPage }) => {
		const [one, two] = [await openPage(), await openPage()];
		await signInAs(one, author);
		await signInAs(two, moderator);
		const { path } = await asked(one, 'Which paper roll does the new printer take?');
		await open(two, path);
		const panel = two.locator('#notes');
		await panel.locator('summary').click();
		const words = 'Called the shop: it is a reseller.';
		await panel.getByRole('textbox').fill(words);
		await panel.locator('button[type="submit"]').click();
		await expect(panel.getByText(words)).toBeVisible();
		expect(await axeFindings(two)).toEqual([]);
		for (const page of [one, two]) expect(await (await page.request.get(path)).text()).not.toContain(words);
		await open(one, path);
		await expect(one.locator('#notes')).toHaveCount(0);
		await hydrated(one);
	});
});

describe('who moderates nothing', () => {
	for (const address of ['/moderation', '/moderation/log', '/moderation/members/1']) {
		test(`cannot open ${address}`, async ({ page }) => {
			await signInAs(page, author);
			expect((await page.goto(address))?.status()).toBeGreaterThanOrEqual(403);
			await expect(page.getByRole('link', { name: 'Moderation' })).toHaveCount(0);
		});
	}
});
