import type { Viewer } from '@ikatan/contracts/accounts';
import type { Rail } from '@ikatan/contracts/pages';
import type { MessageKey } from '@ikatan/messages';

type TeamPlace = { href: string; label: MessageKey; roles: Viewer['role'][] };
/** With how much waits there, where something can. */
type ShownPlace = Pick<TeamPlace, 'href' | 'label'> & { waiting?: number };

/** Pages for those who look after the community, in the order of the navigation. A new page: one line, with who sees it. */
const teamPlaces: TeamPlace[] = [
	{ href: '/insights', label: 'shell.insights', roles: ['agent', 'product', 'success', 'admin'] },
	{
		href: '/insights/to-write',
		label: 'shell.docsToWrite',
		roles: ['moderator', 'agent', 'product', 'success', 'admin'],
	},
];

/** Those of them that this reader may open; the API guards each again. The queue is there for whoever moderates any space. */
export function teamPlacesFor(viewer: Viewer | null, rail: Pick<Rail, 'team'>): ShownPlace[] {
	if (!viewer) return [];
	const own: ShownPlace[] = teamPlaces.filter(({ roles }) => roles.includes(viewer.role));
	if (!rail.team) return own;
	return [...own, { href: '/moderation', label: 'shell.moderation', waiting: rail.team.moderation }];
}
