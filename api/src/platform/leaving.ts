import type { FastifyInstance } from 'fastify';

/** Told on a line that is closed because its process goes: come back, somebody else is there (RFC 6455, registry: service restart). */
export const comeBackCode = 1012;

/** While the process is about to go, every answer ends its connection, so that the next request finds another process. */
export function endConnectionsWhenLeaving(app: FastifyInstance): void {
	app.addHook('onSend', async (_request, reply) => {
		if (app.deps.leaving.aborted) reply.header('connection', 'close');
	});
}
