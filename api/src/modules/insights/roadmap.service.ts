import { threadPath } from '@ikatan/contracts/paths';
import { roadmapStages, type Roadmap } from '@ikatan/contracts/telling';
import { visitor } from '../../platform/actor.ts';
import type { Sql } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { visibilityFor } from '../spaces/index.ts';
import { listColumns } from './choices.queries.ts';
import * as queries from './roadmap.queries.ts';

/** The roadmap as everybody sees it, whoever asks: what was said for all, and public ideas. Throws 404 for an area without any. */
export async function readRoadmapOf(sql: Sql, areaSlug?: string): Promise<Roadmap> {
	const [areas, columns, { openSpaceIds }] = await Promise.all([
		queries.listRoadmapAreas(sql),
		listColumns(sql),
		visibilityFor(sql, visitor()),
	]);
	const chosen = areas.find(({ slug }) => slug === areaSlug);
	if (areaSlug !== undefined && !chosen) throw notFound();
	const rows = await queries.listRoadmap(sql, chosen?.id);
	const ideas = await queries.listIdeasBehind(
		sql,
		rows.map((row) => row.id),
		openSpaceIds,
	);
	const ofInsight = Map.groupBy(ideas, (idea) => idea.insightId);
	const items = Map.groupBy(rows, (row) => row.columnId);
	return {
		areas,
		columns: columns
			.filter(({ stage }) => (roadmapStages as readonly string[]).includes(stage))
			.map((column) => ({
				...column,
				items: (items.get(column.id) ?? []).map(({ areaId, ...item }) => ({
					...item,
					area: areas.find((area) => area.id === areaId) ?? null,
					ideas: (ofInsight.get(item.id) ?? []).map((idea) => ({ ...idea, path: threadPath(idea) })),
				})),
			})),
	};
}
