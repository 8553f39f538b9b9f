import type { Deps } from '../../platform/deps.ts';
import { inTransaction } from '../../platform/db.ts';
import { HTML_VERSION } from '../../platform/richtext/index.ts';
import { prepareBody } from './body.service.ts';
import { listStalePosts, putRendering } from './rerender.queries.ts';

const batch = 100;

/** Renders anew what an older renderer made; returns how many posts that were. `shown` hears of each batch. */
export async function rerenderStale(deps: Deps, shown: (done: number) => void = () => {}): Promise<number> {
	let done = 0;
	for (let after = 0; ;) {
		const posts = await listStalePosts(deps.sql, HTML_VERSION, after, batch);
		for (const post of posts) {
			// Imported posts keep the pictures that lie at their source.
			const { body } = await prepareBody(deps, post.sourceText, { allowRemoteImages: post.source !== null });
			await inTransaction(deps.sql, (tx) => putRendering(tx, post, body));
		}
		const last = posts.at(-1);
		if (!last) return done;
		after = last.id;
		done += posts.length;
		shown(done);
	}
}
