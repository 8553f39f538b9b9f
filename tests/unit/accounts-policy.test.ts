import { describe, expect, test } from 'vitest';
import type { Role } from '@ikatan/contracts/common';
import {
	mayChangeRole,
	mayLeave,
	mayRename,
	maySignIn,
	secondsBeforeResend,
	secondsBeforeSignIn,
	type Failures,
} from '../../api/src/modules/accounts/accounts.policy.ts';
import { visitor, type Actor } from '../../api/src/platform/actor.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
const none: Failures = { pair: 0, lastPairAt: null, network: 0, lastNetworkAt: null, account: 0 };

describe('secondsBeforeSignIn', () => {
	test.each<[string, Partial<Failures>, number]>([
		['the first try goes ahead', {}, 0],
		['nine failures cost nothing', { pair: 9, lastPairAt: ago(0) }, 0],
		['the tenth makes the next one wait', { pair: 10, lastPairAt: ago(0) }, 30],
		['time that has passed counts', { pair: 10, lastPairAt: ago(20) }, 10],
		['after the wait it goes ahead', { pair: 10, lastPairAt: ago(30) }, 0],
		['each more waits twice as long', { pair: 12, lastPairAt: ago(0) }, 120],
		['never longer than a quarter of an hour', { pair: 40, lastPairAt: ago(0) }, 900],
		['the owner elsewhere does not wait for a stranger’s failures', { account: 29 }, 0],
		['nor when many networks guess at the account', { account: 500 }, 0],
		['but each of these networks has two tries', { account: 30, pair: 2, lastPairAt: ago(0) }, 30],
		['a network that tries many accounts is slowed', { network: 100, lastNetworkAt: ago(10) }, 20],
		['an office behind one address is not', { network: 99, lastNetworkAt: ago(0) }, 0],
	])('%s', (_name, failures, seconds) => {
		expect(secondsBeforeSignIn({ ...none, ...failures }, now)).toBe(seconds);
	});
});

describe('secondsBeforeResend', () => {
	test.each([
		['at once when none was sent', { today: 0, lastAt: null }, 0],
		['a minute after the last one', { today: 1, lastAt: ago(45) }, 15],
		['the day after the sixth', { today: 6, lastAt: ago(3600) }, 23 * 3600],
	])('%s', (_name, sent, seconds) => {
		expect(secondsBeforeResend(sent, now)).toBe(seconds);
	});
});

test('the active and the silenced may sign in, the suspended and the deleted not', () => {
	const states: Actor['state'][] = ['active', 'silenced', 'suspended', 'deleted'];
	expect(states.map(maySignIn)).toEqual([true, true, false, false]);
});

test('a handle may change three times a month', () => {
	expect([0, 2, 3].map(mayRename)).toEqual([true, true, false]);
});

test('everybody may leave but the last admin', () => {
	expect(mayLeave('member', 0)).toBe(true);
	expect(mayLeave('admin', 1)).toBe(true);
	expect(mayLeave('admin', 0)).toBe(false);
});

describe('mayChangeRole', () => {
	const as = (role: Role): Actor => ({ ...visitor(), id: 1, handle: 'somebody', role });
	test.each<[string, Actor, Role, Role, number, boolean]>([
		['an admin makes a moderator', as('admin'), 'member', 'moderator', 1, true],
		['an admin steps another admin down', as('admin'), 'admin', 'member', 1, true],
		['nobody takes the last admin’s role', as('admin'), 'admin', 'member', 0, false],
		['a moderator changes no roles', as('moderator'), 'member', 'champion', 3, false],
		['nor does an agent', as('agent'), 'member', 'champion', 3, false],
		['nor a visitor', { ...visitor(), role: 'admin' }, 'member', 'admin', 3, false],
	])('%s', (_name, actor, from, to, otherAdmins, expected) => {
		expect(mayChangeRole(actor, { role: from }, to, otherAdmins)).toBe(expected);
	});
});
