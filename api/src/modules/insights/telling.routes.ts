import type { FastifyInstance } from 'fastify';

export function tellingRoutes(_app: FastifyInstance): void {}
