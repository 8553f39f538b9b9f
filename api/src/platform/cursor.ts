import type { Db, Fragment } from './db.ts';
import { invalid } from './errors.ts';

/** What stands in a cursor: a bigint, an integer of four bytes, any number, or a word. */
type Kind = 'id' | 'count' | 'number' | 'text';
type Value<K extends Kind> = K extends 'text' ? string : number;
type Values<Kinds extends readonly Kind[]> = { -readonly [Place in keyof Kinds]: Value<Kinds[Place]> };

const isOf: Record<Kind, (value: unknown) => boolean> = {
	id: (value) => Number.isSafeInteger(value),
	count: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
	number: (value) => Number.isFinite(value),
	// PostgreSQL takes no zero bytes.
	text: (value) => typeof value === 'string' && !value.includes('\0'),
};

/** Packs the last row's sort values into an opaque cursor. */
export function packCursor(values: (string | number)[]): string {
	return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Unpacks a cursor of these kinds of values; undefined for no cursor; throws 422 for one that was tampered with. */
export function unpackCursor<const Kinds extends readonly Kind[]>(
	cursor: string | undefined | null,
	kinds: Kinds,
): Values<Kinds> | undefined {
	if (!cursor) return undefined;
	const values = valuesIn(cursor);
	const fits = values?.length === kinds.length && kinds.every((kind, place) => isOf[kind](values[place]));
	if (!fits) throw invalid({ after: 'bad-value' });
	return values as Values<Kinds>;
}

function valuesIn(cursor: string): unknown[] | undefined {
	try {
		const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
		return Array.isArray(values) ? values : undefined;
	} catch {
		return undefined;
	}
}

/** A moment as a cursor holds it, in microseconds since 1970: ISO times end at milliseconds, and rows of one millisecond would be lost. */
export const microsecondsOf = (sql: Db, column: Fragment) => sql`(extract(epoch from ${column}) * 1000000)::bigint`;

/** The moment again. */
export const momentOf = (sql: Db, microseconds: number) =>
	sql`(to_timestamp(0) + ${microseconds}::float8 * interval '1 microsecond')`;
