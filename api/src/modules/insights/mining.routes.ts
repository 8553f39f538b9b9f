import type { FastifyInstance } from 'fastify';

export function miningRoutes(_app: FastifyInstance): void {}
