import type { ErrorCode } from '@ikatan/contracts';
import { describe, expect, test } from 'vitest';
import { refusalOfMeToo, refusalOfVote } from '../../api/src/modules/threads/hearing.policy.ts';
import { visitor, type Actor } from '../../api/src/platform/actor.ts';

const author = 1;
const person = (id: number, wanted: Partial<Actor> = {}): Actor => ({
	...visitor(),
	id,
	handle: `member${id}`,
	mailVerified: true,
	...wanted,
});
const people = {
	visitor: visitor(),
	author: person(author),
	reader: person(2),
	unverified: person(2, { mailVerified: false }),
	silenced: person(2, { state: 'silenced' }),
	suspended: person(2, { state: 'suspended' }),
	moderator: person(3, { role: 'moderator' }),
} as const;
type Who = keyof typeof people;

describe('a vote', () => {
	const published = { state: 'published' } as const;
	const answer = { kind: 'answer', authorId: author, state: 'published' } as const;
	const opening = { ...answer, kind: 'opening' } as const;

	test.each<[Who, ErrorCode | null]>([
		['visitor', 'sign-in-needed'],
		['author', 'own-post'],
		['reader', null],
		['unverified', 'mail-unverified'],
		['silenced', 'account-silenced'],
		['suspended', 'account-suspended'],
		['moderator', null],
	])('of %s gives %s', (who, expected) => {
		expect(refusalOfVote(people[who], published, answer, 1)).toBe(expected);
	});

	test('goes up on openings and answers, down on answers, and nowhere on comments', () => {
		const { reader } = people;
		expect(([1, 0, -1] as const).map((value) => refusalOfVote(reader, published, answer, value))).toEqual([
			null,
			null,
			null,
		]);
		expect(([1, 0, -1] as const).map((value) => refusalOfVote(reader, published, opening, value))).toEqual([
			null,
			null,
			'forbidden',
		]);
		expect(refusalOfVote(reader, published, { ...answer, kind: 'comment' }, 1)).toBe('forbidden');
	});

	test.each(['pending', 'held', 'deleted'] as const)('goes on nothing that is %s, nor in such a thread', (state) => {
		expect(refusalOfVote(people.moderator, published, { ...answer, state }, 1)).toBe('forbidden');
		expect(refusalOfVote(people.moderator, { state }, answer, 1)).toBe('forbidden');
	});
});

describe('“me too”', () => {
	const question = { kind: 'question', authorId: author, state: 'published' } as const;

	test.each<[Who, ErrorCode | null]>([
		['visitor', 'sign-in-needed'],
		['author', 'own-post'],
		['reader', null],
		['unverified', 'mail-unverified'],
		['suspended', 'account-suspended'],
	])('of %s gives %s', (who, expected) => {
		expect(refusalOfMeToo(people[who], question)).toBe(expected);
	});

	test('is said to questions and problems that are there', () => {
		const { reader } = people;
		expect(refusalOfMeToo(reader, { ...question, kind: 'problem' })).toBeNull();
		for (const kind of ['idea', 'discussion', 'announcement'] as const)
			expect(refusalOfMeToo(reader, { ...question, kind })).toBe('forbidden');
		expect(refusalOfMeToo(reader, { ...question, state: 'held' })).toBe('forbidden');
	});
});
