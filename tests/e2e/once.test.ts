import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { expect, open, test } from '../support/browser.ts';
import { ask, comeAs } from '../support/story.ts';
import { space } from './pages.ts';

const articles = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words });
const comments = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words });

async function fillQuestion(page: Page, title: string): Promise<void> {
	await page.getByLabel('Title').fill(title);
	await page.getByLabel('Where does it belong?').selectOption({ label: space?.name ?? '' });
	await page.getByRole('textbox', { name: 'Details' }).fill('Since the last update.');
}

describe('a button pressed twice posts once:', () => {
	test('a question', async ({ page }) => {
		await comeAs(page, 'Indah Twice');
		await open(page, '/ask');
		await fillQuestion(page, 'Axolotl frumious vorpaline');
		await page.getByRole('button', { name: 'Post question' }).dblclick();
		await page.waitForURL(/\/threads\/\d+/);
		await page.goto('/threads/questions');
		await expect(page.getByRole('link', { name: 'Axolotl frumious vorpaline' })).toHaveCount(1);
		await page.goto('/drafts');
		await expect(page.getByText('No drafts')).toBeVisible();
	});

	test('an answer and a comment', async ({ page }) => {
		await comeAs(page, 'Joko Twice');
		const address = await ask(page, 'Bellows wheeze after lunch');
		await open(page, address);
		await page.getByRole('textbox', { name: 'Your answer' }).fill('Let them rest.');
		await page.getByRole('button', { name: 'Post answer' }).dblclick();
		await expect(articles(page, 'Let them rest.')).toBeVisible();
		await page.getByRole('article').first().getByText('Comment', { exact: true }).click();
		await page.getByRole('textbox', { name: 'Your comment' }).fill('Which lunch was it?');
		await page.getByRole('button', { name: 'Post comment' }).dblclick();
		await expect(comments(page, 'Which lunch was it?')).toBeVisible();
		await open(page, address);
		await expect(articles(page, 'Let them rest.')).toHaveCount(1);
		await expect(comments(page, 'Which lunch was it?')).toHaveCount(1);
	});
});

/** Sends what a form without JavaScript sends twice at the same moment and once more; returns where it leads. */
async function sendAgainAndAgain(page: Page, action: string, fields: Record<string, string>): Promise<string> {
	const { origin } = inject('product');
	const send = async () => {
		const reply = await page.request.post(new URL(action, page.url()).href, {
			form: fields,
			headers: { origin, accept: 'text/html' },
			maxRedirects: 0,
		});
		expect(reply.status()).toBe(303);
		return reply.headers().location ?? '';
	};
	const [first, second] = await Promise.all([send(), send()]);
	expect([second, await send()]).toEqual([first, first]);
	return first ?? '';
}

describe('a form without JavaScript that is sent again posts once:', () => {
	test('a question', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await comeAs(page, 'Kirana Again');
		await page.goto('/ask');
		const spaceId = await page.getByRole('option', { name: space?.name, exact: true }).getAttribute('value');
		const address = await sendAgainAndAgain(page, '?/ask', {
			asMember: '1',
			similarSeen: '1',
			kind: 'question',
			title: 'Jabberwock manxome tulgey',
			spaceId: spaceId ?? '',
			sourceText: 'Since the last update.',
			tags: '',
			requestKey: await page.locator('form[action="?/ask"] input[name=requestKey]').inputValue(),
		});
		await page.goto(address);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Jabberwock manxome tulgey');
		await page.goto('/threads/questions');
		await expect(page.getByRole('link', { name: 'Jabberwock manxome tulgey' })).toHaveCount(1);
	});

	test('an answer and a comment', async ({ openPage }) => {
		const page = await openPage({ javaScriptEnabled: false });
		await comeAs(page, 'Lestari Again');
		const thread = await ask(page, 'Anvil rings without a hammer');
		await page.goto(thread);
		const keyOf = (action: string) =>
			page.locator(`form[action^="?/${action}"] input[name=requestKey]`).first().inputValue();
		const answered = await sendAgainAndAgain(page, '?/answer', {
			sourceText: 'It is the neighbour.',
			requestKey: await keyOf('answer'),
		});
		const opening = page.locator('form[action^="?/comment"]').first();
		await sendAgainAndAgain(page, '?/comment', {
			postId: await opening.locator('input[name=postId]').inputValue(),
			sourceText: 'Since when does it ring?',
			requestKey: await keyOf('comment'),
		});
		await page.goto(answered);
		await expect(articles(page, 'It is the neighbour.')).toHaveCount(1);
		await expect(comments(page, 'Since when does it ring?')).toHaveCount(1);
	});
});
