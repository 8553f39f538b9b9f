import type { Viewer } from '@ikatan/contracts/accounts';
import type { MessageKey } from '@ikatan/messages';

type TeamPlace = { href: string; label: MessageKey; roles: Viewer['role'][] };

/** Pages for those who look after the community, in the order of the navigation. A new page: one line, with who sees it. */
const teamPlaces: TeamPlace[] = [
	{ href: '/insights', label: 'shell.insights', roles: ['agent', 'product', 'success', 'admin'] },
	{
		href: '/insights/to-write',
		label: 'shell.docsToWrite',
		roles: ['moderator', 'agent', 'product', 'success', 'admin'],
	},
];

/** Those of them that this reader may open; the API guards each again. */
export function teamPlacesFor(viewer: Viewer | null): TeamPlace[] {
	return viewer ? teamPlaces.filter(({ roles }) => roles.includes(viewer.role)) : [];
}
