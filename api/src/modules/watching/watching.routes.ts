import type { FastifyInstance } from 'fastify';
import { spaceAddress, tagAddress } from '@ikatan/contracts/addresses';
import { threadPath } from '@ikatan/contracts/paths';
import { listWatches, setWatch } from '@ikatan/contracts/watching';
import { members, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { visibilityFor } from '../spaces/index.ts';
import { listWatchRows, type WatchRow } from './watching.queries.ts';
import * as watching from './watching.service.ts';

const pageSize = 50;

function pathOf(row: WatchRow): string {
	if (row.targetKind === 'thread') return threadPath({ id: row.targetId, title: row.name });
	return row.targetKind === 'tag' ? tagAddress(row.name) : spaceAddress(row.slug);
}

export function watchingRoutes(app: FastifyInstance): void {
	serve(app, setWatch, { policy: members }, async ({ deps, actor, params, body }) => {
		const target = { kind: params.targetKind, id: params.targetId };
		return { level: await watching.setWatch(deps.sql, actor as SignedIn, target, body.level) };
	});
	serve(app, listWatches, { policy: members }, async ({ deps, actor, query }) => {
		const after = unpackCursor(query.after, ['id', 'text', 'id']);
		const rows = await listWatchRows(deps.sql, await visibilityFor(deps.sql, actor), {
			memberId: (actor as SignedIn).id,
			after: after && { place: after[0], targetKind: after[1] as WatchRow['targetKind'], targetId: after[2] },
			limit: pageSize + 1,
		});
		const items = rows.slice(0, pageSize).map((row) => ({ ...row, path: pathOf(row) }));
		const last = items.at(-1);
		const next = rows.length > pageSize && last ? packCursor([last.place, last.targetKind, last.targetId]) : null;
		return { items, next };
	});
}
