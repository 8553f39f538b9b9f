import type { FastifyInstance } from 'fastify';

export function insightsRoutes(_app: FastifyInstance): void {}
