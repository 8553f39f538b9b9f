import type { MessageKey } from '@ikatan/messages';

export type Place = { href: string; label: MessageKey };
export type PlaceGroup = { title: MessageKey; places: Place[] };

/** Everything an admin can do, in the order of the navigation. A new page: one line in its group. */
export const placeGroups: PlaceGroup[] = [
	{
		title: 'admin.groupCommunity',
		places: [
			{ href: '/admin', label: 'admin.overview' },
			{ href: '/admin/settings', label: 'admin.settings' },
			{ href: '/admin/brand', label: 'admin.brand' },
			{ href: '/admin/home', label: 'admin.homePage' },
		],
	},
	{
		title: 'admin.groupPeople',
		places: [
			{ href: '/admin/members', label: 'admin.members' },
			{ href: '/admin/invitations', label: 'admin.invitations' },
			{ href: '/admin/groups', label: 'admin.groups' },
			{ href: '/admin/companies', label: 'admin.companies' },
		],
	},
	{
		title: 'admin.groupPlaces',
		places: [
			{ href: '/admin/spaces', label: 'admin.spaces' },
			{ href: '/admin/tags', label: 'admin.tags' },
		],
	},
	{
		title: 'admin.groupProduct',
		places: [{ href: '/admin/insights', label: 'insights.admin' }],
	},
	{
		title: 'admin.groupRunning',
		places: [
			{ href: '/admin/search', label: 'admin.search' },
			{ href: '/admin/jobs', label: 'admin.jobs' },
			{ href: '/admin/mail', label: 'admin.mail' },
			{ href: '/admin/documents', label: 'admin.documents' },
			{ href: '/moderation/log', label: 'admin.auditLog' },
			{ href: '/admin/about', label: 'admin.about' },
		],
	},
];

/** The place that an address belongs to: its own, or the one that it lies below. */
export function placeOf(pathname: string): Place | undefined {
	const all = placeGroups.flatMap(({ places }) => places);
	const holds = ({ href }: Place) => pathname === href || (href !== '/admin' && pathname.startsWith(`${href}/`));
	return all.find(holds);
}
