import { describe, expect, test } from 'vitest';
import { refusalOfUndo, type Undoable } from '../../api/src/modules/threads/acting.policy.ts';
import type { PostFacts, ThreadFacts } from '../../api/src/modules/threads/facts.ts';
import * as policy from '../../api/src/modules/threads/threads.policy.ts';
import { visitor, type Actor } from '../../api/src/platform/actor.ts';

const asker = 1;
const answerer = 2;
const today = new Date('2026-03-20T12:00:00Z');
const daysAgo = (days: number) => new Date(today.getTime() - days * 24 * 60 * 60 * 1000).toISOString();

const person = (id: number, wanted: Partial<Actor> = {}): Actor => ({
	...visitor(),
	id,
	handle: `member${id}`,
	mailVerified: true,
	trustLevel: 1,
	...wanted,
});
const people = {
	visitor: visitor(),
	asker: person(asker),
	answerer: person(answerer),
	other: person(3),
	silenced: person(asker, { state: 'silenced' }),
	suspended: person(asker, { state: 'suspended' }),
	trusted: person(4, { trustLevel: 2 }),
	champion: person(5, { role: 'champion' }),
	agent: person(6, { role: 'agent' }),
	moderator: person(7, { role: 'moderator' }),
	'moderator of the space': person(8, { moderatedSpaceIds: [10] }),
	'moderator of another space': person(9, { moderatedSpaceIds: [11] }),
	admin: person(12, { role: 'admin' }),
	'silenced moderator': person(asker, { role: 'moderator', state: 'silenced' }),
} as const satisfies Record<string, Actor>;
type Who = keyof typeof people;

const thread = (wanted: Partial<ThreadFacts> = {}): ThreadFacts => ({
	id: 100,
	spaceId: 10,
	companyId: null,
	listed: true,
	pinnedAt: null,
	kind: 'question',
	title: 'A question',
	authorId: asker,
	state: 'published',
	lockedAt: null,
	closedAt: null,
	closedReason: null,
	solvedOtherwise: null,
	version: 1,
	createdAt: daysAgo(20),
	askerActiveAt: daysAgo(20),
	answers: 0,
	accepted: 0,
	...wanted,
});
const post = (wanted: Partial<PostFacts> = {}): PostFacts => ({
	id: 200,
	threadId: 100,
	kind: 'answer',
	parentId: null,
	hiddenUnder: null,
	authorId: answerer,
	authorHidden: false,
	state: 'published',
	version: 1,
	createdAt: daysAgo(10),
	deletedAt: null,
	deletedBy: null,
	purged: false,
	acceptedAt: null,
	acceptedBy: null,
	...wanted,
});
const opening = post({ id: 199, kind: 'opening', authorId: asker });
const onHeld = post({ id: 201, kind: 'comment', parentId: 200, authorId: asker, hiddenUnder: { authorId: answerer } });
const locked = thread({ lockedAt: daysAgo(1) });
const closed = thread({ closedAt: daysAgo(1) });
const pending = thread({ state: 'pending' });
const deleted = thread({ state: 'deleted' });

describe('who may ask', () => {
	test.each<[Who, 'question' | 'announcement', boolean, policy.Refused]>([
		['visitor', 'question', true, 'sign-in-needed'],
		['other', 'question', true, null],
		['other', 'question', false, 'forbidden'],
		['silenced', 'question', true, 'account-silenced'],
		['suspended', 'question', true, 'account-suspended'],
		['other', 'announcement', true, 'forbidden'],
		['moderator', 'announcement', true, 'forbidden'],
		['agent', 'announcement', true, null],
		['admin', 'announcement', true, null],
	])('%s, a %s, where the space says %s: %s', (who, kind, mayPost, expected) => {
		expect(policy.refusalOfAsk(people[who], kind, mayPost)).toBe(expected);
	});
});

