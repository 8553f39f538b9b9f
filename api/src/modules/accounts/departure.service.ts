import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, signInNeeded } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { write as audit } from '../audit/index.ts';
import { mailAccount } from './account-mail.ts';
import { mayLeave } from './accounts.policy.ts';
import { formerHandle } from './handles.ts';
import { countOtherAdmins, findAccount, lockAccount, type Account } from './members.queries.ts';
import { eraseMember, listNeverVerified } from './profile.queries.ts';
import { confirmPassword } from './signing-in.service.ts';

/**
 * Deletes one's account: posts stay under “former member”, everything that tells who that was goes. Throws 422 `wrong-password`,
 * 409 `last-admin`, 429.
 */
export async function deleteAccount(deps: Deps, actor: SignedIn, password: string): Promise<void> {
	const now = deps.clock.now();
	const account = await findAccount(deps.sql, actor.id, now);
	if (!account) throw signInNeeded();
	await confirmPassword(deps, account, { password, address: actor.address, field: 'password' });
	await inTransaction(deps.sql, async (tx) => {
		const otherAdmins = account.role === 'admin' ? await countOtherAdmins(tx, account.id) : 0;
		if (!mayLeave(account.role, otherAdmins)) throw conflict('last-admin');
		const locked = await lockAccount(tx, account.id, now);
		if (!locked) throw signInNeeded();
		await erase(tx, locked, now);
		await audit(tx, { actorId: account.id, action: 'member.left', subjectKind: 'member', subjectId: account.id });
		await sayGoodbye(tx, deps, locked);
	});
}

async function erase(tx: Tx, { id }: Pick<Account, 'id'>, now: Date): Promise<void> {
	await eraseMember(tx, id, formerHandle(id), now);
	await publish(tx, 'member.deleted', id, { memberId: id });
	await publish(tx, 'member.rights-changed', id, { memberId: id });
}

async function sayGoodbye(
	tx: Tx,
	deps: Deps,
	{ id, mail, mailVerified, language, displayName }: Account,
): Promise<void> {
	if (mail === null || !mailVerified) return;
	await mailAccount(
		tx,
		deps,
		{ memberId: null, mail, language, name: displayName },
		{ about: 'Deleted' },
		`deleted:${id}`,
	);
}

const verifyWithinDays = 30;

/** Takes accounts away whose address nobody verified within 30 days: they hold handles, and nothing of theirs was ever published. */
export async function sweepNeverVerified(deps: Deps): Promise<number> {
	const now = deps.clock.now();
	const before = new Date(now.getTime() - verifyWithinDays * 24 * 3_600_000);
	const ids = await listNeverVerified(deps.sql, before, 500);
	for (const id of ids) {
		await inTransaction(deps.sql, async (tx) => {
			const account = await lockAccount(tx, id, now);
			if (account && !account.mailVerified) await erase(tx, account, now);
		});
	}
	return ids.length;
}
