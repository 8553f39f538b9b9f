import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Id, Time } from './common.ts';

export const WatchLevel = z.enum(['all', 'first_post', 'mentions', 'none']);
export type WatchLevel = z.infer<typeof WatchLevel>;
export const WatchTarget = z.enum(['thread', 'tag', 'space']);
export type WatchTarget = z.infer<typeof WatchTarget>;
export const setWatch = endpoint({
	method: 'PUT',
	path: '/api/watches/:targetKind/:targetId',
	summary:
		'Watch a thread, tag or space at a level; `none` stays silent even when mentioned level would not; null forgets the choice',
	params: z.object({ targetKind: WatchTarget, targetId: Id }),
	body: z.object({ level: WatchLevel.nullable() }),
	reply: z.object({ level: WatchLevel.nullable() }),
});
export const Watch = z.object({
	targetKind: WatchTarget,
	targetId: z.number(),
	level: WatchLevel,
	name: z.string(),
	path: z.string(),
	createdAt: Time,
});
export const listWatches = endpoint({
	method: 'GET',
	path: '/api/watches',
	summary: 'What I watch',
	query: z.object({ after: z.string().max(200).optional() }),
	reply: z.object({ items: z.array(Watch), next: z.string().nullable() }),
});
