import type { ErrorCode, WireError } from '@ikatan/contracts';

type Params = Record<string, string | number>;

/** An expected refusal: code and status go to the caller, nothing else does. */
export class Refusal extends Error {
	readonly status: number;
	readonly wire: WireError;

	constructor(status: number, code: ErrorCode, extra: Partial<Omit<WireError, 'code'>> = {}) {
		super(code);
		this.name = 'Refusal';
		this.status = status;
		this.wire = { code, params: extra.params ?? {}, fields: extra.fields, current: extra.current };
	}
}

/** 404: it is not there, or the reader may not know that it is. */
export const notFound = () => new Refusal(404, 'not-found');
/** 410: it was here and is gone for good. */
export const gone = () => new Refusal(410, 'gone');
/** 410: it is elsewhere now; `path` leads there. */
export const moved = (path: string) => new Refusal(410, 'moved', { params: { path } });
/** 401: only for signed-in members. */
export const signInNeeded = () => new Refusal(401, 'sign-in-needed');
/** 403 with the reason. */
export const forbidden = (code: ErrorCode = 'forbidden', params: Params = {}) => new Refusal(403, code, { params });
/** 409 with the reason. */
export const conflict = (code: ErrorCode = 'conflict', extra: Partial<Omit<WireError, 'code'>> = {}) =>
	new Refusal(409, code, extra);
/** 422: what was sent does not hold; `fields` names where. */
export const invalid = (fields: Record<string, ErrorCode>, code: ErrorCode = 'invalid', params: Params = {}) =>
	new Refusal(422, code, { fields, params });
/** 429 with the seconds to wait. */
export const tooManyRequests = (retryAfterSeconds: number) =>
	new Refusal(429, 'too-many-requests', { params: { retryAfterSeconds } });
/** 503: there is no room now. */
export const unavailable = () => new Refusal(503, 'unavailable');
