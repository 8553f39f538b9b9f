import type { Viewer } from '@ikatan/contracts/accounts';
import { staffRoles } from '@ikatan/contracts/common';
import type { MessageKey } from '@ikatan/messages';

type Place = { href: string; label: MessageKey; roles: readonly Viewer['role'][] };

/** The pages around insights, in the order of their navigation. A new page: one line, with who sees it. */
const places: Place[] = [
	{ href: '/insights', label: 'insights.board', roles: staffRoles },
	{ href: '/insights/list', label: 'insights.list', roles: staffRoles },
	{ href: '/insights/mine', label: 'mining.title', roles: staffRoles },
	{ href: '/insights/owed', label: 'insights.owedPlace', roles: staffRoles },
	{ href: '/insights/nominations', label: 'insights.nominations', roles: staffRoles },
	{ href: '/roadmap', label: 'insights.roadmap', roles: staffRoles },
	{ href: '/insights/to-write', label: 'shell.docsToWrite', roles: [...staffRoles, 'moderator'] },
];

/** Those of them that this reader may open; nothing where there is no choice. */
export function placesFor(viewer: Viewer | null): Place[] {
	const own = viewer ? places.filter(({ roles }) => roles.includes(viewer.role)) : [];
	return own.length > 1 ? own : [];
}
