import type { MessageKey } from '@ikatan/messages';

/** What the log's lines about a member say in words; any other is shown as it is written. */
export const actionWords: Record<string, MessageKey | undefined> = {
	'member.role-changed': 'admin-people.action.role',
	'member.company-changed': 'admin-people.action.company',
	'member.groups-changed': 'admin-people.action.groups',
	'member.trust-level-changed': 'admin-people.action.trustLevel',
	'member.title-changed': 'admin-people.action.title',
	'member.state-changed': 'admin-people.action.state',
	'member.mail-confirmed': 'admin-people.action.mailConfirmed',
	'member.signed-out': 'admin-people.action.signedOut',
};
