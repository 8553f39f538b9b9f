import type { FastifyInstance } from 'fastify';
import { listSpaces, type Space } from '@ikatan/contracts/spaces';
import { anyone, type Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import { serve } from '../../platform/http.ts';
import { forgetKept } from '../../platform/kept.ts';
import { findBySlugBefore } from './admin.queries.ts';
import { adminSpaceRoutes } from './admin.routes.ts';
import { mayAskInSpace } from './spaces.policy.ts';
import type { SpaceRow } from './spaces.queries.ts';
import { visibilityFor, type Visibility } from './visibility.ts';

/** A space as the actor sees it; counts are given for public spaces only. */
export function spaceFor(actor: Actor, space: SpaceRow): Space {
	const counted = space.kind === 'public';
	return {
		id: space.id,
		slug: space.slug,
		name: space.name,
		description: space.description,
		kind: space.kind,
		colour: space.colour,
		threads: counted ? space.threads : null,
		waiting: counted ? space.waiting : null,
		mayAsk: mayAskInSpace(actor, space),
		formTemplate: space.formTemplate,
	};
}

/** A readable space by its address, also one that it had before; undefined for any other. */
export async function spaceBySlug(db: Db, { spaces }: Visibility, slug: string): Promise<SpaceRow | undefined> {
	const found = spaces.find((space) => space.slug === slug);
	if (found) return found;
	const formerId = await findBySlugBefore(db, slug);
	return spaces.find((space) => space.id === formerId);
}

/** The spaces that the actor may read, in order; archived ones are left out. */
export async function spacesFor(db: Db, actor: Actor): Promise<Space[]> {
	const { spaces } = await visibilityFor(db, actor);
	return spaces.filter((space) => !space.archived).map((space) => spaceFor(actor, space));
}

export function spacesRoutes(app: FastifyInstance): void {
	// Another process has changed who may read a space.
	app.deps.live.listen(({ topic }) => {
		if (topic.startsWith('space:')) forgetKept();
	});
	serve(app, listSpaces, { policy: anyone }, async ({ deps, actor }) => ({ items: await spacesFor(deps.sql, actor) }));
	adminSpaceRoutes(app);
}
