import { describe, expect } from 'vitest';
import * as writing from '@ikatan/contracts/insight-writing';
import * as contract from '@ikatan/contracts/insights';
import { suggestMerges } from '../../api/src/modules/insights/jobs.queries.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { member } from '../support/builders.ts';
import { insight } from '../support/insights.ts';

const suggestedFor = async (app: TestApp, as: Caller, insightId: number) =>
	(await app.call(contract.readInsight, { as, params: { insightId } })).value.suggestions;

describe('insights whose titles are alike', () => {
	test('are suggested to be merged, each to the other, with the words that they share', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const one = await insight(app, product, { title: 'Thermal printers lose their pairing overnight' });
		const other = await insight(app, product, { title: 'Thermal printer loses its pairing overnight' });
		const strange = await insight(app, product, { title: 'Export rounds decimals' });
		await suggestMerges(app.sql);
		expect(await suggestedFor(app, product, one)).toMatchObject([
			{ id: other, shared: ['thermal', 'pairing', 'overnight'] },
		]);
		expect((await suggestedFor(app, product, other)).map(({ id }) => id)).toEqual([one]);
		expect(await suggestedFor(app, product, strange)).toEqual([]);
	});

	test('are suggested no more once somebody says that they are not the same', async ({ app }) => {
		const product = await member(app, { role: 'product' });
		const one = await insight(app, product, { title: 'Drawer opens by itself at closing time' });
		const other = await insight(app, product, { title: 'Drawer opens by itself at opening time' });
		await suggestMerges(app.sql);
		const params = { insightId: one, otherId: other };
		expect((await app.call(writing.dismissSuggestion, { as: product, params })).status).toBeLessThan(300);
		await suggestMerges(app.sql);
		expect(await suggestedFor(app, product, one)).toEqual([]);
		expect(await suggestedFor(app, product, other)).toEqual([]);
	});
});
