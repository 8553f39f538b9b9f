import { error } from '@sveltejs/kit';
import { readRoadmap } from '@ikatan/contracts/telling';
import { roadmapFeed } from '#lib/server/roadmapFeed.ts';
import { answer } from '#lib/server/answer.ts';
import { atomReply } from '#lib/server/atom.ts';
import type { RequestEvent } from './$types';

/** What changed on the public roadmap, or in one product area of it. In the community's language, whoever asks. */
export async function GET({ locals, url }: RequestEvent): Promise<Response> {
	const area = url.searchParams.get('area')?.slice(0, 60) || undefined;
	const result = await locals.api(readRoadmap, { query: { area } });
	if (!result.ok && result.status === 404) error(404, '');
	const self = area ? `${url.pathname}?area=${encodeURIComponent(area)}` : url.pathname;
	const feed = roadmapFeed(answer(result), locals.site.defaultLanguage, self);
	return atomReply(locals, { ...feed, title: `${feed.title} · ${locals.site.name}` });
}