describe('who may answer', () => {
	test.each<[Who, string, ThreadFacts, policy.Refused]>([
		['visitor', 'an open thread', thread(), 'sign-in-needed'],
		['other', 'an open thread', thread(), null],
		['asker', 'an open thread', thread(), null],
		['silenced', 'an open thread', thread(), 'account-silenced'],
		['other', 'a locked thread', locked, 'thread-locked'],
		['moderator', 'a locked thread', locked, null],
		['moderator of the space', 'a locked thread', locked, null],
		['moderator of another space', 'a locked thread', locked, 'thread-locked'],
		['other', 'a closed thread', closed, 'thread-closed'],
		['agent', 'a closed thread', closed, 'thread-closed'],
		['moderator', 'a closed thread', closed, null],
		['other', 'a waiting thread', pending, 'forbidden'],
		['asker', 'a waiting thread', pending, null],
		['moderator', 'a deleted thread', deleted, 'thread-deleted'],
	])('%s, %s', (who, _, facts, expected) => {
		expect(policy.refusalOfAnswer(people[who], facts)).toBe(expected);
	});
});

describe('who may comment', () => {
	test.each<[Who, string, ThreadFacts, PostFacts, policy.Refused]>([
		['visitor', 'an answer', thread(), post(), 'sign-in-needed'],
		['other', 'an answer', thread(), post(), null],
		['other', 'a comment', thread(), post({ kind: 'comment', parentId: 199 }), 'forbidden'],
		['other', 'a deleted answer', thread(), post({ state: 'deleted' }), 'forbidden'],
		['other', 'an answer of a closed thread', closed, post(), null],
		['other', 'an answer of a locked thread', locked, post(), 'thread-locked'],
	])('%s, on %s', (who, _, facts, on, expected) => {
		expect(policy.refusalOfComment(people[who], facts, on)).toBe(expected);
	});
});

describe('who may edit', () => {
	test.each<[Who, string, ThreadFacts, PostFacts, policy.Refused]>([
		['visitor', 'an answer', thread(), post(), 'sign-in-needed'],
		['answerer', 'the own answer', thread(), post(), null],
		['asker', 'another’s answer', thread(), post(), 'forbidden'],
		['champion', 'another’s answer', thread(), post(), 'forbidden'],
		['agent', 'another’s answer', thread(), post(), 'forbidden'],
		['moderator', 'another’s answer', thread(), post(), null],
		['moderator of the space', 'another’s answer', thread(), post(), null],
		['moderator of another space', 'another’s answer', thread(), post(), 'forbidden'],
		['answerer', 'the own deleted answer', thread(), post({ state: 'deleted' }), 'forbidden'],
		['answerer', 'the own answer of a locked thread', locked, post(), 'thread-locked'],
		['silenced', 'the own opening text', thread(), opening, 'account-silenced'],
	])('%s, %s', (who, _, facts, what, expected) => {
		expect(policy.refusalOfEdit(people[who], facts, what)).toBe(expected);
	});
});

describe('who may delete, and what then becomes of the post', () => {
	const answered = thread({ answers: 2 });
	const accepted = post({ acceptedAt: daysAgo(2), acceptedBy: asker });
	test.each<[Who, string, ThreadFacts, PostFacts, boolean, policy.Refused | policy.Deletion]>([
		['visitor', 'an answer', thread(), post(), false, 'sign-in-needed'],
		['other', 'another’s answer', thread(), post(), false, 'forbidden'],
		['agent', 'another’s answer', thread(), post(), false, 'forbidden'],
		['answerer', 'the own answer', thread(), post(), false, 'deleted'],
		['answerer', 'the own accepted answer', thread(), accepted, false, 'kept'],
		['answerer', 'the own accepted answer, the name', thread(), accepted, true, 'name-hidden'],
		['asker', 'the own thread without answers', thread(), opening, false, 'deleted'],
		['asker', 'the own thread with answers', answered, opening, false, 'kept'],
		['asker', 'the own thread with answers, the name', answered, opening, true, 'name-hidden'],
		['asker', 'the own locked thread', locked, opening, false, 'thread-locked'],
		['silenced', 'the own thread without answers', thread(), opening, false, 'deleted'],
		['silenced moderator', 'another’s answer', thread(), post(), false, 'account-silenced'],
		['silenced moderator', 'the own thread with answers', answered, opening, false, 'kept'],
		['moderator', 'a thread with answers', answered, opening, false, 'deleted'],
		['moderator', 'an accepted answer', thread(), accepted, false, 'deleted'],
		['moderator of the space', 'an accepted answer', thread(), accepted, true, 'deleted'],
		['moderator', 'what is deleted', thread(), post({ state: 'deleted' }), false, 'forbidden'],
	])('%s, %s', (who, _, facts, what, hideName, expected) => {
		const refused = policy.refusalOfDelete(people[who], facts, what);
		expect(refused ?? policy.deletionOf(people[who], facts, what, hideName)).toBe(expected);
	});
});

