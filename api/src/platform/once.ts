import { setTimeout as after } from 'node:timers/promises';
import { first, opening, sendLast, type Sql, type Tx } from './db.ts';
import { conflict, Refusal } from './errors.ts';

/** Of whom, under which key, and what was asked under it. */
export type Key = { memberId: number; key: string; deed: string };

/**
 * Acts once per member and key: a second call with the same key, also at the same time, acts no more and gives the first reply.
 * Throws 409 `request-key-reused` when the key was used for another deed. Keys are kept for 30 days.
 */
export async function once<Reply>(tx: Tx, key: Key, act: () => Promise<Reply>): Promise<Reply> {
	return await onceWith(tx, key, async () => {}, act);
}

/** The same for a deed that begins with one statement, such as a lock: it is sent together with the key, and acts with what it gave. */
export async function onceWith<Begun, Reply>(
	tx: Tx,
	{ memberId, key, deed }: Key,
	begin: () => Promise<Begun>,
	act: (begun: Begun) => Promise<Reply>,
): Promise<Reply> {
	// A second transaction with this key waits here until the first has committed.
	const inserting = tx`
		insert into request_keys (member_id, key, deed) values (${memberId}, ${key}, ${deed})
		on conflict do nothing returning key`.execute();
	const [inserted, begun] = await Promise.all([inserting, begin()]);
	if (inserted.length > 0) {
		const reply = await act(begun);
		sendLast(
			tx,
			tx`update request_keys set reply = ${tx.json(reply as never)} where member_id = ${memberId} and key = ${key}`,
		);
		return reply;
	}
	const kept = first(
		await tx<{ deed: string; reply: Reply }[]>`
			select deed, reply from request_keys where member_id = ${memberId} and key = ${key}`,
	);
	if (!kept || kept.deed !== deed) throw conflict('request-key-reused');
	return kept.reply;
}

/** Another request entered this key first. */
class ActedAlready extends Error {}

/**
 * The same for a deed that opens its transactions itself: the first that commits brings the key with it, the reply follows. A deed
 * without a transaction keeps no key. Where the reply is lost (the process died before it was noted; `keepsReply` is false, since
 * it tells a secret) a second call throws 409 `request-key-spent`: it acts no more either. A deed that refused may be tried again.
 */
export async function onceUnder<Reply>(
	sql: Sql,
	key: Key,
	{ keepsReply, act }: { keepsReply: boolean; act: () => Promise<Reply> },
): Promise<Reply> {
	const kept = await replyUnder<Reply>(sql, key, keepsReply);
	if (kept) return kept.reply;
	const { memberId, deed } = key;
	let done: { reply: Reply } | undefined;
	let entered = false;
	try {
		const brought = await opening(
			async (tx) => {
				const inserted = await tx`
					insert into request_keys (member_id, key, deed) values (${memberId}, ${key.key}, ${deed})
					on conflict do nothing returning key`;
				if (inserted.length === 0) throw new ActedAlready();
				entered = true;
			},
			async () => void (done = { reply: await act() }),
		);
		const { reply } = done!;
		if (brought && keepsReply)
			await sql`
				update request_keys set reply = ${sql.json({ reply: reply ?? null } as never)} where member_id = ${memberId} and key = ${key.key}`;
		return reply;
	} catch (error) {
		if (error instanceof ActedAlready) {
			const theirs = await replyUnder<Reply>(sql, key, keepsReply);
			if (theirs) return theirs.reply;
		}
		if (entered && error instanceof Refusal)
			await sql`delete from request_keys where member_id = ${memberId} and key = ${key.key} and reply is null`;
		throw error;
	}
}

/** For how long the reply of the same request, which runs at this moment, is waited for, in milliseconds. */
const patience = 5000;

/** The reply that was given under a key; undefined while nothing was done under it. */
async function replyUnder<Reply>(
	sql: Sql,
	{ memberId, key, deed }: Key,
	keepsReply: boolean,
): Promise<{ reply: Reply } | undefined> {
	for (let waited = 0; ; waited += 100) {
		const kept = first(
			await sql<{ deed: string; reply: { reply: Reply } | null; running: boolean }[]>`
				select deed, reply, created_at > now() - interval '10 seconds' as running
				from request_keys where member_id = ${memberId} and key = ${key}`,
		);
		if (!kept) return undefined;
		if (kept.deed !== deed) throw conflict('request-key-reused');
		if (kept.reply) return kept.reply;
		if (!keepsReply || !kept.running || waited >= patience) throw conflict('request-key-spent');
		await after(100);
	}
}
