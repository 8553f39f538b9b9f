import { randomUUID } from 'node:crypto';
import { readInsightChoices, type Stage } from '@ikatan/contracts/insight-choices';
import { makeInsight, type NewInsight } from '@ikatan/contracts/insight-writing';
import type { Caller, TestApp } from './app.ts';

let serial = 0;

/** An insight as staff start it, over HTTP. */
export async function insight(app: TestApp, as: Caller, wanted: Partial<NewInsight> = {}): Promise<number> {
	serial += 1;
	const { status, value, error } = await app.call(makeInsight, {
		as,
		body: { requestKey: randomUUID(), title: `Insight number ${serial}`, ...wanted },
	});
	if (status !== 201) throw new Error(`Making an insight answered ${status} ${JSON.stringify(error)}`);
	return value.id;
}

/** The number of the first column of a stage. */
export async function columnOf(app: TestApp, as: Caller, stage: Stage): Promise<number> {
	const { value } = await app.call(readInsightChoices, { as });
	const column = value.columns.find((one) => one.stage === stage);
	if (!column) throw new Error(`No column is of stage ${stage}`);
	return column.id;
}

/** Words of a post as evidence of an insight, put where flagging puts them; returns the quote's number. */
export async function quoteRow(
	app: TestApp,
	insightId: number,
	wanted: {
		postId?: number;
		threadId?: number;
		authorId?: number;
		companyId?: number;
		words?: string;
		importance?: number;
	},
): Promise<number> {
	serial += 1;
	const { postId, threadId, authorId, companyId } = wanted;
	const kind = postId ? 'passage' : threadId ? 'thread' : 'outside';
	const [row] = await app.sql<{ id: number }[]>`
		insert into quotes (insight_id, kind, post_id, thread_id, post_version, words, author_id, company_id, importance, outside_source)
		values (${insightId}, ${kind}, ${postId ?? null}, ${threadId ?? null}, ${postId ? 1 : null},
			${wanted.words ?? `Words number ${serial}`}, ${authorId ?? null}, ${companyId ?? null}, ${wanted.importance ?? 1},
			${kind === 'outside' ? 'A phone call' : ''})
		returning id`;
	if (!row) throw new Error('The quote was not stored');
	return row.id;
}
