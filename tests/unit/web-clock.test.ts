import { expect, test } from 'vitest';
import { translate } from '@ikatan/messages';
import { clockWords } from '../../web/src/routes/admin/jobs/clock.ts';

test.each([
	['* * * * *', 'each minute'],
	['*/5 * * * *', 'every 5 minutes'],
	['7 * * * *', 'hourly, at :07'],
	['17 3 * * *', 'daily at 03:17'],
	['0 0 * * 1', '0 0 * * 1'],
	['0,30 * * * *', '0,30 * * * *'],
])('a job that runs at %s does so %s', (cron, words) => {
	const t = (key: Parameters<typeof translate>[1], params?: Parameters<typeof translate>[2]) =>
		translate('en', key, params);
	expect(clockWords(cron, t as never, String)).toBe(words);
});
