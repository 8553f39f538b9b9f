import type { Db } from '../db.ts';
import type { SearchFilters, SearchScope } from './documents.ts';

/** A condition on `search_documents d`: what the reader may see, narrowed by the filters. */
export function allowed(sql: Db, scope: SearchScope, filters: SearchFilters) {
	const own =
		scope.ownCompanySpaceIds.length > 0
			? sql`or (d.space_id = any(${scope.ownCompanySpaceIds}::bigint[]) and d.company_id = ${scope.companyId})`
			: sql``;
	const { spaceId, kinds, tags, authorId, writtenByIds, solved, answered, staffAnswer, createdSince, exceptId } =
		filters;
	return sql`
		(d.space_id = any(${scope.openSpaceIds}::bigint[]) ${own})
		${spaceId === undefined ? sql`` : sql`and d.space_id = ${spaceId}`}
		${kinds === undefined ? sql`` : sql`and d.kind = any(${kinds}::text[])`}
		${tags === undefined ? sql`` : sql`and d.tags @> ${tags}::text[]`}
		${authorId === undefined ? sql`` : sql`and d.author_id = ${authorId}`}
		${writtenByIds === undefined ? sql`` : sql`and (d.author_id || d.answerer_ids) @> ${writtenByIds}::bigint[]`}
		${solved === undefined ? sql`` : sql`and d.solved = ${solved}`}
		${answered === undefined ? sql`` : sql`and d.answered = ${answered}`}
		${staffAnswer === undefined ? sql`` : sql`and d.staff_answer = ${staffAnswer}`}
		${createdSince === undefined ? sql`` : sql`and d.created_at >= ${createdSince}`}
		${exceptId === undefined ? sql`` : sql`and d.id <> ${exceptId}`}`;
}
