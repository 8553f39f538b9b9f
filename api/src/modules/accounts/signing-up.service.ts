import type { z } from 'zod';
import type { SignUp } from '@ikatan/contracts/accounts';
import { languages } from '@ikatan/messages';
import type { Actor } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, forbidden, invalid } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { currentSettings, type Settings } from '../settings/index.ts';
import { mailAccount } from './account-mail.ts';
import { mailsADay } from './accounts.policy.ts';
import { hashOf, newToken } from './fingerprint.ts';
import { isReservedHandle } from './handles.ts';
import { noteInvited, useInvitation, wasInvited, type OpenInvitation } from './invitations.queries.ts';
import { findInvitation, invitationEnded } from './invitations.service.ts';
import {
	findAccountByHandle,
	findAccountsByMail,
	domainOf,
	insertMember,
	isHandleTaken,
	type Account,
} from './members.queries.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { countSentTo, insertToken } from './tokens.queries.ts';
import { isWeakPassword } from './weak-passwords.ts';

type Body = z.output<typeof SignUp>;

const verifyWithinMs = 3 * 24 * 3_600_000;
const sameFormWithinMs = 10 * 60_000;

/** 409: the handle is somebody's, was somebody's, or is kept for the community. */
export const handleTaken = () => conflict('handle-taken', { fields: { handle: 'handle-taken' } });

/** Throws 422 `password-too-weak` on `field` for a password that is easily guessed. */
export function refuseWeakPassword(
	password: string,
	owner: { handle: string; displayName: string; mail: string | null },
	siteName: string,
	field = 'password',
): void {
	const { handle, displayName, mail } = owner;
	const ownNames = [handle, displayName, siteName, ...(mail ? [mail, mail.split('@')[0]!] : [])];
	if (isWeakPassword(password, ownNames)) throw invalid({ [field]: 'password-too-weak' });
}

/**
 * Makes an account whose address is still to be verified and returns its id; null when a machine filled in the field that people do
 * not see. Throws 403 `sign-up-closed`, 422 `mail-domain-not-allowed` or `invitation-ended`, 409 `handle-taken`, 422 `password-too-weak`; whether the address has an account already is
 * told by mail only.
 */
export async function signUp(deps: Deps, body: Body, caller: Actor): Promise<number | null> {
	if (body.website !== '') return null;
	const settings = await currentSettings(deps.sql);
	const invitation = body.invitation ? await findInvitation(deps, body.invitation) : undefined;
	// A second click on a form that has used its invitation up is no refusal.
	const madeBefore = invitation === null ? await sameSignUp(deps, body) : null;
	if (madeBefore !== null) return madeBefore;
	if (invitation === null) throw invitationEnded();
	refuseUninvited(settings, body.mail, invitation);
	refuseWeakPassword(body.password, body, settings.siteName);
	if (isReservedHandle(body.handle) || (await isHandleTaken(deps.sql, body.handle))) {
		const before = await sameSignUp(deps, body);
		if (before === null) throw handleTaken();
		return before;
	}
	const passwordHash = await hashPassword(body.password);
	const memberId = await inTransaction(deps.sql, (tx) =>
		register(tx, deps, body, { passwordHash, invitation, caller }),
	);
	if (memberId === null) throw handleTaken();
	return memberId;
}

/**
 * Who is invited may join whatever the way in, with the address that the invitation is for. Throws 403 `sign-up-closed`, 422
 * `mail-domain-not-allowed` or `bad-value` for another address.
 */
function refuseUninvited(settings: Settings, mail: string, invitation: OpenInvitation | undefined): void {
	if (invitation) {
		const others = invitation.mail !== null && invitation.mail.toLowerCase() !== mail.toLowerCase();
		if (others) throw invalid({ mail: 'bad-value' });
		return;
	}
	if (settings.signUp === 'invitation') throw forbidden('sign-up-closed');
	if (settings.signUp === 'domain' && !settings.signUpDomains.includes(domainOf(mail))) {
		throw invalid({ mail: 'mail-domain-not-allowed' });
	}
}

/** Where sign-up is by domain, an address counts once it is proven: until then nobody gets in who was not invited. */
export async function mustProveMailFirst(deps: Deps, memberId: number, mailVerified: boolean): Promise<boolean> {
	if (mailVerified || (await currentSettings(deps.sql)).signUp !== 'domain') return false;
	return !(await wasInvited(deps.sql, memberId));
}

type Joining = { passwordHash: string; invitation: OpenInvitation | undefined; caller: Actor };

async function register(tx: Tx, deps: Deps, body: Body, joining: Joining): Promise<number | null> {
	const { passwordHash, invitation, caller } = joining;
	const { handle, displayName, mail, timeZone } = body;
	const language = body.language && languages.includes(body.language) ? body.language : caller.language;
	const memberId = await insertMember(tx, {
		handle,
		displayName,
		mail,
		mailVerifiedAt: null,
		passwordHash,
		role: invitation?.role ?? 'member',
		companyId: invitation?.companyId ?? null,
		title: '',
		bio: '',
		language,
		timeZone: timeZone ?? 'UTC',
		trustLevel: 0,
		createdAt: deps.clock.now(),
	});
	if (memberId === null) return null;
	if (invitation) await takeInvitation(tx, invitation, memberId, deps.clock.now());
	await mailVerification(tx, deps, { id: memberId, mail, language });
	await publish(tx, 'member.signed-up', memberId, { memberId });
	return memberId;
}

async function takeInvitation(tx: Tx, { id }: OpenInvitation, memberId: number, now: Date): Promise<void> {
	if (!(await useInvitation(tx, id, now))) throw invitationEnded();
	await noteInvited(tx, memberId, id, now);
}

/**
 * Sends the link that verifies an address; to one that somebody else has verified, word that it has an account. Either way a token
 * is written, so that nothing but the mail itself tells the two apart. An address gets a few such mails a day, not more.
 */
export async function mailVerification(
	tx: Tx,
	deps: Deps,
	member: Pick<Account, 'id' | 'language'> & { mail: string },
): Promise<void> {
	const now = deps.clock.now();
	const { mail, language, id } = member;
	const [owner] = await findAccountsByMail(tx, mail, now);
	const sent = await countSentTo(tx, mail, now);
	const token = newToken();
	const tokenHash = hashOf(token);
	const expiresAt = new Date(now.getTime() + verifyWithinMs);
	await insertToken(tx, { tokenHash, memberId: id, purpose: 'verify-mail', mail, createdAt: now, expiresAt });
	if (sent.today >= mailsADay) return;
	if (owner?.mailVerified && owner.id !== id) {
		const to = { memberId: owner.id, mail, language: owner.language, name: owner.displayName };
		await mailAccount(tx, deps, to, { about: 'Exists' }, `exists:${tokenHash}`);
	} else {
		await mailAccount(
			tx,
			deps,
			{ memberId: id, mail, language, name: null },
			{ about: 'Verify', token },
			`verify:${tokenHash}`,
		);
	}
}

/** The account that this very form made a moment ago: a second click is no second account, and no refusal either. */
async function sameSignUp(deps: Deps, body: Body): Promise<number | null> {
	const now = deps.clock.now();
	const made = await findAccountByHandle(deps.sql, body.handle, now);
	if (!made || made.mailVerified || made.mail?.toLowerCase() !== body.mail.toLowerCase()) return null;
	if (now.getTime() - Date.parse(made.createdAt) > sameFormWithinMs) return null;
	return (await isPassword(made.passwordHash, body.password)) ? made.id : null;
}
