import { LiveRequest } from '@ikatan/contracts/live';
import type { FastifyInstance } from 'fastify';
import { forbidden } from '../../platform/errors.ts';
import { pictureUrl } from '../accounts/index.ts';
import { Connection } from './connection.ts';
import { Hub } from './hub.ts';
import { findPresence } from './live.queries.ts';

const beatMs = 5000;
const pingMs = 25_000;
const recheckMs = 60_000;
const maxConnections = 12_000;

export function liveRoutes(app: FastifyInstance): void {
	const { deps } = app;
	const hub = new Hub(deps);
	const report = (error: unknown) => deps.log.error({ err: error }, 'live');
	deps.live.listen((envelope) => void hub.receive(envelope).catch(report));
	deps.live.onReconnect(() => void hub.catchUp().catch(report));
	const timers = [
		setInterval(() => void hub.beat(beatMs / 1000).catch(report), beatMs),
		setInterval(() => hub.ping(), pingMs),
		setInterval(() => void hub.recheckAll().catch(report), recheckMs),
	];
	app.addHook('preClose', async () => {
		for (const timer of timers) clearInterval(timer);
		hub.closeAll();
	});
	app.get(
		'/live',
		{
			websocket: true,
			schema: { hide: true },
			config: { openBecause: 'visitors read live too; every subscription is checked' },
			preValidation: async (request) => {
				// A page of another origin would come with the member's cookie.
				if (request.headers.origin !== deps.env.PUBLIC_ORIGIN) throw forbidden('wrong-origin');
				if (hub.size >= maxConnections) throw forbidden('unavailable');
			},
		},
		(socket, request) => {
			const connection = new Connection(socket, request.actor, request.headers.cookie);
			socket.on('pong', () => (connection.alive = true));
			socket.on('close', () => hub.leave(connection));
			socket.on('error', () => socket.terminate());
			const named = introduce(connection).catch(report);
			socket.on('message', (text) => {
				const parsed = LiveRequest.safeParse(readJson(String(text)));
				if (!parsed.success || !connection.spend()) return socket.close(1008, 'not understood');
				void named.then(() => hub.hear(connection, parsed.data)).catch(report);
			});
			hub.join(connection);
		},
	);

	/** Learns the name that presence may show. */
	async function introduce(connection: Connection): Promise<void> {
		if (connection.actor.id === null) return;
		const person = await findPresence(deps.sql, connection.actor.id);
		if (!person) return;
		const { id, handle, name, pictureFileId } = person;
		connection.person = { id, handle, name, pictureUrl: pictureUrl(pictureFileId) };
	}
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
