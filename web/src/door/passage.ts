import { Agent, request as call } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Settings } from './settings.ts';

/** Idle connections go before any proxy that stands before the API would close them (nginx: 75 s). */
const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 30_000 });
/** RFC 9110, 7.6.1: these are between two neighbours and never passed on. */
const betweenNeighbours = [
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
];

/** Asking them once more does no harm, and they bring no body that would be gone. */
const repeatable = /^(GET|HEAD)$/;

const away = JSON.stringify({ code: 'unreachable', params: {} });

/** Passes a request on to the API and its answer back, both as streams. */
export function pass(request: IncomingMessage, response: ServerResponse, settings: Settings, again = false): void {
	const onward = call({ ...target(request, settings), agent: again ? false : agent }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, ownHeaders(answer.headers));
		pipeline(answer, response, () => onward.destroy());
	});
	onward.on('error', () => {
		// A kept connection was closed at the other end just as it was used: nobody has heard the question.
		const lost = onward.reusedSocket && !response.headersSent && !response.destroyed;
		if (lost && repeatable.test(request.method ?? '')) return pass(request, response, settings, true);
		if (!response.headersSent) response.writeHead(502, { 'content-type': 'application/json' });
		response.end(away);
	});
	response.on('close', () => onward.destroy());
	request.pipe(onward);
}

/** Passes a live connection on: the upgrade as it is, then every byte in both directions. */
export function passUpgrade(
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer,
	settings: Settings,
	opened: (api: Duplex) => void = () => {},
): void {
	const { headers, ...rest } = target(request, settings);
	const onward = call({ ...rest, headers: { ...headers, connection: 'upgrade', upgrade: 'websocket' } });
	onward.on('upgrade', (answer, onwardSocket, onwardHead) => {
		socket.write(`HTTP/1.1 101 Switching Protocols\r\n${rawLines(answer)}\r\n`);
		// What came with the answer comes before all else, and is counted with it.
		if (onwardHead.length) onwardSocket.unshift(onwardHead);
		if (head.length) onwardSocket.write(head);
		opened(onwardSocket);
		onwardSocket.pipe(socket).pipe(onwardSocket);
		for (const [one, other] of [
			[socket, onwardSocket],
			[onwardSocket, socket],
		] as const) {
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
	});
	onward.on('response', (answer) => {
		refuse(socket, answer.statusCode ?? 502);
		answer.resume();
	});
	onward.on('error', () => refuse(socket, 502));
	socket.on('error', () => onward.destroy());
	onward.end();
}

/** Ends a connection that asked for an upgrade with a bare status. */
export function refuse(socket: Duplex, status: number): void {
	socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function target(
	request: IncomingMessage,
	{ api, webSecret }: Settings,
): RequestOptions & { headers: IncomingHttpHeaders } {
	return {
		host: api.hostname,
		port: api.port || 80,
		method: request.method ?? 'GET',
		path: request.url ?? '/',
		headers: { ...ownHeaders(request.headers), 'x-ikatan-web': webSecret },
	};
}

const ownHeaders = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => !betweenNeighbours.includes(name)));

function rawLines({ rawHeaders }: IncomingMessage): string {
	let lines = '';
	for (let place = 0; place < rawHeaders.length; place += 2)
		lines += `${rawHeaders[place]}: ${rawHeaders[place + 1]}\r\n`;
	return lines;
}
