import { conflict } from './errors.ts';
import { first, type Tx } from './db.ts';

/**
 * Acts once per member and key: a second call with the same key, also at the same time, acts no more and gives the first reply.
 * Throws 409 `request-key-reused` when the key was used for another deed. Keys are kept for 30 days.
 */
export async function once<Reply>(
	tx: Tx,
	{ memberId, key, deed }: { memberId: number; key: string; deed: string },
	act: () => Promise<Reply>,
): Promise<Reply> {
	// A second transaction with this key waits here until the first has committed.
	const inserted = await tx`
		insert into request_keys (member_id, key, deed) values (${memberId}, ${key}, ${deed})
		on conflict do nothing returning key`;
	if (inserted.length > 0) {
		const reply = await act();
		await tx`update request_keys set reply = ${tx.json(reply as never)} where member_id = ${memberId} and key = ${key}`;
		return reply;
	}
	const kept = first(
		await tx<{ deed: string; reply: Reply }[]>`
			select deed, reply from request_keys where member_id = ${memberId} and key = ${key}`,
	);
	if (!kept || kept.deed !== deed) throw conflict('request-key-reused');
	return kept.reply;
}
