import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One way into the API: where it is, what it takes and what it answers. Web, API and OpenAPI all read this one value. */
export type Endpoint<
	Params extends z.ZodType = z.ZodType,
	Query extends z.ZodType = z.ZodType,
	Body extends z.ZodType = z.ZodType,
	Reply extends z.ZodType = z.ZodType,
> = {
	method: Method;
	/** Path below the origin, with `:name` for parameters, e.g. `/api/threads/:threadId`. */
	path: string;
	/** One English sentence for the OpenAPI page. */
	summary: string;
	params?: Params;
	query?: Query;
	body?: Body;
	reply: Reply;
	/** Status of a success; 200 unless told. */
	status?: 200 | 201 | 202 | 204;
};

/** Declares an endpoint with its types inferred from its schemas. */
export function endpoint<
	Params extends z.ZodType = z.ZodUndefined,
	Query extends z.ZodType = z.ZodUndefined,
	Body extends z.ZodType = z.ZodUndefined,
	Reply extends z.ZodType = z.ZodType,
>(declared: Endpoint<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
	return declared;
}
