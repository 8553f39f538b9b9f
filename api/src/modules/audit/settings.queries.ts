import type { Db } from '../../platform/db.ts';

/** Settings with what they were and what they became. */
export type SettingsChanges = Record<string, { from: unknown; to: unknown }>;
export type SettingsChange = {
	id: number;
	at: string;
	action: string;
	/** The actor's name; null for machines and former members. */
	by: string | null;
	section: string;
	changes: SettingsChanges;
};

/** The newest changes of a page of settings. */
export async function listSettingsChanges(sql: Db, section: string, limit: number): Promise<SettingsChange[]> {
	return await sql<SettingsChange[]>`
		select a.id, a.at, a.action, m.display_name as by, a.details ->> 'section' as section, a.details -> 'changes' as changes
		from audit_log a left join members m on m.id = a.actor_id and m.state <> 'deleted'
		where a.subject_kind = 'settings' and a.details ->> 'section' = ${section}
		order by a.id desc
		limit ${limit}`;
}

/** The page of settings that a change was of; undefined for another line of the log. */
export async function findSectionOf(sql: Db, lineId: number): Promise<string | undefined> {
	const [line] = await sql<{ section: string }[]>`
		select details ->> 'section' as section from audit_log where id = ${lineId} and subject_kind = 'settings'`;
	return line?.section;
}
