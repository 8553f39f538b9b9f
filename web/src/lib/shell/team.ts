import type { Viewer } from '@ikatan/contracts/accounts';
import type { Rail } from '@ikatan/contracts/pages';
import type { MessageKey } from '@ikatan/messages';

type Team = NonNullable<Rail['team']>;
type TeamPlace = {
	href: string;
	label: MessageKey;
	/** Staff see it, and moderators too where this says so. */
	moderators?: boolean;
	/** How much waits there, where something can. */
	waiting?: (team: Team) => number | undefined;
	/** Not there while nothing waits. */
	onlyWaiting?: boolean;
};
type ShownPlace = { href: string; label: MessageKey; waiting?: number };

/** Pages for those who look after the community, in the order of the navigation. A new page: one line, with who sees it. */
const teamPlaces: TeamPlace[] = [
	{ href: '/insights', label: 'shell.insights', waiting: ({ product }) => product?.insights },
	{ href: '/insights/mine', label: 'shell.mining', waiting: ({ product }) => product?.mining },
	{
		href: '/insights/nominations',
		label: 'shell.nominations',
		waiting: ({ product }) => product?.nominations,
		onlyWaiting: true,
	},
	{ href: '/insights/to-write', label: 'shell.docsToWrite', moderators: true },
];

/** Those of them that this reader may open; the API guards each again. The queue is there for whoever moderates any space. */
export function teamPlacesFor(viewer: Viewer | null, { team }: Pick<Rail, 'team'>): ShownPlace[] {
	if (!viewer) return [];
	const own = teamPlaces
		.filter(({ moderators }) => viewer.staff || (moderators && viewer.role === 'moderator'))
		.map(({ waiting, ...place }) => ({ ...place, waiting: team ? waiting?.(team) : undefined }))
		.filter(({ waiting, onlyWaiting }) => waiting || !onlyWaiting);
	if (team?.moderation == null) return own;
	return [...own, { href: '/moderation', label: 'shell.moderation', waiting: team.moderation }];
}
