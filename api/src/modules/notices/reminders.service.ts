import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { currentSettings } from '../settings/index.ts';
import { findPlace } from './notices.queries.ts';
import { notify } from './notify.ts';
import { isAsker, listDueReminders, noteNoneRight, noteReminder } from './reminders.queries.ts';

/** Reminds askers who have answers and accepted none: 3 days, a week and a month after the last answer, by default. */
export async function remindToAccept(deps: Deps): Promise<void> {
	const now = deps.clock.now();
	const { acceptReminderDays } = await currentSettings(deps.sql);
	for (const { threadId, postId, askerId } of await listDueReminders(deps.sql, acceptReminderDays, now)) {
		await inTransaction(deps.sql, async (tx) => {
			await noteReminder(tx, threadId, now);
			const place = await findPlace(tx, postId);
			if (!place) return;
			const about = { eventId: null, actorId: null, postId, place };
			await notify(deps, tx, new Map([[askerId, 'accept-reminder' as const]]), about);
		});
	}
}

/** The asker says that no answer is right yet: no more reminders until another one comes. Throws 404 for anybody else. */
export async function noneRightYet(deps: Deps, actor: SignedIn, threadId: number): Promise<void> {
	if (!(await isAsker(deps.sql, actor.id, threadId))) throw notFound();
	await noteNoneRight(deps.sql, threadId, deps.clock.now());
}
