import { community } from '../../api/demo/content/index.ts';

/** A page that has to stand the test of every reader: an address, and what the server says to it when it is not 200. */
export type TestedPage = { path: string; status?: number };

/** The number of an insight of the demo, by its title. */
export const demoInsight = (title: string): number =>
	community.insights.findIndex((insight) => insight.title === title) + 1;

const members = community.members.filter((member) => member.role === 'member');
/** A customer who reads English. */
export const englishCustomer = members.find((member) => member.language === 'en')?.handle ?? '';
/** A customer who reads Indonesian. */
export const indonesianCustomer = members.find((member) => member.language === 'id')?.handle ?? '';
export const [space] = community.spaces.filter(({ kind, posting }) => kind === 'public' && posting !== 'staff');
const tag = community.tags[0]?.name ?? '';
const helper = community.members.find((member) => member.role === 'champion')?.handle ?? '';

/** Pages that anybody may open. The thread page has tests of its own. */
export const publicPages: TestedPage[] = [
	{ path: '/' },
	{ path: '/?order=unanswered' },
	{ path: '/threads/questions' },
	{ path: '/threads/announcements' },
	{ path: `/spaces/${space?.slug}` },
	{ path: '/tagged' },
	{ path: '/tagged?q=zzz' },
	{ path: `/tagged/${tag}` },
	{ path: '/members' },
	{ path: '/members?q=zzz' },
	{ path: `/members/${helper}` },
	{ path: `/members/${helper}/reputation` },
	{ path: '/search' },
	{ path: '/search?q=printer' },
	{ path: '/search?q=zzzqqqxxx' },
	{ path: '/ask' },
	{ path: '/sign-in' },
	{ path: '/sign-up' },
	{ path: '/reset-password' },
	{ path: '/verify-mail/no-such-token' },
	{ path: '/unsubscribe/no-such-token', status: 404 },
	{ path: '/mailbox' },
	{ path: '/roadmap' },
	{ path: `/roadmap?area=${community.areas[0]?.slug}` },
	{ path: '/roadmap?area=no-such-area', status: 404 },
	{ path: '/offline' },
	{ path: '/no-such-page', status: 404 },
];

/** Pages that need a member. */
export const ownPages: TestedPage[] = [
	{ path: '/' },
	{ path: '/ask' },
	{ path: '/threads/ideas' },
	{ path: `/spaces/${space?.slug}` },
	{ path: '/inbox' },
	{ path: '/inbox?only=unseen' },
	{ path: '/drafts' },
	{ path: '/watches' },
	{ path: '/settings' },
	{ path: '/settings/account' },
	{ path: '/settings/notices' },
	{ path: '/settings/devices' },
	{ path: '/settings/data' },
	{ path: '/settings/reports' },
];

const staffMember = community.members.find((member) => member.role === 'product' && member.language === 'en');
const keeper = community.members.find((member) => member.role === 'admin');
/** Who keeps the place. */
export const moderator = community.members.find((member) => member.role === 'moderator')?.handle ?? '';
const owedInsight = demoInsight('Scanned digits must never land in a note');
/** Pages of those who look after the community, by whoever may open them all; each with what stands behind it. */
export const teamPages: (TestedPage & { as: string })[] = [
	{ as: staffMember?.handle ?? '', path: '/insights/owed' },
	{ as: staffMember?.handle ?? '', path: `/insights/${owedInsight}/tell` },
	{ as: staffMember?.handle ?? '', path: '/insights/1/tell' },
	...['/insights/flag?outside=1', '/insights/flag?postId=1', '/insights/flag?threadId=1', '/insights/nominations'].map(
		(path) => ({ as: staffMember?.handle ?? '', path }),
	),
	{ as: staffMember?.handle ?? '', path: '/insights/flag?postId=999999', status: 404 },
	{ as: englishCustomer, path: '/insights/flag?postId=1', status: 403 },
	{ as: englishCustomer, path: '/nominations', status: 403 },
	{ as: helper, path: '/nominations' },
	{ as: helper, path: '/nominations/new?postId=1' },
	...[
		'/insights',
		'/insights?lanes=area',
		'/insights?q=zzz&trend=rising',
		'/insights/list',
		'/insights/list?q=zzz',
		'/insights/new',
		'/insights/1',
		'/insights/1?find=stock',
		'/insights/areas/till',
	].map((path) => ({ as: staffMember?.handle ?? '', path })),
	{ as: staffMember?.handle ?? '', path: '/insights/999999', status: 404 },
	{ as: englishCustomer, path: '/insights', status: 403 },
	{ as: keeper?.handle ?? '', path: '/admin/insights' },
	{ as: staffMember?.handle ?? '', path: '/insights/to-write' },
	{ as: staffMember?.handle ?? '', path: '/insights/to-write?show=written' },
	{ as: moderator, path: '/moderate/threads/1' },
	{ as: moderator, path: '/moderate/posts/1' },
	{ as: englishCustomer, path: '/moderate/threads/1', status: 403 },
	...[
		'/moderation',
		'/moderation?view=decided',
		'/moderation?cause=watched-word',
		'/moderation/log',
		'/moderation/log?action=thread&from=2020-01-01',
		'/moderation/log?actor=zzz',
		'/moderation/members/8',
		'/moderation/threads/1/notes',
	].map((path) => ({ as: moderator, path })),
	{ as: staffMember?.handle ?? '', path: '/admin/documents', status: 404 },
	{ as: keeper?.handle ?? '', path: '/admin/documents' },
	{ as: staffMember?.handle ?? '', path: '/admin/members', status: 404 },
	...[
		'/admin',
		'/admin/settings',
		'/admin/settings/questions',
		'/admin/settings/reputation',
		'/admin/settings/moderation',
		'/admin/settings/words',
		'/admin/settings/mail',
		'/admin/brand',
		'/admin/home',
		'/admin/search',
		'/admin/jobs',
		'/admin/mail',
		'/admin/about',
		'/admin/spaces',
		'/admin/spaces/1',
		'/admin/groups',
		'/admin/groups/1',
		'/admin/members',
		'/admin/members?q=zzz',
		'/admin/members/1',
		'/admin/members/8',
		'/admin/invitations',
		'/admin/companies',
		'/admin/companies?q=zzz',
		'/admin/companies/1',
		'/admin/tags',
		'/admin/tags?only=unused',
		'/admin/tags/1',
	].map((path) => ({ as: keeper?.handle ?? '', path })),
];
