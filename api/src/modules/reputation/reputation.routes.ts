import type { FastifyInstance } from 'fastify';
import { threadPath } from '@ikatan/contracts/paths';
import { readReputation } from '@ikatan/contracts/votes';
import { anyone } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { notFound } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { memberByHandle } from '../accounts/index.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { listEntries } from './reputation.queries.ts';

const pageSize = 50;

export function reputationRoutes(app: FastifyInstance): void {
	serve(app, readReputation, { policy: anyone }, async ({ deps, actor, params, query }) => {
		const member = await memberByHandle(deps.sql, params.handle);
		if (!member) throw notFound();
		const visibility = await visibilityFor(deps.sql, actor);
		const after = unpackCursor(query.after, ['id'])?.[0];
		const own = member.id === actor.id;
		const rows = await listEntries(deps.sql, visibility, { memberId: member.id, own, after, limit: pageSize + 1 });
		const items = rows.slice(0, pageSize).map(({ threadId, title, ...row }) => ({
			...row,
			thread: threadId !== null && title !== null ? { path: threadPath({ id: threadId, title }), title } : null,
		}));
		const last = items.at(-1);
		const next = rows.length > pageSize && last ? packCursor([last.id]) : null;
		const { points, reputationDailyVoteCap: dailyVoteCap } = await currentSettings(deps.sql);
		return { handle: member.handle, total: member.reputation, points, dailyVoteCap, items, next };
	});
}
