import { expect, test } from 'vitest';
import { errorCodes } from '@ikatan/contracts/errors';
import { readCatalog } from '@ikatan/messages/catalogs';

test('every code that the API answers with has its words', () => {
	const words = readCatalog('en', 'errors');
	expect(errorCodes.filter((code) => !words[code])).toEqual([]);
});
