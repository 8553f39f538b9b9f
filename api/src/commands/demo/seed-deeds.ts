import type { DemoCommunity, DemoDeed } from '../../../demo/types.ts';
import { actorById, setRole } from '../../modules/accounts/index.ts';
import { impose } from '../../modules/moderation/index.ts';
import { mergeTagAs } from '../../modules/tags/index.ts';
import { actOnThread, holdPost } from '../../modules/threads/index.ts';
import { isSignedIn } from '../../platform/actor.ts';
import { first, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { idOf, momentOf } from './moment.ts';
import { postNamed } from './passages.ts';
import type { Seeded } from './seed.ts';

/** What was done at a moment gone by. */
export type PastDeed = { at: Date; act: () => Promise<unknown> };

/** Has moderators and admins do what they have done, by the same ways as on their pages, the oldest first, each at its moment. */
export async function seedDeeds(
	tx: Tx,
	deps: Deps,
	{ deeds }: DemoCommunity,
	seeded: Seeded,
	others: PastDeed[],
): Promise<void> {
	const past = deeds.map((deed) => {
		const at = momentOf(seeded.now, deed.age);
		return { at, act: () => carryOut(tx, { ...deps, clock: { now: () => at } }, deed, seeded) };
	});
	// Nobody edits the log; only what never happened has to be given its day first.
	await tx`alter table audit_log disable trigger audit_log_append_only`;
	for (const deed of [...past, ...others].toSorted((one, other) => one.at.getTime() - other.at.getTime())) {
		await dated(tx, deed);
	}
	await tx`alter table audit_log enable trigger audit_log_append_only`;
}

/** Does it, and gives its day to what the database wrote down as of now. */
async function dated(tx: Tx, { at, act }: PastDeed): Promise<void> {
	const last = first(
		await tx<{ line: number; deed: number; hold: number; notice: number; event: number }[]>`
			select (select coalesce(max(id), 0) from audit_log) as line, (select coalesce(max(id), 0) from thread_deeds) as deed,
				(select coalesce(max(id), 0) from post_holds) as hold, (select coalesce(max(id), 0) from notices) as notice,
				(select coalesce(max(id), 0) from events) as event`,
	);
	await act();
	await tx`update audit_log set at = ${at} where id > ${last?.line ?? 0}`;
	await tx`update thread_deeds set at = ${at} where id > ${last?.deed ?? 0}`;
	await tx`update post_holds set held_at = ${at} where id > ${last?.hold ?? 0}`;
	// Whoever was told has seen it soon after; no mail goes out about days gone by, and nobody is told of it only now.
	await tx`
		update notices set created_at = ${at}, updated_at = ${at}, seen_at = ${at}::timestamptz + interval '1 hour', mail_due_at = null
		where id > ${last?.notice ?? 0}`;
	await tx`delete from events where id > ${last?.event ?? 0} and name in ('thread.locked', 'thread.closed')`;
}

async function carryOut(tx: Tx, deps: Deps, deed: DemoDeed, seeded: Seeded): Promise<unknown> {
	const actor = await actorById(tx, idOf(seeded.members, deed.by));
	if (!actor || !isSignedIn(actor)) throw new Error(`${deed.by} cannot act`);
	if ('role' in deed) return await setRole(tx, actor, idOf(seeded.members, deed.member), deed.role);
	if ('mergeTag' in deed) return await mergeTagAs(tx, deps, actor, idOf(seeded.tags, deed.mergeTag), deed.into);
	const { reason } = deed;
	if ('silence' in deed) {
		const memberId = idOf(seeded.members, deed.silence);
		return await impose(deps, tx, { actor, memberId, kind: 'silence', hours: deed.hours, reason });
	}
	const acting = { deps, actor, reason };
	if ('hide' in deed) return await holdPost(tx, acting, postNamed(seeded, deed.hide));
	const [act, ref] = 'lock' in deed ? (['lock', deed.lock] as const) : (['close', deed.close] as const);
	const thread = seeded.threads.get(ref);
	if (!thread) throw new Error(`The demo content names “${ref}”, which is not there`);
	return await actOnThread(tx, acting, thread.id, { act });
}
