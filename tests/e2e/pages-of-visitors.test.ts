import { describe } from 'vitest';
import { test } from '../support/browser.ts';
import { inspect } from './inspect-pages.ts';
import { publicPages } from './pages.ts';

describe('a visitor can use', () => {
	for (const tested of publicPages) test(tested.path, async ({ page }) => inspect(page, tested));
});
