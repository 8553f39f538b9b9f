import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { inTransaction, type Sql } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { actorById, mailMember } from '../accounts/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { setMailSilence } from '../watching/index.ts';
import { choiceAmong, kindsFor, noticeKinds, type NoticeKind } from './kinds.ts';
import * as queries from './notices.queries.ts';
import { tellPages } from './notify.ts';
import { readToken, type Unsubscribing } from './unsubscribe-token.ts';

export type Choice = { kind: NoticeKind; app: boolean; mail: boolean };

/** Every kind that the member can get, with where they get it, defaults filled in. */
export async function choicesOf(sql: Sql, actor: SignedIn): Promise<Choice[]> {
	const memberId = actor.id;
	const chosen = await queries.listChoices(sql, [memberId]);
	return kindsFor(actor).map((kind) => ({
		kind,
		app: choiceAmong(chosen, memberId, kind, 'app'),
		mail: choiceAmong(chosen, memberId, kind, 'mail'),
	}));
}

export async function choose(sql: Sql, actor: SignedIn, choices: Choice[]): Promise<Choice[]> {
	const memberId = actor.id;
	await inTransaction(sql, async (tx) => {
		for (const { kind, app, mail } of choices) {
			await queries.putChoice(tx, { memberId, kind, channel: 'app', chosen: app });
			await queries.putChoice(tx, { memberId, kind, channel: 'mail', chosen: mail });
		}
	});
	return await choicesOf(sql, actor);
}

/** Marks notices as seen, which also keeps their mail from going out; tells the member's other pages. */
export async function markSeen(
	deps: Deps,
	actor: SignedIn,
	which: { ids?: number[]; threadId?: number; all?: boolean },
): Promise<number> {
	return await inTransaction(deps.sql, async (tx) => {
		await queries.markSeen(tx, actor.id, which);
		await tellPages(deps, tx, [actor.id]);
		return await queries.countUnseen(tx, actor.id);
	});
}

function understand(deps: Deps, token: string): Unsubscribing {
	const what = readToken(token, deps.env.APP_SECRET);
	if (!what) throw notFound();
	return what;
}

/** What a link of a mail would end; the address is shown in part only, as the link may be passed on. */
export async function describeUnsubscribe(deps: Deps, token: string) {
	const what = understand(deps, token);
	const member = await mailMember(deps.sql, what.memberId);
	if (!member) throw notFound();
	const threadTitle = what.threadId === null ? null : await titleFor(deps, what.memberId, what.threadId);
	return { kind: what.kind, mail: member.mail.replace(/^(.).*(@.*)$/, '$1…$2'), threadTitle };
}

/** The thread's title, as long as the member may read it. */
async function titleFor(deps: Deps, memberId: number, threadId: number): Promise<string | null> {
	const actor = await actorById(deps.sql, memberId);
	return actor && (await queries.findThreadTitle(deps.sql, await visibilityFor(deps.sql, actor), threadId));
}

/** Ends mail of the link's kind, or (scope `thread`) all but mentions of its thread; needs no sign-in, twice is the same as once. */
export async function unsubscribe(deps: Deps, token: string, scope: 'kind' | 'thread') {
	const what = understand(deps, token);
	const kinds = what.kind === 'all' ? noticeKinds : [what.kind];
	await inTransaction(deps.sql, async (tx) => {
		if (scope === 'thread' && what.threadId !== null) await setMailSilence(tx, what.memberId, what.threadId);
		else
			for (const kind of kinds) {
				await queries.putChoice(tx, { memberId: what.memberId, kind, channel: 'mail', chosen: false });
			}
	});
	return { kind: what.kind };
}