describe('who may undo', () => {
	const deed = (wanted: Partial<Undoable> = {}): Undoable => ({
		act: 'lock',
		spaceId: 10,
		actorId: 8,
		standsIn: [10],
		...wanted,
	});
	test.each<[Who, string, Undoable, policy.Refused]>([
		['visitor', 'a lock', deed(), 'sign-in-needed'],
		['silenced moderator', 'a lock', deed(), 'account-silenced'],
		['other', 'a lock', deed(), 'forbidden'],
		['moderator of another space', 'a lock', deed(), 'forbidden'],
		['moderator of the space', 'a colleague’s lock', deed({ actorId: 7 }), null],
		['moderator of the space', 'the own lock of what is elsewhere now', deed({ standsIn: [11] }), 'forbidden'],
		['moderator of another space', 'a lock of what is theirs now', deed({ standsIn: [11] }), null],
		['moderator of the space', 'the own move elsewhere', deed({ act: 'move', standsIn: [11] }), null],
		['moderator of the space', 'a move elsewhere', deed({ act: 'move', actorId: 7, standsIn: [11] }), 'forbidden'],
		[
			'moderator of the space',
			'a merge with a thread elsewhere',
			deed({ act: 'merge', standsIn: [10, 11] }),
			'forbidden',
		],
		['moderator', 'a merge with a thread elsewhere', deed({ act: 'merge', standsIn: [10, 11] }), null],
		['agent', 'the own pin', deed({ act: 'pin', actorId: 6 }), null],
		['agent', 'the own close, as a moderator of old', deed({ act: 'close', actorId: 6 }), 'forbidden'],
	])('%s, %s', (who, _, what, expected) => {
		expect(refusalOfUndo(people[who], what)).toBe(expected);
	});
});

describe('who may restore', () => {
	const gone = (days: number, by: number, wanted: Partial<PostFacts> = {}) =>
		post({ state: 'deleted', deletedAt: daysAgo(days), deletedBy: by, ...wanted });
	test.each<[Who, string, ThreadFacts, PostFacts, policy.Refused]>([
		['visitor', 'a deleted answer', thread(), gone(1, answerer), 'sign-in-needed'],
		['answerer', 'what they deleted', thread(), gone(29, answerer), null],
		['answerer', 'what they deleted 31 days ago', thread(), gone(31, answerer), 'gone'],
		['answerer', 'what a moderator deleted', thread(), gone(1, 7), 'forbidden'],
		['moderator', 'what its author deleted', thread(), gone(1, answerer), null],
		['moderator', 'what was purged', thread(), gone(1, answerer, { purged: true }), 'gone'],
		['other', 'another’s answer', thread(), gone(1, answerer), 'forbidden'],
		['answerer', 'an answer of a deleted thread', deleted, gone(1, answerer), 'thread-deleted'],
		['asker', 'their deleted thread', deleted, gone(1, asker, { kind: 'opening', authorId: asker }), null],
		['answerer', 'what is not deleted', thread(), post(), 'forbidden'],
	])('%s, %s', (who, _, facts, what, expected) => {
		expect(policy.refusalOfRestore(people[who], facts, what, today, 30)).toBe(expected);
	});
});

