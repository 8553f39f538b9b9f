import { invalid } from './errors.ts';

/** Packs the last row's sort values into an opaque cursor. */
export function packCursor(values: (string | number)[]): string {
	return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Unpacks a cursor of so many values; undefined for no cursor; throws 422 for one that was tampered with. */
export function unpackCursor(cursor: string | undefined | null, length: number): (string | number)[] | undefined {
	if (!cursor) return undefined;
	try {
		const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
		if (Array.isArray(values) && values.length === length && values.every((v) => ['string', 'number'].includes(typeof v))) {
			return values as (string | number)[];
		}
	} catch {
		// falls through to the refusal
	}
	throw invalid({ after: 'bad-value' });
}
