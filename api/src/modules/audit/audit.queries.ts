import type { Tx } from '../../platform/db.ts';

export type AuditEntry = {
	actorId: number | null;
	/** What was done, `domain.verb`. */
	action: string;
	subjectKind: string;
	subjectId: number | null;
	details?: Record<string, unknown>;
};

export async function insertEntry(tx: Tx, entry: AuditEntry): Promise<void> {
	await tx`
		insert into audit_log (actor_id, action, subject_kind, subject_id, details)
		values (${entry.actorId}, ${entry.action}, ${entry.subjectKind}, ${entry.subjectId}, ${tx.json((entry.details ?? {}) as never)})`;
}
