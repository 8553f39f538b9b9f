import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WriteLine } from '@ikatan/process/line';
import type { Meter } from '@ikatan/process/meter';
import { shownPath } from '@ikatan/process/paths';
import { currentTracing } from '@ikatan/process/tracer';
import type { Settings } from './settings.ts';

/** What a page's request leads to: kit's name of the route, put there by hooks.server.ts. */
export type NotedRequest = IncomingMessage & { ikatanRoute?: string };
export type Kept = 'hit' | 'made' | 'none';

const slowSeconds = 1;

/** Notes every request of the front door: how long it took, in the log where it is wanted, as a span where traces are made. */
export function openNotes(meter: Meter, write: WriteLine, { logRequests }: Pick<Settings, 'logRequests'>) {
	const count = meter.count('http_requests_total', 'Requests answered', ['method', 'route', 'status']);
	const time = meter.time('http_request_seconds', 'Seconds from a request to the end of its answer', [
		'method',
		'route',
	]);
	const countPages = meter.count('page_cache_total', 'Pages for people without a session, by whether they were kept', [
		'result',
	]);

	/** Follows one request to its end; `act` answers it. */
	function follow(request: NotedRequest, response: ServerResponse, act: () => void): void {
		const begun = performance.now();
		const { method = 'GET', url = '/' } = request;
		response.once('close', () => {
			const seconds = (performance.now() - begun) / 1000;
			const status = response.statusCode;
			if (meter.on) {
				const route = routeOf(request);
				count({ method, route, status });
				time(seconds, { method, route });
			}
			if (logRequests === 'none' || (logRequests === 'slow' && seconds < slowSeconds && status < 500)) return;
			const reqId = String(request.headers['x-request-id']);
			write('info', 'request', {
				reqId,
				method,
				route: routeOf(request),
				path: shownPath(url),
				status,
				milliseconds: Math.round(seconds * 1000),
				// Gone before the answer was whole.
				...(!response.writableFinished && { cut: true }),
			});
		});
		trace(request, response, act);
	}

	return { follow, page: (result: Kept) => countPages({ result }) };
}

function trace(request: NotedRequest, response: ServerResponse, act: () => void): void {
	const tracing = currentTracing();
	if (!tracing || isAsset(request)) return act();
	const { method = 'GET', headers } = request;
	const span = tracing.receive(method, headers, {
		'http.request.method': method,
		'url.path': shownPath(request.url ?? '/'),
		'ikatan.request_id': String(headers['x-request-id']),
	});
	response.once('close', () => {
		const status = response.statusCode;
		span.set({ 'http.response.status_code': status, 'http.route': routeOf(request) });
		span.end(status >= 500 ? { name: String(status) } : undefined);
	});
	// For the API, where this process only passes on what was asked.
	Object.assign(headers, tracing.onward(span));
	tracing.within(span, act);
}

const isAsset = ({ url = '' }: IncomingMessage) => url.startsWith('/_app/');

/** Few names, whatever people ask for. */
function routeOf(request: NotedRequest): string {
	const { url = '/' } = request;
	if (/^\/api(\/|\?|$)/.test(url)) return 'api';
	if (/^\/files(\/|\?|$)/.test(url)) return 'files';
	if (isAsset(request)) return 'asset';
	return request.ikatanRoute ?? 'none';
}
