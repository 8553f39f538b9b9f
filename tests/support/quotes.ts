import { randomUUID } from 'node:crypto';
import { readInsight, type Quote } from '@ikatan/contracts/insights';
import { flagQuote, listQuoteMarks, nominate, type Evidence, type Flag } from '@ikatan/contracts/quotes';
import type { z } from 'zod';
import type { Caller, TestApp } from './app.ts';

let serial = 0;

/** Flags evidence over HTTP as a new insight unless told, and gives the whole answer. */
export async function flag(
	app: TestApp,
	as: Caller,
	evidence: z.input<typeof Evidence>,
	wanted: Partial<z.input<typeof Flag>> = {},
) {
	const target = { to: 'new' as const, title: `Flagged number ${(serial += 1)}` };
	return await app.call(flagQuote, { as, body: { requestKey: randomUUID(), evidence, target, ...wanted } });
}

/** Evidence of words in a post as it stands at its first version. */
export const passage = (
	postId: number,
	exact: string,
	around: { prefix?: string; suffix?: string } = {},
	version = 1,
) => ({
	kind: 'passage' as const,
	postId,
	version,
	passage: { exact, ...around },
});

export async function nominated(app: TestApp, as: Caller, evidence: ReturnType<typeof passage>, note = '') {
	return await app.call(nominate, { as, body: { requestKey: randomUUID(), evidence, note } });
}

export async function marksOf(app: TestApp, as: Caller | undefined, threadId: number) {
	return await app.call(listQuoteMarks, { as, params: { threadId } });
}

/** An insight's quotes as staff see them. */
export async function quotesOf(app: TestApp, as: Caller, insightId: number): Promise<Quote[]> {
	return (await app.call(readInsight, { as, params: { insightId } })).value.quotes;
}
