import { address } from '@ikatan/client';
import { readHomePage } from '@ikatan/contracts/pages';
import { threadPath } from '@ikatan/contracts/paths';
import { findSimilar, suggestSearch } from '@ikatan/contracts/search';
import { readThread } from '@ikatan/contracts/threads';
import { sessionOf, type Place } from './place.ts';
import type { Scenario } from './run.ts';
import { twentyEvery } from './seed.ts';
import { titles, typedQueries } from './texts.ts';
import { written, type Asked } from './traffic.ts';

const browser = {
	accept: 'text/html',
	'accept-encoding': 'gzip, deflate, br',
	'accept-language': 'en-US,en;q=0.9',
	'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
/** Distinct requests of a scenario; they go round. */
const variety = 2_000;

/** Everything that is read: pages, their JSON, lists, search. */
export async function readScenarios(place: Place): Promise<Scenario[]> {
	const { web, api } = place.ports;
	const twenties = await listTwenties(place);
	const some = <Item>(items: readonly Item[], at: number) => items[at % items.length]!;
	const many = (make: (at: number) => Asked) => Array.from({ length: variety }, (_, at) => written(make(at)));
	const signedIn = (at: number) => ({ cookie: `ikatan_session=${sessionOf(1 + (at % 2_000))}` });
	const from = (at: number) => ({ 'x-ikatan-web': place.environment.WEB_SECRET!, 'x-ikatan-client': addressOf(at) });
	const page = (at: number) => threadPath(some(twenties, at));
	const json = (at: number, headers: Record<string, string> = {}) => ({
		path: address(readThread.path, { threadId: some(twenties, at).id }),
		headers: { ...from(at), ...headers },
	});
	const home = (at: number, query: object = {}) => ({ path: address(readHomePage.path, {}, query), headers: from(at) });
	const queries = typedQueries(variety);
	const asked = titles(variety);
	const after = await deepIn(place, { tag: 'part-3' });
	const read = { connections: 10, against: 'read' } as const;
	return [
		{
			...read,
			name: 'kept thread page',
			port: web,
			aim: 0.6,
			requests: [written({ path: page(0), headers: browser })],
		},
		{
			...read,
			name: 'thread page',
			port: web,
			aim: 0.02,
			requests: many((at) => ({ path: `${page(at)}?at=${at}`, headers: browser })),
		},
		{ ...read, name: 'thread JSON', port: api, aim: 0.06, requests: many((at) => json(at)) },
		{
			...read,
			name: 'thread page signed in',
			port: web,
			requests: many((at) => ({ path: page(at), headers: { ...browser, ...signedIn(at) } })),
		},
		{ ...read, name: 'thread JSON signed in', port: api, requests: many((at) => json(at, signedIn(at))) },
		{ ...read, name: 'home page', port: web, requests: many((at) => ({ path: `/?at=${at}`, headers: browser })) },
		{ ...read, name: 'home list JSON', port: api, requests: many((at) => home(at)) },
		{
			...read,
			name: 'home list JSON signed in',
			port: api,
			requests: many((at) => ({ ...home(at), headers: { ...from(at), ...signedIn(at) } })),
		},
		{ ...read, name: 'tag list JSON deep in', port: api, requests: many((at) => home(at, { tag: 'part-3', after })) },
		{
			name: 'search as typed',
			port: api,
			connections: 2,
			against: meilisearch(place, queries),
			aimSlower: 1.5,
			aimP95: 50,
			requests: many((at) => ({ path: address(suggestSearch.path, {}, { q: some(queries, at) }), headers: from(at) })),
		},
		{
			name: 'similar threads',
			port: api,
			connections: 2,
			requests: many((at) => ({ path: address(findSimilar.path, {}, { title: some(asked, at) }), headers: from(at) })),
		},
	];
}

/** An address for each of many readers. */
export const addressOf = (at: number) => `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;

async function listTwenties({ sql }: Place): Promise<{ id: number; title: string }[]> {
	return await sql<{ id: number; title: string }[]>`
		select id, title from threads where id % ${twentyEvery} = 0 and state = 'published' order by id limit 50`;
}

/** The cursor of the 20th page of a list. */
async function deepIn({ ports }: Place, query: object): Promise<string> {
	let after = '';
	for (let page = 0; page < 20; page++) {
		const reply = await fetch(
			`http://127.0.0.1:${ports.api}${address(readHomePage.path, {}, { ...query, after: after || undefined })}`,
		);
		const { next } = (await reply.json()) as { next: string | null };
		if (!next) break;
		after = next;
	}
	return after;
}

/** What Meilisearch is asked for such words, all in one request: threads, members, tags, documents. */
function meilisearch({ meili }: Place, queries: string[]) {
	const headers = { authorization: `Bearer ${meili.key}` };
	const port = Number(new URL(meili.url).port);
	const requests = queries.map((q) => {
		const threads = {
			indexUid: 'ikatan_threads',
			q,
			matchingStrategy: 'all',
			attributesToRetrieve: ['id'],
			filter: 'spaceId IN [1,2,3,4,5,6]',
			limit: 12,
		};
		const beside = ['members', 'tags', 'documents'].map((kind) => ({
			indexUid: `ikatan_${kind}`,
			q,
			attributesToRetrieve: ['id'],
			limit: 6,
		}));
		return written({ method: 'POST', path: '/multi-search', headers, body: { queries: [threads, ...beside] } });
	});
	return { name: 'Meilisearch itself', port, requests };
}
