import { createHash } from 'node:crypto';
import type {
	FastifyBaseLogger,
	FastifyInstance,
	FastifyReply,
	FastifyRequest,
	RouteOptions,
	RouteShorthandOptions,
} from 'fastify';
import type { Endpoint } from '@ikatan/contracts';
import type { z } from 'zod';
import type { Sql } from './db.ts';
import type { Deps } from './deps.ts';
import { forbidden, invalid, signInNeeded } from './errors.ts';
import { onceUnder, type Key } from './once.ts';
import { anyone, type Actor } from './actor.ts';

declare module 'fastify' {
	interface FastifyRequest {
		actor: Actor;
	}
	interface FastifyInstance {
		deps: Deps;
	}
	interface FastifyContextConfig {
		/** Set by serve(); a route without it does not start. */
		policy?: Policy;
		/** Why a route that serve() did not make is open to all. */
		openBecause?: string;
	}
}

/** Who may call: true, or false. A visitor who is refused is asked to sign in. */
export type Policy = (actor: Actor) => boolean;

/** `early` counts a request before its body is read: where large ones come from anybody. */
export type Limit = { max: number; perSeconds: number; early?: boolean };

type Parsed<Schema> = NonNullable<Schema> extends z.ZodType ? z.output<NonNullable<Schema>> : undefined;

/** A reply without content needs no `return`. */
type Replied<Schema extends z.ZodType> = undefined extends z.input<Schema> ? z.input<Schema> | void : z.input<Schema>;

export type Call<E extends Endpoint> = {
	params: Parsed<E['params']>;
	query: Parsed<E['query']>;
	body: Parsed<E['body']>;
	actor: Actor;
	deps: Deps;
	log: FastifyBaseLogger;
	request: FastifyRequest;
	reply: FastifyReply;
};

export type ServeOptions = {
	policy: Policy;
	limit?: Limit;
	/** Visitors may have written or been told of a moment ago what they read here: it comes from no replica. */
	newest?: boolean;
	/** The reply tells a secret, this once: it is not kept for the same request sent again. */
	secretReply?: boolean;
	options?: RouteShorthandOptions;
};

/** Registers one endpoint: Zod parses what comes in and trims what goes out, the policy is asked before the handler. */
export function serve<E extends Endpoint>(
	app: FastifyInstance,
	endpoint: E,
	{ policy, limit, newest = false, secretReply = false, options = {} }: ServeOptions,
	handler: (call: Call<E>) => Promise<Replied<E['reply']>>,
): void {
	const status = endpoint.status ?? 200;
	const takesKey = namesKey(endpoint.body);
	// PUT and DELETE say what shall be and are the same twice by themselves; what anyone may ask for opens sessions, which are not kept.
	const actsOnce = !takesKey && policy !== anyone && ['POST', 'PATCH'].includes(endpoint.method);
	app.route({
		...options,
		method: endpoint.method,
		url: endpoint.path,
		schema: {
			summary: endpoint.summary,
			tags: [endpoint.path.split('/')[2] ?? 'api'],
			...(endpoint.params && { params: endpoint.params }),
			...(endpoint.query && { querystring: endpoint.query }),
			...(endpoint.body && { body: endpoint.body }),
			response: { [status]: endpoint.reply },
		},
		config: {
			policy,
			...(limit && {
				rateLimit: {
					max: limit.max,
					timeWindow: limit.perSeconds * 1000,
					...(limit.early && { hook: 'onRequest' as const }),
				},
			}),
		},
		preValidation: async (request) => {
			if (!policy(request.actor)) throw refusal(policy, request.actor);
			if (takesKey) takeKey(request);
		},
		handler: async (request, reply) => {
			const act = () =>
				whereItMayRead(app.deps, !newest && request.method === 'GET' && request.actor.id === null, (deps) =>
					handler({
						params: request.params as Parsed<E['params']>,
						query: request.query as Parsed<E['query']>,
						body: request.body as Parsed<E['body']>,
						actor: request.actor,
						deps,
						log: request.log,
						request,
						reply,
					}),
				);
			const key = actsOnce ? keyOf(request) : undefined;
			const value = key
				? await onceUnder(app.deps.sql, key, {
						keepsReply: !secretReply,
						// As it goes out: what the schema cuts off is not kept either.
						act: async () => {
							const replied = await act();
							return (status === 204 ? null : endpoint.reply.parse(replied)) as Replied<E['reply']>;
						},
					})
				: await act();
			reply.status(status);
			// Nothing goes past the serializer, which would look for a value.
			return status === 204 ? reply.send() : (value ?? null);
		},
	});
}

