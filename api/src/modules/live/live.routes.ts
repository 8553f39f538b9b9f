import type { ServerResponse } from 'node:http';
import type { WebSocket } from '@fastify/websocket';
import { LiveRequest } from '@ikatan/contracts/live';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forbidden, unavailable } from '../../platform/errors.ts';
import { comeBackCode } from '../../platform/leaving.ts';
import { Connection } from './connection.ts';
import { Hub } from './hub.ts';
import { findPerson } from './rights.ts';

const beatMs = 5000;
const pingMs = 25_000;
const recheckMs = 60_000;
/** A process that goes closes its lines over this time, so that not all come to another one at once. */
const awayWithinMs = 4000;
const maxConnections = 12_000;
/** Many people of one company come from one address, each with several pages open. */
const maxOfOneAddress = 1000;

export function liveRoutes(app: FastifyInstance): void {
	const { deps } = app;
	const hub = new Hub(deps);
	const report = (error: unknown) => deps.log.error({ err: error }, 'live');
	const replies = new WeakMap<FastifyRequest, ServerResponse>();
	keepBeating(app, hub, report);
	deps.meter.gauge('live_lines', 'Open pages with a line to this process', () => [{ value: hub.size }]);
	deps.leaving.addEventListener('abort', () => hub.sendAway(comeBackCode, awayWithinMs));
	app.get(
		'/live',
		{
			websocket: true,
			schema: { hide: true },
			config: { openBecause: 'visitors read live too; every subscription is checked' },
			preValidation: async (request, reply) => {
				// A page of another origin would come with the member's cookie.
				if (request.headers.origin !== deps.env.PUBLIC_ORIGIN) throw forbidden('wrong-origin');
				const full = hub.size >= maxConnections || hub.sizeOf(request.actor.address) >= maxOfOneAddress;
				if (full || deps.leaving.aborted) throw unavailable();
				replies.set(request, reply.raw);
			},
		},
		(socket, request) => {
			forgetBeginnings(socket, replies.get(request));
			open(socket, request);
		},
	);

	function open(socket: WebSocket, request: FastifyRequest): void {
		const connection = new Connection(socket, request.actor, request.headers.cookie);
		socket.on('pong', () => (connection.alive = true));
		socket.on('close', () => hub.leave(connection));
		socket.on('error', () => socket.terminate());
		connection.inTurn(async () => {
			connection.person = await findPerson(deps, connection.actor.id);
		}, report);
		socket.on('message', (text) => {
			const parsed = LiveRequest.safeParse(readJson(String(text)));
			if (!parsed.success || !connection.spend()) return socket.close(1008, 'not understood');
			connection.inTurn(() => hub.hear(connection, parsed.data), report);
		});
		hub.join(connection);
	}
}

/**
 * Lets go of the request that a line began as. Its reply, tied to the connection, and the plugin's listener would hold it for as
 * long as the line lives: 3 of the 9.5 kB that an idle line took.
 */
function forgetBeginnings(socket: WebSocket, reply: ServerResponse | undefined): void {
	socket.removeAllListeners('error');
	if (reply?.socket) reply.detachSocket(reply.socket);
}

/** What the hub does by the clock, for as long as the app lives. */
function keepBeating(app: FastifyInstance, hub: Hub, report: (error: unknown) => void): void {
	const { deps } = app;
	deps.live.listen((envelope) => void hub.receive(envelope).catch(report));
	deps.live.onStart(() => void hub.begin().catch(report));
	deps.live.onReconnect(() => void hub.catchUp().catch(report));
	const timers = [
		setInterval(() => void hub.beat(beatMs / 1000).catch(report), beatMs),
		setInterval(() => hub.ping(), pingMs),
		setInterval(() => void hub.recheckAll().catch(report), recheckMs),
	];
	app.addHook('preClose', async () => {
		for (const timer of timers) clearInterval(timer);
		hub.end();
	});
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
