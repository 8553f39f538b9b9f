// What tests hand to `evaluate` runs in a page.
/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { beforeEach, describe, inject } from 'vitest';
import { castVote } from '@ikatan/contracts/votes';
import { connect } from '../../api/src/platform/db.ts';
import { expect, open, signInAs, test } from '../support/browser.ts';
import { indonesianCustomer } from './pages.ts';

const answer = (page: Page) => page.getByRole('textbox', { name: /^Your (answer|reply)/ });

let threadId: number;
let postId: number;

/** A public question of somebody else, open to answers. */
beforeEach(async () => {
	const sql = connect(inject('product').databaseUrl, { max: 1, name: 'tests' });
	try {
		const [row] = await sql<{ threadId: number; postId: number }[]>`
			select t.id as thread_id, p.id as post_id
			from threads t join spaces s on s.id = t.space_id join posts p on p.thread_id = t.id and p.kind = 'opening'
			where s.kind = 'public' and t.state = 'published' and t.kind = 'question' and t.locked_at is null and t.closed_at is null
				and t.author_id <> (select id from members where handle = ${indonesianCustomer})
				and not exists (select from votes v where v.post_id = p.id)
			order by t.id limit 1`;
		({ threadId, postId } = row!);
	} finally {
		await sql.end();
	}
});

describe('a thread that a visitor has just come to', () => {
	test('keeps every letter, the focus and the caret while the form’s scripts come', async ({ page }) => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await open(page, `/threads/${threadId}`);
		await page.route('**/*.js', async (route) => {
			await held;
			await route.continue();
		});
		await answer(page).click();
		await page.keyboard.type('Press it twie');
		await page.keyboard.press('ArrowLeft');
		release();
		await expect(page.getByText('Draft kept')).toBeVisible();
		await page.keyboard.type('c');
		await expect(answer(page)).toHaveValue('Press it twice');
		await page.getByRole('tab', { name: 'Preview' }).click();
		await expect(page.getByRole('tabpanel')).toContainText('Press it twice');
		await page.reload();
		await expect(answer(page)).toHaveValue('Press it twice');
	});

	test('has its form all the same when an extension has put something between its parts', async ({ page }) => {
		await open(page, `/threads/${threadId}`);
		await page.evaluate(() => {
			for (const body of document.querySelectorAll('[data-body]')) body.after(document.createElement('aside'));
		});
		await page.getByRole('article').first().getByRole('link', { name: 'Share' }).focus();
		await expect(page.locator('article + aside, [data-body] + aside')).toHaveCount(0);
		await answer(page).fill('It prints again');
		await expect(page.getByText('Draft kept')).toBeVisible();
	});

	test('does what its first press asks for', async ({ openPage }) => {
		const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
		await open(page, `/threads/${threadId}`);
		await page.getByRole('article').first().getByRole('link', { name: 'Share' }).click();
		await expect(page.getByRole('status').filter({ hasText: /link/i })).toBeAttached();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`/threads/${threadId}/`);
		await page.getByRole('button', { name: 'Bold' }).click();
		await expect(answer(page)).toHaveValue(/\*\*/);
	});

	test('shows what others do meanwhile', async ({ page, openPage }) => {
		await open(page, `/threads/${threadId}`);
		const score = page.getByRole('article').first().locator('.votes b').first();
		await expect(score).toContainText('0');
		const member = await openPage();
		await signInAs(member, indonesianCustomer);
		const { origin } = inject('product');
		const path = castVote.path.replace(':postId', String(postId));
		const reply = await member.request.fetch(origin + path, {
			method: castVote.method,
			data: { value: 1 },
			headers: { origin },
		});
		expect(reply.status()).toBe(castVote.status ?? 200);
		await expect(score).toContainText('1');
	});
});
