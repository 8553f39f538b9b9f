import type { Db } from '../../platform/db.ts';

export type SubjectLine = {
	id: number;
	at: string;
	action: string;
	/** The actor's name; null for machines and former members. */
	by: string | null;
	details: Record<string, unknown>;
};

/** The newest lines about one subject. */
export async function listLinesAbout(sql: Db, kind: string, subjectId: number, limit: number): Promise<SubjectLine[]> {
	return await sql<SubjectLine[]>`
		select a.id, a.at, a.action, m.display_name as by, a.details
		from audit_log a left join members m on m.id = a.actor_id and m.state <> 'deleted'
		where a.subject_kind = ${kind} and a.subject_id = ${subjectId}
		order by a.id desc
		limit ${limit}`;
}
