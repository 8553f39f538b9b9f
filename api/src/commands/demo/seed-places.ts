import type { DemoCommunity } from '../../../demo/types.ts';
import { createSpace } from '../../modules/spaces/index.ts';
import type { Tx } from '../../platform/db.ts';
import { idOf } from './moment.ts';
import type { Seeded } from './seed.ts';

/** Spaces with their rights and moderators, and tags with their descriptions. */
export async function seedPlaces(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<void> {
	const groups = await tx<{ id: number; slug: string }[]>`select id, slug from groups`;
	const groupIds = new Map(groups.map((group) => [group.slug, group.id]));
	for (const [position, space] of community.spaces.entries()) {
		const id = await createSpace(tx, {
			slug: space.slug,
			name: space.name,
			description: space.description,
			kind: space.kind,
			colour: space.colour,
			position,
			posting: space.posting,
			groupIds: (space.groups ?? []).map((slug) => idOf(groupIds, slug)),
			companyIds: (space.companies ?? []).map((slug) => idOf(seeded.companies, slug)),
		});
		seeded.spaces.set(space.slug, id);
	}
	for (const member of community.members) {
		if (!member.moderates) continue;
		// Moderates one space only: the role of all spaces would be more than the content says.
		await tx`
			insert into space_moderators (space_id, member_id)
			values (${idOf(seeded.spaces, member.moderates)}, ${idOf(seeded.members, member.handle)})`;
		await tx`update members set role = 'member' where handle = ${member.handle}`;
	}
	for (const tag of community.tags) {
		const [row] = await tx<{ id: number }[]>`
			insert into tags (name, description) values (${tag.name}, ${tag.description}) returning id`;
		if (row) seeded.tags.set(tag.name, row.id);
	}
}
