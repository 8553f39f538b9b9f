import type { FastifyInstance } from 'fastify';
import { listTags } from '@ikatan/contracts/tags';
import { anyone } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { adminTagRoutes } from './admin.routes.ts';
import { listTagRows } from './tags.queries.ts';

const pageSize = 60;

export function tagsRoutes(app: FastifyInstance): void {
	serve(app, listTags, { policy: anyone }, async ({ deps, query }) => {
		const after = unpackCursor(query.after, ['count', 'text']);
		const rows = await listTagRows(deps.sql, {
			prefix: query.q?.toLowerCase() || undefined,
			after: after && { threads: after[0], name: after[1] },
			limit: pageSize + 1,
		});
		const items = rows.slice(0, pageSize);
		const last = items.at(-1);
		return { items, next: rows.length > pageSize && last ? packCursor([last.threads, last.name]) : null };
	});
	adminTagRoutes(app);
}
