import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { forbidden, invalid, signInNeeded } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { currentSettings } from '../settings/index.ts';
import { mailAccount } from './account-mail.ts';
import { mailsADay, maySignIn, termOf, resetsAnHour } from './accounts.policy.ts';
import { hashOf, newToken } from './fingerprint.ts';
import { findAccount, findAccountsByMail, lockAccount, setPasswordHash, type Account } from './members.queries.ts';
import { hashPassword } from './passwords.ts';
import { deleteSessionsOf } from './sessions.queries.ts';
import { confirmPassword } from './signing-in.service.ts';
import { refuseWeakPassword } from './signing-up.service.ts';
import { countSentTo, dropOpenTokens, findToken, insertToken, useToken } from './tokens.queries.ts';
import { takeMail, tokenInvalid } from './verification.service.ts';

const resetWithinMs = 3_600_000;
const answersAfterMs = 150;

/** Mails a reset link to whoever has the address; the reply is the same, and as late, when nobody has. */
export async function askPasswordReset(deps: Deps, mail: string): Promise<void> {
	await Promise.all([inTransaction(deps.sql, (tx) => mailReset(tx, deps, mail)), sleep(answersAfterMs)]);
}

async function mailReset(tx: Tx, deps: Deps, mail: string): Promise<void> {
	const now = deps.clock.now();
	const [account] = await findAccountsByMail(tx, mail, now);
	const sent = await countSentTo(tx, mail, now);
	if (!account || sent.resetsThisHour >= resetsAnHour || sent.today >= mailsADay) return;
	const token = newToken();
	const tokenHash = hashOf(token);
	const expiresAt = new Date(now.getTime() + resetWithinMs);
	await insertToken(tx, {
		tokenHash,
		memberId: account.id,
		purpose: 'reset-password',
		mail,
		createdAt: now,
		expiresAt,
	});
	const name = account.mailVerified ? account.displayName : null;
	const to = { memberId: account.id, mail, language: account.language, name };
	await mailAccount(tx, deps, to, { about: 'Reset', token }, `reset:${tokenHash}`);
}

/**
 * Sets a new password by the token of a reset mail and signs out everywhere; who reads the mail has the address, so it is verified.
 * Throws 422 `token-invalid` or `password-too-weak` (the token then stays good), 403 `account-suspended`.
 */
export async function resetPassword(deps: Deps, token: string, password: string): Promise<Account> {
	const now = deps.clock.now();
	const tokenHash = hashOf(token);
	const found = await findToken(deps.sql, tokenHash, now);
	if (!found || found.used || found.purpose !== 'reset-password') throw tokenInvalid();
	const account = await findAccount(deps.sql, found.memberId, now);
	if (!account) throw tokenInvalid();
	if (!maySignIn(account.state)) throw forbidden('account-suspended', termOf(account));
	const { siteName } = await currentSettings(deps.sql);
	refuseWeakPassword(password, account, siteName);
	const passwordHash = await hashPassword(password);
	return await inTransaction(deps.sql, async (tx) => {
		const locked = await lockAccount(tx, account.id, now);
		if (!locked || !(await useToken(tx, tokenHash, now))) throw tokenInvalid();
		await replacePassword(tx, deps, locked, passwordHash);
		const [owner] = await findAccountsByMail(tx, found.mail, now);
		const provesOwn = locked.mail?.toLowerCase() === found.mail.toLowerCase() && !locked.mailVerified;
		if (provesOwn && owner?.id === locked.id) await takeMail(tx, locked, found.mail, now);
		return locked;
	});
}

/** Changes one's password and signs out everywhere; the caller begins a new session here. Throws 422 `wrong-password` or `password-too-weak`, 429. */
export async function changePassword(
	deps: Deps,
	actor: SignedIn,
	{ current, password }: { current: string; password: string },
): Promise<void> {
	const account = await findAccount(deps.sql, actor.id, deps.clock.now());
	if (!account) throw signInNeeded();
	await confirmPassword(deps, account, { password: current, address: actor.address, field: 'current' });
	const { siteName } = await currentSettings(deps.sql);
	refuseWeakPassword(password, account, siteName);
	const passwordHash = await hashPassword(password);
	await inTransaction(deps.sql, async (tx) => {
		const locked = await lockAccount(tx, account.id, deps.clock.now());
		// Somebody reset it in the meantime: what was typed is not the password any more.
		if (!locked || locked.passwordHash !== account.passwordHash) throw invalid({ current: 'wrong-password' });
		await replacePassword(tx, deps, locked, passwordHash);
	});
}

/** A new password ends all that the old one opened: sessions, reset links, a change of address under way. */
async function replacePassword(tx: Tx, deps: Deps, account: Account, passwordHash: string): Promise<void> {
	const { id, mail, language, displayName } = account;
	await setPasswordHash(tx, id, passwordHash);
	await deleteSessionsOf(tx, id);
	await dropOpenTokens(tx, id, ['reset-password', 'change-mail']);
	if (mail !== null && account.mailVerified) {
		const to = { memberId: id, mail, language, name: displayName };
		await mailAccount(tx, deps, to, { about: 'PasswordChanged' }, `password:${hashOf(passwordHash)}`);
	}
	await publish(tx, 'member.rights-changed', id, { memberId: id });
}