/**
 * Reads from the replica where that will do and there is one that keeps up, and once more from the database when it fails. Members
 * read what they have just written: from the database.
 */
async function whereItMayRead<Value>(
	deps: Deps,
	replicaDoes: boolean,
	handle: (deps: Deps) => Promise<Value>,
): Promise<Value> {
	const sql = replicaDoes ? deps.replica?.fresh() : undefined;
	if (!sql) return handle(deps);
	try {
		return await handle(readingFrom(sql, deps));
	} catch (error) {
		if (!deps.replica?.failed(error)) throw error;
		return handle(deps);
	}
}

const readers = new WeakMap<Sql, Deps>();

/** Everything as it is, but for the pool; always the same for a replica, since modules keep things by it. */
function readingFrom(replica: Sql, deps: Deps): Deps {
	const known = readers.get(replica);
	if (known) return known;
	const made = Object.create(deps, { sql: { value: replica } }) as Deps;
	readers.set(replica, made);
	return made;
}

/** True for a body that has a `requestKey`, in one of its shapes at least. */
function namesKey(body: unknown): boolean {
	if (typeof body !== 'object' || body === null) return false;
	const { shape, options, def } = body as {
		shape?: object;
		options?: unknown;
		def?: { left?: unknown; right?: unknown };
	};
	if (shape && 'requestKey' in shape) return true;
	return [...(Array.isArray(options) ? (options as unknown[]) : []), def?.left, def?.right].some(namesKey);
}

/** The header says the same as the body's `requestKey`, for programs that set it once for all their writes; the body wins. */
function takeKey(request: FastifyRequest): void {
	const key = request.headers['idempotency-key'];
	const { body } = request;
	if (typeof key !== 'string' || typeof body !== 'object' || body === null || 'requestKey' in body) return;
	request.body = { ...body, requestKey: key };
}

/** The key of a member's write whose body names none, with a hash of what the path names; 422 for one that is too short or too long. */
function keyOf(request: FastifyRequest): Key | undefined {
	const sent = request.headers['idempotency-key'];
	if (typeof sent !== 'string' || request.actor.id === null) return undefined;
	const key = sent.trim();
	if (key.length < 8 || key.length > 100) throw invalid({ requestKey: key.length < 8 ? 'too-short' : 'too-long' });
	const place = createHash('sha256').update(request.url).digest('base64url').slice(0, 22);
	return { memberId: request.actor.id, key, deed: `${request.method} ${request.routeOptions.url} ${place}` };
}

/** Visitors are asked to sign in; who is silenced is told that, where only that keeps them back. */
function refusal(policy: Policy, actor: Actor): Error {
	if (actor.id === null) return signInNeeded();
	const silenced = actor.state === 'silenced' && policy({ ...actor, state: 'active' });
	return forbidden(silenced ? 'account-silenced' : 'forbidden');
}

/** Refuses to start with a route that declares neither a policy nor a reason to be open. */
export function requirePolicies(app: FastifyInstance): void {
	const routes: RouteOptions[] = [];
	app.addHook('onRoute', (route) => void routes.push(route));
	// Once all are there: a plugin's own hooks may have said in the meantime why its routes are open.
	app.addHook('onReady', async () => {
		const bare = routes.find(({ method, config }) => {
			if (method === 'HEAD' || method === 'OPTIONS') return false;
			return !config?.policy && !config?.openBecause;
		});
		if (bare) throw new Error(`Route ${String(bare.method)} ${bare.url} declares no policy`);
	});
}
