import type { Page } from 'playwright-core';
import { community } from '../../api/demo/content/index.ts';
import { momentOf } from '../../api/src/commands/demo/moment.ts';
import { mailOf } from '../support/visits.ts';
import { englishCustomer, moderator, ownPages, publicPages, teamPages } from '../e2e/pages.ts';

/** A page in one state: who looks at it, and what they do there before it is photographed. */
export type State = { path: string; as?: string; name?: string; act?: (page: Page) => Promise<void> };

/** A much discussed thread of a public space; the demo numbers its threads from the oldest to the newest. */
const isPublic = (slug: string) => community.spaces.some((space) => space.slug === slug && space.kind === 'public');
const now = new Date();
const fromTheOldest = [...community.threads].sort(
	(left, right) => momentOf(now, left.age).getTime() - momentOf(now, right.age).getTime(),
);
const pathOf = (wanted: (thread: (typeof fromTheOldest)[number]) => boolean): string =>
	`/threads/${fromTheOldest.findIndex((thread) => isPublic(thread.space) && wanted(thread)) + 1}`;
const threadPath = pathOf(({ kind, answers }) => kind === 'question' && (answers?.length ?? 0) > 2);
const product = teamPages.find(({ path }) => path === '/insights')!.as;
const keeper = teamPages.find(({ path }) => path === '/admin')!.as;

const submit = (name: RegExp) => async (page: Page) => {
	await page.getByRole('main').getByRole('button', { name }).first().click();
	await page.waitForLoadState('networkidle');
};

const press = (name: RegExp) => async (page: Page) => {
	await page.getByRole('main').getByRole('button', { name }).first().click();
};

/** On a phone the left rail is a menu, on a desk the way to one's own pages. */
const openMenu = async (page: Page) => {
	const phone = page.locator('header button.menu');
	await ((await phone.isVisible()) ? phone : page.locator('header [popovertarget]:visible').last()).click();
};

/** From the list of threads to read, to the first of them. */
const readNext = async (page: Page) => {
	await page.keyboard.press('s');
	await page.waitForURL('**/mine/*');
};

const openItem = async (page: Page) => {
	await page.locator('main [data-queue-list] a[href^="/moderation/"]').first().click();
	await page.waitForURL(/moderation\/\d+/);
};

/** On a phone the search has a page of its own, without suggestions. */
const typeSearch = async (page: Page) => {
	await page.keyboard.press('/');
	await page.locator('input[type=search]:focus').waitFor();
	await page.keyboard.type('printr');
	await page.locator('[role=listbox] [role=option]').first().waitFor();
};

const openKeys = async (page: Page) => {
	await page.keyboard.press('?');
	await page.locator('dialog[open]').waitFor();
};

const openInbox = async (page: Page) => {
	await page.locator('header a[href="/inbox"]').click();
	await page.waitForURL('**/inbox');
};

/** A mail has to be sent before it can be looked at. */
const readMail = async (page: Page) => {
	await page.locator('main input[type=email]').fill(mailOf(englishCustomer));
	await submit(/./)(page);
	const mail = page.locator('main a[href^="/mailbox/"]').first();
	for (let tries = 0; tries < 20 && !(await mail.isVisible()); tries++) {
		await page.waitForTimeout(250);
		await page.goto('/mailbox');
	}
	await mail.click();
	await page.waitForURL(/mailbox\/\d+/);
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
	...(['idea', 'problem', 'discussion', 'announcement'] as const).map((kind) => ({
		path: pathOf((thread) => thread.kind === kind),
		as: englishCustomer,
		name: kind,
	})),
	...['edit', 'history', 'report', 'delete'].map((deed) => ({ path: `/posts/1/${deed}`, as: moderator })),
	{ path: threadPath, as: moderator, name: 'watching', act: press(/^(Watch|Ikuti)/) },
	{ path: '/insights/mine', as: product },
	{ path: '/insights/mine', as: product, name: 'reading', act: readNext },
	{
		path: '/moderation',
		as: moderator,
		name: 'opened',
		act: openItem,
	},
	{ path: '/reset-password', name: 'mail', act: readMail },
	{ path: '/reset-password/no-such-token' },
	{ path: '/', as: englishCustomer, name: 'menu', act: openMenu },
	{ path: '/', as: keeper, name: 'keys', act: openKeys },
	{ path: '/', name: 'searching', act: typeSearch },
	{
		path: '/',
		as: englishCustomer,
		name: 'inbox-open',
		act: openInbox,
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
