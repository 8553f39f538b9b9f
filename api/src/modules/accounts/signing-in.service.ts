import type { Deps } from '../../platform/deps.ts';
import { forbidden, invalid, Refusal } from '../../platform/errors.ts';
import { maySignIn, termOf } from './accounts.policy.ts';
import { beginAttempt } from './attempts.service.ts';
import { findAccountsByMail, type Account } from './members.queries.ts';
import { isPassword } from './passwords.ts';
import { mustProveMailFirst } from './signing-up.service.ts';

/**
 * Whose mail and password these are. Throws 422 `wrong-credentials`, 403 `account-suspended` or `mail-unverified` (only to who knows
 * the password), 429.
 * An address may have two accounts, of which one at most is verified: two passwords are always looked at, so that the time taken
 * tells nothing.
 */
export async function signIn(
	deps: Deps,
	{ mail, password }: { mail: string; password: string },
	address: string,
): Promise<Account> {
	const attempt = await beginAttempt(deps, mail.toLowerCase(), address);
	const [first, second] = await findAccountsByMail(deps.sql, mail, deps.clock.now());
	const [firstFits, secondFits] = await Promise.all([
		isPassword(first?.passwordHash ?? null, password),
		isPassword(second?.passwordHash ?? null, password),
	]);
	const account = firstFits ? first : secondFits ? second : undefined;
	if (!account) throw new Refusal(422, 'wrong-credentials');
	await attempt.succeeded();
	if (!maySignIn(account.state)) throw forbidden('account-suspended', termOf(account));
	if (await mustProveMailFirst(deps, account.id, account.mailVerified)) throw forbidden('mail-unverified');
	return account;
}

/** Asks again for the password before a deed that a stranger at an open screen must not do. Throws 422 `wrong-password` on `field`, 429. */
export async function confirmPassword(
	deps: Deps,
	account: Account,
	{ password, address, field }: { password: string; address: string; field: string },
): Promise<void> {
	const attempt = await beginAttempt(deps, `member:${account.id}`, address);
	if (!(await isPassword(account.passwordHash, password))) throw invalid({ [field]: 'wrong-password' });
	await attempt.succeeded();
}
