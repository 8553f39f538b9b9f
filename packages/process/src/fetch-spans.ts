import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Span, Tracing } from './tracer.ts';

/** As much of undici's request as is needed; Node tells of each fetch by these channels. */
type Request = { origin: string; path: string; method: string; addHeader(name: string, value: string): void };
type News = { request: Request; response?: { statusCode: number }; error?: Error };

/** Makes a span of every fetch that belongs to one, and hands it on to whoever is called. Returns the end. */
export function traceFetch(tracing: Tracing): () => void {
	const spans = new WeakMap<Request, Span>();
	const begun = (news: unknown) => {
		if (!tracing.isWanted()) return;
		const { request } = news as News;
		const { hostname, port } = new URL(request.origin);
		const span = tracing.begin(request.method, 'client', {
			'http.request.method': request.method,
			'server.address': hostname,
			'server.port': Number(port) || undefined,
			// Without its query: what people search for is theirs.
			'url.path': request.path.split('?')[0],
		});
		spans.set(request, span);
		for (const [name, value] of Object.entries(tracing.onward(span))) request.addHeader(name, String(value));
	};
	const answered = (news: unknown) => {
		const { request, response } = news as News;
		spans.get(request)?.set({ 'http.response.status_code': response?.statusCode });
	};
	const ended = (news: unknown) => spans.get((news as News).request)?.end();
	const failed = (news: unknown) => spans.get((news as News).request)?.end((news as News).error ?? new Error());
	const channels = [
		['undici:request:create', begun],
		['undici:request:headers', answered],
		['undici:request:trailers', ended],
		['undici:request:error', failed],
	] as const;
	for (const [channel, hear] of channels) subscribe(channel, hear);
	return () => {
		for (const [channel, hear] of channels) unsubscribe(channel, hear);
	};
}
