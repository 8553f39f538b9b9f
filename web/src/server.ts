import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { callOf, comesFromHere, stamp } from './door/caller.ts';
import { PageCache, pageKey } from './door/pageCache.ts';
import { pass, passUpgrade, refuse } from './door/passage.ts';
import { record, send } from './door/recorder.ts';
import type { Handler } from './door/recorder.ts';
import { settingsFrom } from './door/settings.ts';

// The front door: one origin for the browser. It passes on what is the API's, keeps visitors' pages for a second, and has
// kit make the rest. In production only; `vite dev` has its own.
const settings = settingsFrom(process.env);

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
const ofTheApi = /^\/(api|files|live)(\/|\?|$)/;
const asset = /^\/_app\//;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const call = callOf(request, settings);
	stamp(request, call);
	guard(response, call.protocol, call.id);
	const url = request.url ?? '/';
	if (ofTheApi.test(url)) {
		if (comesFromHere(request, call)) return pass(request, response, settings);
		return void response
			.writeHead(403, { 'content-type': 'application/json' })
			.end(JSON.stringify({ code: 'wrong-origin', params: {} }));
	}
	if (asset.test(url) || request.method !== 'GET')
		return void handler(request, response, () => response.writeHead(404).end());

	const asked = { ...request.headers };
	// Whether the reader has it already is asked of the kept page, not of kit.
	delete request.headers['if-none-match'];
	const key = pageKey(request, `${call.protocol}://${call.host}`);
	const render = () => record(request, handler);
	await send(await (key ? pages.read(key, render) : render()), response, asked);
}

function guard(response: ServerResponse, protocol: string, id: string): void {
	response.setHeader('x-content-type-options', 'nosniff');
	response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
	response.setHeader(
		'permissions-policy',
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	);
	response.setHeader('cross-origin-opener-policy', 'same-origin');
	response.setHeader('x-request-id', id);
	if (protocol === 'https') response.setHeader('strict-transport-security', 'max-age=31536000');
}

const server = createServer((request, response) => {
	answer(request, response).catch((mistake: unknown) => {
		console.error(
			JSON.stringify({ level: 'error', requestId: request.headers['x-request-id'], error: String(mistake) }),
		);
		if (!response.headersSent) response.writeHead(500);
		response.end();
	});
});
// Longer than a proxy's own patience, so that no request meets a connection that is just closing.
server.keepAliveTimeout = 75_000;

server.on('upgrade', (request, socket, head) => {
	const call = callOf(request, settings);
	stamp(request, call);
	if (!/^\/live(\?|$)/.test(request.url ?? '')) return refuse(socket, 404);
	if (!comesFromHere(request, call)) return refuse(socket, 403);
	live.add(socket);
	socket.on('close', () => live.delete(socket));
	passUpgrade(request, socket, head, settings);
});
const live = new Set<{ destroy: () => void }>();

/** Lets what is under way end, for ten seconds at most; live connections are closed at once and find another process. */
function stop(): void {
	server.close(() => process.exit(0));
	server.closeIdleConnections();
	for (const socket of live) socket.destroy();
	setTimeout(() => process.exit(0), 10_000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Started by the local stack, and that was killed: nobody is left who could say stop.
process.once('disconnect', stop);

server.listen(settings.port, settings.host, () =>
	console.log(`web listens on http://${settings.host}:${settings.port}`),
);
server.on('error', (mistake) => {
	console.error(`web cannot listen on port ${settings.port}: ${mistake.message}`);
	process.exit(1);
});
