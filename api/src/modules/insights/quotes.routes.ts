import type { FastifyInstance } from 'fastify';

export function quotesRoutes(_app: FastifyInstance): void {}
