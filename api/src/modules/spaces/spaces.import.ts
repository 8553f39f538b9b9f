import { one, type Tx } from '../../platform/db.ts';
import { insertSpace } from './spaces.queries.ts';

/** The space with this slug, made as a public one at the end of the list when there is none. */
export async function importSpace(tx: Tx, slug: string, name: string): Promise<{ id: number; made: boolean }> {
	const [known] = await tx<{ id: number }[]>`select id from spaces where slug = ${slug}`;
	if (known) return { id: known.id, made: false };
	const { position, count } = one(
		await tx<{ position: number; count: number }[]>`
			select coalesce(max(position), 0) + 1 as position, count(*) as count from spaces`,
	);
	const colour = 1 + (count % 4);
	const id = await insertSpace(tx, {
		slug,
		name: name.slice(0, 80),
		description: '',
		kind: 'public',
		colour,
		position,
	});
	return { id, made: true };
}
