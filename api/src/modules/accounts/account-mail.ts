import { invitationAddress, resetPasswordAddress, signInAddress, verifyMailAddress } from '@ikatan/contracts/addresses';
import { translate } from '@ikatan/messages';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { renderLetter } from '../../platform/letters.ts';
import { enqueueMail } from '../../platform/mail-outbox.ts';
import { loadSettings } from '../settings/index.ts';

/** What an account mail is about, with what its sentences need. */
export type AccountMail =
	| { about: 'Verify'; token: string }
	| { about: 'Invited'; token: string }
	| { about: 'Exists' }
	| { about: 'Reset'; token: string }
	| { about: 'PasswordChanged' }
	| { about: 'NewAddress'; token: string }
	| { about: 'AddressTaken' }
	| { about: 'AddressLeaves'; mail: string }
	| { about: 'Deleted' };

export type Addressee = {
	memberId: number | null;
	mail: string;
	language: string;
	/**
	 * How the letter greets; null for an address that is not known to be theirs: what somebody typed as their name must not be
	 * carried to a stranger's mailbox.
	 */
	name: string | null;
};

/** Writes an account mail into the outbox in the deed's transaction; `key` names the deed. */
export async function mailAccount(tx: Tx, deps: Deps, to: Addressee, mail: AccountMail, key: string): Promise<void> {
	const { language, name } = to;
	const origin = deps.env.PUBLIC_ORIGIN;
	const { siteName } = await loadSettings(tx);
	const params = { site: siteName, mail: mail.about === 'AddressLeaves' ? mail.mail : '' };
	const greeting =
		name === null
			? translate(language, 'mail.accountGreeting')
			: translate(language, 'mail.accountGreetingName', { name });
	const button = buttonOf(mail, language);
	const letter = renderLetter({
		language,
		subject: translate(language, `mail.account${mail.about}Subject`, params),
		paragraphs: [
			greeting,
			translate(language, `mail.account${mail.about}Text`, params),
			translate(language, `mail.account${mail.about}Else`, params),
		],
		...(button && { button: { label: button.label, href: origin + button.path } }),
		footer: [translate(language, 'mail.accountWhy', params)],
		siteName,
		origin,
	});
	await enqueueMail(tx, {
		...letter,
		key: `account:${key}`,
		memberId: to.memberId,
		kind: 'account',
		recipient: to.mail,
		headers: { 'Auto-Submitted': 'auto-generated' },
		at: deps.clock.now(),
	});
}

function buttonOf(mail: AccountMail, language: string): { label: string; path: string } | undefined {
	switch (mail.about) {
		case 'Verify':
		case 'NewAddress':
			return { label: translate(language, 'mail.accountConfirmButton'), path: verifyMailAddress(mail.token) };
		case 'Invited':
			return { label: translate(language, 'mail.accountJoinButton'), path: invitationAddress(mail.token) };
		case 'Reset':
			return { label: translate(language, 'mail.accountPasswordButton'), path: resetPasswordAddress(mail.token) };
		case 'PasswordChanged':
		case 'AddressLeaves':
			return { label: translate(language, 'mail.accountPasswordButton'), path: resetPasswordAddress() };
		case 'Exists':
		case 'AddressTaken':
			return { label: translate(language, 'mail.accountSignInButton'), path: signInAddress() };
		case 'Deleted':
			return undefined;
	}
}
