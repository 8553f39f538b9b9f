import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Cursor, Id, Nothing, Time } from './common.ts';
import { ThreadKind, ThreadRow } from './threads.ts';

/** Which threads are mined: all optional, together. */
export const MiningFilter = z.object({
	space: z.string().max(60).optional(),
	tag: z.string().max(40).optional(),
	kind: ThreadKind.optional(),
	companyId: Id.optional(),
	/** Asked on or after, before: YYYY-MM-DD. */
	from: z.iso.date().optional(),
	to: z.iso.date().optional(),
});
export type MiningFilter = z.infer<typeof MiningFilter>;

/** A sentence of a customer that sounds like feedback. */
export const Telling = z.object({
	reason: z.enum(['leaving', 'complaint', 'wish', 'echo']),
	postId: z.number(),
	words: z.string(),
});
export type Telling = z.infer<typeof Telling>;

/** A thread that has not been mined since it last changed, with why it promises something. */
export const MiningRow = ThreadRow.extend({
	promise: z.number(),
	reasons: z.array(z.enum(['votes', 'me-too', 'unaccepted', 'complaint', 'wish', 'leaving', 'echo', 'new-words'])),
	/** The sentences that promise most, a few. */
	telling: z.array(Telling),
	/** Another person has it open until then. */
	claimedBy: z.string().nullable(),
	quotes: z.number(),
	company: z.string().nullable(),
});
export type MiningRow = z.infer<typeof MiningRow>;
export const listMining = endpoint({
	method: 'GET',
	path: '/api/mining',
	summary: 'Threads not yet mined, those that promise most first',
	query: MiningFilter.extend({ after: Cursor.optional() }),
	reply: z.object({
		items: z.array(MiningRow),
		next: Cursor.nullable(),
		/** Up to 1,000; more are shown as “1,000+”. */
		left: z.number(),
		doneToday: z.number(),
	}),
});
export const takeNextToMine = endpoint({
	method: 'POST',
	path: '/api/mining/next',
	summary:
		'Claim the best thread that is not open anywhere (15 min), letting go of those skipped; null when all is mined',
	body: MiningFilter.extend({
		/** Leave these out: skipped in this sitting. What other windows of one's own have open stays theirs. */
		skip: z.array(Id).max(500).default([]),
	}),
	reply: z.object({ thread: MiningRow.nullable(), left: z.number(), doneToday: z.number() }),
});
export const claimToMine = endpoint({
	method: 'PUT',
	path: '/api/mining/:threadId/claim',
	summary: 'Open this thread for mining; refused with `claimed-already` while somebody else has it',
	params: z.object({ threadId: Id }),
	/** `telling`: all such sentences of the thread, in its order. */
	reply: z.object({ thread: MiningRow, until: Time, telling: z.array(Telling), doneToday: z.number() }),
});
export const letGoOfThread = endpoint({
	method: 'DELETE',
	path: '/api/mining/:threadId/claim',
	summary: 'Have this thread open no more, for others to take; one that somebody else has stays theirs',
	params: z.object({ threadId: Id }),
	reply: Nothing,
	status: 204,
});
export const markMined = endpoint({
	method: 'PUT',
	path: '/api/mining/:threadId',
	summary: 'This thread is mined: with quotes, or there is nothing here; undone with `open`',
	params: z.object({ threadId: Id }),
	body: z.object({ outcome: z.enum(['captured', 'nothing', 'open']) }),
	reply: z.object({ left: z.number(), doneToday: z.number() }),
});

/** A set of filters kept under a name: one's own. */
export const SavedFilter = z.object({
	id: z.number(),
	page: z.enum(['mining', 'board', 'list']),
	name: z.string(),
	/** As in the address, without the question mark. */
	query: z.string(),
});
export type SavedFilter = z.infer<typeof SavedFilter>;
export const listSavedFilters = endpoint({
	method: 'GET',
	path: '/api/saved-filters',
	summary: 'One’s saved filters of a page',
	query: z.object({ page: SavedFilter.shape.page }),
	reply: z.object({ items: z.array(SavedFilter) }),
});
export const saveFilter = endpoint({
	method: 'PUT',
	path: '/api/saved-filters',
	summary: 'Keep filters under a name; the same name again replaces them',
	body: z.object({
		page: SavedFilter.shape.page,
		name: z.string().trim().min(1).max(60),
		query: z.string().max(1000),
	}),
	reply: SavedFilter,
});
export const deleteSavedFilter = endpoint({
	method: 'DELETE',
	path: '/api/saved-filters/:filterId',
	summary: 'Forget a saved filter',
	params: z.object({ filterId: Id }),
	reply: z.undefined(),
	status: 204,
});
