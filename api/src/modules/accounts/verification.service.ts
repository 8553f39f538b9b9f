import { inTransaction, isUniqueViolation, type Tx } from '../../platform/db.ts';
import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, Refusal, signInNeeded, tooManyRequests } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { mailAccount } from './account-mail.ts';
import { mailsADay, secondsBeforeResend } from './accounts.policy.ts';
import { hashOf, newToken } from './fingerprint.ts';
import { findAccount, findAccountsByMail, lockAccount, setVerifiedMail, type Account } from './members.queries.ts';
import { confirmPassword } from './signing-in.service.ts';
import { mailVerification } from './signing-up.service.ts';
import { countAsked, countSentTo, dropOpenTokens, findToken, insertToken, useToken } from './tokens.queries.ts';

const confirmWithinMs = 24 * 3_600_000;

/** 422: the link ended, was used, or never was. */
export const tokenInvalid = () => new Refusal(422, 'token-invalid');

/**
 * Verifies the address that a link was sent to and returns it; the same link again, while the address still stands, says the same.
 * Throws 422 `token-invalid`, 409 `mail-taken` when another account has verified the address since.
 */
export async function verifyMail(deps: Deps, token: string): Promise<string> {
	try {
		return await inTransaction(deps.sql, (tx) => verify(tx, deps, hashOf(token)));
	} catch (error) {
		if (isUniqueViolation(error, 'members_mail')) throw conflict('mail-taken');
		throw error;
	}
}

async function verify(tx: Tx, deps: Deps, tokenHash: string): Promise<string> {
	const now = deps.clock.now();
	const token = await findToken(tx, tokenHash, now);
	if (!token || token.purpose === 'reset-password') throw tokenInvalid();
	const account = await lockAccount(tx, token.memberId, now);
	if (!account) throw tokenInvalid();
	const sameMail = account.mail?.toLowerCase() === token.mail.toLowerCase();
	if (sameMail && account.mailVerified) return token.mail;
	if (token.purpose === 'verify-mail' && !sameMail) throw tokenInvalid();
	if (!(await useToken(tx, tokenHash, now))) throw tokenInvalid();
	await takeMail(tx, account, token.mail, now);
	return token.mail;
}

/** Makes an address that somebody proved to be theirs the account's own, and tells who waited for that. */
export async function takeMail(tx: Tx, account: Account, mail: string, now: Date): Promise<void> {
	const { joinedCompany } = await setVerifiedMail(tx, account.id, mail, now);
	await dropOpenTokens(tx, account.id, ['verify-mail', 'change-mail']);
	if (!account.mailVerified) await publish(tx, 'member.verified', account.id, { memberId: account.id });
	if (joinedCompany) await publish(tx, 'member.rights-changed', account.id, { memberId: account.id });
}

/** Sends the verification mail again; nothing to do for a verified address. Throws 429. */
export async function resendVerification(deps: Deps, actor: SignedIn): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const now = deps.clock.now();
		const account = await lockAccount(tx, actor.id, now);
		if (!account) throw signInNeeded();
		const { mail } = account;
		if (mail === null || account.mailVerified) return;
		const wait = secondsBeforeResend(await countAsked(tx, actor.id, now), now);
		if (wait > 0) throw tooManyRequests(wait);
		await mailVerification(tx, deps, { ...account, mail });
	});
}

/**
 * Asks for another address: it counts once its mail is confirmed, and the address that is left hears of it at once, while it can
 * still stop it. Throws 422 `wrong-password`, 429; whether the new address has an account is told by mail only.
 */
export async function changeMail(
	deps: Deps,
	actor: SignedIn,
	{ current, mail }: { current: string; mail: string },
): Promise<void> {
	const now = deps.clock.now();
	const account = await findAccount(deps.sql, actor.id, now);
	if (!account) throw signInNeeded();
	await confirmPassword(deps, account, { password: current, address: actor.address, field: 'current' });
	if (account.mailVerified && account.mail?.toLowerCase() === mail.toLowerCase()) throw invalid({ mail: 'bad-value' });
	await inTransaction(deps.sql, (tx) => askForMail(tx, deps, account, mail));
}

async function askForMail(tx: Tx, deps: Deps, account: Account, mail: string): Promise<void> {
	const now = deps.clock.now();
	const { id, language, displayName: name } = account;
	const sent = await countSentTo(tx, mail, now);
	const [owner] = await findAccountsByMail(tx, mail, now);
	await dropOpenTokens(tx, id, ['change-mail']);
	const token = newToken();
	const tokenHash = hashOf(token);
	const expiresAt = new Date(now.getTime() + confirmWithinMs);
	await insertToken(tx, { tokenHash, memberId: id, purpose: 'change-mail', mail, createdAt: now, expiresAt });
	if (account.mail !== null && account.mailVerified) {
		const to = { memberId: id, mail: account.mail, language, name };
		await mailAccount(tx, deps, to, { about: 'AddressLeaves', mail }, `leaves:${tokenHash}`);
	}
	if (sent.today >= mailsADay) return;
	if (owner?.mailVerified && owner.id !== id) {
		const to = { memberId: owner.id, mail, language: owner.language, name: owner.displayName };
		await mailAccount(tx, deps, to, { about: 'AddressTaken' }, `taken:${tokenHash}`);
	} else {
		await mailAccount(
			tx,
			deps,
			{ memberId: id, mail, language, name: null },
			{ about: 'NewAddress', token },
			`new:${tokenHash}`,
		);
	}
}
