import type { Role } from '@ikatan/contracts/common';
import type { Actor } from '../../platform/actor.ts';

/** Failed sign-ins of the last hour, also those that still run. */
export type Failures = {
	/** Of this account from this network. */
	pair: number;
	lastPairAt: string | null;
	/** Of any account from this network. */
	network: number;
	lastNetworkAt: string | null;
	/** Of this account from anywhere. */
	account: number;
};

const freeTries = 10;
const freeTriesUnderAttack = 2;
const attackFrom = 30;
const networkTries = 100;
const firstWaitSeconds = 30;
const longestWaitSeconds = 900;

/**
 * Seconds to wait before the next try; 0 to go ahead. Only the pair of account and network is slowed, twice as long each time, so
 * that a stranger's guesses never keep the owner out; guesses at one account from many networks leave each of them fewer tries.
 */
export function secondsBeforeSignIn(failures: Failures, now: Date): number {
	const free = failures.account >= attackFrom ? freeTriesUnderAttack : freeTries;
	const excess = failures.pair - free;
	const pairWait = excess < 0 ? 0 : Math.min(firstWaitSeconds * 2 ** excess, longestWaitSeconds);
	const networkWait = failures.network < networkTries ? 0 : firstWaitSeconds;
	return Math.max(left(pairWait, failures.lastPairAt, now), left(networkWait, failures.lastNetworkAt, now));
}

function left(waitSeconds: number, since: string | null, now: Date): number {
	if (waitSeconds === 0 || since === null) return 0;
	return Math.max(0, Math.ceil(waitSeconds - (now.getTime() - Date.parse(since)) / 1000));
}

/** How many account mails one address may get in a day, whoever asks for them. */
export const mailsADay = 6;
/** How many of them may be reset links within an hour. */
export const resetsAnHour = 3;
const secondsBetweenMails = 60;

/** Seconds before the verification mail may be sent again; 0 to go ahead. */
export function secondsBeforeResend(sent: { today: number; lastAt: string | null }, now: Date): number {
	if (sent.today >= mailsADay) return Math.max(1, left(24 * 3600, sent.lastAt, now));
	return left(secondsBetweenMails, sent.lastAt, now);
}

const renamesAMonth = 3;

/** Handles are names that others know: they may change now and then. */
export function mayRename(renamesLately: number): boolean {
	return renamesLately < renamesAMonth;
}

/** Whether a member of this state may hold a session. */
export function maySignIn(state: Actor['state']): boolean {
	return state === 'active' || state === 'silenced';
}

/** What a suspended member is told at the door: until when (empty: until lifted), and why. */
export function termOf({ stateUntil, stateReason }: { stateUntil: string | null; stateReason: string }) {
	return { until: stateUntil ?? '', reason: stateReason };
}

/** An account may go, but the community must keep an admin. */
export function mayLeave(role: Role, otherAdmins: number): boolean {
	return role !== 'admin' || otherAdmins > 0;
}

/** Only admins say who has which role or company; nobody takes the last admin's. */
export function mayChangeRole(actor: Actor, member: { role: Role }, role: Role, otherAdmins: number): boolean {
	if (actor.id === null || actor.role !== 'admin') return false;
	return role === 'admin' || mayLeave(member.role, otherAdmins);
}
