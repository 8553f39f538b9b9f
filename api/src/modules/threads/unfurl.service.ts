import { inTransaction, type Sql } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { fetchPage } from '../../platform/outside/fetch-page.ts';
import { pageFacts } from '../../platform/outside/page-facts.ts';
import { bareLinks, withCards, withoutCards, type Card } from '../../platform/richtext/index.ts';
import { currentSettings, loadSettings } from '../settings/index.ts';
import { bumpThread } from './numbers.queries.ts';
import * as queries from './unfurl.queries.ts';

const freshForMs = 7 * 24 * 60 * 60 * 1000;
/** Cards under one post; more would bury the text. */
const mostCards = 5;

/** A body with the cards of what is known already of the pages it links to; those not known yet come by `unfurlPost`. */
export async function withKnownCards(deps: Deps, html: string): Promise<string> {
	const origin = deps.env.PUBLIC_ORIGIN;
	const links = bareLinks(html, origin);
	if (links.length === 0) return html;
	const { unfurlHosts } = await currentSettings(deps.sql);
	return withCards(html, origin, await cardsFor(deps.sql, allowedAmong(links, unfurlHosts)));
}

/**
 * Asks the pages that a post's bare links lead to what they say of themselves, as far as their hosts are allowed and it was not asked
 * within 7 days, and puts the cards under the links: no revision, no mark of an edit; open pages fetch the post anew.
 */
export async function unfurlPost(deps: Deps, postId: number): Promise<void> {
	const { unfurlHosts } = await loadSettings(deps.sql);
	const body = unfurlHosts.length > 0 ? await queries.findShownBody(deps.sql, postId) : undefined;
	if (!body) return;
	const links = allowedAmong(bareLinks(body.html, deps.env.PUBLIC_ORIGIN), unfurlHosts);
	if (links.length === 0) return;
	await learn(deps, links, unfurlHosts);
	await show(deps, body, await cardsFor(deps.sql, links));
}

async function learn(deps: Deps, links: string[], hosts: string[]): Promise<void> {
	const now = deps.clock.now();
	const known = new Map((await queries.listUnfurls(deps.sql, links)).map((one) => [one.url, one.fetchedAt]));
	const mayAsk = (host: string) => isAllowed(host, hosts);
	for (const url of links) {
		const at = known.get(url);
		if (at && now.getTime() - new Date(at).getTime() < freshForMs) continue;
		const page = await fetchPage(url, { outside: deps.outside, mayAsk });
		const facts = page === undefined ? undefined : pageFacts(page);
		await queries.putUnfurl(deps.sql, { url, title: facts?.title ?? null, description: facts?.description ?? '' }, now);
	}
}

async function show(deps: Deps, body: queries.ShownBody, cards: ReadonlyMap<string, Card>): Promise<void> {
	const html = withCards(withoutCards(body.html), deps.env.PUBLIC_ORIGIN, cards);
	if (html === body.html) return;
	await inTransaction(deps.sql, async (tx) => {
		// The thread first, as everywhere.
		const version = await bumpThread(tx, body.threadId);
		if (!(await queries.replaceRendering(tx, body, html))) return;
		await deps.live.announce(tx, {
			topic: `thread:${body.threadId}`,
			message: { type: 'post-changed', threadId: body.threadId, postId: body.postId, version },
		});
	});
}

async function cardsFor(sql: Sql, links: string[]): Promise<Map<string, Card>> {
	const known = await queries.listUnfurls(sql, links);
	return new Map(
		known.flatMap(({ url, title, description }) =>
			title === null ? [] : [[url, { title, description, note: bare(new URL(url).hostname) }] as const],
		),
	);
}

function allowedAmong(links: string[], hosts: string[]): string[] {
	const allowed = links.filter((link) => {
		const url = URL.parse(link);
		return url !== null && link.length <= 2000 && isAllowed(url.hostname, hosts);
	});
	return allowed.slice(0, mostCards);
}

/** A host on the list, with or without `www.`; its other subdomains may belong to anybody. */
function isAllowed(host: string, hosts: string[]): boolean {
	return hosts.some((allowed) => bare(allowed) === bare(host));
}

const bare = (host: string) => host.replace(/^www\./, '');
