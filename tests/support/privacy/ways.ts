import type { z } from 'zod';
import { searchThreads } from '@ikatan/contracts/search';
import type { Caller, TestApp } from '../app.ts';
import { allEndpoints, namesInPath, type NamedEndpoint } from '../endpoints.ts';
import { candidatesOf, fewOf, valuesOf, type Candidates, type Value } from './candidates.ts';
import type { World } from './fillings.ts';
import type { Reader } from './secrets.ts';

type Values = Record<string, Value>;
/** One question to the API, and how to name it in a report. Those of one `place` differ by their query only. */
export type Way = { name: string; place: string; endpoint: NamedEndpoint['endpoint']; params: Values; query: Values };

const keysOf = (schema: z.ZodType | undefined): [string, z.ZodType][] =>
	Object.entries((schema as { shape?: Record<string, z.ZodType> } | undefined)?.shape ?? {});

/**
 * Every way to read that the contracts declare, with everything private put where a number, a name or words can stand. At each
 * place the plain question comes first. All that a query can hold is asked in every thread, and elsewhere at the first place:
 * what is asked with both is the same code.
 */
export async function waysOut(world: World): Promise<Way[]> {
	const candidates = candidatesOf(world);
	const ways: Way[] = [];
	for (const { name, endpoint } of await allEndpoints()) {
		if (endpoint.method !== 'GET') continue;
		for (const [index, params] of placesOf(endpoint, candidates, world).entries()) {
			const queries = queriesOf(endpoint, params, candidates, world);
			const asked = index === 0 || params.threadId !== undefined ? queries : queries.slice(0, 1);
			const place = `${name} ${JSON.stringify(params)}`;
			for (const query of asked)
				ways.push({ name: `${place} ${JSON.stringify(query)}`, place, endpoint, params, query });
		}
	}
	return ways;
}

/** The search itself is asked for every private word; others, which stand on it or are lists, for some of each kind. */
const asksEveryWord = (endpoint: Way['endpoint']) => endpoint === searchThreads;

function placesOf(endpoint: Way['endpoint'], candidates: Candidates, world: World): Values[] {
	const schemas = new Map(keysOf(endpoint.params));
	let places: Values[] = [{}];
	for (const key of namesInPath(endpoint.path)) {
		const values = valuesOf(key, schemas.get(key)!, candidates, world);
		places = places.flatMap((place) => values.map((value) => ({ ...place, [key]: value })));
	}
	return places;
}

function queriesOf(endpoint: Way['endpoint'], params: Values, candidates: Candidates, world: World): Values[] {
	const keys = keysOf(endpoint.query);
	const needed = keys.filter(([, schema]) => !schema.safeParse(undefined).success);
	const base: Values = Object.fromEntries(
		needed.map(([key, schema]) => [key, valuesOf(key, schema, candidates, world)[0] ?? 'receipt']),
	);
	// Posts are asked for in their own thread.
	const own = world.threads.filter((thread) => thread.id === params.threadId).flatMap((thread) => thread.postIds);
	const queries = [base];
	for (const [key, schema] of keys) {
		const wide = valuesOf(key, schema, candidates, world);
		const all = asksEveryWord(endpoint) ? wide : fewOf(wide, world);
		const values = own.length > 0 && (key === 'postId' || key === 'comments') ? own : all;
		if (own.length > 0 && key === 'ids') queries.push({ ...base, ids: own.join(',') });
		for (const value of values) queries.push({ ...base, [key]: value });
	}
	return queries;
}

/** The ways that could tell a reader something new: words that they may read already need not be looked for. */
export function waysFor(reader: Reader, ways: Way[], world: World): Way[] {
	return ways.filter(({ query }) => {
		const words = world.secrets.heardIn([query.q, query.text, query.title].join(' '));
		return words.every(({ hiddenFrom }) => hiddenFrom.includes(reader));
	});
}

/** Goes one way as somebody, and gives all that came back: status, headers and body. */
export async function take(
	app: TestApp,
	{ endpoint, params, query }: Way,
	as: Caller | undefined,
): Promise<{ status: number; said: string }> {
	const reply = await app.call(endpoint, { as, params: params as never, query: query as never });
	// What differs from one time to the next, whatever was asked.
	const passing = /^(set-cookie|date|content-length|x-ratelimit-)/;
	const headers = Object.entries(reply.headers).filter(([name]) => !passing.test(name));
	return { status: reply.status, said: `${reply.text} ${JSON.stringify(headers)}` };
}

const lanes = 4;
/** Does the same with each, some at a time. */
export async function forEachOf<Item>(items: Iterable<Item>, act: (item: Item) => Promise<void>): Promise<void> {
	const left = [...items].values();
	const lane = async () => {
		for (const item of left) await act(item);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * Goes many ways as somebody, some at a time. Whom a place refuses for who they are (policies know nothing else) is asked
 * there no further.
 */
export async function takeAll(
	app: TestApp,
	ways: Way[],
	as: () => Caller | undefined,
	heard: (way: Way, reply: { status: number; said: string }) => void,
	enough: () => boolean = () => false,
): Promise<void> {
	await forEachOf(Map.groupBy(ways, (way) => way.place).values(), async (group) => {
		for (const way of group) {
			if (enough()) return;
			const reply = await take(app, way, as());
			heard(way, reply);
			if (reply.status === 401 || reply.status === 403) break;
		}
	});
}

/** The name of something private by which a way asks, e.g. a space's address: some replies say it again. */
export function askedBy({ query, params }: Way, world: World): string | undefined {
	const named = [query.space, query.tag, query.area, query.team, params.slug].find(
		(value) => typeof value === 'string' && world.secrets.heardIn(value).length > 0,
	);
	return named === undefined ? undefined : String(named);
}

/** The same way, asking by a name that nothing has. */
export function askingByNothing(way: Way, name: string, nothing: string): Way {
	const instead = (values: Values) =>
		Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value === name ? nothing : value]));
	return { ...way, query: instead(way.query), params: instead(way.params) };
}
