import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { tellMembers } from '../notices/index.ts';
import type { QuoteFacts } from './quotes.queries.ts';

/** Tells a champion once what became of their nomination, with the word that came back; of the insight they learn nothing. */
export async function tellNominator(
	deps: Deps,
	tx: Tx,
	actorId: number,
	{ id, quotedBy, threadId, threadTitle, note }: QuoteFacts,
	answer: string,
): Promise<void> {
	if (quotedBy === null || quotedBy === actorId) return;
	await tellMembers(deps, tx, { eventId: null, actorId }, [
		{
			memberId: quotedBy,
			kind: 'nomination',
			threadId,
			title: threadTitle,
			path: `/nominations#nomination-${id}`,
			words: note.slice(0, 300),
			said: answer,
			groupKey: `nomination:${id}`,
		},
	]);
}
