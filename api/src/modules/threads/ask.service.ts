import { threadPath } from '@ikatan/contracts/paths';
import type { AskThread, ThreadPath } from '@ikatan/contracts/asking';
import type { z } from 'zod';
import { inTransaction, type Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { currentSettings } from '../settings/index.ts';
import { mayPostInSpace, visibilityFor, type SpaceRow, type Visibility } from '../spaces/index.ts';
import { ensureTags } from '../tags/index.ts';
import { prepareBody, type PreparedBody } from './body.service.ts';
import { found, refuse, shownState, type Doing } from './doing.ts';
import { findPost, lockAnyThread } from './facts.queries.ts';
import { checkForm } from './form.ts';
import { makeKnown } from './publishing.service.ts';
import { noteVerdict, screen, stateOfNew, type Verdict } from './screening.service.ts';
import { refusalOfAsk } from './threads.policy.ts';
import * as write from './write.queries.ts';

type Asked = z.input<typeof ThreadPath>;

/**
 * Starts a thread, once per request key. It waits for the author's address when that is not verified. Throws 403 with the
 * reason, 422 `space-not-found`, `tag-not-allowed`, or what the space's form misses.
 */
export async function ask(doing: Doing, asked: AskThread): Promise<Asked> {
	const { actor, deps } = doing;
	const visibility = await visibilityFor(deps.sql, actor);
	const space = visibility.spaces.find((readable) => readable.id === asked.spaceId);
	if (!space) throw invalid({ spaceId: 'space-not-found' });
	refuse(refusalOfAsk(actor, asked.kind, mayPostInSpace(actor, space)));
	const formValues = checkForm(space.formTemplate, asked.formValues);
	const [settings, prepared] = [await currentSettings(deps.sql), await prepareBody(deps, asked.sourceText)];
	return await inTransaction(deps.sql, (tx) =>
		once(tx, { memberId: actor.id, key: asked.requestKey, deed: 'thread.ask' }, async () => {
			const companyId = await companyOf(tx, doing, space, visibility, asked.companyId);
			const texts = [asked.title, asked.sourceText, ...formValues.map(({ value }) => value)];
			const { typedForMs } = asked;
			const draft = { kind: 'thread', targetId: 0 } as const;
			const written = { what: 'thread', texts, body: prepared.body, typedForMs, draft, settings } as const;
			const verdict = await screen(tx, doing, space.id, written);
			return await start(tx, doing, asked, prepared, { companyId, formValues, verdict });
		}),
	);
}

/** Whose thread it is in a company-only space: the asker's company's; staff choose one, or none and keep it among staff. */
async function companyOf(tx: Tx, { actor }: Doing, space: SpaceRow, visibility: Visibility, chosen?: number) {
	if (space.kind !== 'company_only') return null;
	if (!visibility.openSpaceIds.includes(space.id)) return actor.companyId;
	if (chosen === undefined) return null;
	if (!(await write.isCompany(tx, chosen))) throw invalid({ companyId: 'bad-value' });
	return chosen;
}

async function start(
	tx: Tx,
	doing: Doing,
	asked: AskThread,
	{ sourceText, body, mentionIds }: PreparedBody,
	{ companyId, formValues, verdict }: { companyId: number | null; formValues: write.FormValue[]; verdict: Verdict },
): Promise<Asked> {
	const { actor, deps } = doing;
	const state = stateOfNew(actor, verdict);
	const { kind, spaceId, title } = asked;
	const tags = await ensureTags(tx, actor, asked.tags);
	const author = { authorId: actor.id, language: actor.language };
	const id = await write.insertThread(tx, { kind, spaceId, companyId, title, state, formValues, ...author });
	const opening = {
		threadId: id,
		kind: 'opening' as const,
		parentId: null,
		authorId: actor.id,
		sourceText,
		body,
		state,
	} as const;
	const { id: postId } = await write.insertPost(tx, opening);
	await write.putTags(
		tx,
		id,
		tags.map((tag) => tag.id),
	);
	if (mentionIds.length > 0) await write.putMentions(tx, postId, mentionIds);
	await write.useFiles(tx, postId, body.fileIds, actor.id);
	await write.dropDrafts(tx, { memberId: actor.id, visitorHash: doing.visitorHash }, { kind: 'thread', targetId: 0 });
	const [thread, post] = [found(await lockAnyThread(tx, id)), found(await findPost(tx, postId))];
	if (state === 'published') await makeKnown(tx, deps, thread, post, doing.origin);
	await noteVerdict(tx, thread, post, verdict);
	return { id, path: threadPath({ id, title }), postId, state: shownState(state) };
}
