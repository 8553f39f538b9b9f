import type { Page } from 'playwright-core';
import { community } from '../../api/demo/content/index.ts';
import { momentOf } from '../../api/src/commands/demo/moment.ts';
import { englishCustomer, moderator, ownPages, publicPages, teamPages } from '../e2e/pages.ts';

/** A page in one state: who looks at it, and what they do there before it is photographed. */
export type State = { path: string; as?: string; name?: string; act?: (page: Page) => Promise<void> };

/** A much discussed thread of a public space; the demo numbers its threads from the oldest to the newest. */
const isPublic = (slug: string) => community.spaces.some((space) => space.slug === slug && space.kind === 'public');
const now = new Date();
const threadId =
	[...community.threads]
		.sort((left, right) => momentOf(now, left.age).getTime() - momentOf(now, right.age).getTime())
		.findIndex((thread) => isPublic(thread.space) && thread.kind === 'question' && (thread.answers?.length ?? 0) > 2) +
	1;
const threadPath = `/threads/${threadId}`;
const product = teamPages.find(({ path }) => path === '/insights')!.as;
const keeper = teamPages.find(({ path }) => path === '/admin')!.as;

const submit = (name: RegExp) => async (page: Page) => {
	await page.getByRole('main').getByRole('button', { name }).first().click();
	await page.waitForLoadState('networkidle');
};

const refused: State[] = [
	{ path: '/sign-in', name: 'refused', act: submit(/^(Sign in|Masuk)$/) },
	{ path: '/sign-up', name: 'refused', act: submit(/^(Join|Gabung|Daftar)/) },
	{ path: '/ask', as: englishCustomer, name: 'refused', act: submit(/^(Post|Kirim|Terbitkan|Pasang)/) },
	{ path: '/insights/new', as: product, name: 'refused', act: submit(/.*/) },
];

const acting: State[] = [
	{ path: threadPath, name: 'visitor' },
	{ path: threadPath, as: englishCustomer },
	{ path: threadPath, as: product },
	{ path: threadPath, as: moderator },
	{ path: `/threads/${threadId}/history`, as: moderator },
	{ path: '/', name: 'searching', act: (page) => page.keyboard.press('/').then(() => page.keyboard.type('printr')) },
	{
		path: '/',
		as: englishCustomer,
		name: 'inbox-open',
		act: (page) => page.locator('header a[href="/inbox"]').click(),
	},
	{ path: '/admin', as: keeper },
];

/** Every page of the demo, in its states, each once. */
export const demoStates: State[] = [
	...publicPages,
	...ownPages.map(({ path }) => ({ path, as: englishCustomer })),
	...teamPages.map(({ path, as }) => ({ path, as })),
	...acting,
	...refused,
];

/** What a community without content shows; `admin` is whoever made it. */
export const emptyPaths = [
	'/',
	'/tagged',
	'/members',
	'/search?q=printer',
	'/roadmap',
	'/inbox',
	'/drafts',
	'/watches',
	'/insights',
	'/insights/list',
	'/insights/mine',
	'/insights/owed',
	'/insights/nominations',
	'/insights/to-write',
	'/moderation',
	'/moderation/log',
	'/admin',
	'/admin/companies',
	'/admin/groups',
	'/admin/tags',
	'/admin/jobs',
	'/admin/mail',
];

/** The ten main pages, which CI compares with their pictures in `main/`. */
export const mainStates: State[] = [
	{ path: '/', name: 'home' },
	{ path: threadPath, name: 'thread' },
	{ path: '/search?q=printer', name: 'search' },
	{ path: '/roadmap', name: 'roadmap' },
	{ path: '/ask', as: englishCustomer, name: 'ask' },
	{ path: '/settings/notices', as: englishCustomer, name: 'settings' },
	{ path: '/insights', as: product, name: 'board' },
	{ path: '/insights/1', as: product, name: 'insight' },
	{ path: '/moderation', as: moderator, name: 'queue' },
	{ path: '/admin/spaces', as: keeper, name: 'admin' },
];
