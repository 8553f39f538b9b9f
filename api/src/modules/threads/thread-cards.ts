import { translate } from '@ikatan/messages';
import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { bareLinks, withCards, type Card } from '../../platform/richtext/index.ts';
import type { Visibility } from '../spaces/index.ts';
import { listTitles } from './unfurl.queries.ts';

const mostThreads = 50;

/**
 * Puts cards under bare links to threads of this community, with their titles as they are now. Made for each reader when they read:
 * a thread that they may not open stays an address. One statement, and none where nothing is linked.
 */
export async function withThreadCards<Body extends { html: string }>(
	deps: Deps,
	actor: Actor,
	visibility: Visibility,
	bodies: Body[],
): Promise<Body[]> {
	const origin = deps.env.PUBLIC_ORIGIN;
	const linked = new Map<string, number>();
	for (const { html } of bodies) {
		if (!html.includes('href="/threads/')) continue;
		for (const href of bareLinks(html, origin)) {
			const id = /^\/threads\/(\d{1,15})(?:[/?#]|$)/.exec(href)?.[1];
			if (id && linked.size < mostThreads) linked.set(href, Number(id));
		}
	}
	if (linked.size === 0) return bodies;
	const titles = await listTitles(deps.sql, visibility, [...new Set(linked.values())]);
	const byId = new Map(titles.map((one) => [one.id, one]));
	const cards = new Map<string, Card>();
	for (const [href, id] of linked) {
		const thread = byId.get(id);
		const note = thread?.solved
			? translate(actor.language, 'thread.cardSolved')
			: translate(actor.language, 'thread.cardHere');
		if (thread) cards.set(href, { title: thread.title, note });
	}
	return bodies.map((body) => ({ ...body, html: withCards(body.html, origin, cards) }));
}
