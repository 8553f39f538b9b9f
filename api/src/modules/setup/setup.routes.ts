import type { FastifyInstance } from 'fastify';
import { setUp } from '@ikatan/contracts/settings';
import { anyone } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { startSession } from '../accounts/index.ts';
import { setUpCommunity } from './setup.service.ts';

export function setupRoutes(app: FastifyInstance): void {
	// Open to anyone until it is done; the one-time code from the terminal is the guard.
	serve(app, setUp, { policy: anyone, limit: { max: 10, perSeconds: 600 } }, async ({ deps, body, request, reply }) => {
		const memberId = await setUpCommunity(deps.sql, body);
		await startSession(deps, memberId, request, reply);
		return { handle: body.handle };
	});
}
