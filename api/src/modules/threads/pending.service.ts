import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { findPost, listPending, lockAnyThread } from './facts.queries.ts';
import { makeKnown } from './publishing.service.ts';
import { flagWaited } from './screening.service.ts';
import { publishPostRow, publishThreadRow } from './write.queries.ts';

/** Publishes what waited for a member's address, in the order in which it was written, each as if it were written now. */
export async function publishPending(tx: Tx, deps: Deps, memberId: number): Promise<void> {
	for (const { id, threadId } of await listPending(tx, memberId)) {
		const before = await lockAnyThread(tx, threadId);
		if (!before || before.state === 'deleted') continue;
		if (!(await publishPostRow(tx, id))) continue;
		const post = await findPost(tx, id);
		if (!post) continue;
		if (post.kind === 'opening') await publishThreadRow(tx, threadId);
		const thread = (await lockAnyThread(tx, threadId)) ?? before;
		await makeKnown(tx, deps, thread, post, undefined);
		await flagWaited(tx, deps, thread, post);
	}
}
