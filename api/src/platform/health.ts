import type { FastifyInstance } from 'fastify';

/**
 * /api/health: the process lives. /api/ready: it can serve, i.e. the database answers (search may be limited) and nobody has asked
 * it to stop.
 */
export function registerHealth(app: FastifyInstance): void {
	app.get('/api/health', { config: { openBecause: 'probes have no account' }, schema: { hide: true } }, async () => ({
		ok: true,
	}));
	app.get(
		'/api/ready',
		{ config: { openBecause: 'probes have no account' }, schema: { hide: true } },
		async (request, reply) => {
			if (app.deps.leaving.aborted) return reply.status(503).send({ ok: false });
			try {
				await app.deps.sql`select 1`;
				return { ok: true };
			} catch (error) {
				request.log.warn({ err: error }, 'not ready');
				return reply.status(503).send({ ok: false });
			}
		},
	);
}