describe('who may accept', () => {
	const silent = thread({ askerActiveAt: daysAgo(8) });
	const speaking = thread({ askerActiveAt: daysAgo(6) });
	test.each<[Who, string, ThreadFacts, PostFacts, policy.Refused]>([
		['visitor', 'an answer', thread(), post(), 'sign-in-needed'],
		['asker', 'an answer', speaking, post(), null],
		['asker', 'the own answer', speaking, post({ authorId: asker }), null],
		['asker', 'a reply to an idea', thread({ kind: 'idea' }), post(), 'forbidden'],
		['asker', 'a waiting answer', thread(), post({ state: 'pending' }), 'forbidden'],
		['asker', 'the opening text', thread(), opening, 'forbidden'],
		['asker', 'an answer of a locked thread', locked, post(), 'thread-locked'],
		['other', 'an answer', silent, post(), 'forbidden'],
		['trusted', 'an answer', silent, post(), 'forbidden'],
		['champion', 'an answer while the asker speaks', speaking, post(), 'not-acceptable-yet'],
		['champion', 'an answer after 7 days of silence', silent, post(), null],
		['champion', 'an answer of yesterday', silent, post({ createdAt: daysAgo(1) }), 'not-acceptable-yet'],
		['agent', 'an answer after 7 days of silence', silent, post(), null],
		['moderator', 'an answer after 7 days of silence', silent, post(), null],
		[
			'champion',
			'an answer where the asker is no member',
			thread({ authorId: null }),
			post({ createdAt: daysAgo(1) }),
			null,
		],
	])('%s, %s', (who, _, facts, what, expected) => {
		expect(policy.refusalOfAccept(people[who], facts, what, today, 7)).toBe(expected);
	});

	test.each<[Who, policy.Refused]>([
		['asker', null],
		['champion', null],
		['moderator', null],
		['agent', 'forbidden'],
		['answerer', 'forbidden'],
		['visitor', 'sign-in-needed'],
	])('%s takes back what the champion accepted: %s', (who, expected) => {
		const accepted = post({ acceptedAt: daysAgo(1), acceptedBy: 5 });
		expect(policy.refusalOfUnaccept(people[who], thread(), accepted)).toBe(expected);
	});
});

describe('who says that it was solved otherwise', () => {
	test.each<[Who, ThreadFacts, policy.Refused]>([
		['asker', thread(), null],
		['moderator', thread(), null],
		['agent', thread(), 'forbidden'],
		['visitor', thread(), 'sign-in-needed'],
		['asker', thread({ kind: 'discussion' }), 'forbidden'],
		['asker', locked, 'thread-locked'],
	])('%s', (who, facts, expected) => {
		expect(policy.refusalOfSolvedOtherwise(people[who], facts)).toBe(expected);
	});
});

describe('who proposes a duplicate, and who decides', () => {
	test.each<[Who, ThreadFacts, policy.Refused, boolean]>([
		['visitor', thread(), 'sign-in-needed', false],
		['other', thread(), 'forbidden', false],
		['trusted', thread(), null, false],
		['champion', thread(), null, false],
		['agent', thread(), null, false],
		['asker', thread(), null, true],
		['moderator', thread(), null, true],
		['moderator of the space', thread(), null, true],
		['moderator of another space', thread(), 'forbidden', false],
		['asker', pending, 'forbidden', true],
	])('%s', (who, facts, refused, decides) => {
		expect(policy.refusalOfDuplicate(people[who], facts, 2)).toBe(refused);
		expect(policy.decidesDuplicates(people[who], facts)).toBe(decides);
	});
});

describe('who sees a post’s text', () => {
	test.each<[Who, string, ThreadFacts, PostFacts, boolean]>([
		['visitor', 'published', thread(), post(), true],
		['visitor', 'waiting', thread(), post({ state: 'pending' }), false],
		['answerer', 'waiting', thread(), post({ state: 'pending' }), true],
		['asker', 'waiting', thread(), post({ state: 'pending' }), false],
		['moderator', 'held', thread(), post({ state: 'held' }), true],
		['other', 'deleted', thread(), post({ state: 'deleted' }), false],
		['answerer', 'deleted', thread(), post({ state: 'deleted' }), true],
		['other', 'of a deleted thread', deleted, post(), false],
		['other', 'of a comment on a held answer', thread(), onHeld, false],
		['asker', 'of one’s own comment on a held answer', thread(), onHeld, true],
		['answerer', 'of a comment on one’s own held answer', thread(), onHeld, true],
		['moderator', 'of a comment on a held answer', thread(), onHeld, true],
	])('%s, %s', (who, _, facts, what, expected) => {
		expect(policy.maySeeText(people[who], facts, what)).toBe(expected);
	});
});
