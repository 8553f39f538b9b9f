import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { innerPortSettings, openInnerPort } from '@ikatan/process/inner-port';
import { openLines } from '@ikatan/process/line';
import { withSecretFiles } from '@ikatan/process/secrets';
import { stopGracefully, stopSettings } from '@ikatan/process/stopping';
import { beginTracing } from '@ikatan/process/tracer';
import { callOf, comesFromHere, stamp } from './door/caller.ts';
import type { Call } from './door/caller.ts';
import { guard, guards } from './door/guard.ts';
import { Lines } from './door/lines.ts';
import { openNotes } from './door/notes.ts';
import type { NotedRequest } from './door/notes.ts';
import { PageCache, pageKey } from './door/pageCache.ts';
import { pass, passUpgrade, refuse } from './door/passage.ts';
import { answerProbe } from './door/readiness.ts';
import { record, send } from './door/recorder.ts';
import type { Handler } from './door/recorder.ts';
import { settingsFrom } from './door/settings.ts';

// The front door: one origin for the browser. It passes on what is the API's, keeps visitors' pages for a second, and has
// kit make the rest. In production only; `vite dev` has its own.
Object.assign(process.env, withSecretFiles(process.env));
const settings = settingsFrom(process.env);
const writeLine = openLines('web', process.env);
const leaving = new AbortController();
const endTracing = await beginTracing('web', process.env);
const innerPort = await openInnerPort('web', innerPortSettings(process.env), () => !leaving.signal.aborted);
const notes = openNotes(innerPort.meter, writeLine, settings);

// Kit reads these when it is loaded: where it finds the caller that `stamp` has written.
Object.assign(process.env, {
	PROTOCOL_HEADER: 'x-forwarded-proto',
	HOST_HEADER: 'x-forwarded-host',
	ADDRESS_HEADER: 'x-ikatan-client',
	BODY_SIZE_LIMIT: process.env.BODY_SIZE_LIMIT ?? '12M',
});
const built = pathToFileURL(join(import.meta.dirname, '../build/handler.js')).href;
const { handler } = (await import(built)) as { handler: Handler };

const pages = new PageCache();
innerPort.meter.gauge('page_cache_bytes', "Bytes of visitors' pages that are kept", () => [{ value: pages.bytes }]);
const lines = new Lines();
innerPort.meter.gauge('live_lines', 'Open pages with a line through this process', () => [{ value: lines.count }]);
const ofTheApi = /^\/(api|files|live)(\/|\?|$)/;
const notPages = /^\/((api|files|live)(\/|\?|$)|_app\/|web\/(health|ready)$)/;
/** Pages get the headers that all answers carry when they go out; whatever else is asked for has them from the beginning. */
const isPage = ({ method, url = '/' }: NotedRequest) => method === 'GET' && !notPages.test(url);

async function answer(request: NotedRequest, response: ServerResponse, call: Call): Promise<void> {
	const url = request.url ?? '/';
	if (ofTheApi.test(url)) {
		if (comesFromHere(request, call)) return pass(request, response, settings);
		return void response
			.writeHead(403, { 'content-type': 'application/json' })
			.end(JSON.stringify({ code: 'wrong-origin', params: {} }));
	}
	if (!isPage(request)) return void handler(request, response, () => response.writeHead(404).end());

	const { 'if-none-match': known, 'accept-encoding': accepted } = request.headers;
	// Whether the reader has it already is asked of the kept page, not of kit.
	delete request.headers['if-none-match'];
	const key = pageKey(request, `${call.protocol}://${call.host}`);
	let made = false;
	const render = () => {
		made = true;
		return record(request, handler);
	};
	const page = await (key ? pages.read(key, render) : render());
	notes.page(!key ? 'none' : made ? 'made' : 'hit');
	request.ikatanRoute = page.route;
	await send(page, response, { 'if-none-match': known, 'accept-encoding': accepted }, guards(call));
}

const server = createServer((request, response) => {
	const call = callOf(request, settings);
	stamp(request, call);
	if (!isPage(request)) guard(response, call);
	// The next request on this connection would find nobody.
	if (leaving.signal.aborted) response.setHeader('connection', 'close');
	if (answerProbe(request, response, leaving.signal)) return;
	notes.follow(request, response, () => {
		answer(request, response, call).catch((mistake: unknown) => {
			writeLine('error', 'request failed', { reqId: call.id, err: mistake });
			if (!response.headersSent) response.writeHead(500, guards(call));
			response.end();
		});
	});
});
// Longer than a proxy's own patience, so that no request meets a connection that is just closing.
server.keepAliveTimeout = 75_000;

server.on('upgrade', (request, socket, head) => {
	const call = callOf(request, settings);
	stamp(request, call);
	if (!/^\/live(\?|$)/.test(request.url ?? '')) return refuse(socket, 404);
	if (!comesFromHere(request, call)) return refuse(socket, 403);
	if (leaving.signal.aborted) return refuse(socket, 503);
	passUpgrade(request, socket, head, settings, (api) => lines.add(socket, api));
});

stopGracefully({
	...stopSettings(process.env),
	say: (message, facts, mistake) => writeLine(mistake ? 'error' : 'info', message, { ...facts, err: mistake }),
	leave: () => {
		leaving.abort();
		lines.sendAway();
	},
	close: async () => {
		lines.endAll();
		await new Promise<void>((closed) => {
			server.close(() => closed());
			server.closeIdleConnections();
		});
		await Promise.all([innerPort.close(), endTracing()]);
	},
});

server.listen(settings.port, settings.host, () =>
	console.log(`web listens on http://${settings.host}:${settings.port}`),
);
server.on('error', (mistake) => {
	console.error(`web cannot listen on port ${settings.port}: ${mistake.message}`);
	process.exit(1);
});
