import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { allEndpoints, namesInPath, type NamedEndpoint } from '../endpoints.ts';

/** One deed asked of the API, on what `Named` means by its names. */
export type Write = {
	name: string;
	endpoint: NamedEndpoint['endpoint'];
	input: (named: Named) => { params: object; query: object; body: object | undefined };
};
/** The number that a name stands for, e.g. of `postId`; `among` holds the other names of the same place. */
export type Named = (name: string, among: Record<string, unknown>) => number;

type Shape = {
	type: string;
	innerType?: z.ZodType;
	in?: z.ZodType;
	element?: z.ZodType;
	options?: z.ZodType[];
	values?: unknown[];
	entries?: Record<string, string>;
};
const shapeOf = (schema: z.ZodType) => (schema as unknown as { def: Shape }).def;
const isNumberName = (name: string) => /(^|[a-z])(Id|Ids)$|^ids?$|^skip$|^replyIn$/.test(name);

const texts = [
	'A text of my own.',
	'own-text',
	'own.example',
	'own@people.example',
	'https://own.example/',
	'2026-01-01',
	'en',
	'UTC',
	'#336699',
	'solved',
];
const numbers = [1, 5, 100];

/** A value that a schema takes: the plainest there is, the numbers of rows by their names. Undefined where it can be left out. */
function valueFor(name: string, schema: z.ZodType, named: (name: string) => number): unknown {
	const { type, innerType, ...shape } = shapeOf(schema);
	// What may be left out is left out, but for numbers: something private could be named by them.
	if (['optional', 'default', 'prefault'].includes(type) && !isNumberName(name)) return undefined;
	if (type === 'nonoptional') return valueFor(name, shapeOf(innerType!).innerType ?? innerType!, named);
	if (innerType) return valueFor(name, innerType, named);
	switch (type) {
		case 'pipe':
			return valueFor(name, shape.in!, named);
		case 'object':
			return objectsFor(schema, named)[0];
		case 'union':
			return valueFor(name, shape.options![0]!, named);
		case 'array':
			return isNumberName(name)
				? [named(name)]
				: schema.safeParse([]).success
					? []
					: [valueFor(name, shape.element!, named)];
		case 'enum':
			return Object.values(shape.entries!)[0];
		case 'literal':
			return shape.values![0];
		case 'boolean':
			return true;
		case 'record':
			return {};
		case 'number':
			return isNumberName(name) ? named(name) : numbers.find((number) => schema.safeParse(number).success);
		case 'string':
			if (name === 'requestKey') return randomUUID();
			return texts.find((text) => schema.safeParse(text).success);
		default:
			return undefined;
	}
}

/** Every kind of object that a schema takes: several of a union. */
function objectsFor(schema: z.ZodType | undefined, named: (name: string) => number): object[] {
	if (!schema) return [];
	const { type, options = [], innerType } = shapeOf(schema);
	if (type === 'union') return options.flatMap((option) => objectsFor(option, named));
	if (innerType) return objectsFor(innerType, named);
	const keys = Object.entries((schema as unknown as { shape?: Record<string, z.ZodType> }).shape ?? {});
	const lists = keys.map(([key, inner]) => {
		const many = shapeOf(inner).type === 'union' ? objectsFor(inner, named) : [];
		return { key, values: many.length > 0 ? many : [valueFor(key, inner, named)] };
	});
	// Each kind of a part once, with the first of the others.
	const most = Math.max(1, ...lists.map(({ values }) => values.length));
	return Array.from({ length: most }, (_empty, index) =>
		Object.fromEntries(
			lists
				.map(({ key, values }) => [key, values[index] ?? values[0]] as const)
				.filter(([, value]) => value !== undefined),
		),
	);
}

/** What has a fixed list in its place of an address, e.g. the kind of a draft. */
function optionsIn(schema: z.ZodType | undefined, name: string): string[] {
	const inner = (schema as unknown as { shape?: Record<string, z.ZodType> } | undefined)?.shape?.[name];
	const { entries } = inner ? shapeOf(inner) : {};
	return entries ? Object.values(entries) : [];
}

/** Every way to write in which something can be named by its number, generated from the contracts: one for each kind of body. */
export async function writesByNumber(): Promise<Write[]> {
	const writes: Write[] = [];
	for (const { name, endpoint } of await allEndpoints()) {
		if (endpoint.method === 'GET') continue;
		let places: Record<string, unknown>[] = [{}];
		for (const key of namesInPath(endpoint.path)) {
			const options = optionsIn(endpoint.params, key);
			if (options.length > 0)
				places = places.flatMap((place) => options.map((option) => ({ ...place, [key]: option })));
		}
		for (const place of places) {
			const bodies = Math.max(1, objectsFor(endpoint.body, () => 1).length);
			for (let kind = 0; kind < bodies; kind++) {
				let asks = false;
				const input: Write['input'] = (named) => {
					const number = (key: string) => {
						asks = true;
						return named(key, place);
					};
					const inPath = namesInPath(endpoint.path).map((key) => [
						key,
						place[key] ?? (/Id$|^id$/.test(key) ? number(key) : 'own-text'),
					]);
					return {
						params: Object.fromEntries(inPath) as object,
						query: objectsFor(endpoint.query, number)[0] ?? {},
						body: objectsFor(endpoint.body, number)[kind],
					};
				};
				const { body } = input(() => 1);
				if (!asks) continue;
				const kinds = [...Object.values(place), ...kindOf(body)].join(' ');
				writes.push({ name: kinds === '' ? name : `${name} (${kinds})`, endpoint, input });
			}
		}
	}
	return writes;
}

/** How a body of a union is told from its others, for the report. */
function kindOf(body: object | undefined): unknown[] {
	return Object.entries(body ?? {}).flatMap(([key, value]: [string, unknown]) => {
		if (['act', 'decision', 'kind', 'to'].includes(key) && typeof value === 'string') return [value];
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? kindOf(value) : [];
	});
}

/** The names of the numbers that a deed takes. */
export function numbersOf({ input }: Write): string[] {
	const marks = new Map<string, number>();
	const said = JSON.stringify(
		input((name) => {
			const mark = marks.get(name) ?? 7_000_000 + marks.size;
			marks.set(name, mark);
			return mark;
		}),
	);
	return [...marks].filter(([, mark]) => said.includes(String(mark))).map(([name]) => name);
}
