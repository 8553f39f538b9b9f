import { shownPath } from '@ikatan/process/paths';
import { currentTracing, type Span } from '@ikatan/process/tracer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { cameFromWeb } from './caller.ts';

declare module 'fastify' {
	interface FastifyRequest {
		/** The request as a part of a trace, where one is made. */
		span?: Span;
	}
}

const slowSeconds = 1;
/** Asked every few seconds by whoever watches: nothing to learn from. */
const probes = new Set(['/api/health', '/api/ready']);

/** Notes every request: how long it took, in the log where it is wanted, as a span where traces are made. */
export function noteRequests(app: FastifyInstance): void {
	const { meter, env } = app.deps;
	const count = meter.count('http_requests_total', 'Requests answered', ['method', 'route', 'status']);
	const time = meter.time('http_request_seconds', 'Seconds from a request to the end of its answer', [
		'method',
		'route',
	]);
	traceRequests(app);
	app.addHook('onResponse', async (request, reply) => {
		const { method } = request;
		const route = routeOf(request);
		const seconds = reply.elapsedTime / 1000;
		if (meter.on) {
			count({ method, route, status: reply.statusCode });
			time(seconds, { method, route });
		}
		if (env.LOG_REQUESTS === 'none' || probes.has(route)) return;
		if (env.LOG_REQUESTS === 'slow' && seconds < slowSeconds && reply.statusCode < 500) return;
		const milliseconds = Math.round(seconds * 1000);
		request.log.info(
			{ method, route, path: shownPath(request.url), status: reply.statusCode, milliseconds },
			'request',
		);
	});
}

/** Routes as they are declared: as many as there are, whatever people ask for. */
const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? 'none';

function traceRequests(app: FastifyInstance): void {
	if (!currentTracing()) return;
	app.addHook('onRequest', (request, _reply, done) => {
		const tracing = currentTracing();
		const route = routeOf(request);
		if (!tracing || probes.has(route)) return done();
		// A stranger does not say which trace we belong to.
		const headers = cameFromWeb(request, app.deps.env.WEB_SECRET) ? request.headers : {};
		request.span = tracing.receive(`${request.method} ${route}`, headers, {
			'http.request.method': request.method,
			'http.route': route,
			'url.path': shownPath(request.url),
			'ikatan.request_id': request.id,
		});
		tracing.within(request.span, done);
	});
	// Once more: a body arrives outside of what the first hook began.
	app.addHook('preValidation', (request, _reply, done) => {
		const tracing = currentTracing();
		if (tracing && request.span) tracing.within(request.span, done);
		else done();
	});
	app.addHook('onResponse', async (request, reply) => {
		request.span?.set({ 'http.response.status_code': reply.statusCode });
		request.span?.end(reply.statusCode >= 500 ? { name: String(reply.statusCode) } : undefined);
	});
}
