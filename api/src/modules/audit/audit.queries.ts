import type { Tx } from '../../platform/db.ts';

export type AuditEntry = {
	actorId: number | null;
	/** What was done, `domain.verb`. */
	action: string;
	subjectKind: string;
	subjectId: number | null;
	/** Where it was done: moderators of that space read of it, others but admins do not. */
	spaceId?: number | null;
	details?: Record<string, unknown>;
};

export async function insertEntry(tx: Tx, entry: AuditEntry): Promise<void> {
	await tx`
		insert into audit_log (actor_id, action, subject_kind, subject_id, space_id, details)
		values (${entry.actorId}, ${entry.action}, ${entry.subjectKind}, ${entry.subjectId}, ${entry.spaceId ?? null},
			${tx.json((entry.details ?? {}) as never)})`;
}
