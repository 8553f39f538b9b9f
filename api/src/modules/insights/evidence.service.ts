import { asRead, findAgain, quoteAt, type Span, type TextQuote } from '@ikatan/contracts/anchor';
import type { Evidence } from '@ikatan/contracts/quotes';
import type { SignedIn } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import * as places from './quotable.queries.ts';
import { findCompanyName, type NewQuote } from './quotes.queries.ts';

/** All that is known of a quote before it is told where it goes. */
export type Captured = Omit<NewQuote, 'insightId' | 'state' | 'importance' | 'note' | 'quotedBy'>;
/** With the quote, or waiting nomination, of the same words that stands already. */
export type Reading = { captured: Captured; twin: places.Twin | undefined };

/** Words of a whole post are kept up to here; the post itself has the rest. */
const longestWords = 8000;
/** Of a thread's opening text so much goes along with its title. */
const longestOpening = 600;

/**
 * Reads evidence where it stands now, and keeps others from capturing there until the transaction ends. Throws 404 for what the
 * actor may not read, 409 `edited-meanwhile` for words that an edit took away, 422 for words that never stood there.
 */
export async function readEvidence(tx: Tx, actor: SignedIn, evidence: Evidence): Promise<Reading> {
	if (evidence.kind === 'outside') return { captured: await outsideWords(tx, evidence), twin: undefined };
	const place = evidence.kind === 'thread' ? { threadId: evidence.threadId } : { postId: evidence.postId };
	await places.lockPlace(tx, place);
	const row = await places.findQuotable(tx, await visibilityFor(tx, actor), place);
	if (!row) throw notFound();
	const twins = await places.listTwins(tx, place);
	if (evidence.kind === 'thread') return { captured: ofThread(row), twin: twins[0] };
	const text = asRead(row.plainText);
	if (evidence.kind === 'post') return ofPost(row, text, twins);
	const span = findAgain(text, evidence.passage) ?? anyPlace(text, evidence.passage);
	if (!span) {
		if (row.version === evidence.version) throw invalid({ evidence: 'bad-value' });
		throw conflict('edited-meanwhile');
	}
	if (span.from === 0 && span.to === text.length) return ofPost(row, text, twins);
	return { captured: ofPassage(row, quoteAt(text, span)), twin: sameSpan(text, span, twins) };
}

/** Words that were typed without what stands around them: the first place that has them. */
function anyPlace(text: string, { exact, prefix, suffix }: TextQuote): Span | undefined {
	if (prefix !== '' || suffix !== '') return undefined;
	const words = asRead(exact);
	const from = text.indexOf(words);
	return words === '' || from < 0 ? undefined : { from, to: from + words.length };
}

/** The twin whose words stand at just this place of the text as it is now. */
function sameSpan(text: string, span: Span, twins: places.Twin[]): places.Twin | undefined {
	const wanted = quoteAt(text, span);
	return twins.find((twin) => {
		if (twin.kind !== 'passage') return false;
		const at = findAgain(text, twin);
		if (at) return at.from === span.from && at.to === span.to;
		return twin.exact === wanted.exact && twin.prefix === wanted.prefix && twin.suffix === wanted.suffix;
	});
}

function ofPost(row: places.QuotableRow, text: string, twins: places.Twin[]): Reading {
	// A post of images alone says nothing that could be kept.
	if (text === '') throw invalid({ evidence: 'required' });
	const captured = { ...placed(row), kind: 'post' as const, words: text.slice(0, longestWords) };
	return { captured, twin: twins.find((twin) => twin.kind === 'post') };
}

function ofPassage(row: places.QuotableRow, { exact, prefix, suffix }: TextQuote): Captured {
	return { ...placed(row), kind: 'passage', words: exact, prefix, suffix };
}

function ofThread(row: places.QuotableRow): Captured {
	const opening = asRead(row.plainText).slice(0, longestOpening);
	const words = [row.threadTitle, opening].filter(Boolean).join('\n\n');
	return { ...placed(row), kind: 'thread', postId: null, postVersion: null, revision: null, words };
}

function placed(row: places.QuotableRow): Omit<Captured, 'kind' | 'words'> {
	const { postId, threadId, version, revision, threadTitle, spaceId, authorId, authorName, saidAt } = row;
	const { companyId, companyName } = row;
	const place = { postId, threadId, postVersion: version, revision, threadTitle, spaceId };
	return { ...nowhere, ...place, authorId, authorName, companyId, companyName, saidAt };
}

const nowhere = {
	postId: null,
	threadId: null,
	postVersion: null,
	revision: null,
	prefix: '',
	suffix: '',
	threadTitle: '',
	spaceId: null,
	authorId: null,
	authorName: '',
	companyId: null,
	companyName: '',
	outsideSource: '',
	outsideUrl: '',
	outsideCustomer: '',
	saidAt: null,
};

async function outsideWords(tx: Tx, evidence: Evidence & { kind: 'outside' }): Promise<Captured> {
	const { words, source, url, customer, companyId } = evidence;
	const companyName = companyId === null ? '' : await findCompanyName(tx, companyId);
	if (companyName === undefined) throw invalid({ evidence: 'company-not-found' }, 'company-not-found');
	return {
		...nowhere,
		kind: 'outside',
		words,
		outsideSource: source,
		outsideUrl: url,
		outsideCustomer: customer,
		companyId,
		companyName,
	};
}
