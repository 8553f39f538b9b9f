import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-tags';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { listTagsForAdmin } from './admin.queries.ts';
import * as service from './admin.service.ts';

const pageSize = 50;
const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: what tags are called and which of them are one. */
export function adminTagRoutes(app: FastifyInstance): void {
	serve(app, contract.listAdminTags, reads, async ({ deps, query }) => {
		const place = unpackCursor(query.after, ['count', 'text']);
		const after = place && { threads: place[0], name: place[1] };
		const { q: words = '', only } = query;
		const rows = await listTagsForAdmin(deps.sql, { words, only, after, limit: pageSize + 1 });
		const items = rows.slice(0, pageSize);
		const last = items.at(-1);
		return { items, next: rows.length > pageSize && last ? packCursor([last.threads, last.name]) : null };
	});
	serve(app, contract.readAdminTag, reads, ({ deps, params }) => service.readTagForAdmin(deps, params.tagId));
	serve(app, contract.editTag, writes, ({ deps, actor, params, body }) =>
		service.editTag(deps, actor as SignedIn, params.tagId, body),
	);
	serve(app, contract.mergeTag, writes, ({ deps, actor, params, body }) =>
		service.mergeTag(deps, actor as SignedIn, params.tagId, body.into),
	);
	serve(app, contract.undoTagMerge, writes, async ({ deps, actor, params }) => ({
		id: await service.undoMerge(deps, actor as SignedIn, params.mergeId),
	}));
	serve(app, contract.addSynonym, writes, ({ deps, actor, params, body }) =>
		service.addSynonym(deps, actor as SignedIn, params.tagId, body.name),
	);
	serve(app, contract.removeSynonym, writes, ({ deps, actor, params }) =>
		service.removeSynonym(deps, actor as SignedIn, params.tagId, params.synonymId),
	);
	serve(app, contract.deleteTag, writes, ({ deps, actor, params }) =>
		service.deleteTag(deps, actor as SignedIn, params.tagId),
	);
}
