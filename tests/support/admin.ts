import { listLinesAbout } from '../../api/src/modules/audit/index.ts';
import type { TestApp } from './app.ts';
import { member, type BuiltMember } from './builders.ts';

/** An admin of the community. */
export const admin = (app: TestApp): Promise<BuiltMember> => member(app, { role: 'admin' });

/** What the log says was done to a subject, oldest first. */
export async function actionsOn(app: TestApp, kind: string, id: number): Promise<string[]> {
	return (await listLinesAbout(app.sql, kind, id, 100)).map(({ action }) => action).toReversed();
}
