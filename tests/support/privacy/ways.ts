import type { z } from 'zod';
import type { Caller, TestApp } from '../app.ts';
import { allEndpoints, namesInPath, type NamedEndpoint } from '../endpoints.ts';
import type { World } from './fillings.ts';

/** One question to the API, and how to name it in a report. */
export type Way = { name: string; endpoint: NamedEndpoint['endpoint']; params: Values; query: Values };
type Values = Record<string, string | number>;
type Candidates = Record<string, (string | number)[]>;

/** What the names in addresses and queries can stand for; a name that is not here is tried with the secrets' words. */
function candidatesOf(world: World): Candidates {
	const threadIds = [...new Set([world.publicThread.id, ...world.threads.map((thread) => thread.id)])];
	const postIds = [...new Set([...world.publicThread.postIds, ...world.threads.flatMap((thread) => thread.postIds)])];
	const telling = /: (title|text|answer|comment|tag|name of the space)$|waiting|held|draft of thread|address of mail/;
	const words = world.secrets.all.filter(({ what }) => telling.test(what)).map(({ word }) => word);
	return {
		threadId: threadIds,
		postId: postIds,
		comments: postIds,
		ids: [postIds.slice(0, 50).join(','), postIds.slice(50).join(',')].filter(Boolean),
		targetId: [0, ...threadIds, ...postIds],
		exceptThreadId: [world.publicThread.id],
		spaceId: world.spaces.map((space) => space.id),
		space: world.spaces.map((space) => space.slug),
		tag: world.tags,
		handle: world.handles,
		author: world.handles,
		path: world.oldAddresses,
		q: ['receipt', 'print', '', ...words],
		title: ['Why does it print no receipt?', ...words.map((word) => `Why does ${word} print no receipt?`)],
		mailId: [1, 2, 3, 4, 5],
		groupId: [1, 2],
		companyId: [1, 2],
		tagId: [1, 2],
		memberId: [1, 2, 3],
		page: [1, 2],
		token: ['a.b.c.d'],
		deviceId: ['a'],
		threadsAfter: [],
		answersAfter: [],
		after: [],
		before: [],
		since: ['day'],
	};
}

const keysOf = (schema: z.ZodType | undefined): [string, z.ZodType][] =>
	Object.entries((schema as { shape?: Record<string, z.ZodType> } | undefined)?.shape ?? {});

/** The values of a word from a fixed list, e.g. an order. */
function optionsOf(schema: z.ZodType): string[] {
	const inner = schema as { options?: unknown; unwrap?: () => z.ZodType; def?: { innerType?: z.ZodType } };
	if (Array.isArray(inner.options)) return inner.options.filter((option) => typeof option === 'string');
	const within = inner.def?.innerType;
	return within ? optionsOf(within) : [];
}

/** Every way to read that the contracts declare, with everything private put where a number, a name or words can stand. */
export async function waysOut(world: World): Promise<Way[]> {
	const candidates = candidatesOf(world);
	const ways: Way[] = [];
	for (const { name, endpoint } of await allEndpoints()) {
		if (endpoint.method !== 'GET') continue;
		for (const params of placesOf(endpoint, candidates)) {
			for (const query of queriesOf(endpoint, params, candidates, world)) {
				const input = JSON.stringify({ ...params, ...query });
				ways.push({ name: `${name} ${input}`, endpoint, params, query });
			}
		}
	}
	return ways;
}

function placesOf(endpoint: Way['endpoint'], candidates: Candidates): Values[] {
	const schemas = new Map(keysOf(endpoint.params));
	let places: Values[] = [{}];
	for (const key of namesInPath(endpoint.path)) {
		const options = optionsOf(schemas.get(key)!);
		const values = options.length > 0 ? options : (candidates[key] ?? candidates.q!);
		places = places.flatMap((place) => values.map((value) => ({ ...place, [key]: value })));
	}
	return places;
}

function queriesOf(endpoint: Way['endpoint'], params: Values, candidates: Candidates, world: World): Values[] {
	const keys = keysOf(endpoint.query);
	const needed = keys.filter(([, schema]) => !schema.safeParse(undefined).success).map(([key]) => key);
	const base: Values = Object.fromEntries(needed.map((key) => [key, candidates[key]?.[0] ?? 'receipt']));
	// Posts are asked for in their own thread.
	const own = world.threads.filter((thread) => thread.id === params.threadId).flatMap((thread) => thread.postIds);
	const queries = [base];
	for (const [key, schema] of keys) {
		const options = optionsOf(schema);
		const all = options.length > 0 ? options : (candidates[key] ?? candidates.q!);
		const values = own.length > 0 && (key === 'postId' || key === 'comments') ? own : all;
		if (own.length > 0 && key === 'ids') queries.push({ ...base, ids: own.join(',') });
		for (const value of values) queries.push({ ...base, [key]: value });
	}
	return queries;
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
	return { status: reply.status, said: JSON.stringify([reply.value, headers]) };
}

/** The name of something private by which a way asks, e.g. a space's address: some replies say it again. */
export function askedBy({ query }: Way, world: World): string | undefined {
	const named = [query.space, query.tag].find(
		(value) => typeof value === 'string' && world.secrets.heardIn(value).length > 0,
	);
	return named === undefined ? undefined : String(named);
}

/** The same way, asking by a name that nothing has. */
export function askingByNothing(way: Way, name: string, nothing: string): Way {
	const query = Object.fromEntries(
		Object.entries(way.query).map(([key, value]) => [key, value === name ? nothing : value]),
	);
	return { ...way, query };
}
