import type { FastifyInstance } from 'fastify';
import { listMembers, suggestMembers } from '@ikatan/contracts/accounts';
import { anyone, members } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { asCard, pictureUrl } from './authors.ts';
import * as queries from './directory.queries.ts';

const pageSize = 24;
const suggestions = 8;

export function memberRoutes(app: FastifyInstance): void {
	serve(app, listMembers, { policy: anyone }, async ({ deps, query }) => {
		const place = unpackCursor(query.after, ['count', 'id']);
		const after = place && { reputation: place[0], id: place[1] };
		const rows = await queries.listMembers(deps.sql, { words: query.q ?? '', after, limit: pageSize + 1 });
		const shown = rows.slice(0, pageSize);
		const last = shown.at(-1);
		const next = rows.length > pageSize && last ? packCursor([last.reputation, last.id]) : null;
		return { items: shown.map(asCard), next };
	});

	serve(app, suggestMembers, { policy: members }, async ({ deps, query }) => {
		const begins = query.q.replace(/^@/, '');
		const rows = await queries.suggestMembers(deps.sql, {
			begins,
			threadId: query.threadId ?? null,
			limit: suggestions,
		});
		return { items: rows.map(({ pictureFileId, ...row }) => ({ ...row, pictureUrl: pictureUrl(pictureFileId) })) };
	});
}
