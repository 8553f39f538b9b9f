import { randomUUID } from 'node:crypto';
import { type Stage } from '@ikatan/contracts/insight-choices';
import { moveInsight } from '@ikatan/contracts/insight-writing';
import { readTelling, tell } from '@ikatan/contracts/telling';
import type { z } from 'zod';
import type { Caller, TestApp } from './app.ts';
import { columnOf } from './insights.ts';

/** Puts an insight into the first column of a stage, over HTTP. */
export async function decide(app: TestApp, as: Caller, insightId: number, stage: Stage): Promise<void> {
	const columnId = await columnOf(app, as, stage);
	const { status } = await app.call(moveInsight, { as, params: { insightId }, body: { columnId, beforeId: null } });
	if (status !== 200) throw new Error(`Moving the insight answered ${status}`);
}

export const said = 'Receipts print without a signal since today.';

type Body = z.input<NonNullable<typeof tell.body>>;

/** Tells the people of an insight; unless told that it was shipped. */
export const telling = (app: TestApp, as: Caller, insightId: number, wanted: Partial<Body> = {}) =>
	app.call(tell, {
		as,
		params: { insightId },
		body: { requestKey: randomUUID(), stage: 'shipped', text: said, ...wanted },
	});

export const preview = async (app: TestApp, as: Caller, insightId: number, after?: string) => {
	const { status, value } = await app.call(readTelling, { as, params: { insightId }, query: { after } });
	if (status !== 200) throw new Error(`The preview answered ${status}`);
	return value;
};
