import { describe } from 'vitest';
import { expect, signInAs, test } from '../support/browser.ts';
import { inspect } from './inspect-pages.ts';
import { indonesianCustomer, ownPages } from './pages.ts';

describe('a customer who reads Indonesian can use', () => {
	for (const tested of ownPages) {
		test(tested.path, async ({ page }) => {
			await signInAs(page, indonesianCustomer);
			await inspect(page, tested);
			await expect(page.locator('html')).toHaveAttribute('lang', 'id');
		});
	}
});
