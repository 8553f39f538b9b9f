import type { Page } from 'playwright-core';
import { describe, inject } from 'vitest';
import { expect, hydrated, test } from '../support/browser.ts';
import { ask, comeAs, endSession } from '../support/story.ts';
import type { Person } from '../support/story.ts';
import { space } from './pages.ts';

/** Fills in the fields that appear beside a text whose writer is no longer signed in; the same button sends both. */
async function signInBeside(page: Page, { mail }: Person, password = inject('product').password): Promise<void> {
	await page.getByRole('textbox', { name: 'Mail address' }).fill(mail);
	await page.getByRole('textbox', { name: 'Password' }).fill(password);
}

async function expectNoDrafts(page: Page): Promise<void> {
	await page.goto('/drafts');
	await expect(page.getByText('No drafts')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
	const way = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
	const arrive = async (page: Page, address: string) => {
		await page.goto(address);
		if (javaScriptEnabled) await hydrated(page);
	};

	describe(`a session that ends while somebody writes, ${way},`, () => {
		test('leaves an answer where it is until they have signed in beside it', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			const person = await comeAs(page, `Ana ${way}`);
			await arrive(page, await ask(page, `Sprocket flange wobbles ${way}`));
			const words = `Tighten the flange ${way}.`;
			const field = page.getByRole('textbox', { name: 'Your answer' });
			const send = page.getByRole('button', { name: 'Post answer' });
			await field.fill(words);
			await endSession(page);
			await send.click();
			await expect(page.getByText('Please sign in to go on.')).toBeVisible();
			await expect(field).toHaveValue(words);

			await signInBeside(page, person, 'a wrong guess');
			await send.click();
			await expect(page.getByText('Mail address and password do not match.').first()).toBeVisible();
			await expect(field).toHaveValue(words);
			await signInBeside(page, person);
			await send.click();
			await expect(page.getByRole('article').filter({ hasText: words })).toHaveCount(1);
			await expect(page.getByRole('button', { name: 'Your account' })).toBeVisible();
			await expect(field).toHaveValue('');
			await expectNoDrafts(page);
		});

		test('leaves a question where it is until they have signed in beside it', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			const person = await comeAs(page, `Budi ${way}`);
			// Words of no other thread: one like it would be shown before it is posted.
			const words = javaScriptEnabled ? 'Snorfle wibbets grumpkinate' : 'Frabjous callooh mimsy';
			const send = page.getByRole('button', { name: 'Post question' });
			await arrive(page, '/ask');
			await page.getByLabel('Title').fill(words);
			await page.getByLabel('Where does it belong?').selectOption({ label: space?.name ?? '' });
			await page.getByRole('textbox', { name: 'Details' }).fill('They did not yesterday.');
			await page.getByLabel('Tags').fill('wibbets');
			await endSession(page);
			await send.click();
			await expect(page.getByText('Please sign in to go on.')).toBeVisible();

			await signInBeside(page, person, 'a wrong guess');
			await send.click();
			await expect(page.getByText('Mail address and password do not match.').first()).toBeVisible();
			await expect(page.getByLabel('Title')).toHaveValue(words);
			await expect(page.getByLabel('Where does it belong?').locator('option:checked')).toHaveText(space?.name ?? '');
			await expect(page.getByRole('textbox', { name: 'Details' })).toHaveValue('They did not yesterday.');
			await expect(page.getByLabel('Tags')).toHaveValue('wibbets');
			await signInBeside(page, person);
			await send.click();
			await page.waitForURL(/\/threads\/\d+/);
			await expect(page.getByRole('heading', { level: 1 })).toContainText(words);
			await expectNoDrafts(page);
		});

		test('leaves a comment where it is until they have signed in beside it', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			const person = await comeAs(page, `Cahya ${way}`);
			await arrive(page, await ask(page, `Gasket hums at night ${way}`));
			const words = `Which gasket is it, ${way}?`;
			const field = page.getByRole('textbox', { name: 'Your comment' });
			const send = page.getByRole('button', { name: 'Post comment' });
			await page.getByRole('article').first().getByText('Comment', { exact: true }).click();
			await field.fill(words);
			await endSession(page);
			await send.click();
			const said = javaScriptEnabled
				? page.getByRole('group', { name: 'That did not work yet' })
				: page.getByRole('alert').first();
			await expect(said).toContainText('Please sign in to go on.');
			await expect(field).toHaveValue(words);
			await signInBeside(page, person);
			await send.click();
			await expect(page.getByRole('listitem', { name: `Comment by ${person.name}` })).toContainText(words);
			await expect(page.getByRole('listitem', { name: `Comment by ${person.name}` })).toHaveCount(1);
		});

		test('does not lose an edit', async ({ openPage }) => {
			const page = await openPage({ javaScriptEnabled });
			const person = await comeAs(page, `Dewi ${way}`);
			await arrive(page, await ask(page, `Lever creaks in the morning ${way}`));
			await page.getByRole('link', { name: 'Edit', exact: true }).click();
			await page.waitForURL(/\/edit$/);
			const field = page.getByRole('textbox', { name: 'Text' });
			const words = `It creaks twice, ${way}.`;
			await field.fill(words);
			await endSession(page);
			await page.getByRole('button', { name: 'Save' }).click();
			await signInBeside(page, person);
			if (!javaScriptEnabled) {
				// The page of an edit is not there for strangers: it leads to signing in, and back to the text.
				await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
				await expect(field).toHaveValue(words);
			}
			await page.getByRole('button', { name: 'Save' }).click();
			await expect(page.getByRole('article').first()).toContainText(words);
			await expectNoDrafts(page);
		});
	});
}
